"""Years of birth that bound who may apply, and years that say nothing of it."""

from datetime import date

import pytest

from matching.lint.limits import ages_of_births
from matching.requirements.items import AgeLimits, BirthYears
from matching.requirements.reading import read_requirements


def said(text: str) -> list[BirthYears]:
    return [item.value for item in read_requirements(f"Perakit\n{text}").births]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Kelahiran 2002 ke atas", 2002, None),
        ("Kelahiran tahun 1998-2004", 1998, 2004),
        ("Lahir setelah 2000", 2000, None),
        ("Born after 2000", 2000, None),
        ("Lahir antara tahun 1995 dan 2003", 1995, 2003),
        ("Born between 1995 and 2003", 1995, 2003),
        ("Maks. kelahiran th. 1998", 1998, None),
        ("Minimal kelahiran tahun 2005", None, 2005),
        ("Tahun lahir: 1996 s/d 2003", 1996, 2003),
        ("Kelahiran '98 - '04", 1998, 2004),
        ("Kelahiran 99an ke atas", 1999, None),
        ("DOB before 1999", None, 1999),
        ("Year of birth 1998 or later", 1998, None),
        ("Laki-laki kelahiran 2000 keatas", 2000, None),
        ("Kelahiran 2000 ke bawah", None, 2000),
        ("Wanita, lahiran 2003 dst", 2003, None),
    ],
)
def test_years_of_birth_are_read(text: str, first: int | None, last: int | None) -> None:
    assert said(text) == [BirthYears(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "Lahir tahun 2001 di Madiun",
        "Perusahaan kami lahir tahun 2001",
        "Merek lokal kelahiran 2005",
        "Lahir sebelum 12 Januari",
        "Kelahiran 25 bayi dicatat",
        "Tugas:\n- Mencatat akta kelahiran 1998-2004",
    ],
)
def test_other_years_are_not(text: str) -> None:
    assert said(text) == []


def test_years_of_birth_are_the_ages_of_this_year() -> None:
    read = read_requirements("Perakit\nKelahiran 1998-2004")
    assert [item.value for item in ages_of_births(read, date(2026, 11, 22))] == [AgeLimits(22, 28)]
