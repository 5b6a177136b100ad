"""The way in for files, as routers see it: the wiring knows how bytes become a sheet, and what an import works with."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from matching.intake.columns import ImportKind
from matching.model import Actor
from matching.usecases.imports import Desk, Sheet

log = logging.getLogger(__name__)


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

    def put_outcome(self, ticket: str, content: bytes, bound: str) -> None:
        """Hold what came of a file under its ticket, for an hour from now. Raises NotFound for what is no ticket."""
        ...

    def outcome(self, ticket: str, bound: str) -> bytes:
        """What came of the file. Raises NotFound as `open` does."""
        ...

    def forget(self, ticket: str) -> None:
        """Remove a file, not what came of it; nothing where there is none."""
        ...

    def sweep(self) -> None:
        """Remove what nobody came for within the hour."""
        ...


@dataclass(frozen=True)
class AtWork:
    """Imports of this process that go on although nobody waits for their answer."""

    tasks: set[asyncio.Task[object]] = field(default_factory=set)

    async def begin(self, work: Coroutine[Any, Any, object], patience_s: float) -> None:
        """Begin a piece of work, and wait for it a moment; it goes on after that."""
        task = asyncio.create_task(work, name="importing a file")
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait([task], timeout=patience_s)

    async def stop(self) -> None:
        """End what goes on; of an import nothing is stored then, and its progress says that it failed."""
        for task in [*self.tasks]:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an import ended badly", exc_info=error)


@dataclass(frozen=True)
class Intake:
    """`desk` gives what an import of this actor works with on this day; `read` turns a file into a sheet; `held` keeps
    one between two steps; `at_work` has what goes on."""

    desk: Callable[[Actor], Desk]
    read: ReadsSheets
    held: HoldsFiles
    at_work: AtWork = field(default_factory=AtWork)
