"""Unusual reading, kept under the worker's role. Implements `matching.trail.ReadingWatchStore`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from data.pool import Database, Program
from data.queries import load
from matching.model.oversight import Finding
from matching.trail import ReadingDay

_WATCH = Program(purpose="looking for unusual reading")


class PostgresReadingWatch:
    """On a database that was opened as the worker. It counts and names nobody who was read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("oversight")

    async def looked(self) -> date:
        async with self._database.transaction(_WATCH, read_only=True) as connection:
            found: date = await self._queries["days_looked_at"].fetchval(connection)
        return found

    async def count(self, today: date, *, zones: Mapping[str, str]) -> None:
        async with self._database.transaction(_WATCH) as connection:
            await self._queries["count_reading"].execute(
                connection, today=today, provinces=list(zones), zones=list(zones.values())
            )

    async def reading_days(
        self, *, since: datetime, until: datetime, zones: Mapping[str, str]
    ) -> Sequence[ReadingDay]:
        async with self._database.transaction(_WATCH, read_only=True) as connection:
            rows = await self._queries["days_of_reading"].fetch(
                connection, since=since, until=until, provinces=list(zones), zones=list(zones.values())
            )
        return [ReadingDay(**row) for row in rows]

    async def keep(self, findings: Sequence[Finding], *, looked: date) -> int:
        async with self._database.transaction(_WATCH) as connection:
            kept = await self._queries["keep_unusual_readings"].execute(
                connection,
                accounts=[one.account for one in findings],
                roles=[one.role for one in findings],
                units=[one.unit for one in findings],
                days=[one.day for one in findings],
                measures=[one.measure for one in findings],
                counts=[one.count for one in findings],
                own_usual=[one.own_usual for one in findings],
                role_usual=[one.role_usual for one in findings],
            )
            await self._queries["note_days_looked_at"].execute(connection, looked=looked)
        return int(kept.rpartition(" ")[2])
