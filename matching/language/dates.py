"""Dates as Indonesian papers and spreadsheets write them; day before month, always."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from matching.errors import InvalidValue
from matching.language.problems import refusal, require_text

_NAMES = (
    "januari jan january",
    "februari feb pebruari peb february febuari",
    "maret mar mrt march",
    "april apr",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agt agu ags agust agst aug august",
    "september sep sept",
    "oktober okt oct october",
    "november nov nopember nop",
    "desember des dec december",
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
)
"""Number of a month by its Indonesian or English name or abbreviation, lower case."""
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = re.compile(
    r"^(?:hari\s+)?(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"\s*[,/]?\s+"
)
_TIME = re.compile(
    r"[t ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?(?: ?(?:wib|wita|wit))?$"
)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d+)")
_NAMED = re.compile(rf"(\d{{1,2}})[\s./-]*({_MONTH})\.?[\s./,-]*(\d+)")
_NAMED_US = re.compile(rf"({_MONTH})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d+)")
_MONTH_ONLY = re.compile(rf"(?:({_MONTH})\.?[\s/-]*|(\d{{1,2}})[/-])(\d{{4}})")
# "17 Agustus -2026"; a dash after a number or a word, or between blanks, is none
_MINUS = re.compile(r"(?:^|\s)-\d")
_EXCEL_EPOCH = date(
    1899, 12, 30
)  # serial 1 = 1900-01-01 with the phantom 29 February 1900 (ECMA-376 18.17.4.1)
_YEARS = range(1900, 2101)

MonthOnly = Literal["refuse", "first", "last"]


def parse_date(
    text: str, field: str = "date", *, excel_serial: bool = False, month_only: MonthOnly = "refuse"
) -> date:
    """Read `17 Agt 2026`, `17/08/2026`, `17.8.2026`, `2026-08-17`, `2026-08-17 00:00:00`.

    `excel_serial` also reads day numbers of Excel; `month_only` reads `Agustus 2026` as its first or last day.

    Raises:
        InvalidValue: no date, an impossible one, a two-digit year, month before day, or a minus sign before a number.
    """
    words = _TIME.sub("", _WEEKDAY.sub("", require_text(field, text))).strip()
    if excel_serial and re.fullmatch(r"\d{1,6}", words):
        return _from_serial(int(words), field)
    if _MINUS.search(words):
        raise refusal(
            field,
            "tanda minus di depan angka tidak jelas; tulis 17-08-2026 atau 17 Agustus 2026",
            "a minus sign before a number is unclear; write 17-08-2026 or 17 Agustus 2026",
        )
    found = _day_month_year(words)
    if found is not None:
        return _date(*found, field=field)
    month = _MONTH_ONLY.fullmatch(words)
    if month is not None:
        return _from_month(month, month_only, field)
    raise _no_date(field)


def format_date(day: date) -> str:
    """`17 Agustus 2026`."""
    return f"{day.day} {_NAMES[day.month - 1].split()[0].capitalize()} {day.year}"


def _day_month_year(words: str) -> tuple[str, int, str] | None:
    """(day, month, year) as written, month as its number."""
    if match := _ISO.fullmatch(words):
        return match.group(4), int(match.group(3)), match.group(1)
    if match := _NUMERIC.fullmatch(words):
        return match.group(1), int(match.group(3)), match.group(4)
    if match := _NAMED.fullmatch(words):
        return match.group(1), MONTHS[match.group(2)], match.group(3)
    if match := _NAMED_US.fullmatch(words):
        return match.group(2), MONTHS[match.group(1)], match.group(3)
    return None


def _date(day: str, month: int, year: str, *, field: str) -> date:
    if len(year) != 4:
        raise refusal(
            field, "tahun harus empat angka, contoh 2026", "the year needs four digits, for example 2026"
        )
    if not 1 <= month <= 12:
        raise refusal(
            field,
            "urutannya hari/bulan/tahun dan bulan 1 sampai 12, contoh 17/08/2026",
            "the order is day/month/year and the month 1 to 12, for example 17/08/2026",
        )
    if int(year) not in _YEARS:
        raise refusal(field, "tahun di luar 1900-2100", "the year is outside 1900-2100")
    if not 1 <= int(day) <= calendar.monthrange(int(year), month)[1]:
        raise refusal(field, "tanggal ini tidak ada di kalender", "the calendar has no such day")
    return date(int(year), month, int(day))


def _from_month(match: re.Match[str], month_only: MonthOnly, field: str) -> date:
    if month_only == "refuse":
        raise refusal(
            field,
            "harinya tidak ada; tulis lengkap, contoh 17/08/2026",
            "no day; write it out, as in 17/08/2026",
        )
    month = MONTHS[match.group(1)] if match.group(1) else int(match.group(2))
    first = _date("1", month, match.group(3), field=field)
    if month_only == "first":
        return first
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _from_serial(serial: int, field: str) -> date:
    if not 61 <= serial <= 73_415:  # 1900-03-01 to 2100-12-31: below lies the phantom day
        raise _no_date(field)
    return _EXCEL_EPOCH + timedelta(days=serial)


def _no_date(field: str) -> InvalidValue:
    return refusal(
        field,
        "bukan tanggal; contoh: 17/08/2026, 17 Agustus 2026, atau 2026-08-17",
        "not a date; for example: 17/08/2026, 17 Agustus 2026 or 2026-08-17",
    )
