"""The trail, for the data-protection officer; and keeping it sealed."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from matching.errors import NotFound
from matching.model import Actor, CandidateId
from matching.model.ids import AccountId
from matching.model.oversight import Finding
from matching.stores import Gateway
from matching.trail import (
    Anchor,
    AnchorStore,
    Fault,
    FaultKind,
    Processing,
    SealStore,
    TrailEntry,
    TrailQuery,
    Verification,
    in_force,
)
from matching.unusual import HISTORY, unusual
from matching.vocabulary import Role

ANCHOR_EVERY = timedelta(hours=1)
JAKARTA = ZoneInfo("Asia/Jakarta")
# Provinces (Kemendagri) outside Western Indonesian Time, by Keputusan Presiden 41/1987.
_WITA, _WIT = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"), ("81", "82")
_PAPUA = ("91", "92", "93", "94", "95", "96")
ZONES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(_WITA, "Asia/Makassar") | dict.fromkeys((*_WIT, *_PAPUA), "Asia/Jayapura")
)


HasUnit = TrailEntry | Processing | Finding


async def search(
    gateway: Gateway, actor: Actor, query: TrailQuery, *, limit: int, cursor: str | None = None
) -> tuple[Sequence[TrailEntry], str | None]:
    """Rows of the trail, newest first, and the cursor of the next page. Raises NotFound for all but the officer."""
    require_officer(actor)
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.trail.search(query, limit=limit, cursor=cursor)


async def account_named(gateway: Gateway, actor: Actor, login: str) -> AccountId:
    """The account of a login or id, for the officer alone. Raises NotFound."""
    require_officer(actor)
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.subjects.account(login)


async def unit_names(gateway: Gateway, actor: Actor, rows: Iterable[HasUnit]) -> Mapping[UUID, str]:
    """Names of the units that rows of the trail, or counts of them, bear. Raises NotFound for all but the officer."""
    require_officer(actor)
    units = {one.unit for one in rows if one.unit}
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.trail.unit_names(units)


async def processing_of(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Sequence[Processing]:
    """A person's own processing trail, oldest first, for the access export (UU 27/2022, Article 32).

    For the officer and for the case worker who has the person; the database gives others nothing.
    """
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.trail.processing_of(candidate)


async def unusual_reading(gateway: Gateway, actor: Actor, *, since: date, until: date) -> Sequence[Finding]:
    """What stands out among the days `since` to `until`, both included. Raises NotFound for all but the officer."""
    require_officer(actor)
    async with gateway.transaction(actor, read_only=True) as tx:
        begin, end = span_of(since, until)
        days = await tx.trail.reading_days(since=begin, until=end, zones=ZONES)
    return await asyncio.to_thread(unusual, days, since=since, until=until)


def span_of(since: date, until: date) -> tuple[datetime, datetime]:
    """From when to when readings are counted for the days `since` to `until`: with the history before them, and a day
    more at each end, for the day of a unit begins up to two hours before Jakarta's."""
    return (
        datetime.combine(since - HISTORY - timedelta(days=1), time(), JAKARTA),
        datetime.combine(until + timedelta(days=2), time(), JAKARTA),
    )


@dataclass
class Sealer:
    """Seals, and now and then keeps an anchor outside the database."""

    seals: SealStore
    anchors: AnchorStore
    _anchored: datetime | None = field(default=None, init=False)

    async def seal(self, *, now: datetime) -> int:
        """Seal what can be; how many rows. An anchor is kept with the first, and then after an hour at the earliest."""
        rows = await self.seals.seal()
        if rows and (self._anchored is None or now - self._anchored >= ANCHOR_EVERY):
            await self.anchor()
            self._anchored = now
        return rows

    async def anchor(self, into: AnchorStore | None = None) -> Anchor | None:
        """Keep the end of the chain outside the database, in the program's file or another; None while nothing is
        sealed. The database remembers how far its own file goes."""
        anchor = await self.seals.anchor()
        if anchor:
            await asyncio.to_thread((into or self.anchors).append, anchor)
            if into is None:
                await self.seals.note_anchored(anchor.position)
        return anchor

    async def verify(
        self, against: AnchorStore | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Verification:
        """Reckon the chain again and hold it against the program's anchors, all of which must be there, or others."""
        remembered = 0 if against else await self.seals.anchored()
        kept, restores = in_force(await asyncio.to_thread((against or self.anchors).read))
        found = await self.seals.verify(kept, progress)
        faults, reached = found.faults, max((anchor.position for anchor in kept), default=0)
        if remembered > reached:
            faults = (*faults, Fault(FaultKind.UNANCHORED, reached + 1))
        return replace(found, faults=faults, restores=tuple(restores))


def require_officer(actor: Actor) -> None:
    """The database would give nothing; said as what is not there, rather than as an empty trail."""
    if actor.role is not Role.DATA_PROTECTION_OFFICER:
        raise NotFound("trail")
