"""A breach has a clock (UU 27/2022 Art. 46): found, told to persons and agency, closed when both are done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from matching.errors import InvalidValue, OutOfOrder
from matching.model import Actor
from matching.model.oversight import Breach, BreachAct, Seen
from matching.stores import Gateway
from matching.usecases.records import Once, recalled, remembered
from matching.usecases.rights import CLOCKS_AGREE
from matching.usecases.trail import require_officer

SHOWN = 100
FUTURE = "di masa depan / is in the future"


@dataclass(frozen=True)
class BreachDesk:
    """Errands of an officer; each raises NotFound to whoever is none."""

    gateway: Gateway
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def all(self, actor: Actor) -> Sequence[Breach]:
        """Those on which somebody has to act first, the most urgent first."""
        require_officer(actor)
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.oversight.breaches(limit=SHOWN)

    async def get(self, actor: Actor, breach: UUID) -> Breach:
        """Raises NotFound."""
        require_officer(actor)
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.oversight.breach(breach)

    async def record(
        self,
        actor: Actor,
        *,
        found_at: datetime,
        found_by: str,
        what: str,
        seen: Seen | None = None,
        once: Once | None = None,
    ) -> Breach:
        """Write down that a breach was found. Its clock has run since `found_at`, whenever this is.

        Raises InvalidValue for what is found in the future."""
        require_officer(actor)
        if found_at > self.clock() + CLOCKS_AGREE:
            raise InvalidValue("found_at", FUTURE)
        async with self.gateway.transaction(actor) as tx:
            if (known := await recalled(tx, once)) is None:
                known = self.new_id()
                await tx.oversight.add_breach(Breach(known, found_at, found_by, what, seen))
                await remembered(tx, once, known)
            return await tx.oversight.breach(known)

    async def act(self, actor: Actor, breach: UUID, act: BreachAct) -> Breach:
        """Write down what was done about it; when persons and agency are told, or it was none, it is closed.

        Raises:
            NotFound: there is no such breach.
            InvalidValue: it was done before the breach was found, or in the future.
            OutOfOrder: that has been written down before, or the breach is closed.
        """
        require_officer(actor)
        if act.at > self.clock() + CLOCKS_AGREE:
            raise InvalidValue("at", FUTURE)
        async with self.gateway.transaction(actor) as tx:
            stands = await tx.oversight.breach(breach)
            if act.at < stands.found_at:
                raise InvalidValue("at", "sebelum diketahui / is before the breach was found")
            if not await tx.oversight.add_act(breach, act):
                raise OutOfOrder(
                    "kind",
                    "sudah dicatat, atau sudah selesai / has been written down, or the breach is closed",
                )
            return await tx.oversight.breach(breach)


def deadline_of(
    breaches: Sequence[Breach], account: UUID | None, since: date, until: date
) -> datetime | None:
    """The first deadline among open breaches by this account whose days meet these; None: no clock runs for them."""
    return min(
        (
            one.due_at
            for one in breaches
            if one.untold
            and one.seen
            and one.seen.account == account
            and one.seen.since <= until
            and since <= one.seen.until
        ),
        default=None,
    )
