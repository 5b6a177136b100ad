"""Who comes near release is ranked again within the hour, and whoever has the person in charge is told.

By the program itself, as a job with a lease, with the function that ranks cohorts. Stored is how many vacancies
somebody could take, and on which indexes; a list is still made when somebody asks for it.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matching.cohort import Block, Hands, Ranker, Ranking
from matching.model import Candidate, CandidateId
from matching.model.tasks import Job, JobProblem
from matching.task_store import HorizonStore
from matching.usecases.match import Matcher
from matching.usecases.telling import wait_after

log = logging.getLogger(__name__)
LOOK_EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
BLOCK = 50
UNRANKED = "cannot_be_ranked"


@dataclass(frozen=True)
class HorizonWatch:
    """Looks who has come within `days` of release, and ranks them to lists of at most `size`; several processes may."""

    store: HorizonStore
    matcher: Matcher
    hands: Hands
    days: int
    size: int
    attempts: int

    async def keep(self, today: date, *, every: timedelta = LOOK_EVERY) -> int:
        """What is due now; how many people were ranked."""
        await self.store.look(today, today + timedelta(days=self.days), every)
        ranked = 0
        while (job := await self.store.take(LEASE)) is not None:
            ranked += await self._do(job, today)
        return ranked

    async def _do(self, job: Job, today: date) -> int:
        if job.attempts > self.attempts:
            await self.store.fail(job, JobProblem.LOST, again_in=None)
            return 0
        try:
            ranked = await self._rank(job, today)
        except Exception:
            log.exception("ranking who comes near release failed")
            last = job.attempts >= self.attempts
            await self.store.fail(job, JobProblem.FAILED, again_in=None if last else wait_after(job.attempts))
            return 0
        await self.store.finish(job)
        return ranked

    async def _rank(self, job: Job, today: date) -> int:
        """Rank everybody who waits; who is not embedded yet waits for the next job. Whose record cannot be ranked is
        kept as `UNRANKED`, counted in the log and told to nobody: a job that failed for them would stop everybody's."""
        matcher, ranked, after = self.matcher, 0, 0
        snapshot = matcher.catalogue.snapshot
        ranker = Ranker(snapshot, matcher.recipe, today, self.size)
        async with self.hands.at(ranker, await self.store.waiting()) as (rank, at_once):
            while True:
                people, after = await self.store.some(after, BLOCK * at_once)
                if not people:
                    return ranked
                facts = [one.candidate for one in await matcher.index.people(people, model=matcher.model)]
                parts = [facts[i : i + BLOCK] for i in range(0, len(facts), BLOCK)]
                found = await asyncio.gather(*(self._viable(rank, part, today) for part in parts))
                viable = {person: count for part in found for person, count in part.items()}
                if not await self.store.put(job, LEASE, viable, snapshot.version):
                    return ranked
                ranked += len(viable)
                if unranked := {one.id: 0 for one in facts if one.id not in viable}:
                    log.warning("%s: %d", UNRANKED, len(unranked))
                    await self.store.put(job, LEASE, unranked, UNRANKED)

    async def _viable(
        self, rank: Ranking, people: Sequence[Candidate], today: date
    ) -> dict[CandidateId, int]:
        """How many vacancies each could take. Whose record cannot be ranked is not among them and spoils no other's."""
        try:
            lists = await rank(Block(await self.matcher.profiles(people, today)))
            return {person.id: len(one.ids) for person, one in zip(people, lists, strict=True)}
        except (
            ValueError,
            LookupError,
            TypeError,
            ArithmeticError,
        ):  # of a record; what fails for all fails the job
            if len(people) == 1:
                return {}
            half = len(people) // 2
            first = await self._viable(rank, people[:half], today)
            return first | await self._viable(rank, people[half:], today)
