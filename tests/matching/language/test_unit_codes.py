import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.language.unit_codes import CodeEra, code_era, parse_unit_code, parse_unit_codes
from matching.model.certificate import UnitCode

CODES = (
    st.from_regex(r"[A-V]\.[0-9]{2}[A-Z]{3}[0-9]{2}\.[0-9]{3}\.[0-9]{1,2}", fullmatch=True)
    | st.from_regex(r"[A-V]\.[0-9]{6}\.[0-9]{3}\.[0-9]{2}", fullmatch=True)
    | st.from_regex(r"[A-Z]{3}\.[A-Z]{2}[0-9]{2}\.[0-9]{3}\.[0-9]{2}", fullmatch=True)
)


@given(CODES)
def test_a_correct_code_is_left_as_it_is(code: str) -> None:
    assert parse_unit_code(code) == UnitCode(code)
    assert code_era(code) is not None


@given(CODES, st.integers(1990, 2029))
def test_the_year_of_the_decree_is_kept_beside_the_code(code: str, year: int) -> None:
    assert parse_unit_code(f"{code} ({year})") == UnitCode(code, year)


@given(CODES)
def test_lower_case_blanks_and_commas_do_not_matter(code: str) -> None:
    assert parse_unit_code(code.lower().replace(".", " , ")) == UnitCode(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C24LAS01.001.1", "C.24LAS01.001.1"),
        ("C.24LASO1.OO1.l", "C.24LAS01.001.1"),
        ("C,24LAS01,001,1", "C.24LAS01.001.1"),
        ("G.450TO01.001.2", "G.45OTO01.001.2"),
        ("0TO.SM01.001.01", "OTO.SM01.001.01"),
        ("LOG.0007.005.00", "LOG.OO07.005.00"),
        ("M.749O7O.OO5.O2", "M.749070.005.02"),
    ],
)
def test_errors_of_scanners_are_put_right(text: str, code: str) -> None:
    assert parse_unit_code(text) == UnitCode(code)


@pytest.mark.parametrize("text", ["", "las", "C.24LAS01.001", "Z.24LAS01.001.1", "C.24LAS01.0X1.1", "7212"])
def test_refuses_what_fits_no_era(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_unit_code(text)


def test_eras_are_told_by_shape() -> None:
    assert code_era("C.24LAS01.001.1") is CodeEra.FROM_2016
    assert code_era("M.749070.005.02") is CodeEra.FROM_2012
    assert code_era("OTO.SM01.001.01") is CodeEra.BEFORE_2012
    assert code_era("C24LAS01.001.1") is None


def test_lists_keep_their_order_and_name_each_code_once() -> None:
    first, second = UnitCode("C.24LAS01.001.1"), UnitCode("C.24LAS01.002.1", 2018)
    assert parse_unit_codes("C.24LAS01.001.1; C.24LAS01.002.1 (2018)\nC.24LAS01.001.1") == (first, second)
    assert parse_unit_codes("C.24LAS01.001.1, OTO.SM01.001.01") == (first, UnitCode("OTO.SM01.001.01"))
    assert parse_unit_codes("C,24LAS01,001,1") == (first,)
    assert parse_unit_codes("") == ()
