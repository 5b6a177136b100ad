"""Tables for spreadsheets, as CSV and as workbooks: what looks like a formula is text."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None


class Form(StrEnum):
    """In which form a report is wanted."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def unarmed(cell: str) -> str:
    """The cell with a quote before it where a spreadsheet would compute it (OWASP, CSV injection)."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV with a byte-order mark, by which a spreadsheet knows that it is UTF-8."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([_safe(cell) for cell in head])
    table.writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def xlsx_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as a workbook of one sheet; numbers are numbers, and no cell is a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    for row in (head, *rows):
        sheet.append([_safe(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _safe(cell: Cell) -> Cell:
    return unarmed(cell) if isinstance(cell, str) else cell
