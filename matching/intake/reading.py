"""What reading a cell needs to know beside the cell: places, codes, and which day it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from matching.geo import Gazetteer
from matching.language.places import Place, PlaceParser
from matching.reference import FieldOfWork

PLACES_REMEMBERED = 10_000


def _unknown(_place: str, _year: int) -> int | None:
    return None


@dataclass(frozen=True)
class Reading:
    """Reference data and settings of one import. Empty sets of codes mean that codes are not looked up."""

    gazetteer: Gazetteer
    places: PlaceParser
    fields: Sequence[FieldOfWork]
    today: date
    kbji: frozenset[str] = frozenset()
    kbli: frozenset[str] = frozenset()
    minimum_wage: Callable[[str, int], int | None] = _unknown  # rupiah a month of (regency or province, year)
    max_text_chars: int = 20_000
    blocker_days: Mapping[str, int] = field(default_factory=dict)  # usual lead time by kind of blocker

    @cached_property
    def place(self) -> Callable[[str, str], Place]:
        """`places.parse`, remembering: a few hundred names fill most lists."""
        return lru_cache(PLACES_REMEMBERED)(self.places.parse)

    @cached_property
    def provinces(self) -> Mapping[str, str]:
        """Code of a province by its code and its name in lower case."""
        provinces = {(one.province_code, one.province) for one in self.gazetteer.regencies}
        return {word: code for code, name in provinces for word in (code, name.casefold())}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a text stands: the column's key, the header as written, and what reading it needs to know."""

    key: str
    header: str
    reading: Reading
