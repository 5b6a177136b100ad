"""Knowledge of the trade put together: what is read from a vacancy and what the law closes."""

import pytest

from matching.model import Asks, UnitCode
from matching.reference import AppliesTo
from matching.vocabulary import Licence
from tests.people import trade, work


def test_a_declared_occupation_is_understood_as_it_is_declared() -> None:
    assert trade().read(work("w", "Staf", occupation="7212.01")).understood == (("7212", 1.0),)


def test_a_title_is_understood_with_less_than_certainty_in_a_total_order() -> None:
    answers = trade().occupations("Tukang las listrik")
    assert answers[0][0] == "7212"
    assert all(0 < confidence <= 1 for _, confidence in answers)
    assert list(answers) == sorted(answers, key=lambda answer: (-answer[1], answer[0]))
    assert len({code for code, _ in answers}) == len(answers)


def test_reading_adds_to_what_the_employer_declared_and_is_the_same_twice() -> None:
    once = trade().read(work("w", "Satpam", fields=frozenset({"FW10"})))
    assert {"FW01", "FW10"} <= once.fields
    assert trade().read(once) == once


def test_vacancies_of_one_title_are_told_apart_by_code_and_description() -> None:
    knows = trade()
    plain = knows.read(work("a", "Lowongan baru"))
    described = knows.read(work("b", "Lowongan baru", description="Dibutuhkan satpam untuk pabrik."))
    coded = knows.read(work("c", "Lowongan baru", occupation="5414.01"))
    assert [sorted(one.fields) for one in (plain, described, coded)] == [[], ["FW01"], ["FW01"]]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Operator Forklift", {Licence.SIO_FORKLIFT}), ("Mekanik forklift", set()), ("Barista", set())],
)
def test_the_licence_of_a_trade_is_read_from_its_title(title: str, expected: set[Licence]) -> None:
    assert trade().read(work("w", title)).licences_by_law == expected
    assert trade().licences_of_trade(title) == expected


def test_guarding_is_closed_to_everyone_and_work_abroad_under_supervision() -> None:
    everyone, supervised = (
        trade().closed_fields(whom) for whom in (AppliesTo.EVERYONE, AppliesTo.UNDER_SUPERVISION)
    )
    assert "FW01" in everyone
    assert "FW11" in supervised - everyone
    assert "FW02" not in everyone | supervised  # decided at the source, person by person
    assert "FW07" not in everyone | supervised  # a flag closes nothing


def test_a_unit_is_named_by_code_and_year_and_by_the_code_alone_where_no_year_is_known() -> None:
    unit = UnitCode("A.01TPG01.001.1", 2025)
    titled = trade().unit_title(unit.code, unit.decree_year)
    assert titled
    assert trade().unit_title(unit.code, None)
    assert trade().unit_title("X.99XXX99.999.9", 2025) is None


def test_work_abroad_is_read_whatever_place_the_vacancy_names() -> None:
    told = work("w", "Welder di Jepang"), work("x", "Tukang las", description="Penempatan: Malaysia")
    assert all("FW11" in vacancy.fields for vacancy in told)


def test_the_licence_that_driving_work_names_is_among_those_that_the_law_asks() -> None:
    boxed = work("w", "Driver box B1")
    asked = work("x", "Driver", required=Asks(licences=frozenset({Licence.SIM_B1})))
    assert Licence.SIM_B1 in boxed.licences_by_law & asked.licences_by_law
