"""Rows of strings → rows of values, with one problem per cell that cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.errors import InvalidValue
from matching.intake.cells import CellReader
from matching.intake.columns import Column
from matching.intake.problems import Problem, shown
from matching.language.problems import is_blank
from matching.language.text import tidy

EMPTY = "kosong, padahal harus diisi / empty, but a value is needed"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands in the sheet: its number there, and the cells by header."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row whose cells have all been read. `values` by the columns' keys; of a blank cell there is none."""

    number: int
    values: Mapping[str, Any] = field(repr=False)
    cells: Mapping[str, str] = field(repr=False)  # as written, of the known columns


class RowReader:
    """Reads rows under one header. `given` are values that stand for a blank cell, by column key (`--source`)."""

    def __init__(
        self, layout: Mapping[str, Column], cells: CellReader, given: Mapping[str, Any] | None = None
    ) -> None:
        self.layout = layout
        self._cells, self._given = cells, dict(given or {})
        self._headers = {column.key: header for header, column in layout.items()}

    def read(self, rows: Sequence[SheetRow]) -> tuple[list[ReadRow], list[Problem]]:
        """(rows without a problem, the problems of all others)."""
        good: list[ReadRow] = []
        problems: list[Problem] = []
        for row in rows:
            read = self._read(row)
            if isinstance(read, ReadRow):
                good.append(read)
            else:
                problems.extend(read)
        return good, problems

    def problem(self, row: ReadRow, key: str, words: str, *, remark: bool = False) -> Problem:
        """A problem of a row that shows only across cells, laid at the column of a key."""
        header = self._headers.get(key, "")
        value = shown(self.layout[header], row.cells.get(header, "")) if header else ""
        return Problem(row.number, header or key, words, value, remark)

    def _read(self, row: SheetRow) -> ReadRow | list[Problem]:
        values: dict[str, Any] = dict(self._given)
        filled: dict[str, str] = {}
        problems: list[Problem] = []
        for header, column in self.layout.items():
            text = row.cells.get(header, "")
            if text and not is_blank(text):
                filled[header] = text
            elif column.required and column.key not in self._given:
                problems.append(Problem(row.number, header, EMPTY))
        for header, text in filled.items():
            column = self.layout[header]
            try:
                values[column.key] = self._cells.read(column, header, tidy(text))
            except InvalidValue as error:
                problems.append(Problem(row.number, header, error.problem, shown(column, text)))
        return problems or ReadRow(row.number, values, filled)
