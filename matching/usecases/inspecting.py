"""The sealed chain as the officer looks at it: how far it goes, and whether it holds, reckoned while others work on.

That somebody has verified it, and what came of it, is itself a row of the trail: so it cannot be forgotten or made up.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from matching.model import Actor
from matching.stores import Gateway
from matching.trail import Act, Anchor, Lag, Seal, TrailEntry, TrailQuery, Verification, in_force
from matching.usecases.trail import Sealer, require_officer

CHAIN = UUID("00000000-0000-4000-8000-0000000000c4")
"""What rows of the trail name as their record that tell of a verification."""
ENTITY = "trail_links"
SOUND, UNANCHORED, FAILED = "sound", "no_anchors", "failed"
"""Outcomes in such a row, beside the kinds of faults (`matching.trail.FaultKind`)."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """A verification that is going on in this process: links done, of how many (0: not known yet), and since when."""

    done: int
    total: int
    since: datetime


@dataclass(frozen=True, slots=True)
class ChainState:
    """How the chain stands. `found` is what the last verification of this process found, `verified` the last one that
    the trail tells of, by whichever process; while one is going on here, both are None."""

    sealed: Seal | None
    lag: Lag
    anchors: int
    anchor: Anchor | None
    running: Progress | None = None
    found: Verification | None = None
    verified: TrailEntry | None = None


@dataclass
class Inspector:
    """Verifies the chain, one verification at a time in a process."""

    gateway: Gateway
    sealer: Sealer
    clock: Callable[[], datetime]
    _task: asyncio.Task[None] | None = field(default=None, init=False)
    _running: Progress | None = field(default=None, init=False)
    _found: Verification | None = field(default=None, init=False)

    async def state(self, actor: Actor) -> ChainState:
        """How the chain stands. Raises NotFound for all but the officer."""
        require_officer(actor)
        seals = self.sealer.seals
        kept, _ = in_force(await asyncio.to_thread(self.sealer.anchors.read))
        stands = ChainState(
            await seals.sealed(), await seals.lag(), len(kept), kept[-1] if kept else None, self._running
        )
        if self._running:
            return stands
        async with self.gateway.transaction(actor, read_only=True) as tx:
            rows, _ = await tx.trail.search(TrailQuery(record=CHAIN), limit=1, cursor=None)
        return ChainState(
            stands.sealed,
            stands.lag,
            stands.anchors,
            stands.anchor,
            found=self._found,
            verified=rows[0] if rows else None,
        )

    def begin(self, actor: Actor) -> None:
        """Begin to verify, unless that is going on already. Raises NotFound for all but the officer."""
        require_officer(actor)
        if self._running is None:
            self._running, self._found = Progress(0, 0, self.clock()), None
            self._task = asyncio.create_task(self._verify(actor), name="verifying the trail")

    async def stop(self) -> None:
        """End what is going on; nothing is noted of it."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _verify(self, actor: Actor) -> None:
        try:
            outcome = await self._outcome()
            async with self.gateway.transaction(actor) as tx:
                tx.trail.note(Act.READ, [None], *outcome, entity=ENTITY, record=CHAIN)
        except Exception:
            log.exception("what verifying the trail has found could not be noted")
        finally:
            self._running = None

    async def _outcome(self) -> list[str]:
        try:
            self._found = await self.sealer.verify(progress=self._heard)
        except Exception:
            log.exception("verifying the trail failed")
            return [FAILED]
        return outcome_of(self._found)

    def _heard(self, done: int, total: int) -> None:
        since = self._running.since if self._running else self.clock()
        self._running = Progress(done, total, since)


def outcome_of(found: Verification) -> list[str]:
    """What a row of the trail says of a verification: kinds of faults, else that it is sound; and whether there was no
    anchor to hold the chain against."""
    faults = sorted({fault.kind.value for fault in found.faults}) or [SOUND]
    return [*faults, UNANCHORED] if found.links and not found.anchors else faults
