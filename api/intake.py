"""The way in for files, as routers see it: the wiring knows how bytes become a sheet, and what an import works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from matching.intake.columns import ImportKind
from matching.model import Actor
from matching.usecases.imports import Desk, Sheet


class ReadsSheets(Protocol):
    """Turns the bytes of a CSV or XLSX file into rows of strings; synchronous, so it runs in a thread.

    Raises an error of `data` where the file cannot be read as a table.
    """

    def __call__(
        self, kind: ImportKind, content: bytes, *, source: str | None, worksheet: str | None
    ) -> Sheet: ...


@dataclass(frozen=True)
class Intake:
    """`desk` gives what an import of this actor works with on this day; `read` turns a file into a sheet."""

    desk: Callable[[Actor], Desk]
    read: ReadsSheets
