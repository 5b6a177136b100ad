"""What somebody does in a trade: named by a title, else by the occupation; and how far one is open to another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import trade_files
from matching.errors import InvalidValue
from matching.job_functions import UNLIKE, JobFunctions
from matching.reference import FunctionAgreement, JobFunction
from tests.people import trade

FUNCTIONS = trade().functions
CODES = [function.code for function in trade_files.job_functions()]
MASKS = st.integers(1, (1 << len(CODES)) - 1)


def of_vacancy(title: str, code: str = "") -> set[str]:
    return set(FUNCTIONS.names(FUNCTIONS.of_vacancy(title, code)))


@pytest.mark.parametrize(
    ("title", "code", "expected"),
    [
        ("Tukang Las", "7212", {"worker"}),
        ("Helper Las", "7212", {"helper"}),
        ("Supervisor Las", "7212", {"supervisor"}),
        ("Team Leader Welding", "7212", {"supervisor"}),
        ("Sales Mesin Las", "7212", {"seller"}),
        ("Guru Pengelasan SMK", "2320", {"teacher"}),
        ("Admin Bengkel Las", "7212", {"administrator"}),
        ("Mekanik Mesin Jahit", "7233", {"mechanic"}),
        ("Data entry", "4132", {"administrator"}),
        ("Pramuniaga", "5223", {"seller"}),
        ("Teknisi AC / Helper", "7127", {"worker", "helper"}),
        ("Supervisor Las dan Fabrikasi", "7212", {"supervisor"}),
        ("Sales Mesin Las (Jakarta, Surabaya)", "7212", {"seller"}),
        ("Helper Las (Bekasi)", "7212", {"helper"}),
        ("QC Welding, Batam", "7212", {"inspector"}),
        ("Welding Inspector (Batam)", "7212", {"inspector"}),
        ("Kepala Tukang", "7111", {"supervisor"}),
        ("Salesforce Developer", "2512", {"worker"}),  # a word, never a part of one
        ("", "", {"worker"}),
    ],
)
def test_the_title_says_it_or_else_the_occupation(title: str, code: str, expected: set[str]) -> None:
    assert of_vacancy(title, code) == expected


def test_a_certificate_trains_for_what_its_title_names_and_for_what_its_occupation_is() -> None:
    bits = FUNCTIONS.of_training("Operator Komputer Muda", "4132")
    assert set(FUNCTIONS.names(bits)) == {"operator", "administrator"}
    assert FUNCTIONS.names(FUNCTIONS.of_training("Juru Las", "7212")) == ("worker",)


@given(MASKS, MASKS)
def test_agreement_is_the_same_in_both_directions_and_whole_where_they_share_one(
    one: int, other: int
) -> None:
    there, back = FUNCTIONS.agreement(one)[other], FUNCTIONS.agreement(other)[one]
    assert there == back
    assert 0 <= there <= 1
    assert (there == 1) or not one & other


@given(MASKS, MASKS, MASKS)
def test_being_trained_for_more_never_agrees_less(one: int, more: int, other: int) -> None:
    assert FUNCTIONS.agreement(one | more)[other] >= FUNCTIONS.agreement(one)[other]


def test_what_the_table_does_not_say_is_unlike() -> None:
    pair = [JobFunction("worker", (), ()), JobFunction("seller", ("sales",), ())]
    assert JobFunctions(pair).agreement(1)[2] == UNLIKE
    said = JobFunctions(pair, [FunctionAgreement("seller", "worker", 0.1)])
    assert np.array_equal(said.agreement(1), [0, 1, 0.1, 1])


def test_a_helper_is_never_nearer_to_another_function_than_whoever_does_the_work() -> None:
    worker, helper = (FUNCTIONS.agreement(1 << CODES.index(code)) for code in ("worker", "helper"))
    for code in set(CODES) - {"helper"}:
        assert helper[1 << CODES.index(code)] <= worker[1 << CODES.index(code)], code


@pytest.mark.parametrize("many", [0, 16])
def test_functions_that_do_not_fit_their_column_are_refused(many: int) -> None:
    with pytest.raises(InvalidValue, match="job_functions"):
        JobFunctions([JobFunction(f"{i}", (), ()) for i in range(many)])


def test_an_agreement_of_an_unknown_function_is_refused_by_name() -> None:
    with pytest.raises(InvalidValue, match="seler"):
        JobFunctions([JobFunction("worker", (), ())], [FunctionAgreement("worker", "seler", 0.1)])


def test_every_row_of_the_agreement_names_functions_and_a_share() -> None:
    for row in trade_files.job_function_agreement():
        assert {row.one, row.other} <= set(CODES)
        assert 0 <= row.agreement <= 1
