"""Unusual reading as somebody's task: each day that is over is looked at by the program, and what stands out waits
until an officer has looked at it (docs/trail.md)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from matching.errors import OutOfOrder
from matching.model import Actor
from matching.model.oversight import Outcome, UnusualReading
from matching.stores import Gateway
from matching.trail import ReadingWatchStore
from matching.unusual import unusual
from matching.usecases.trail import ZONES, require_officer, span_of

LONGEST_GAP = timedelta(days=31)
"""How far back is looked after a stop: what is older is for whoever searches the trail."""


@dataclass(frozen=True)
class ReadingWatch:
    """Looks at the days that nobody has looked at yet. Several processes may, at once: a finding is kept once."""

    store: ReadingWatchStore

    async def look(self, today: date) -> int:
        """What stands out on days that are over, kept; how much was new. A day is over everywhere when Jakarta's is,
        the last of the three zones."""
        yesterday = today - timedelta(days=1)
        since = max(await self.store.looked() + timedelta(days=1), today - LONGEST_GAP)
        if since > yesterday:
            return 0
        await self.store.count(today, zones=ZONES)
        begin, end = span_of(since, yesterday)
        days = await self.store.reading_days(since=begin, until=end, zones=ZONES)
        found = await asyncio.to_thread(unusual, days, since=since, until=yesterday)
        return await self.store.keep(found, looked=yesterday)


async def findings(gateway: Gateway, actor: Actor, *, waiting: bool, limit: int) -> Sequence[UnusualReading]:
    """What the program has kept, the newest days first. Raises NotFound for all but the officer."""
    require_officer(actor)
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.oversight.readings(waiting=waiting, limit=limit)


async def finding(gateway: Gateway, actor: Actor, which: UUID) -> UnusualReading:
    """Raises NotFound."""
    require_officer(actor)
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.oversight.reading(which)


async def review(gateway: Gateway, actor: Actor, which: UUID, outcome: Outcome, note: str) -> UnusualReading:
    """Say that it was looked at, and what was found; it waits no longer.

    Raises:
        NotFound: there is no such finding, or the actor is no officer.
        OutOfOrder: somebody has said so before, or it is the actor's own reading, which another officer looks at.
    """
    require_officer(actor)
    async with gateway.transaction(actor) as tx:
        if (await tx.oversight.reading(which)).own:
            raise OutOfOrder(
                "finding",
                "pembacaan sendiri: harus petugas lain / one's own reading: another officer looks at it",
            )
        if not await tx.oversight.review(which, outcome, note):
            raise OutOfOrder("finding", "sudah ditinjau / has been looked at already")
        return await tx.oversight.reading(which)
