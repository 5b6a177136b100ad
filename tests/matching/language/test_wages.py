import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.language.wages import StatedWage, format_idr, monthly_idr, parse_wage
from matching.vocabulary import WageUnit

JT = 1_000_000
MONTH, DAY, HOUR, PIECE = WageUnit.MONTH, WageUnit.DAY, WageUnit.HOUR, WageUnit.PIECE


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    [
        ("Rp4,5 jt", 4_500_000, 4_500_000, MONTH),
        ("4.500.000", 4_500_000, 4_500_000, MONTH),
        ("Rp 4.500.000,-", 4_500_000, 4_500_000, MONTH),
        ("Rp. 4.500.000,00 / bulan", 4_500_000, 4_500_000, MONTH),
        ("4,5-5 juta", 4_500_000, 5 * JT, MONTH),
        ("4,5 – 5 juta", 4_500_000, 5 * JT, MONTH),
        ("3jt - 4jt", 3 * JT, 4 * JT, MONTH),
        ("3 jt/bln - 4 jt/bln", 3 * JT, 4 * JT, MONTH),
        ("Rp 3.000.000 s/d Rp 4.000.000 per bulan", 3 * JT, 4 * JT, MONTH),
        ("100-150rb/hari", 100_000, 150_000, DAY),
        ("900.000 - 1 juta", 900_000, JT, MONTH),
        ("150rb/hari", 150_000, 150_000, DAY),
        ("upah harian 100rb", 100_000, 100_000, DAY),
        ("Rp25.000/jam", 25_000, 25_000, HOUR),
        ("Rp 5.000/pcs", 5_000, 5_000, PIECE),
        ("gapok 3jt + uang makan + lembur", 3 * JT, 3 * JT, MONTH),
        ("tunjangan 500rb + gapok 3jt", 3 * JT, 3 * JT, MONTH),
        ("3jt, uang makan 25rb/hari", 3 * JT, 3 * JT, MONTH),
        ("4500000", 4_500_000, 4_500_000, MONTH),
        ("IDR 5,000,000", 5 * JT, 5 * JT, MONTH),
        ("5 million", 5 * JT, 5 * JT, MONTH),
        ("mulai 3 jt", 3 * JT, None, MONTH),
        ("maks 5jt", None, 5 * JT, MONTH),
    ],
)
def test_reads_wages_as_advertisements_write_them(
    text: str, lower: int | None, upper: int | None, unit: WageUnit
) -> None:
    assert parse_wage(text) == StatedWage(lower, upper, unit)


@pytest.mark.parametrize("text", ["UMK", "UMR Surabaya", "sesuai UMK 2026", "UMP"])
def test_the_minimum_wage_is_said_without_an_amount(text: str) -> None:
    assert parse_wage(text) == StatedWage(None, None, MONTH, is_minimum_wage=True)


def test_a_minimum_wage_may_carry_its_amount() -> None:
    assert parse_wage("UMK Kab. Bekasi Rp 5.558.515") == StatedWage(
        5_558_515, 5_558_515, MONTH, is_minimum_wage=True
    )


@pytest.mark.parametrize("text", ["nego", "gaji dibicarakan", "sesuai kesepakatan"])
def test_a_wage_may_be_open_to_negotiation(text: str) -> None:
    assert parse_wage(text) == StatedWage(None, None, MONTH, negotiable=True)


@pytest.mark.parametrize(
    "text",
    [
        "45",
        "25.000",
        "2500",
        "USD 500",
        "85% UMK",
        "60 juta/tahun",
        "5-4 juta",
        "3jt 4jt",
        "tunjangan 500rb",
        "",
        "baik",
    ],
)
def test_refuses_what_would_have_to_be_guessed(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_wage(text)


def test_the_unit_of_another_column_counts_and_must_not_contradict() -> None:
    assert parse_wage("150.000", unit=DAY).unit is DAY
    with pytest.raises(InvalidValue, match="bertentangan"):
        parse_wage("150rb/hari", unit=MONTH)


@given(st.integers(300_000, 200_000_000))
def test_formatted_rupiah_reads_back(amount: int) -> None:
    assert parse_wage(format_idr(amount)) == StatedWage(amount, amount, MONTH)


@given(st.integers(3, 100), st.integers(0, 100))
def test_ranges_in_millions_read_back(lower: int, more: int) -> None:
    expected = StatedWage(lower * JT, (lower + more) * JT, MONTH)
    assert parse_wage(f"{lower}-{lower + more} jt") == expected
    assert parse_wage(f"{lower} jt s/d {lower + more} jt") == expected


def test_months_are_counted_by_the_rules_of_law() -> None:
    assert monthly_idr(173, HOUR) == 173 * 173
    assert monthly_idr(100_000, DAY) == 2_500_000
    assert monthly_idr(100_000, DAY, days_per_week=5) == 2_100_000
    assert monthly_idr(300_000, WageUnit.WEEK) == 1_300_000
    assert monthly_idr(4_500_000, MONTH) == 4_500_000
    assert monthly_idr(5_000, PIECE) is None
    with pytest.raises(InvalidValue):
        monthly_idr(100_000, DAY, days_per_week=4)
