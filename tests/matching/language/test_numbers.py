from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.language.numbers import parse_count, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.500", "4500"),
        ("4,5", "4.5"),
        ("4.5", "4.5"),
        ("4.500,25", "4500.25"),
        ("5,000,000", "5000000"),
        ("4,5 jt", "4500000"),
        ("150rb", "150000"),
        ("1,250 juta", "1250000"),
        ("0,125", "0.125"),
        (" 12 ", "12"),
    ],
)
def test_reads_numbers_as_indonesians_write_them(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["4,500", "", "-", "empat", "4.50.000", "4..5", "-5", "1e5", "4.500.00"])
def test_refuses_what_is_no_number_or_two(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_number(text)


@given(st.integers(0, 10**12))
def test_grouped_numbers_read_back(number: int) -> None:
    assert parse_number(f"{number:,}".replace(",", ".")) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused_in_two_languages(text: str) -> None:
    assert _reading(text) >= 0


def _reading(text: str) -> Decimal:
    try:
        return parse_number(text)
    except InvalidValue as refused:
        return Decimal(0) if " / " in refused.problem else Decimal(-1)


def test_counts_are_whole_and_bounded() -> None:
    assert parse_count("5 orang") == 5
    assert parse_count("1.200") == 1200
    for text in ("2,5", "1.000.000", "lima"):
        with pytest.raises(InvalidValue):
            parse_count(text)
