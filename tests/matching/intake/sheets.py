"""Readings and rows for the tests of intake: the real reference data, a fixed day, and short ways to read a cell."""

from datetime import date
from functools import cache
from typing import Any

from data import reference_files
from matching.intake.cells import CellReader
from matching.intake.columns import ImportKind, column, template
from matching.intake.header import read_header
from matching.intake.reading import Reading
from matching.intake.rows import ReadRow, RowReader, SheetRow
from matching.language.places import PlaceParser, common_aliases

TODAY = date(2026, 11, 22)


@cache
def reading() -> Reading:
    gazetteer = reference_files.gazetteer()
    places = PlaceParser(gazetteer, {**common_aliases(), **reference_files.place_aliases()})
    return Reading(
        gazetteer=gazetteer,
        places=places,
        fields=reference_files.fields_of_work(),
        today=TODAY,
        kbji=frozenset(reference_files.kbji()),
        kbli=frozenset(reference_files.kbli()),
        minimum_wage=_minimum_wage,
    )


def _minimum_wage(place: str, year: int) -> int | None:
    return {("35.19", 2026): 2_400_000, ("31", 2026): 5_700_000, ("35", 2026): 2_300_000}.get((place, year))


def cell(kind: ImportKind, key: str, text: str, header: str = "") -> Any:
    """The value of one cell, read afresh."""
    return CellReader(reading()).read(column(kind, key), header, text)


def example(kind: ImportKind, **changed: str) -> dict[str, str]:
    """The template's example row, by header; `changed` cells by column key."""
    header, row = template(kind)
    cells = dict(zip(header, row, strict=True))
    return cells | {column(kind, key).indonesian: text for key, text in changed.items()}


def reader(kind: ImportKind) -> RowReader:
    layout, problems = read_header(kind, template(kind)[0])
    assert not problems
    return RowReader(layout, CellReader(reading()))


def read(kind: ImportKind, **changed: str) -> ReadRow:
    """The example row with changed cells, read without a problem."""
    good, problems = reader(kind).read([SheetRow(2, example(kind, **changed))])
    assert not problems, problems
    return good[0]
