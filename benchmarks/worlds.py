"""Worlds to measure on: vacancies by the hundred thousand, made of fewer texts that have really been encoded.

A world of n rows repeats its texts: each copy has its vector moved a little, a tenth of its words dropped, and its
place, dates, pay and employer drawn anew from those of all texts. People are those of the sample world.
"""

import asyncio
import hashlib
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from api import wiring
from api.settings import Settings, load_settings
from data.index_store import PostgresIndexStore
from data.sample.employers import draw_employer
from data.sample.people import draw_person
from data.sample.vacancies import Site, by_sector, draw_vacancy
from embeddings.hashing import HashingEncoder
from embeddings.shelf import IndexShelf
from matching.columns import VacancyTable
from matching.model import Candidate, Vacancy
from matching.ports import Encoder
from matching.profile import Composer, Facet, FacetKind
from matching.search import Profile, Recipe
from matching.trade import Trade
from matching.usecases.catalogue import TEXT_VERSION
from matching.usecases.indexing import unit_mean
from matching.world import World

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
SEED = 20_261_122
TODAY = date(2026, 11, 22)
EMPLOYERS, PEOPLE = 300, 1_500
NOISE = 0.15
"""Length of what is added to a unit vector: a copy has a cosine of 0.989 with its text, nearer than most neighbours."""
DROPPED_WORDS = 0.1
DRAWN_ANEW = (
    ("regency", "inside", "months_left_asked"),
    ("starts", "closes"),
    ("wage_lower", "wage_upper", "contract", "shifts", "lodging"),
    ("employer", "employer_verified", "open", "openings_left"),
)


@dataclass(frozen=True)
class Sources:
    """Texts and people, each drawn when it is asked for, always the same."""

    knowledge: Trade
    composer: Composer

    @cached_property
    def _sites(self) -> dict[str, list[Site]]:
        drawn = (draw_employer(SEED, f"employer/{i}", i) for i in range(EMPLOYERS))
        sectors = by_sector([Site(record, regency) for record, regency in drawn])
        return {sector: list(sites) for sector, sites in sectors.items()}

    def vacancy(self, text: int) -> Vacancy:
        """Vacancy number `text`."""
        record = draw_vacancy(SEED, f"vacancy/{text}", self._sites, TODAY)
        return self.knowledge.read(record.vacancy)

    def people(self) -> list[tuple[Candidate, tuple[Facet, ...]]]:
        """People with an open gate, and their facets."""
        drawn = (draw_person(SEED, f"person/{i}", i, TODAY).candidate for i in range(PEOPLE))
        return [(person, self.composer.facets(person, TODAY)) for person in drawn if person.gates.open]


def sources() -> Sources:
    """With the knowledge of the trade that the program has."""
    knowledge = wiring.trade()
    return Sources(knowledge, wiring.composer(knowledge))


def settings_at(folder: Path) -> Settings:
    """The settings in force, but with a database of the bench's own, one for every state of the migrations."""
    migrations = sorted((files("data") / "migrations").iterdir(), key=str)
    state = hashlib.sha256(b"".join(file.read_bytes() for file in migrations if file.is_file())).hexdigest()
    own = {"home": folder / f"database-{state[:12]}", "database_url": None, "owner_database_url": None}
    return load_settings().model_copy(update=own)


def make_database(folder: Path) -> str:
    """The database of the bench, migrated and with its reference data, as a restart finds it; its watermark."""

    async def once() -> str:
        async with wiring.databases(settings_at(folder)) as (_, worker):
            return await PostgresIndexStore(worker).watermark()

    return asyncio.run(once())


def recipe(origin: Sources) -> Recipe:
    """What decides a list, as the settings have it."""
    return wiring.recipe(load_settings(), origin.knowledge)


def encoder_of(*, hashing: bool) -> Encoder:
    """The model of the settings; for a test of the bench itself, hashing, which loads nothing."""
    return HashingEncoder() if hashing else wiring.encoder(load_settings())


