"""A known-answer world: memorable people around Madiun, the work that there is, and nine regencies.

Nobody here is real. The knowledge of the trade is the program's own; the encoder knows spellings only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID, uuid5

import numpy as np
import numpy.typing as npt

from api import wiring
from api.wiring.reference import linter_of
from embeddings.hashing import HashingEncoder
from embeddings.index import DenseIndex
from embeddings.lexical import LexicalIndex
from matching.columns import CandidateTable, VacancyTable
from matching.explain import Match, Reader
from matching.geo import Gazetteer, Regency
from matching.language.tokens import lines_with_words, words_of
from matching.lint.reading import Linter
from matching.model import (
    Asks,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    EmployerId,
    Experience,
    Gates,
    HeldLicence,
    Preferences,
    UnitCode,
    Vacancy,
    VacancyId,
    Wage,
)
from matching.pairing import Pairing
from matching.pipeline import Ranking, explained, rank_vacancies
from matching.ports import ProfileSnapshot, Snapshot
from matching.profile import Composer
from matching.reference import AppliesTo
from matching.release import ReleaseWindow, Supervision
from matching.scoring import Weights
from matching.search import Bars, Profile, Recipe
from matching.trade import Trade
from matching.usecases.indexing import unit_mean
from matching.vocabulary import (
    CertificateKind,
    DateBasis,
    Education,
    Licence,
    ReleaseMode,
    Shift,
    Verification,
    WageUnit,
    WorkSetting,
)
from matching.world import FieldCodes, World

TODAY = date(2026, 11, 22)
SPACE = UUID("0a8e4d0e-6c1f-5b7e-9a55-4f3a3c1b2d10")
KAB_MADIUN, KOTA_MADIUN, NGAWI, SURABAYA = "35.19", "35.77", "35.21", "35.78"
BANGKALAN, BANDUNG, DENPASAR, MAKASSAR, BATAM = "35.26", "32.73", "51.71", "73.71", "21.71"
REGENCIES = (
    Regency(BATAM, "Kota Batam", "21", "Kepulauan Riau", 0.9630, 104.0636, "BATAM"),
    Regency(BANDUNG, "Kota Bandung", "32", "Jawa Barat", -6.9192, 107.6366, "JAWA"),
    Regency(KAB_MADIUN, "Kabupaten Madiun", "35", "Jawa Timur", -7.6236, 111.6459, "JAWA"),
    Regency(NGAWI, "Kabupaten Ngawi", "35", "Jawa Timur", -7.4388, 111.3434, "JAWA"),
    Regency(BANGKALAN, "Kabupaten Bangkalan", "35", "Jawa Timur", -7.0443, 112.9295, "JAWA"),
    Regency(KOTA_MADIUN, "Kota Madiun", "35", "Jawa Timur", -7.6295, 111.5273, "JAWA"),
    Regency(SURABAYA, "Kota Surabaya", "35", "Jawa Timur", -7.2743, 112.7236, "JAWA"),
    Regency(DENPASAR, "Kota Denpasar", "51", "Bali", -8.6684, 115.2208, "BALI"),
    Regency(MAKASSAR, "Kota Makassar", "73", "Sulawesi Selatan", -5.1356, 119.4639, "SULAWESI"),
)
MINIMUM_WAGES = {
    KAB_MADIUN: 2_400_000,
    KOTA_MADIUN: 2_450_000,
    SURABAYA: 4_900_000,
}  # round numbers of our own


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(REGENCIES)


@cache
def trade() -> Trade:
    return wiring.trade()


@cache
def composer() -> Composer:
    return wiring.composer(trade())


@cache
def world() -> World:
    wages = np.array([MINIMUM_WAGES.get(regency.code, np.nan) for regency in REGENCIES], np.float64)
    codes = FieldCodes([field.code for field in trade().fields])
    return World(gazetteer(), codes, trade().functions, {TODAY.year: wages}, trade().licences_of_trade)


@cache
def linter() -> Linter:
    """The program's own reader of what is wrong with advertisements."""
    return linter_of(trade())


@cache
def recipe() -> Recipe:
    codes = world().fields
    return Recipe(
        world(),
        wiring.rarity(),
        Weights(cosine_floor=0.1, cosine_ceiling=0.6),  # the scale of an encoder that knows spellings only
        bars=Bars(
            codes.mask(trade().closed_fields(AppliesTo.EVERYONE)),
            codes.mask(trade().closed_fields(AppliesTo.UNDER_SUPERVISION)),
            trade().checks(),
        ),
    )


@cache
def encoder() -> HashingEncoder:
    return HashingEncoder()


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def window(earliest: int, latest: int, mode: ReleaseMode = ReleaseMode.FULL_TERM) -> ReleaseWindow:
    """A window from and to so many days after today."""
    first, last = in_days(earliest), in_days(latest)
    return ReleaseWindow(mode, first, first, last, DateBasis.SOURCE_EXPIRY, TODAY)


