"""Who has come near release, under the worker's role. Implements `matching.task_store.HorizonStore`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from data.leased_jobs import LeasedJobs
from data.pool import Database, Program
from matching.model import CandidateId
from matching.model.tasks import Job, JobKind

_RANKER = Program(purpose="ranking who comes near release")


class PostgresHorizon(LeasedJobs):
    """Entries and their jobs on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, _RANKER)

    async def look(self, today: date, until: date, every: timedelta) -> int:
        async with self._database.transaction(_RANKER) as connection:
            came = await self._queries["look_at_horizon"].fetchval(
                connection, today=today, until=until, every=every
            )
        return int(came)

    async def take(self, lease: timedelta) -> Job | None:
        return await self._take(JobKind.HORIZON, lease)

    async def waiting(self) -> int:
        async with self._database.transaction(_RANKER, read_only=True) as connection:
            return int(await self._queries["count_near_release"].fetchval(connection))

    async def some(self, after: int, limit: int) -> tuple[Sequence[CandidateId], int]:
        async with self._database.transaction(_RANKER, read_only=True) as connection:
            rows = await self._queries["near_release"].fetch(connection, after=after, limit=limit)
        return [CandidateId(row["candidate_id"]) for row in rows], rows[-1]["seq"] if rows else after

    async def put(self, job: Job, lease: timedelta, viable: Mapping[CandidateId, int], snapshot: str) -> bool:
        async with self._database.transaction(_RANKER) as connection:
            kept = await self._queries["keep_job"].fetchval(
                connection, job=job.id, attempt=job.attempts, lease=lease
            )
            if kept is None:
                return False
            await self._queries["put_near_release"].execute(
                connection, candidates=list(viable), viable=list(viable.values()), snapshot=snapshot
            )
        return True
