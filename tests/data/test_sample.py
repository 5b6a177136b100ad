"""The sample world against itself, the reference data, the rules and the import."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from api import wiring
from data import reference_files, trade_files
from data.gateway import PostgresGateway
from data.sample import (
    DEFAULT_AS_OF,
    DEMO_PERSON,
    MEMORABLE,
    Memorable,
    SampleWorld,
    build_world,
    enrol_neighbours_at,
    neighbours,
    remission_window,
    transfer_rows,
    vacancy_id,
    write_sample_files,
)
from data.sample.memorable import candidate_id
from data.tables import read_table
from embeddings.hashing import HashingEncoder
from embeddings.index import DenseIndex
from embeddings.lexical import LexicalIndex
from matching.aliases import OccupationCatalogue
from matching.columns import CandidateTable, VacancyTable
from matching.explain import Match, Reader
from matching.intake.cells import CellReader
from matching.intake.columns import ImportKind
from matching.intake.header import read_header
from matching.intake.persons import person_keys
from matching.intake.reading import Reading
from matching.intake.rows import ReadRow, RowReader, SheetRow
from matching.job_functions import JobFunctions
from matching.language.identifiers import parse_nik
from matching.language.places import PlaceParser
from matching.language.tokens import lines_with_words, tokenise, words_of
from matching.lint.catalogue import Severity
from matching.model import Candidate, Vacancy
from matching.model.transfers import TransferKind
from matching.pipeline import explained, rank_vacancies
from matching.ports import Snapshot
from matching.profile import Composer
from matching.rarity import Rarity
from matching.reference import AppliesTo
from matching.release import WindowPolicy, verdict
from matching.requirements.filling import filled
from matching.rules import failures
from matching.search import Bars, Profile, Recipe
from matching.trade import Trade
from matching.vocabulary import ReleaseMode, WindowVerdict
from matching.world import FieldCodes, World
from tests.matching.lint.test_lint import linter
from tests.postgres import Fresh

ROOT = Path(__file__).resolve().parents[2]
LEAST_HIGH = 0.37  # 0.5 with a real model: hashed texts share no meaning, and meaning is a quarter of a score
SHARE_AROUND = 400  # vacancies beside the fixed ones, so that words have the weight they have in the world


@pytest.fixture(scope="module")
def world() -> SampleWorld:
    return build_world()


def texts(world: SampleWorld) -> Iterator[str]:
    for record in world.vacancies:
        yield f"{record.vacancy.title}\n{record.source_text}\n{record.wage_text}"
    for employer in world.employers:
        yield employer.employer.name


# ---- what there is


def test_there_are_as_many_as_the_demo_promises(world: SampleWorld) -> None:
    assert (len(world.candidates), len(world.employers), len(world.vacancies)) == (640, 300, 3000)


def test_the_same_seed_and_day_give_the_same_world() -> None:
    one, other = (build_world(7, people=60, vacancies=120) for _ in range(2))
    assert one == other
    assert build_world(8, people=60, vacancies=120).candidates != one.candidates


def test_a_world_does_not_depend_on_the_process_that_builds_it() -> None:
    program = (
        "from data.sample import build_world, sample_rows; import hashlib;"
        "rows = sample_rows(build_world(people=60, vacancies=120));"
        "print(hashlib.sha256(repr(rows).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_a_smaller_world_holds_the_same_people_as_the_larger(world: SampleWorld) -> None:
    assert build_world(people=80).candidates == world.candidates[:80]


@pytest.mark.parametrize("later", [0, 45, 400])
def test_every_date_moves_with_the_day_of_the_world(later: int) -> None:
    day = DEFAULT_AS_OF + timedelta(days=later)
    moved, still = build_world(as_of=day, people=60, vacancies=200), build_world(people=60, vacancies=200)
    for before, after in zip(still.candidates, moved.candidates, strict=True):
        if before.candidate.window and after.candidate.window:
            shift = after.candidate.window.expected - before.candidate.window.expected
            assert shift == timedelta(days=later)
    starts = [
        (a.vacancy.starts - b.vacancy.starts).days
        for a, b in zip(moved.vacancies, still.vacancies, strict=True)
        if a.vacancy.starts and b.vacancy.starts
    ]
    assert starts
    assert set(starts) == {later}


def test_every_code_exists(world: SampleWorld) -> None:
    gazetteer, kbji, kbli = reference_files.gazetteer(), reference_files.kbji(), reference_files.kbli()
    provinces = {province.code for province in reference_files.provinces()}
    fields = {field.code for field in reference_files.fields_of_work()}
    for record in world.candidates:
        person = record.candidate
        places = [
            person.home,
            person.custody_regency,
            *(person.supervision.area if person.supervision else ()),
        ]
        assert all(place in gazetteer for place in places if place)
        assert all(place in gazetteer or place in provinces for place in person.accepted_places)
        assert person.blocked_fields | person.preferences.excluded_fields <= fields
    for offer in world.vacancies:
        assert offer.vacancy.place is None or offer.vacancy.place in gazetteer
        assert not offer.vacancy.occupation or offer.vacancy.occupation in kbji
    assert all(record.employer.sector in kbli for record in world.employers)


def test_every_record_is_one_of_its_kind(world: SampleWorld) -> None:
    people, firms = world.candidates, [record.employer for record in world.employers]
    numbers = [number for record in people if (number := record.identity.national_id)]
    held = [certificate.id for record in people for certificate in record.candidate.certificates]
    references = [reference for record in people for reference in record.references]
    assert len({record.id for record in people}) == len(people)
    assert len({record.id for record in world.vacancies}) == len(world.vacancies)
    assert len({firm.id for firm in firms}) == len({firm.business_number for firm in firms}) == len(firms)
    assert len(set(held)) == len(held)
    assert len(set(references)) == len(references)
    assert len(set(numbers)) == len(numbers)
    assert len({firm.name for firm in firms}) > 0.95 * len(firms)


def test_every_vacancy_is_of_an_employer_and_every_person_in_a_caseload(world: SampleWorld) -> None:
    firms = {record.employer.id: record.employer for record in world.employers}
    accounts = {account.id: account for account in world.accounts}
    units = {unit.id for unit in world.units}
    for record in world.vacancies:
        firm = firms[record.vacancy.employer]
        assert record.vacancy.sector == firm.sector
        assert record.vacancy.employer_verified == (firm.verification.value == "verified")
    assert {accounts[world.caseload[record.id]].unit for record in world.candidates} == units


# ---- proportions


def share(found: Iterator[bool]) -> float:
    answers = list(found)
    return sum(answers) / len(answers)


def test_proportions_are_those_that_are_published(world: SampleWorld) -> None:
    gazetteer = reference_files.gazetteer()
    people = [record.candidate for record in world.candidates]
    modes = Counter(person.window.mode for person in people if person.window)
    supervised = (
        ReleaseMode.CONDITIONAL_RELEASE, ReleaseMode.CONDITIONAL_LEAVE, ReleaseMode.PRE_RELEASE_LEAVE
    )  # fmt: skip
    assert 0.5 < share(gazetteer.get(p.home).island == "JAWA" for p in people) < 0.66
    assert 0.5 < sum(modes[mode] for mode in supervised) / modes.total() < 0.72
    assert set(modes) == set(ReleaseMode)
    assert 0.88 < share(person.gates.open for person in people) < 0.97
    assert 0.8 < share(record.employer.verification.value == "verified" for record in world.employers) < 0.95
    assert 0.01 < share(record.vacancy.abroad for record in world.vacancies) + 0.005 < 0.03
    assert 0.29 < share(record.vacancy.police_record_letter for record in world.vacancies) < 0.37
    assert len({gazetteer.get(person.home).province_code for person in people}) > 30


def test_many_competence_certificates_have_expired(world: SampleWorld) -> None:
    held = [c for record in world.candidates for c in record.candidate.certificates if c.expires]
    assert 0.1 < share(certificate.expired(world.as_of) for certificate in held) < 0.4


# ---- texts and names


def test_texts_differ(world: SampleWorld) -> None:
    assert len({record.vacancy.description for record in world.vacancies}) >= 2900
    assert len({record.vacancy.title.casefold() for record in world.vacancies}) >= 500


def test_what_is_asked_is_said_in_the_text(world: SampleWorld) -> None:
    for record in world.vacancies:
        text = record.vacancy.description.lower()
        if record.vacancy.police_record_letter:
            assert "skck" in text
        if record.limits.age_max:
            assert str(record.limits.age_max) in text
        if record.vacancy.placement_elsewhere:
            assert "ditempatkan" in text


def test_nothing_looks_like_somebodys_telephone_mail_or_page(world: SampleWorld) -> None:
    leak = re.compile(r"(\+62|\b0)8[1-9]\d{6,}|\b\d{3,4}[- ]\d{3,4}[- ]\d{3,4}\b|@|https?:|www\.")
    assert [match.group() for text in texts(world) if (match := leak.search(text))] == []
    phones = [
        number
        for record in world.candidates
        for number in (record.identity.phone, record.guarantor.phone if record.guarantor else None)
        if number
    ]
    assert all(re.fullmatch(r"\+628000000\d{4}", number) for number in phones)
    assert all(re.fullmatch(r"\+628000000\d{4}", record.employer.contact) for record in world.employers)


def test_numbers_of_people_and_firms_are_nobodys(world: SampleWorld) -> None:
    for record in world.candidates:
        number, birth = record.identity.national_id, record.identity.birth_date
        if number is None:
            continue
        assert birth is not None
        assert parse_nik(number) == number
        assert number[4:6] == "99"
        assert number[12] == "9"
        assert int(number[6:8]) % 40 == birth.day % 40
    assert all(record.employer.business_number.startswith("0000") for record in world.employers)


# ---- the memorable people


def test_every_case_has_its_people_and_vacancies(world: SampleWorld) -> None:
    people = {record.id for record in world.candidates}
    vacancies = {record.id for record in world.vacancies}
    assert {one.case for one in MEMORABLE} == {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14}
    assert all(one.candidate_id in people for one in MEMORABLE)
    assert all(vacancy_id(key) in vacancies for one in MEMORABLE for key in (*one.vacancies, *one.after))


def trade() -> Trade:
    catalogue = OccupationCatalogue(
        trade_files.occupations(),
        trade_files.scheme_aliases(),
        trade_files.generic_words(),
        tokenise,
    )
    return Trade(
        catalogue,
        reference_files.fields_of_work(),
        reference_files.required_licences(),
        reference_files.legal_bars(),
        {},
        functions=JobFunctions(trade_files.job_functions(), trade_files.job_function_agreement()),
    )


def recipe(knowledge: Trade) -> Recipe:
    gazetteer = reference_files.gazetteer()
    codes = FieldCodes([field.code for field in knowledge.fields])
    return Recipe(
        World(gazetteer, codes, knowledge.functions, {}, knowledge.licences_of_trade),
        Rarity(tokenise(title) for title in reference_files.work_titles()),
        bars=Bars(
            codes.mask(knowledge.closed_fields(AppliesTo.EVERYONE)),
            codes.mask(knowledge.closed_fields(AppliesTo.UNDER_SUPERVISION)),
        ),
        pool=10_000,
    )


class Shown:
    """The program in memory, over the fixed vacancies and some others."""

    def __init__(self, world: SampleWorld) -> None:
        self.today = world.as_of
        knowledge, self.encoder = trade(), HashingEncoder()
        self.composer = Composer(tokenise, knowledge)
        self.recipe = recipe(knowledge)
        self.vacancies: list[Vacancy] = [
            knowledge.read(record.vacancy) for record in world.vacancies[: SHARE_AROUND + 60]
        ]
        composed = [self.composer.vacancy(vacancy) for vacancy in self.vacancies]
        vectors = self.encoder.encode_passages([f"{text.title}\n{text.body}" for text in composed])
        self.snapshot = Snapshot(
            vacancies=VacancyTable.of(self.vacancies, self.recipe.world),
            dense=DenseIndex.build(vectors),
            lexical=LexicalIndex.build([text.terms for text in composed]),
            alive=np.ones(len(composed), bool),
            text_version=np.zeros(len(composed), np.int64),
            model=self.encoder.identity,
            version="sample",
        )
        self.reader = Reader(words_of, lines_with_words, self.recipe.rarity)
        self.row = {vacancy.id: row for row, vacancy in enumerate(self.vacancies)}

    def reasons(self, person: Candidate, key: str) -> set[str]:
        table = CandidateTable.of([person], self.recipe.world)
        pairing = self.recipe.pairing(table, self.snapshot.vacancies, self.today)
        return {reason.value for reason in failures(pairing).at(self.row[vacancy_id(key)])}

    def matches(self, person: Candidate) -> Mapping[object, Match]:
        facets = self.composer.facets(person, self.today)
        profile = Profile(person, facets, self.encoder.encode_queries([facet.text for facet in facets]))
        ranking = rank_vacancies(profile, self.snapshot, self.recipe, today=self.today, size=10_000)
        assert ranking.best is not None
        full = [self.vacancies[row] for row in ranking.best.rows]
        found = explained(ranking.best, profile, full, self.recipe, self.reader)
        return {match.vacancy: match for match in found}


@pytest.fixture(scope="module")
def shown(world: SampleWorld) -> Shown:
    return Shown(world)


def person(world: SampleWorld, key: str) -> Candidate:
    return next(record.candidate for record in world.candidates if record.id == candidate_id(key))


@pytest.mark.parametrize("one", MEMORABLE, ids=lambda one: one.key)
def test_memorable_people_meet_what_is_expected(one: Memorable, world: SampleWorld, shown: Shown) -> None:
    check(person(world, one.key), one.vacancies, shown)


def check(candidate: Candidate, expected: Mapping[str, tuple[str, ...]], shown: Shown) -> None:
    matches = shown.matches(candidate)
    lowest_high = min(
        (matches[vacancy_id(key)].score for key, words in expected.items() if "high" in words), default=0.0
    )
    for key, words in expected.items():
        dropped = {word.removeprefix("dropped:") for word in words if word.startswith("dropped:")}
        match = matches.get(vacancy_id(key))
        assert (match is None) or not dropped, key
        assert dropped <= shown.reasons(candidate, key), key
        if not dropped:
            assert shown.reasons(candidate, key) == set(), key
        if "high" in words:
            assert match is not None, key
            assert match.score >= LEAST_HIGH, key
        if "low" in words:
            assert match is None or match.score < lowest_high - 0.1, key
        flags = {f"flag:{note.flag.value}" for note in match.flags} if match else set()
        gaps = {f"gap:{gap.kind.value}" for gap in match.gaps} if match else set()
        assert {word for word in words if ":" in word and not word.startswith("dropped:")} <= flags | gaps, (
            key
        )


def test_a_remission_changes_the_verdict_and_nothing_of_the_profile(world: SampleWorld, shown: Shown) -> None:
    one = next(one for one in MEMORABLE if one.after)
    before = person(world, one.key)
    after = replace(before, window=remission_window(world.as_of))
    texts_of = [[f.digest for f in shown.composer.facets(p, world.as_of)] for p in (before, after)]
    assert texts_of[0] == texts_of[1]
    check(after, one.after, shown)


def test_people_who_differ_in_age_alone_score_alike(world: SampleWorld, shown: Shown) -> None:
    young, old = (shown.matches(person(world, key)) for key in ("sewer-24", "sewer-46"))
    assert {key: match.score for key, match in young.items()} == {k: m.score for k, m in old.items()}


def test_a_certificate_in_force_ranks_above_the_same_expired(world: SampleWorld, shown: Shown) -> None:
    place = vacancy_id("teknisi_ac")
    expired, valid = (shown.matches(person(world, key))[place] for key in ("ac-expired", "ac-valid"))
    assert expired.score < valid.score


def test_the_licensed_rank_above_those_with_training_only(world: SampleWorld, shown: Shown) -> None:
    place = vacancy_id("operator_forklift")
    trained, licensed = (
        shown.matches(person(world, key))[place] for key in ("forklift-trained", "forklift-licensed")
    )
    assert licensed.gaps == ()
    assert trained.gaps[0].by_law


def test_the_person_of_the_demo_has_much_to_choose_from(world: SampleWorld, shown: Shown) -> None:
    candidate = next(record.candidate for record in world.candidates if record.id == DEMO_PERSON)
    matches = list(shown.matches(candidate).values())
    assert candidate.window is not None
    assert len(matches) >= 20
    assert {match.verdict for match in matches[:25]} >= {WindowVerdict.FITS, WindowVerdict.TIGHT}
    assert all(match.evidence for match in matches)
    soon = candidate.window.earliest - timedelta(days=1)
    assert verdict(candidate.window, soon, world.as_of, WindowPolicy()) is WindowVerdict.TOO_EARLY


# ---- import files


@pytest.fixture(scope="module")
def reading() -> Reading:
    gazetteer = reference_files.gazetteer()
    return Reading(
        gazetteer,
        PlaceParser(gazetteer, reference_files.place_aliases()),
        reference_files.fields_of_work(),
        DEFAULT_AS_OF,
        frozenset(reference_files.kbji()),
        frozenset(reference_files.kbli()),
    )


def test_the_import_reads_every_file_without_a_problem(tmp_path: Path, reading: Reading) -> None:
    small = build_world(people=120, vacancies=300)
    for kind, path in write_sample_files(tmp_path, small).items():
        table = read_table(path)
        layout, problems = read_header(ImportKind(kind), table.header)
        assert problems == []
        rows = [SheetRow(row.number, row.cells) for row in table.rows]
        good, problems = RowReader(layout, CellReader(reading)).read(rows)
        assert problems == []
        assert len(good) == len(rows) > 0


def test_a_person_who_was_moved_stands_in_two_lists_under_one_number(
    world: SampleWorld, reading: Reading
) -> None:
    read = [read_person(row, reading) for row in transfer_rows(world)]
    keys = [person_keys(row) for row in read]
    assert keys[0].national_id == keys[1].national_id is not None
    assert keys[0].reference != keys[1].reference
    assert keys[0].register_number != keys[1].register_number


def read_person(row: Mapping[str, str], reading: Reading) -> ReadRow:
    layout, problems = read_header(ImportKind.CANDIDATES, list(row))
    assert problems == []
    good, problems = RowReader(layout, CellReader(reading)).read([SheetRow(2, row)])
    assert problems == []
    return good[0]


async def test_people_in_other_charges_are_behind_walls_and_one_of_them_is_claimed(
    gateway: PostgresGateway, fresh: Fresh
) -> None:
    world = build_world(people=40, employers=300, vacancies=120)
    those = neighbours(world)
    for _ in range(2):
        await enrol_neighbours_at(fresh.url("jembatan_owner"), those)
    local = wiring.local_actor("tests")
    async with gateway.transaction(local) as tx:
        await tx.candidates.add(world.candidates)
    for one in those:
        async with gateway.transaction(one.actor) as tx:
            await tx.candidates.add(one.people)
    everybody = [record.id for one in those for record in one.people]
    async with gateway.transaction(local, read_only=True) as tx:
        assert await tx.candidates.records(everybody) == {}
        (claimed,) = (await tx.transfers.page(limit=9, cursor=None)).records
    assert claimed.kind is TransferKind.CLAIM
    for one in those:
        async with gateway.transaction(one.actor, read_only=True) as tx:
            assert set(await tx.candidates.records(everybody)) == {record.id for record in one.people}


def test_the_company_that_signs_in_to_the_demo_has_no_open_vacancy_that_could_not_be_published(
    world: SampleWorld,
) -> None:
    own = world.employers[0].employer.id
    records = [one for one in world.vacancies if one.vacancy.employer == own]
    assert records
    for record in records:
        found = linter().lint(replace(record, vacancy=filled(record.vacancy)), world.as_of)
        assert [one.code for one in found if one.severity is Severity.BLOCKS] == [], record.vacancy.title