def certificate(title: str, **facts: object) -> Certificate:
    """A confirmed competence certificate, unless `facts` say otherwise."""
    known: dict[str, object] = {
        "kind": CertificateKind.COMPETENCE,
        "verification": Verification.CONFIRMED_BY_ISSUER,
    }
    return Certificate(id=CertificateId(uuid5(SPACE, title)), title=title, **{**known, **facts})  # type: ignore[arg-type]


def someone(name: str, **facts: object) -> Candidate:
    """A person of Kabupaten Madiun who is out in ten to forty days, unless `facts` say otherwise."""
    known: dict[str, object] = {
        "home": KAB_MADIUN,
        "education": Education.SMA,
        "gates": Gates(consented=True),
        "window": window(10, 40),
        "custody_regency": KAB_MADIUN,
    }
    return Candidate(id=CandidateId(uuid5(SPACE, name)), **{**known, **facts})  # type: ignore[arg-type]


def employer(name: str) -> EmployerId:
    return EmployerId(uuid5(SPACE, f"employer {name}"))


def work(name: str, title: str, **facts: object) -> Vacancy:
    """A vacancy in Kabupaten Madiun that can begin at any time, unless `facts` say otherwise."""
    known: dict[str, object] = {"employer": employer(name), "place": KAB_MADIUN}
    made = Vacancy(id=VacancyId(uuid5(SPACE, f"vacancy {name}")), title=title, **{**known, **facts})  # type: ignore[arg-type]
    return trade().read(made)


@cache
def people() -> dict[str, Candidate]:
    """Memorable people, by name."""
    supervised = window(10, 40, ReleaseMode.CONDITIONAL_RELEASE)
    plate = certificate("Plate Welder SMAW 3G-Up/PF", units=(UnitCode("C.24LAS01.001.1", 2018),))
    training = certificate("Pengoperasian Forklift", kind=CertificateKind.TRAINING)
    forklift = certificate("Pengoperasian Forklift", kind=CertificateKind.K3_LICENCE)
    away = {"willing_to_move": True, "sea_crossing": True}
    return {
        "wira, welder under supervision": someone(
            "wira", certificates=(plate,), window=supervised, supervision=Supervision(in_days(700)), **away
        ),
        "rahman, welder at full term": someone("rahman", certificates=(plate,), **away),
        "putra, welder whose certificate has expired": someone(
            "putra", certificates=(replace(plate, expires=in_days(-30)),)
        ),
        "sari, sewing": someone(
            "sari",
            certificates=(certificate("Menjahit dengan Mesin Lockstitch"),),
            experience=(Experience("Operator jahit", 18, inside=True, reviewed=True),),
            preferences=Preferences(minimum_wage_idr=2_300_000, shifts=frozenset({Shift.DAY})),
        ),
        "budi, trained on the forklift": someone("budi", certificates=(training,)),
        "joko, licensed for the forklift": someone(
            "joko", certificates=(forklift,), licences=(HeldLicence(Licence.SIO_FORKLIFT, in_days(900)),)
        ),
        "ningsih, cook helper": someone("ningsih", certificates=(certificate("Cook Helper"),)),
        "dewi, housekeeping": someone("dewi", certificates=(certificate("Room Attendant"),)),
        "tono, at daytime work": someone(
            "tono",
            certificates=(certificate("Service Sepeda Motor Injeksi"),),
            window=window(60, 90, ReleaseMode.ASSIMILATION),
            home=BANDUNG,
        ),
        "eko, without papers": someone("eko", preferences=Preferences(interests=("barista",))),
        "hasan, who has withdrawn": someone("hasan", certificates=(plate,), gates=Gates(consented=False)),
        "lestari, with Paket C": someone(
            "lestari",
            education=Education.SMP,
            certificates=(
                certificate("Kejar Paket C", kind=CertificateKind.EQUIVALENCY),
                certificate("Teknisi Perawatan AC Residential"),
            ),
        ),
    }


