"""Telling, under the worker's role. Implements `matching.task_store.TellingStore`.

A job is taken by one statement that skips what others are taking, counts the attempt and sets the end of the lease; it
is over before the work begins, so that a process which is killed holds nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.pool import Database, Program
from data.queries import load
from data.tasks import job_of
from matching.model import Actor
from matching.model.ids import AccountId, DutyId, UnitId
from matching.model.tasks import Job, JobId, JobKind, Letter
from matching.vocabulary import Role

PURPOSE = "notices"
_TELLER = Program(purpose=PURPOSE)


class PostgresTelling:
    """Rounds, mails and jobs on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("jobs")

    async def begin_round(self, every: timedelta) -> bool:
        async with self._database.transaction(_TELLER) as connection:
            return await self._queries["begin_round"].fetchval(connection, every=every) is not None

    async def duties(self) -> Sequence[Actor]:
        async with self._database.transaction(_TELLER, read_only=True) as connection:
            rows = await self._queries["duties_to_tell"].fetch(connection)
        return [
            Actor(
                AccountId(row["account_id"]),
                Role(row["role"]),
                UnitId(row["unit_id"]),
                PURPOSE,
                DutyId(row["id"]),
            )
            for row in rows
        ]

    async def queue_mails(self, now: datetime, *, digest_hour: int) -> int:
        async with self._database.transaction(_TELLER) as connection:
            queued = await self._queries["queue_mails"].fetchval(
                connection, today=now.date(), hour=now.hour, digest_hour=digest_hour
            )
        return int(queued)

    async def take(self, lease: timedelta) -> Job | None:
        async with self._database.transaction(_TELLER) as connection:
            row = await self._queries["take_job"].fetchrow(connection, kind=JobKind.MAIL, lease=lease)
        return job_of(row) if row else None

    async def letter(self, job: JobId) -> Letter | None:
        async with self._database.transaction(_TELLER, read_only=True) as connection:
            row = await self._queries["letter_of"].fetchrow(connection, job=job)
        return Letter(job, row["address"], row["language"], row["notices"]) if row else None

    async def finish(self, job: Job) -> None:
        async with self._database.transaction(_TELLER) as connection:
            await self._queries["finish_job"].execute(connection, job=job.id, attempt=job.attempts)

    async def fail(self, job: Job, problem: str, *, again_in: timedelta | None) -> None:
        async with self._database.transaction(_TELLER) as connection:
            await self._queries["fail_job"].execute(
                connection, job=job.id, attempt=job.attempts, problem=problem, again_in=again_in
            )
