"""Who has come near release, under the worker's role. Implements `matching.task_store.HorizonStore`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from data.pool import Database, Program
from data.queries import load
from data.tasks import job_of
from matching.model import CandidateId
from matching.model.tasks import Job, JobKind

_RANKER = Program(purpose="ranking who comes near release")


class PostgresHorizon:
    """Entries and their jobs on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("jobs")

    async def look(self, today: date, until: date, every: timedelta) -> int:
        async with self._database.transaction(_RANKER) as connection:
            came = await self._queries["look_at_horizon"].fetchval(
                connection, today=today, until=until, every=every
            )
        return int(came)

    async def take(self, lease: timedelta) -> Job | None:
        async with self._database.transaction(_RANKER) as connection:
            row = await self._queries["take_job"].fetchrow(connection, kind=JobKind.HORIZON, lease=lease)
        return job_of(row) if row else None

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

    async def finish(self, job: Job) -> None:
        async with self._database.transaction(_RANKER) as connection:
            await self._queries["finish_job"].execute(connection, job=job.id, attempt=job.attempts)

    async def fail(self, job: Job, problem: str, *, again_in: timedelta | None) -> None:
        async with self._database.transaction(_RANKER) as connection:
            await self._queries["fail_job"].execute(
                connection, job=job.id, attempt=job.attempts, problem=problem, again_in=again_in
            )