@cache
def vacancies() -> dict[str, Vacancy]:
    """The work that there is, by a name for the reader."""
    monthly = Wage(2_500_000, 3_000_000, WageUnit.MONTH, 2_500_000, 3_000_000)
    return {
        "welder": work("welder", "Dicari tukang las listrik, bisa 3G", wage=monthly),
        "welder in the city": work("welder in the city", "Tukang las listrik", place=KOTA_MADIUN),
        "welder in Bandung": work("welder in Bandung", "Tukang las listrik", place=BANDUNG, lodging=True),
        "welder elsewhere": work("welder elsewhere", "Welder SMAW", place=SURABAYA, placement_elsewhere=True),
        "welder abroad": work("welder abroad", "Welder untuk Jepang", place=None),
        "welder on Bali": work("welder on Bali", "Tukang las", place=DENPASAR),
        "welder tomorrow": work("welder tomorrow", "Tukang las", starts=in_days(1)),
        "welder with SKCK": work("welder with SKCK", "Welder", police_record_letter=True),
        "mobile masts": work(
            "mobile masts", "Teknisi BTS 3G", description="Perawatan jaringan seluler 3G dan 4G"
        ),
        "sewing": work("sewing", "Operator jahit garmen", shifts=frozenset({Shift.DAY}), wage=monthly),
        "sewing at night": work("sewing at night", "Operator sewing", shifts=frozenset({Shift.NIGHT})),
        "forklift": work("forklift", "Operator Forklift"),
        "warehouse": work("warehouse", "Helper gudang"),
        "kitchen": work("kitchen", "Cook helper"),
        "hotel": work("hotel", "CS hotel", description="Membersihkan kamar tamu dan area umum hotel"),
        "guard": work("guard", "Satpam pabrik"),
        "motorcycles": work("motorcycles", "Mekanik sepeda motor", shifts=frozenset({Shift.DAY})),
        "motorcycles in Bandung": work("motorcycles in Bandung", "Mekanik sepeda motor", place=BANDUNG),
        "air conditioners": work("air conditioners", "Teknisi AC", required=Asks(education=Education.SMA)),
        "workshop inside": work(
            "workshop inside", "Operator jahit bimbingan kerja", setting=WorkSetting.INSIDE_FACILITY
        ),
    }


def person(named: str) -> Candidate:
    """The person whose name begins so."""
    (found,) = (candidate for name, candidate in people().items() if name.startswith(named))
    return found


def vector_of(vacancy: Vacancy) -> npt.NDArray[np.float16]:
    text = composer().vacancy(vacancy)
    rows = unit_mean(encoder().encode_passages([text.title]), encoder().encode_passages([text.whole]))
    vector: npt.NDArray[np.float16] = rows[0]
    return vector


def snapshot(these: Iterable[Vacancy]) -> Snapshot:
    """A snapshot built from scratch."""
    listed = list(these)
    vectors = np.array([vector_of(vacancy) for vacancy in listed], np.float16).reshape(len(listed), 384)
    return Snapshot(
        VacancyTable.of(listed, world()),
        np.ones(len(listed), bool),
        np.ones(len(listed), np.int32),
        DenseIndex.build(vectors),
        LexicalIndex.build([composer().vacancy(vacancy).terms for vacancy in listed]),
        encoder().identity,
        "test",
    )


def profile(candidate: Candidate, today: date = TODAY) -> Profile:
    facets = composer().facets(candidate, today)
    vectors = encoder().encode_queries([facet.text for facet in facets]).astype(np.float16)
    return Profile(candidate, facets, vectors.astype(np.float32))


def profiles(these: Iterable[Candidate]) -> ProfileSnapshot:
    """People as a snapshot built from scratch."""
    listed = list(these)
    own = [profile(candidate) for candidate in listed]
    vectors = np.concatenate([np.zeros((0, 384), np.float32), *(each.vectors for each in own)])
    return ProfileSnapshot(
        CandidateTable.of(listed, world()),
        np.ones(len(listed), bool),
        np.ones(len(listed), np.int32),
        np.repeat(np.arange(len(listed)), [len(each.facets) for each in own]),
        DenseIndex.build(vectors),
        LexicalIndex.build([facet.terms() for each in own for facet in each.facets]),
        encoder().identity,
        "test",
    )


def pairing(
    candidates: Candidate | Sequence[Candidate], offers: Vacancy | Sequence[Vacancy], today: date = TODAY
) -> Pairing:
    """The question of these people and this work; one side is one."""
    some = [candidates] if isinstance(candidates, Candidate) else candidates
    listed = [offers] if isinstance(offers, Vacancy) else offers
    return recipe().pairing(CandidateTable.of(some, world()), VacancyTable.of(listed, world()), today)


def reader() -> Reader:
    """Reads the lines of vacancies as the program does."""
    return Reader(words_of, lines_with_words, recipe().rarity)


def ranked(
    candidate: Candidate,
    offers: Sequence[Vacancy],
    *,
    today: date = TODAY,
    size: int = 50,
    rules: bool = True,
) -> tuple[Ranking, tuple[Match, ...]]:
    """A person's ranking among some work, and its rows with their reasons."""
    shelf, known = snapshot(offers), profile(candidate, today)
    ranking = rank_vacancies(known, shelf, recipe(), today=today, size=size, with_rules=rules)
    if ranking.best is None:
        return ranking, ()
    records = [offers[row] for row in ranking.best.rows]
    return ranking, explained(ranking.best, known, records, recipe(), reader())


def scores(candidate: Candidate, offers: Sequence[Vacancy], *, today: date = TODAY) -> dict[VacancyId, float]:
    """Score of each vacancy that is ranked for a person, rules apart."""
    _, matches = ranked(candidate, offers, today=today, rules=False)
    return {match.vacancy: match.score for match in matches}
