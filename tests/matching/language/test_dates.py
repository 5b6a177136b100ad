from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.language.dates import MONTHS, format_date, parse_date
from matching.language.durations import parse_months

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "17 Agt 2026", "17 Agustus 2026", "17/08/2026", "17-08-2026", "17.8.2026", "2026-08-17", "2026-08-17 00:00:00",
        "2026-08-17T00:00:00Z", "Senin, 17 Agustus 2026", "17-Agu-2026", "17 Ags. 2026", "17 August 2026",
        "August 17, 2026", "17 AGUSTUS 2026", "17 / 8 / 2026", "17 - Agustus - 2026", "17- 08- 2026",
    ],
)  # fmt: skip
def test_reads_one_day_in_many_spellings(text: str) -> None:
    assert parse_date(text) == date(2026, 8, 17)


@pytest.mark.parametrize(
    "text", ["08/17/2026", "17/08/26", "31/02/2026", "Agustus 2026", "46251", "", "besok", "0/1/2026"]
)
def test_refuses_what_is_no_certain_day(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_date(text)


def test_month_before_day_is_answered_with_the_right_order() -> None:
    with pytest.raises(InvalidValue, match="hari/bulan/tahun") as refused:
        parse_date("08/17/2026")
    assert "08/17" not in refused.value.problem


def test_a_month_alone_needs_the_caller_to_say_which_end() -> None:
    assert parse_date("Feb 2028", month_only="first") == date(2028, 2, 1)
    assert parse_date("02/2028", month_only="last") == date(2028, 2, 29)


def test_spreadsheet_serials_only_where_the_caller_says_so() -> None:
    assert parse_date("46251", excel_serial=True) == date(2026, 8, 17)
    with pytest.raises(InvalidValue):
        parse_date("60", excel_serial=True)


@given(DAYS)
def test_every_spelling_of_a_day_reads_back(day: date) -> None:
    for text in (
        format_date(day),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert parse_date(text) == day


@given(DAYS, st.sampled_from(sorted(MONTHS)))
def test_every_name_of_a_month_reads_back(day: date, name: str) -> None:
    if day.day <= 28:
        assert parse_date(f"{day.day} {name} {day.year}") == day.replace(month=MONTHS[name])


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1 th", 12), ("min. 1 tahun", 12), ("2 tahun 6 bulan", 30), ("18 bln", 18), ("1,5 tahun", 18), ("setahun", 12),
        ("dua tahun", 24), ("tanpa pengalaman", 0), ("6 months", 6),
    ],
)  # fmt: skip
def test_reads_lengths_of_time(text: str, months: int) -> None:
    assert parse_months(text) == months


def test_a_length_needs_its_unit_unless_the_column_has_it() -> None:
    assert parse_months("18", bare_months=True) == 18
    for text in ("18", "lama", "0,3 bulan", "99 tahun", ""):
        with pytest.raises(InvalidValue):
            parse_months(text)
