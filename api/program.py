"""The running program: what the wiring has put together, as routers and commands see it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from uuid import UUID

from api.intake import HoldsFiles
from api.settings import Settings
from matching.account_stores import AccountGateway
from matching.custody import RightsJournal
from matching.geo import Gazetteer
from matching.index_store import IndexStore
from matching.lint.reading import Linter
from matching.model import Actor
from matching.ports import Encoder
from matching.stores import Gateway
from matching.trade import Trade
from matching.usecases.breaches import BreachDesk
from matching.usecases.catalogue import Catalogue
from matching.usecases.cohort import CohortOffice
from matching.usecases.horizon import HorizonWatch
from matching.usecases.indexing import Indexer
from matching.usecases.inspecting import Inspector
from matching.usecases.match import Matcher
from matching.usecases.rights import RightsOffice
from matching.usecases.shortlists.desk import ShortlistDesk
from matching.usecases.shortlists.renewing import Renewer
from matching.usecases.telling import Teller
from matching.usecases.trail import Sealer

log = logging.getLogger(__name__)
SEAL_SECONDS = 5.0
VERDICT_SECONDS = 5.0
TELLING_SECONDS = 10.0
HORIZON_SECONDS = 60.0
CANCEL_AGAIN_S = 1.0
PROMISES_S = 60.0
"""How often what time asks for is looked after: consents that have run out, erasures that are due again."""


class Pulse:
    """When this process has last taken in what was committed."""

    def __init__(self) -> None:
        self._beat = monotonic()

    def beat(self) -> None:
        self._beat = monotonic()

    def age(self) -> float:
        """Seconds since then."""
        return monotonic() - self._beat


@dataclass(frozen=True)
class Program:
    """Everything that answers a request. `actor` is who asks: on the command line the local case worker, in a request
    whom the gate has found; `clock` and `new_id` are ours."""

    settings: Settings
    gateway: Gateway
    accounts: AccountGateway
    index: IndexStore
    catalogue: Catalogue
    indexer: Indexer
    matcher: Matcher
    cohorts: CohortOffice
    rights: RightsOffice
    breaches: BreachDesk
    shortlists: ShortlistDesk
    verdicts: Renewer
    horizon: HorizonWatch
    journal: RightsJournal
    encoder: Encoder
    trade: Trade
    linter: Linter
    gazetteer: Gazetteer
    sealer: Sealer
    inspector: Inspector
    teller: Teller
    held: HoldsFiles
    actor: Actor
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    pulse: Pulse = field(default_factory=Pulse)

    def today(self) -> date:
        """The day in force, in the program's time zone."""
        return self.clock().date()

    @asynccontextmanager
    async def keeping_up(self) -> AsyncIterator[None]:
        """While held, what is committed anywhere is embedded and taken in, woken by notices and by the clock. By one of
        all processes at a time the trail is sealed, items of shortlists are looked at again, who comes near release is
        ranked, and people are told; and what time asks for is looked after."""
        tasks = [
            asyncio.create_task(self._keep_up(), name="keeping up with the outbox"),
            *(
                asyncio.create_task(_again_and_again(what, every_s, work), name=what)
                for what, every_s, work in (
                    ("sealing the trail", SEAL_SECONDS, self._seal),
                    ("renewing verdicts of shortlists", VERDICT_SECONDS, self._renew_verdicts),
                    ("ranking who comes near release", HORIZON_SECONDS, self._watch_horizon),
                    ("telling people and working off jobs", TELLING_SECONDS, self._tell),
                    ("looking after consents and erasures", PROMISES_S, self._keep_promises),
                    ("sweeping files that nobody came for", PROMISES_S, self._sweep),
                )
            ),
        ]
        try:
            yield
        finally:
            await self.inspector.stop()
            await _end(tasks)

    async def _seal(self) -> None:
        await self.sealer.seal(now=self.clock())

    async def _renew_verdicts(self) -> None:
        await self.verdicts.renew(today=self.today())

    async def _watch_horizon(self) -> None:
        await self.horizon.keep(self.today())

    async def _tell(self) -> None:
        await self.teller.tell(self.clock())

    async def _keep_promises(self) -> None:
        await self.journal.keep()
        await self.rights.eraser.close_expired()
        await self.rights.eraser.repeat(at=self.clock())

    async def _sweep(self) -> None:
        await asyncio.to_thread(self.held.sweep)

    async def _keep_up(self) -> None:
        notices = self.index.notices()
        waiting = asyncio.ensure_future(anext(notices))
        something_new = False
        while True:
            done, _ = await asyncio.wait([waiting], timeout=self.settings.refresh_seconds)
            if done:
                waiting = asyncio.ensure_future(anext(notices))
                something_new = True
            try:
                if (
                    something_new
                ):  # a tick without a notice only looks into the outbox, which costs next to nothing
                    something_new = await self.indexer.embed_missing(today=self.today()) is None
                await self.catalogue.refresh()
                self.pulse.beat()
            except Exception:
                # Whatever it was, the next tick tries again; the database may be away for a moment, and a connection
                # that comes back gives a notice.
                log.exception("taking in changes failed; trying again")
                await asyncio.sleep(self.settings.refresh_seconds)


async def _end(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel until all have ended. A cancellation that falls into the closing of a transaction can come out as another
    error, after which the loop goes on; whoever waited for it would wait for ever."""
    while going_on := [task for task in tasks if not task.done()]:
        for task in going_on:
            task.cancel()
        await asyncio.wait(going_on, timeout=CANCEL_AGAIN_S)
    for task in tasks:
        with suppress(asyncio.CancelledError):
            task.result()


async def _again_and_again(what: str, every_s: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do it now and every so many seconds; whatever goes wrong is logged, and the next time tries again."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("%s failed; trying again", what)
        await asyncio.sleep(every_s)
