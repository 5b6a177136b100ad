"""Limits of age that are stated as years of birth ("kelahiran 2002 ke atas", "born after 2000")."""

import re
from collections.abc import Iterator

from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import BirthYears, Item
from matching.requirements.strength import item_at

_OF_YEAR = r"(?:(?:tahun|thn|th)\.? ?(?:ke)?lahir(?:an)?|kelahiran|lahiran|years? of birth|birth ?years?|d\.?o\.?b\.?)"
_OF_DAY = r"(?:lahir|born)"  # says no limit by itself: "kami lahir tahun 2001"
_YEAR = r"(?:(?:19[4-9]|20[0-2])\d(?:['-]?an)?|'?\d\d(?!\d)(?:['-]?an)?)"
_SINCE = (
    r"(?:setelah|sesudah|stlh|after|since|sejak|mulai(?: dari)?|from|di ?atas|later than|not (?:before"
    r"|earlier than)|(?:tidak|tdk) (?:sebelum|di ?bawah)|>=?)"
)
_UNTIL = (
    r"(?:sebelum|sblm|before|di ?bawah|prior to|earlier than|not (?:after|later than)"
    r"|(?:tidak|tdk) (?:setelah|melewati|di ?atas)|<=?|up to|until)"
)
_AT_MOST = r"(?:ma(?:ks?|x)(?:s?imal|imum)?|paling tua)\.?"
_AT_LEAST = r"(?:min(?:imal|imum)?|paling muda)\.?"
_FILLER = r"(?:(?:the )?years?|tahun|thn|th|tgl|tanggal|di|in|on|pada|antara|di ?antara|between|dari|yang|adalah|,|:)"
_BOUND = rf"(?:(?P<since{{0}}>{_SINCE})|(?P<until{{0}}>{_UNTIL})|(?P<most{{0}}>{_AT_MOST})|(?P<least{{0}}>{_AT_LEAST}))"
_UP = (
    r"(?:(?:dan |and |or )?ke ?atas|dst\b|dan seterusnya|(?:and|or) (?:later|after|up|above|younger|onwards?)|onwards?"
    r"|ke sini|keatas|(?:dan|atau) (?:lebih muda|sesudahnya|setelahnya)|\+)"
)
_DOWN = (
    r"(?:(?:dan |and |or )?ke ?bawah|(?:and|or) (?:earlier|before|older|below)"
    r"|(?:dan|atau) (?:lebih tua|sebelumnya))"
)
_TO = r"\s*(?:-|~|/|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|dan|and|to|until|till)\s*"
_BORN = re.compile(
    rf"(?:{_BOUND.format(1)}\s+)?(?:(?P<year>\b{_OF_YEAR})|\b{_OF_DAY})(?![^\W\d])[\s:.]*(?:{_FILLER}\.?\s+)*"
    rf"(?:{_BOUND.format(2)}[\s:]*(?:{_FILLER}\.?\s+)*)?"
    rf"(?P<first>{_YEAR})(?!\d)(?:\s*(?P<up>{_UP})|\s*(?P<down>{_DOWN})|{_TO}(?:{_FILLER}\.?\s+)*(?P<last>{_YEAR})(?!\d))?"
)
_OTHERS = re.compile(  # whose years of birth are nobody's who applies
    r"\b(?:kami|perusahaan|brand|merek|merk|toko|bisnis|usaha|startup|pt|cv|company|bayi|anak(?!\W+muda)|siswa|murid"
    r"|pelanggan|customers?|pasien|nasabah|akta|data|dokumen|buku|we|children|kids|students?|patients?)\b[^,;.]{0,25}$"
)
_CENTURY_TURNS = 40
"""From which two figures on a year is of the last century: '98."""


@only_where(r"lahir|born|birth|d\.?o\.?b")
def births(clause: Clause) -> Iterator[Item[BirthYears]]:
    """Years of birth that bound who may apply; one year alone, where a word for it stands, is the earliest."""
    for match in _BORN.finditer(clause.words):
        years = _years(match)
        if years is None or clause.tells(Section.DUTIES) or _OTHERS.search(clause.words, 0, match.start()):
            continue
        yield item_at(clause, years, match.start(), match.end(), 0.95)


def _years(match: re.Match[str]) -> BirthYears | None:
    bounded = match["last"] or match["up"] or match["down"]
    if not bounded and re.match(r"\d\d(?!\d)", match["first"]):
        return None  # "lahir sebelum 12 Januari"
    first = _year(match["first"])
    if match["last"]:
        last = _year(match["last"])
        return BirthYears(first, last) if first <= last else None
    said = {name for name in ("since", "until", "most", "least") if match[f"{name}1"] or match[f"{name}2"]}
    if match["down"] or (said & {"until", "least"} and not match["up"]):
        return BirthYears(None, first)  # "minimal kelahiran 2000": who is as old as that
    return BirthYears(first, None) if said or match["up"] or match["year"] else None


def _year(written: str) -> int:
    figures = re.sub(r"\D", "", written)
    if len(figures) == 4:
        return int(figures)
    return int(figures) + (1900 if int(figures) >= _CENTURY_TURNS else 2000)
