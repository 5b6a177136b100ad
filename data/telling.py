"""Telling, under the worker's role. Implements `matching.task_store.TellingStore`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from data.leased_jobs import LeasedJobs
from data.pool import Database, Program
from matching.model import Actor
from matching.model.ids import AccountId, DutyId, UnitId
from matching.model.tasks import Job, JobId, JobKind, Letter
from matching.vocabulary import Role

PURPOSE = "notices"
_TELLER = Program(purpose=PURPOSE)


class PostgresTelling(LeasedJobs):
    """Rounds, mails and jobs on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, _TELLER)

    async def begin_round(self, every: timedelta) -> bool:
        async with self._database.transaction(_TELLER) as connection:
            return await self._queries["begin_round"].fetchval(connection, every=every) is not None

    async def give_back_expired(self) -> int:
        async with self._database.transaction(_TELLER) as connection:
            return int(await self._queries["give_back_expired"].fetchval(connection))

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

    async def queue_month(self, today: date) -> int:
        async with self._database.transaction(_TELLER) as connection:
            return int(await self._queries["queue_month"].fetchval(connection, today=today))

    async def take(self, lease: timedelta, kind: JobKind = JobKind.MAIL) -> Job | None:
        return await self._take(kind, lease)

    async def letter(self, job: JobId) -> Letter | None:
        async with self._database.transaction(_TELLER, read_only=True) as connection:
            row = await self._queries["letter_of"].fetchrow(connection, job=job)
        return Letter(job, row["address"], row["language"], row["notices"]) if row else None
