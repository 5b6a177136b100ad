"""CSV and XLSX files → rows of strings. No value is interpreted here and no formula is run.

Numbers of a spreadsheet become text without a grouping and with a decimal comma (`4,5`), so that the Indonesian
reading of `4.125` is never applied to them; numbers of 16 and more digits, of which a spreadsheet keeps only 15,
become `3,51901010190000E+15`, which every parser of identifiers refuses.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from data.unreadable import (
    BadHeader,
    EmptyFile,
    NoSuchSheet,
    PasswordProtected,
    RaggedRows,
    SeveralSheets,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
)

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
_MAX_EXPANSION = 30  # an honest workbook unpacks to 5 to 15 times its size
_EXACT_FLOAT = 1e15  # spreadsheets keep 15 digits
_OLE = b"\xd0\xcf\x11\xe0"
_SAMPLE = 200  # records looked at to tell the separator
_SEPARATORS = (";", "\t", ",", "|")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is the row as the person sees it in the sheet, from 1; blank cells are empty strings."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, blank ones left out. `name` is the file's, for messages."""

    name: str
    header: tuple[str, ...]
    rows: list[Row]


Records = list[tuple[int, list[str]]]


def read_table(
    path: Path, *, sheet: str | None = None, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS
) -> Table:
    """Read a CSV (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab, bar) or XLSX file.

    The header is the first row with two cells that are not empty (one, where the table has one column). In a
    workbook it is the only sheet with data, or `sheet`.

    Raises:
        UnreadableFile: one of its subclasses says what is wrong and what to do; no cell is quoted.
        OSError: the file cannot be opened.
    """
    if path.stat().st_size > max_bytes:
        raise TooLarge(f"{path.name}: > {max_bytes // (1024 * 1024)} MiB")
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        records = _workbook_records(content, path.name, sheet, max_bytes)
    elif content.startswith(_OLE):
        raise _ole_error(content, path.name)
    else:
        records = _text_records(content, path.name)
    return _table(path.name, records, max_rows)


# ---- text


def _text_records(content: bytes, name: str) -> Records:
    text = decoded(content, name)
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's own way to say it
    separator = named.group(1) if named else _separator(text)
    try:
        records = [(number, _clean(cells)) for number, cells in enumerate(_parsed(text, separator), 1)]
    except csv.Error as problem:
        raise UnreadableFile(f"{name}: {problem}") from None
    return records[1:] if named else records


def decoded(content: bytes, name: str) -> str:
    """Text of a file by its byte order mark, else UTF-8, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise UnknownFormat(f"{name}: NUL")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or text.startswith("%PDF"):
            raise UnknownFormat(name)
        return text
    raise UnknownFormat(name)


def _separator(text: str) -> str:
    """The separator under which most records have the same width, and the widest of those."""
    scores = []
    for separator in _SEPARATORS:
        widths = Counter(len(cells) for cells in _sample(text, separator) if any(cells))
        wide = {width: count for width, count in widths.items() if width > 1}
        if wide:
            width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
            scores.append((count / widths.total(), width, separator))
    return max(scores, key=lambda score: score[:2])[2] if scores else ","


def _sample(text: str, separator: str) -> list[list[str]]:
    try:
        return list(islice(_parsed(text, separator), _SAMPLE))
    except csv.Error:
        return []


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


# ---- workbooks


def _workbook_records(content: bytes, name: str, sheet: str | None, max_bytes: int) -> Records:
    _require_workbook(content, name, max_bytes)
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        wanted = [sheet] if sheet is not None else workbook.sheet_names
        if sheet is not None and sheet not in workbook.sheet_names:
            raise NoSuchSheet(f"{name}: {', '.join(workbook.sheet_names)}")
        sheets = {
            title: workbook.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in wanted
        }
    except CalamineError as problem:
        raise UnreadableFile(f"{name}: {type(problem).__name__}") from None
    filled = {
        title: rows for title, rows in sheets.items() if any(cell != "" for row in rows for cell in row)
    }
    if len(filled) > 1:
        raise SeveralSheets(f"{name}: {', '.join(filled)}")
    rows = next(iter(filled.values()), [])
    return [(number, _clean(map(_cell, row))) for number, row in enumerate(rows, 1)]


def _require_workbook(content: bytes, name: str, max_bytes: int) -> None:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except BadZipFile:
        raise UnreadableFile(f"{name}: damaged") from None
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise UnknownFormat(name)
    if sum(member.file_size for member in members) > max_bytes * _MAX_EXPANSION:
        raise TooLarge(name)


def _ole_error(content: bytes, name: str) -> UnreadableFile:
    """Old binary container: a workbook with a password, or an .xls of Excel 97."""
    encrypted = "EncryptedPackage".encode("utf-16-le") in content
    return PasswordProtected(name) if encrypted else UnknownFormat(f"{name}: .xls")


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _number(value: float) -> str:
    if abs(value) >= _EXACT_FLOAT:
        return f"{value:.14E}".replace(".", ",")
    if value.is_integer():
        return str(int(value))
    return format(value, ".12f").rstrip("0").replace(".", ",")


# ---- both


def _clean(cells: Iterable[str]) -> list[str]:
    return [cell.replace("\xa0", " ").strip() for cell in cells]


def _table(name: str, records: Records, max_rows: int) -> Table:
    width = max((sum(map(bool, cells)) for _, cells in islice(records, _SAMPLE)), default=0)
    start = next(
        (i for i, (_, cells) in enumerate(records) if sum(map(bool, cells)) >= min(2, width) > 0), None
    )
    if start is None or not any(any(cells) for _, cells in records[start + 1 :]):
        raise EmptyFile(name)
    header = [" ".join(cell.split()) for cell in records[start][1]]
    while not header[-1]:
        header.pop()
    body = [(number, cells) for number, cells in records[start + 1 :] if any(cells)]
    if len(body) > max_rows:
        raise TooLarge(f"{name}: > {max_rows}")
    _require_header(name, header, body)
    _require_width(name, len(header), body)
    rows = [Row(number, _named(header, cells)) for number, cells in body]
    return Table(name, tuple(title for title in header if title), rows)


def _named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {title: cell for title, cell in zip(header, padded, strict=False) if title}


def _require_header(name: str, header: Sequence[str], body: Records) -> None:
    repeated = [
        title for title, count in Counter(title.casefold() for title in header if title).items() if count > 1
    ]
    if repeated:
        raise BadHeader(f"{name}: {', '.join(repeated)}")
    for column, title in enumerate(header):
        if not title and any(len(cells) > column and cells[column] for _, cells in body):
            raise BadHeader(f"{name}: {_letters(column)}")


def _require_width(name: str, width: int, body: Records) -> None:
    wide = [str(number) for number, cells in body if any(cells[width:])]
    if wide:
        more = f" +{len(wide) - _SHOWN}" if len(wide) > _SHOWN else ""
        raise RaggedRows(f"{name}: {', '.join(wide[:_SHOWN])}{more}")


def _letters(column: int) -> str:
    """Name of a column as the sheet shows it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
