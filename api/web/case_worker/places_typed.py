"""Places as people choose them, by province, and as they type them, one a line: regencies and whole provinces."""

from collections.abc import Sequence
from itertools import groupby

from api.reference_book import ReferenceBook
from api.web.screens import Screen
from matching.geo import Regency
from matching.language.problems import plain


def by_province(screen: Screen) -> list[tuple[str, list[Regency]]]:
    """All regencies by the name of their province, both in order."""
    regencies = sorted(screen.program.gazetteer.regencies, key=lambda one: (one.province, one.name))
    return [(name, list(some)) for name, some in groupby(regencies, key=lambda one: one.province)]


def place_names(screen: Screen, codes: Sequence[str]) -> list[str]:
    """Names of regencies and provinces, as they can be typed again; a code that has none stays as it is."""
    names = {one.code: one.name for one in screen.program.gazetteer.regencies}
    names |= screen.program.gazetteer.provinces
    return [names.get(code, code) for code in codes]


def named_places(screen: Screen, lines: Sequence[str], field: str) -> list[str]:
    """Codes of the places, each once; raises InvalidValue for one that is none, or several."""
    known = {plain(one.province): one.province_code for one in screen.program.gazetteer.regencies}
    known |= {plain(one.name): one.code for one in screen.program.gazetteer.regencies}
    provinces = set(known.values()) - {one.code for one in screen.program.gazetteer.regencies}
    return list(
        dict.fromkeys(
            line if line in provinces else known.get(plain(line)) or _regency(screen, line, field)
            for line in lines
        )
    )


def _regency(screen: Screen, line: str, field: str) -> str:
    book: ReferenceBook = screen.request.app.state.book
    return book.places.parse(line, field).regency_code
