"""Lengths of time as people write them: `1 th`, `2 tahun 6 bulan`, `18 bln`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matching.errors import InvalidValue
from matching.language.numbers import parse_number, refuse_negative
from matching.language.problems import refusal, require_text

_NUMBER_WORDS = {
    "satu": "1",
    "dua": "2",
    "tiga": "3",
    "empat": "4",
    "lima": "5",
    "enam": "6",
    "tujuh": "7",
    "delapan": "8",
    "sepuluh": "10",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
}
_WORD = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)})\b")
_YEARS = r"(?:tahun|thn|th|t|years?|yrs?)\b\.?"
_MONTHS = r"(?:bulan|bln|bl|b|months?|mos?)\b\.?"
_PREFIX = re.compile(r"^(?:min(?:imal|imum)?|paling sedikit|sekurangnya|at least|>=?)\.?\s*")
_LENGTH = re.compile(rf"(?:([\d.,]+)\s*{_YEARS})?[\s,]*(?:(?:dan|and)\s+)?(?:([\d.,]+)\s*{_MONTHS})?")
_NONE = frozenset({"tanpa pengalaman", "non pengalaman", "fresh graduate", "tidak ada", "belum ada", "0"})
MOST_MONTHS = 70 * 12
LENGTHS_REMEMBERED = 1_000
_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d)?|{'|'.join(_NUMBER_WORDS)})"
_IN_WORDS = r"(?:\s?\(\s?\w+\s?\))?"  # "dua (2)", "2 (dua)"
_STATED = re.compile(
    rf"(?:(?<![\w.,])|(?<=[^\W\d]\.))(?P<low>{_NUMBER}){_IN_WORDS}\s?\+?\s?(?P<unit>{_YEARS}|{_MONTHS})?"
    rf"(?:\s?(?:-|~|/|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|to|atau|or)\s?(?P<high>{_NUMBER}){_IN_WORDS}\s?\+?\s?"
    rf"(?P<last>{_YEARS}|{_MONTHS}))?(?:\s?\(s\))?"
    r"|(?<!\w)(?P<one>setahun|sebulan)\b"
)
LENGTH_HINTS = (  # one of them stands in every text in which `find_lengths` finds something
    rf"[\d)]\s?\+?\s?(?:{_YEARS}|{_MONTHS})",
    "|".join(rf"{word}\s?\+?\s?(?:{_YEARS}|{_MONTHS})" for word in _NUMBER_WORDS) + "|setahun|sebulan",
)


@dataclass(frozen=True, slots=True)
class StatedLength:
    """A length of time in running text: whole months, the smaller of a range, and where it stands."""

    months: int
    most: int  # the larger of a range; the same where there is none
    start: int
    end: int


def parse_months(text: str, field: str = "months", *, bare_months: bool = False) -> int:
    """A length in whole months: `1 th`, `2 tahun 6 bulan`, `1,5 tahun`, `setahun`, `tanpa pengalaman` (0).

    A number without a unit is months only where the caller says so (`bare_months`: a column named in months).

    Raises:
        InvalidValue: no length, no unit, part of a month, or more than 70 years.
    """
    words = _PREFIX.sub("", require_text(field, text))
    refuse_negative(words, field)
    if words in _NONE:
        return 0
    words = re.sub(r"\bsetahun\b", "1 tahun", re.sub(r"\bsebulan\b", "1 bulan", words))
    words = _WORD.sub(lambda match: _NUMBER_WORDS[match.group()], words)
    if bare_months and re.fullmatch(r"[\d.,]+", words):
        words += " bulan"
    match = _LENGTH.fullmatch(words)
    if match is None or not any(match.groups()):
        raise refusal(
            field,
            "tulis lama dengan satuannya, contoh: 1 tahun 6 bulan atau 18 bulan",
            "write the length with its unit, for example: 1 tahun 6 bulan or 18 bulan",
        )
    years, rest = (parse_number(part, field) if part else 0 for part in match.groups())
    months = years * 12 + rest
    if months != int(months) or months > MOST_MONTHS:
        raise refusal(
            field, "harus bulan yang utuh, paling lama 70 tahun", "must be whole months, at most 70 years"
        )
    return int(months)


def find_lengths(words: str) -> Iterator[StatedLength]:
    """Lengths in running text that is in lower case: `1-2 tahun`, `2 (dua) thn`, `6 bulan`, `2+ years`, `setahun`."""
    for match in _STATED.finditer(words):
        unit = match["unit"] or match["last"]
        if match["one"] or unit:
            low = _months(match["one"] or f"{match['low']} {unit}")
            most = _months(f"{match['high']} {match['last']}") if match["high"] else low
            if low is not None and most is not None:
                yield StatedLength(low, most, match.start(), match.end())


@lru_cache(LENGTHS_REMEMBERED)
def _months(words: str) -> int | None:
    """As `parse_months`; None where it refuses. A few lengths stand in all texts."""
    try:
        return parse_months(words)
    except InvalidValue:
        return None