@dataclass(frozen=True)
class Texts:
    """What is encoded once for worlds of every size: `vectors` (t, d) of texts, their terms and columns."""

    vectors: Vectors
    terms: list[tuple[str, ...]]
    columns: VacancyTable

    @classmethod
    def encode(cls, origin: Sources, count: int, encoder: Encoder, world: World) -> "Texts":
        """`count` vacancies as the program embeds them: mean of title and whole text."""
        vacancies = [origin.vacancy(i) for i in range(count)]
        texts = [origin.composer.vacancy(vacancy) for vacancy in vacancies]
        titles = encoder.encode_passages([text.title for text in texts])
        wholes = encoder.encode_passages([text.whole for text in texts])
        vectors = unit_mean(titles, wholes).astype(np.float32)
        return cls(vectors, [text.terms for text in texts], VacancyTable.of(vacancies, world))

    @property
    def key(self) -> str:
        """Changes with the texts, their terms and the columns that the program keeps."""
        content = repr((self.terms, [field.name for field in fields(VacancyTable)], NOISE, DROPPED_WORDS))
        return hashlib.sha256(content.encode() + self.vectors.tobytes()).hexdigest()[:16]

    def source(self, rows: int) -> Rows:
        """Which text each row copies, shape (rows,)."""
        return np.arange(rows, dtype=np.int64) % len(self.terms)

    def moved(self, rows: int) -> Vectors:
        """Vectors of copies, shape (rows, d), unit length, before they are stored as float16."""
        random = np.random.default_rng([SEED, rows])
        width = self.vectors.shape[1]
        noise = random.standard_normal((rows, width), np.float32) * np.float32(NOISE / width**0.5)
        copies = self.vectors[self.source(rows)] + noise
        unit: Vectors = copies / np.linalg.norm(copies, axis=1, keepdims=True)
        return unit

    def documents(self, rows: int) -> list[list[str]]:
        """Terms of copies; the first copy of a text keeps them all."""
        random = np.random.default_rng([SEED, rows, 1])
        documents = []
        for row, text in enumerate(self.source(rows).tolist()):
            terms = self.terms[text]
            kept = random.random(len(terms)) >= (DROPPED_WORDS if row >= len(self.terms) else 0)
            documents.append([term for term, keep in zip(terms, kept.tolist(), strict=True) if keep])
        return documents

    def table(self, rows: int) -> VacancyTable:
        """Columns of copies."""
        random = np.random.default_rng([SEED, rows, 2])
        copied = self.columns.take(self.source(rows))
        columns = {field.name: getattr(copied, field.name) for field in fields(copied)}
        for group in DRAWN_ANEW:
            drawn = random.integers(0, len(self.terms), rows)
            columns |= {name: getattr(self.columns, name)[drawn] for name in group}
        columns["ids"] = np.frombuffer(random.bytes(16 * rows), "V16").copy()
        return VacancyTable(**columns)


def shelve(texts: Texts, rows: int, folder: Path, watermark: str) -> str:
    """The world of `rows` vacancies on a shelf in `folder`, as the program keeps it, unless it is there; its key."""
    shelf = IndexShelf(folder, texts.vectors.shape[1])
    key = f"{texts.key}/{watermark.partition(':')[0]}"  # of this database
    if shelf.open(key) is None:
        table = texts.table(rows)
        columns = {field.name: getattr(table, field.name) for field in fields(table)}
        columns[TEXT_VERSION] = np.zeros(rows, np.int32)
        shelf.put(key, watermark, columns, texts.moved(rows).astype(np.float16), texts.documents(rows))
    return key


def save_people(origin: Sources, encoder: Encoder, folder: Path) -> Path:
    """A file with the vectors of all facets of all people, one after the other, as the store keeps them; made unless
    it is there."""
    texts = [facet.text for _, facets in origin.people() for facet in facets]
    file = folder / f"people-{hashlib.sha256(repr(texts).encode()).hexdigest()[:12]}.npy"
    if not file.is_file():
        distinct = list(dict.fromkeys(texts))
        vectors = dict(zip(distinct, encoder.encode_queries(distinct).astype(np.float16), strict=True))
        np.save(file, np.stack([vectors[text] for text in texts]))
    return file


def open_people(origin: Sources, file: Path) -> list[Profile]:
    """Profiles of people with at least one skill facet, their vectors from the file."""
    vectors, start, profiles = np.load(file).astype(np.float32), 0, []
    for person, facets in origin.people():
        own = vectors[start : start + len(facets)]
        start += len(facets)
        if any(facet.kind is not FacetKind.INTEREST for facet in facets):
            profiles.append(Profile(person, facets, own))
    return profiles
