"""Clerks that read files: this process, or processes beside it. Each has the reference data, and no store."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from api.settings import Settings
from api.wiring.clock import new_id, now
from api.wiring.hands import end_with_parent
from api.wiring.reference import linter_of, reading, trade
from matching.intake.columns import ImportKind
from matching.lint.reading import Linter
from matching.model import Actor
from matching.stores import Gateway
from matching.trade import Trade
from matching.usecases.imports import Desk
from matching.usecases.imports.clerks import Alone, Ask, Clerk, Clerks, Task

WORTH_A_PROCESS = MappingProxyType({ImportKind.VACANCIES: 3_000})
"""Rows from which on processes of their own pay: in the seconds that one takes to come up, so many are read."""
WORTH = 40_000  # of kinds without texts to understand
AHEAD = 2
"""Pieces that wait while all clerks are busy, so that none has to."""


def import_desk(
    gateway: Gateway, actor: Actor, settings: Settings, knowledge: Trade, *, linter: Linter, today: date
) -> Desk:
    """What an import of this actor works with on this day."""
    known = reading(today, settings.max_text_chars)
    return Desk(
        gateway=gateway,
        actor=actor,
        reading=known,
        trade=knowledge,
        linter=linter,
        now=now,
        new_id=new_id,
        staff_checked=settings.staff_imports_need_check,
        clerks=clerks(settings, Clerk(known, knowledge, linter)),
    )


def clerks(settings: Settings, clerk: Clerk) -> Clerks:
    """The clerks of the settings; `clerk` is the one of this process."""
    return Processes(settings.import_processes or os.cpu_count() or 1, clerk, settings.max_text_chars)


@dataclass(frozen=True)
class Processes:
    """`count` processes where there is enough to read, else this one."""

    count: int
    own: Clerk
    max_text_chars: int
    worth: int | None = None  # rows from which on processes are started, where not the usual ones

    @asynccontextmanager
    async def at(self, kind: ImportKind, rows: int) -> AsyncIterator[tuple[Ask, int]]:
        """As `matching.usecases.imports.clerks.Clerks.at`."""
        if self.count == 1 or rows < (self.worth or WORTH_A_PROCESS.get(kind, WORTH)):
            async with Alone(self.own).at(kind, rows) as alone:
                yield alone
            return
        spawned = multiprocessing.get_context("spawn")
        given = (self.own.reading.today, self.max_text_chars)
        pool = ProcessPoolExecutor(self.count, spawned, _begin, given)
        try:
            yield self._whoever_is_there(pool), self.count + AHEAD
        finally:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    def _whoever_is_there(self, pool: ProcessPoolExecutor) -> Ask:
        """Ask the processes, or, while they come up, the clerk of this one: it takes them as long as many rows."""
        loop, here = asyncio.get_running_loop(), asyncio.Lock()
        up = loop.run_in_executor(pool, os.getpid)

        async def ask(task: Task) -> Any:
            async with here:
                if not up.done():
                    return await asyncio.to_thread(task, self.own)
            return await loop.run_in_executor(pool, _do, task)

        return ask


_clerk: Clerk | None = None


def _begin(today: date, max_text_chars: int) -> None:
    """In a new process: make a clerk, and end when the process that started this one has ended, however it did."""
    global _clerk  # noqa: PLW0603 - a process of a pool has nowhere else to keep it
    end_with_parent()
    knowledge = trade()
    _clerk = Clerk(reading(today, max_text_chars), knowledge, linter_of(knowledge))


def _do(task: Task) -> Any:
    if _clerk is None:
        raise RuntimeError("this process has no clerk")
    return task(_clerk)
