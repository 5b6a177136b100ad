"""Telling people what has come up for them, in the program and by e-mail, and working off the jobs that this makes.

Whatever is done here may be interrupted anywhere: a round that stops is taken up with the next, and a job whose process
ends is taken by another when its lease is over. So a letter goes at least once. It goes twice where a process ends, or
loses the database, between the mail server's word that it has the letter and the note of it; both bear one Message-ID.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matching.errors import MatchingError, NotDelivered
from matching.model.tasks import Job, JobKind, JobProblem
from matching.stores import Gateway
from matching.task_store import Mailer, TellingStore

log = logging.getLogger(__name__)
ROUND_EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=3)
REPORT_LEASE = timedelta(hours=1)
"""A report of a month reads everybody's groups; as it is kept once only, a second process could but make it in vain."""
SENDING_S = 60.0
"""Well within the lease: whoever sends knows that nobody else does."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)


def wait_after(attempt: int) -> timedelta:
    """How long to wait after the n-th attempt (from 1) has failed: half a minute, and four times as long each time."""
    times: int = 4 ** min(attempt - 1, 10)
    return min(FIRST_WAIT * times, LONGEST_WAIT)


@dataclass(frozen=True)
class Teller:
    """Goes round the duties and works off jobs; several processes may, at once. `mailer` None: there is no e-mail;
    `report_month` makes the fairness report of a month, unless it is there; `look_at_reading` keeps what stands out of
    the days that nobody has looked at."""

    gateway: Gateway
    store: TellingStore
    mailer: Mailer | None
    report_month: Callable[[date], Awaitable[object]]
    look_at_reading: Callable[[date], Awaitable[object]]
    digest_hour: int
    attempts: int
    lease: timedelta = LEASE

    async def tell(self, now: datetime, *, every: timedelta = ROUND_EVERY) -> None:
        """What is due now: a round, mails for what it has found, and the jobs."""
        if await self.store.begin_round(every):
            await self.store.give_back_expired()  # of which the round tells
            await self.store.queue_month(now.date())
            await self._look(now.date())
            await self.go_round()
            if self.mailer is not None:
                await self.store.queue_mails(now, digest_hour=self.digest_hour)
        await self.work_off()

    async def _look(self, today: date) -> None:
        """Unusual reading of the days before; that it fails keeps nobody from being told of the rest."""
        try:
            await self.look_at_reading(today)
        except Exception:
            log.exception("looking for unusual reading failed")

    async def go_round(self) -> int:
        """Let everybody's new tasks be noted, with their own eyes; how many were. Nothing comes out of the database."""
        noted = 0
        for actor in await self.store.duties():
            try:
                async with self.gateway.transaction(actor) as tx:
                    noted += await tx.notices.note_new()
            except MatchingError:  # the duty has ended meanwhile; the others are told
                log.exception("noting the tasks of a duty failed")
        return noted

    async def work_off(self) -> int:
        """Do the jobs that are due, one after the other; how many were taken."""
        taken = 0
        while self.mailer is not None and (job := await self.store.take(self.lease)) is not None:
            taken += 1
            await self._do(job, self._send(job, self.mailer))
        while (job := await self.store.take(REPORT_LEASE, JobKind.FAIRNESS_MONTH)) is not None:
            taken += 1
            await self._do(job, self._report(job))
        return taken

    async def _do(self, job: Job, work: Coroutine[None, None, None]) -> None:
        if job.attempts > self.attempts:  # it was taken each time, and nobody came back to say how it went
            work.close()
            await self.store.fail(job, JobProblem.LOST, again_in=None)
            return
        try:
            await work
        except NotDelivered as problem:
            last = problem.for_good or job.attempts >= self.attempts
            await self.store.fail(job, problem.code, again_in=None if last else wait_after(job.attempts))
            return
        await self.store.finish(job)

    async def _send(self, job: Job, mailer: Mailer) -> None:
        letter = await self.store.letter(job.id)
        if letter is None or not letter.notices:
            return
        try:
            async with asyncio.timeout(min(SENDING_S, self.lease.total_seconds() / 2)):
                await mailer.send(letter)
        except TimeoutError:
            raise NotDelivered(JobProblem.SLOW) from None

    async def _report(self, job: Job) -> None:
        try:
            await self.report_month(job.day)
        except MatchingError:
            log.exception("the fairness report of a month could not be made")
            raise NotDelivered(JobProblem.NOT_MADE) from None
