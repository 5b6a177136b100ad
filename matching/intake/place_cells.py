"""Cells that name places: one regency, several, provinces too, or a country abroad."""

import re
from dataclasses import dataclass

from matching.errors import InvalidValue
from matching.intake.reading import Cell
from matching.language.places import Place
from matching.language.problems import plain, refusal

_PART = re.compile(r"[;/|&\n]|\s+dan\s+")
_PROVINCE = re.compile(r"^(?:prov|provinsi|propinsi|province)\b\.?\s*")
_ABROAD = re.compile(r"(?:luar negeri|abroad|overseas)\b\s*[:,(-]*\s*(?P<country>[\w .'-]*)\)?")


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where a vacancy is: a regency, or abroad in a country."""

    regency: str | None
    country: str = ""


def home(words: str, cell: Cell) -> Place:
    """The place of return with the district beside it: `Kec. Mejayan, Kab. Madiun`."""
    return cell.reading.place(words, cell.key)


def regency(words: str, cell: Cell) -> str:
    """The code of one regency."""
    return cell.reading.place(words, cell.key).regency_code


def regencies(words: str, cell: Cell) -> tuple[str, ...]:
    """Codes of regencies, each once."""
    found = cell.reading.places.parse_many(words, cell.key)
    return tuple(dict.fromkeys(place.regency_code for place in found))


def places(words: str, cell: Cell) -> tuple[str, ...]:
    """Codes of regencies and provinces: `Kab. Madiun; Prov. Jawa Tengah; 33`."""
    found: dict[str, None] = {}
    for part in filter(None, (piece.strip() for piece in _PART.split(words))):
        for code in _one_or_more(part, cell):
            found[code] = None
    return tuple(found)


def vacancy_place(words: str, cell: Cell) -> WorkPlace:
    """A regency, or `luar negeri: Jepang`."""
    match = _ABROAD.fullmatch(plain(words))
    if match is None:
        return WorkPlace(regency(words, cell))
    if not match["country"].strip():
        raise refusal(
            cell.key, "negara mana? contoh luar negeri: Jepang", "which country? as in luar negeri: Jepang"
        )
    return WorkPlace(None, match["country"].strip().title())


def _one_or_more(part: str, cell: Cell) -> tuple[str, ...]:
    """A part that says "provinsi" is one; a bare name may be one only where no regency goes by it."""
    segments = [segment.strip() for segment in part.split(",")]
    named = [_province(segment, cell) for segment in segments]
    if all(_PROVINCE.match(plain(s)) or re.fullmatch(r"\d\d", s) for s in segments):
        if None in named:
            raise refusal(cell.key, "provinsi tidak dikenal", "unknown province")
        return tuple(filter(None, named))
    try:
        found = (regency(part, cell),) if len(segments) == 1 else regencies(part, cell)
    except InvalidValue:
        if None in named:
            raise
        return tuple(filter(None, named))
    if named[0] is not None and len(segments) == 1:
        raise refusal(
            cell.key,
            "bisa berarti kota atau provinsi; tulis Kota … atau Prov. …",
            "could be a city or a province; write Kota … or Prov. …",
        )
    return found


def _province(words: str, cell: Cell) -> str | None:
    return cell.reading.provinces.get(_PROVINCE.sub("", plain(words)))
