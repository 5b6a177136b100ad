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


class HoldsFiles(Protocol):
    """Holds a file between its preview and its taking in, for an hour. Synchronous, so it runs in a thread."""

    def keep(self, content: bytes, bound: str, account: str) -> str:
        """Hold a file for whom and what `bound` names; the ticket by which it is had again. Raises InvalidValue where
        this account has too many."""
        ...

    def open(self, ticket: str, bound: str) -> bytes:
        """The file. Raises NotFound: it is gone, or was never this one's."""
        ...

    def forget(self, ticket: str) -> None:
        """Remove a file; nothing where there is none."""
        ...

    def sweep(self) -> None:
        """Remove what nobody came for within the hour."""
        ...


@dataclass(frozen=True)
class Intake:
    """`desk` gives what an import of this actor works with on this day; `read` turns a file into a sheet; `held` keeps
    one between two steps."""

    desk: Callable[[Actor], Desk]
    read: ReadsSheets
    held: HoldsFiles
