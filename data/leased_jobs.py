"""Jobs of the outbox, taken with a lease under the worker's role.

A job is taken by one statement that skips what others are taking, counts the attempt and sets the end of the lease; it
is over before the work begins, so that a process which is killed holds nothing.
"""

from datetime import timedelta

from data.pool import Database, Program
from data.queries import load
from data.tasks import job_of
from matching.model.tasks import Job, JobKind


class LeasedJobs:
    """What every kind of job has in common; `program` says for what the database is asked."""

    def __init__(self, database: Database, program: Program) -> None:
        self._database, self._program = database, program
        self._queries = load("jobs")

    async def _take(self, kind: JobKind, lease: timedelta) -> Job | None:
        async with self._database.transaction(self._program) as connection:
            row = await self._queries["take_job"].fetchrow(connection, kind=kind, lease=lease)
        return job_of(row) if row else None

    async def finish(self, job: Job) -> None:
        async with self._database.transaction(self._program) as connection:
            await self._queries["finish_job"].execute(connection, job=job.id, attempt=job.attempts)

    async def fail(self, job: Job, problem: str, *, again_in: timedelta | None) -> None:
        async with self._database.transaction(self._program) as connection:
            await self._queries["fail_job"].execute(
                connection, job=job.id, attempt=job.attempts, problem=problem, again_in=again_in
            )
