"""Records as columns: what is scored is in the type, and nothing else."""

from dataclasses import fields, replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.columns import CandidateTable, Table, VacancyTable, uuid_at
from matching.errors import UnknownReference
from matching.geo import NOWHERE
from matching.model import Asks, Candidate, Vacancy
from matching.release import ANY_TIME, NEVER
from matching.world import FieldCodes
from tests.people import DENPASAR, KAB_MADIUN, gazetteer, someone, work, world
from tests.strategies import boards, crowds

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CANDIDATE_FIELDS = """
    id home education gates window supervision custody_regency accepted_places willing_to_move sea_crossing
    max_travel_m licences languages certificates experience preferences restrictions blocked_fields blockers
"""
VACANCY_FIELDS = """
    id employer title place employer_verified sector description occupation setting months_left_asked openings held
    contract wage shifts hours_per_week lodging starts closes required preferred licences_by_law understood demands
    fields police_record_letter placement_elsewhere status from_text
"""


def test_score_ignores_everything_that_is_not_in_its_type() -> None:
    """No name, sex, age, religion, offence, sentence, register number or facility; no limits of age or sex."""
    assert [field.name for field in fields(Candidate)] == CANDIDATE_FIELDS.split()
    assert [field.name for field in fields(Vacancy)] == VACANCY_FIELDS.split()


def test_no_column_of_vacancies_knows_an_age_or_a_sex() -> None:
    named = " ".join(field.name for field in fields(VacancyTable))
    assert not {"age", "sex", "gender", "limits"} & set(named.replace("_", " ").split())


def same(one: Table, other: Table) -> bool:
    """Equal columns, NaN being equal to NaN; ids compared as bytes."""
    names = [field.name for field in fields(one)]  # type: ignore[arg-type]
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    return all(
        a.dtype == b.dtype
        and (a.tobytes() == b.tobytes() if a.dtype.kind == "V" else np.array_equal(a, b, a.dtype.kind == "f"))
        for a, b in pairs
    )


@quick
@given(boards, st.data())
def test_taking_rows_is_the_table_of_those_records(board: list[Vacancy], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(board) - 1), max_size=5))
    taken = VacancyTable.of(board, world()).take(np.array(rows, np.int64))
    assert same(taken, VacancyTable.of([board[row] for row in rows], world()))


@quick
@given(crowds, crowds)
def test_tables_one_after_the_other_are_the_table_of_all(
    some: list[Candidate], others: list[Candidate]
) -> None:
    together = CandidateTable.of(some, world()).concat(CandidateTable.of(others, world()))
    assert same(together, CandidateTable.of([*some, *others], world()))


@quick
@given(boards, boards)
def test_replacing_rows_leaves_the_first_table_as_it_was(board: list[Vacancy], others: list[Vacancy]) -> None:
    table, news = VacancyTable.of(board, world()), VacancyTable.of(others[:1], world())
    changed = table.with_rows(np.array([0], np.int64), news)
    assert same(changed, VacancyTable.of([others[0], *board[1:]], world()))
    assert same(table, VacancyTable.of(board, world()))


@quick
@given(boards)
def test_ids_come_back_as_they_went_in(board: list[Vacancy]) -> None:
    table = VacancyTable.of(board, world())
    assert [uuid_at(table.ids, row) for row in range(len(table))] == [vacancy.id for vacancy in board]


@pytest.mark.parametrize("kind", [VacancyTable, CandidateTable])
def test_a_table_of_nobody_has_the_columns_of_any_other(kind: type[VacancyTable]) -> None:
    empty = kind.of([], world())
    full = kind.of([work("one", "Barista") if kind is VacancyTable else someone("one")], world())  # type: ignore[list-item]
    assert len(empty) == 0
    assert same(empty.concat(full), full)


def test_columns_hold_numbers_as_large_as_people_write() -> None:
    vacancy = work(
        "many", "Operator", openings=40_000, months_left_asked=1_200, required=Asks(experience_months=40_000)
    )
    table = VacancyTable.of([vacancy], world())
    assert table.openings_left[0] == 40_000
    assert table.months_left_asked[0] * 30 == 36_000
    assert table.experience_months[0] == 40_000


def test_what_is_not_said_has_one_value_in_each_column() -> None:
    table = VacancyTable.of([work("silent", "Barista", place=None)], world())
    assert (table.starts[0], table.closes[0], table.regency[0]) == (ANY_TIME, NEVER, NOWHERE)
    assert np.isnan(table.wage_lower[0])
    assert np.isnan(table.wage_upper[0])
    nobody = CandidateTable.of([someone("silent", window=None, custody_regency=None)], world())
    assert (nobody.earliest[0], nobody.latest[0], nobody.custody[0]) == (NEVER, NEVER, NOWHERE)
    assert np.isnan(nobody.minimum_wage[0])


def test_a_place_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownReference, match=r"99\.99"):
        VacancyTable.of([work("lost", "Barista", place="99.99")], world())
    with pytest.raises(UnknownReference, match=r"99\.99"):
        CandidateTable.of([someone("lost", accepted_places=("99.99",))], world())


def test_places_and_provinces_are_told_apart_by_their_dot() -> None:
    table = CandidateTable.of([someone("wide", accepted_places=(DENPASAR, "35"))], world())
    assert table.accepted[0, 0] == gazetteer().index(DENPASAR)
    assert (table.accepted[0, 1:] == NOWHERE).all()
    assert int(table.provinces[0]) == gazetteer().province_mask(["35"])


def test_a_field_of_work_that_is_not_known_is_refused() -> None:
    codes = FieldCodes(["FW01", "FW02"])
    assert codes.mask(["FW02"]) == 2
    with pytest.raises(KeyError):
        codes.mask(["FW99"])


def test_every_column_has_one_row_for_each_record() -> None:
    table = CandidateTable.of([someone("one"), someone("two"), someone("three")], world())
    assert {len(getattr(table, field.name)) for field in fields(table)} == {3}
    assert table.take(np.array([True, False, True])).ids.tolist() == [
        UUID(bytes=i.tobytes()).bytes for i in table.ids[[0, 2]]
    ]


def test_only_declared_codes_reach_a_column() -> None:
    home = CandidateTable.of([replace(someone("one"), home=KAB_MADIUN)], world()).home
    assert home.tolist() == [gazetteer().index(KAB_MADIUN)]
