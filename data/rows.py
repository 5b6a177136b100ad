"""Between domain values and rows: what all stores share.

A row on its way in is a dict of JSON values, and many rows are one jsonb parameter, which `jsonb_populate_recordset`
turns into typed rows on the server: one statement for one record or for thousands, and, unlike COPY, one that
row-level security governs.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from data.vault import Cursors
from matching.model.ids import AccountId, UnitId
from matching.model.records import Stamp

Row = dict[str, Any]
NOBODY = UUID(int=0)
"""Caseload of a record that is in nobody's charge."""
_CHUNK = 2_000  # rows a statement: a few megabytes
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Enum)


def chunks(rows: Sequence[_T], size: int = _CHUNK) -> Iterator[Sequence[_T]]:
    """Slices of at most `size` rows."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


async def in_chunks(write: Callable[..., Awaitable[Any]], connection: Any, rows: Sequence[Row]) -> None:
    """Run a named query with the parameter `rows` for all rows."""
    for some in chunks(rows):
        await write(connection, rows=some)


def day(value: date | None) -> str | None:
    """A date as JSON has it."""
    return value.isoformat() if value else None


def text(value: UUID | None) -> str | None:
    """An id as JSON has it."""
    return str(value) if value else None


def codes(values: Iterable[str]) -> list[str]:
    """A set as it is stored: sorted, so that equal sets are equal rows."""
    return sorted(values)


def members(kind: type[_E], values: Iterable[Any]) -> frozenset[_E]:
    """Stored codes as members of their vocabulary."""
    return frozenset(map(kind, values))


def stamp_of(row: Any) -> Stamp:
    """Where a record belongs; `row` has the columns of the stamp."""
    caseload = row["caseload"]
    return Stamp(
        UnitId(row["unit_id"]),
        AccountId(caseload) if caseload != NOBODY else None,
        AccountId(row["recorded_by"]),
        row["recorded_at"],
        row["version"],
    )


def caseload_of(stamp: Stamp | None) -> str | None:
    """Caseload column of a new record; None: who records it has it in charge."""
    return str(stamp.caseload or NOBODY) if stamp else None


def next_cursor(rows: Sequence[Any], limit: int, cursors: Cursors) -> str | None:
    """The cursor after the last of `limit` rows; None where fewer came than were asked for, `limit` + 1."""
    return cursors.after(rows[limit - 1]["seq"]) if len(rows) > limit else None
