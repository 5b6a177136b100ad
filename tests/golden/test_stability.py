"""With the bundled model: another word for the same trade, what a company says of itself, and a text that is missing
move a score no further than docs/matching.md says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pytest

from data import trade_files
from data.trec import Document
from embeddings.bundled import ensure_model
from embeddings.cache import CachedEncoder
from embeddings.encoder import EncoderOptions, SentenceEncoder
from embeddings.index import DenseIndex
from embeddings.lexical import LexicalIndex
from matching.columns import VacancyTable
from matching.model import Vacancy
from matching.pipeline import score_people
from matching.ports import Encoder, Snapshot
from matching.scoring import Weights
from matching.search import Profile
from matching.usecases.indexing import unit_mean
from tests.golden.collection import read_golden
from tests.people import TODAY, certificate, composer, recipe, someone, work, world

EVERY_ALIAS, EVERY_DOCUMENT = 30, 10  # so many are passed over for one that is looked at
EXACT = 3
OTHER_WORD_IN_AN_ADVERTISEMENT, OTHER_WORD_ON_A_CERTIFICATE = 0.25, 0.20
BOILERPLATE = 0.15  # reached where it uses the very words of a trade ("layanan ... pelanggan")
THIN = 0.04
ABOUT_US = """
PT Contoh Sejahtera adalah perusahaan nasional yang berdiri sejak tahun 1998 dan terus berkembang di seluruh Indonesia.
Dengan lebih dari 500 karyawan, kami berkomitmen memberikan produk dan layanan terbaik bagi pelanggan. Saat ini kami
membuka kesempatan bagi individu yang bersemangat, jujur dan berorientasi pada hasil untuk bergabung bersama tim kami.
""".strip()
HOW_TO_APPLY = """
Fasilitas: gaji pokok, tunjangan kehadiran, BPJS Kesehatan dan Ketenagakerjaan, THR, jenjang karier. Kirim lamaran
lengkap ke hrd@contoh.example dengan subjek posisi yang dilamar. Hanya kandidat yang memenuhi kualifikasi yang akan
dihubungi. Proses rekrutmen tidak dipungut biaya apa pun; waspada penipuan yang mengatasnamakan perusahaan kami.
""".strip()
GOLDEN = read_golden()
LOOKED_AT = GOLDEN.documents[::EVERY_DOCUMENT]
RULES = replace(recipe(), weights=Weights(least_fit=0.0))
Scores = npt.NDArray[np.float64]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Scale:
    """Scores of certificates and vacancies, whatever the rules say and however weak the fit."""

    encoder: Encoder

    def shelf(self, offers: Sequence[Vacancy]) -> Snapshot:
        texts = [composer().vacancy(offer) for offer in offers]
        titles = self.encoder.encode_passages([text.title for text in texts])
        wholes = self.encoder.encode_passages([text.whole for text in texts])
        return Snapshot(
            VacancyTable.of(offers, world()),
            np.ones(len(offers), bool),
            np.ones(len(offers), np.int32),
            DenseIndex.build(unit_mean(titles, wholes)),
            LexicalIndex.build([text.terms for text in texts]),
            "model",
            "test",
        )

    def profiles(self, titles: Sequence[str]) -> list[Profile]:
        """People who hold one confirmed certificate each."""
        people = [someone(title, certificates=(certificate(title),)) for title in titles]
        facets = [composer().facets(person, TODAY) for person in people]
        vectors = self.encoder.encode_queries([own[0].text for own in facets])
        return [
            Profile(person, own, vector[None])
            for person, own, vector in zip(people, facets, vectors, strict=True)
        ]


def score(profile: Profile, shelf: Snapshot, row: int) -> float:
    ((_, ranked),) = score_people([profile], row, shelf, RULES, today=TODAY)
    return float(ranked.scored.scores[0])


@pytest.fixture(scope="module")
def scale(pytestconfig: pytest.Config) -> Scale:
    """The bundled model; vectors of vacancies are remembered with the test runner's cache."""
    assert pytestconfig.cache is not None
    model = ensure_model(pytestconfig.cache.mkdir("models"))
    encoder = SentenceEncoder(model, EncoderOptions(max_tokens=128, offline=True))
    return Scale(CachedEncoder(encoder, pytestconfig.cache.mkdir("vectors")))


@pytest.fixture(scope="module")
def certified(scale: Scale) -> list[Profile]:
    """Holders of the golden set's certificates."""
    return scale.profiles([query.title for query in GOLDEN.queries])


def synonyms() -> list[tuple[str, str]]:
    """A trade's name and another word for it."""
    pairs = [(trade.name_id, alias) for trade in trade_files.occupations() for alias in trade.aliases]
    return pairs[::EVERY_ALIAS]


def test_another_word_for_the_trade_moves_a_score_little(scale: Scale) -> None:
    pairs = synonyms()
    names, others = zip(*pairs, strict=True)
    offers = [work(f"{i}", title) for i, title in enumerate([*names, *others])]
    shelf = scale.shelf(offers)
    moved: dict[str, list[float]] = {"advertisement": [], "certificate": []}
    for i, (known, other) in enumerate(zip(scale.profiles(names), scale.profiles(others), strict=True)):
        base = score(known, shelf, i)
        moved["advertisement"].append(abs(score(known, shelf, len(pairs) + i) - base))
        moved["certificate"].append(abs(score(other, shelf, i) - base))
    assert max(moved["advertisement"]) < OTHER_WORD_IN_AN_ADVERTISEMENT
    assert max(moved["certificate"]) < OTHER_WORD_ON_A_CERTIFICATE
    assert np.percentile(moved["advertisement"], 95) < 0.16
    assert np.percentile(moved["certificate"], 95) < 0.11


def changes(scale: Scale, certified: Sequence[Profile], texts: Sequence[str], *, least: int) -> Scores:
    """By how much scores of the golden set's pairs of grade `least` and above change with these descriptions."""
    before = scale.shelf([offer(document, document.description) for document in LOOKED_AT])
    after = scale.shelf([offer(document, text) for document, text in zip(LOOKED_AT, texts, strict=True)])
    found = [
        score(profile, after, row) - score(profile, before, row)
        for query, profile in zip(GOLDEN.queries, certified, strict=True)
        for row, document in enumerate(LOOKED_AT)
        if GOLDEN.grades[query.qid].get(GOLDEN.roles[document.doc_id], 0) >= least
    ]
    assert len(found) >= 20
    return np.array(found)


def offer(document: Document, description: str) -> Vacancy:
    return work(document.doc_id, document.title, description=description)


def test_what_a_company_says_of_itself_moves_a_score_little(scale: Scale, certified: list[Profile]) -> None:
    """Four times as long as the advertisement, which is the worst case."""
    for texts in (
        [f"{document.description}\n{HOW_TO_APPLY}" for document in LOOKED_AT],
        [f"{ABOUT_US}\n{document.description}" for document in LOOKED_AT],
    ):
        moved = np.abs(changes(scale, certified, texts, least=1))
        assert moved.max() < BOILERPLATE
        assert np.percentile(moved, 95) < 0.05


def test_an_advertisement_does_not_win_by_saying_less(scale: Scale, certified: list[Profile]) -> None:
    """The title alone against the same with a text about that very trade."""
    assert changes(scale, certified, [""] * len(LOOKED_AT), least=EXACT).max() < THIN
