"""The trail: notes of what is read, and searching it. Implements `matching.trail.TrailStore`.

Every store notes whom it gives out. The gateway has the notes written before the answer leaves its transaction; a
reading that cannot be noted is no reading.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from data.queries import load
from data.rows import next_cursor
from data.vault import Cursors
from matching.model import CandidateId
from matching.trail import Act, Processing, ReadingDay, TrailEntry, TrailQuery

_Key = tuple[str, str, UUID | None, UUID | None]  # act, entity, record, subject


class Notes:
    """What the stores of one transaction have given out: one row for each act and person, its fields together."""

    query = "note_reads"

    def __init__(self) -> None:
        self._fields: dict[_Key, set[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._fields)

    def note(
        self,
        act: Act,
        subjects: Iterable[UUID | None],
        *fields: str,
        entity: str = "candidates",
        record: UUID | None = None,
    ) -> None:
        """As `matching.trail.TrailStore.note`."""
        for subject in subjects:
            key = (act.value, entity, record or subject, subject)
            self._fields.setdefault(key, set()).update(fields)

    async def write(self, connection: Any) -> None:
        """Put them into the trail: one statement, however many they are."""
        acts, entities, records, subjects = zip(*self._fields, strict=True)
        await load("trail")[self.query].execute(
            connection,
            acts=acts,
            entities=entities,
            records=records,
            subjects=subjects,
            fields=[",".join(sorted(fields)) for fields in self._fields.values()],
        )


class ProgramNotes(Notes):
    """What the program itself has read of everybody, as the worker: it names nobody."""

    query = "note_indexing"


class TrailStore:
    """The trail of one transaction. To search it is noted, too."""

    def __init__(self, connection: Any, cursors: Cursors, notes: Notes) -> None:
        self._connection, self._cursors = connection, cursors
        self._queries = load("trail")
        self._notes = notes
        self.note = notes.note

    async def search(
        self, query: TrailQuery, *, limit: int, cursor: str | None
    ) -> tuple[Sequence[TrailEntry], str | None]:
        self.note(Act.READ, [query.subject], entity="trail", record=query.account)
        rows = await self._queries["search_trail"].fetch(
            self._connection,
            subject=query.subject,
            record=query.record,
            account=query.account,
            since=query.since,
            until=query.until,
            act=query.act,
            role=query.role,
            purpose=query.purpose,
            before=self._cursors.position(cursor) if cursor else None,
            limit=limit + 1,
        )
        # That somebody is in a row, and whom an account has read, is a look at them, too.
        self.note(
            Act.READ,
            (row["subject"] for row in rows[:limit] if row["subject"]),
            entity="trail",
            record=query.account,
        )
        return [_entry(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def unit_names(self, units: Collection[UUID]) -> Mapping[UUID, str]:
        rows = await self._queries["unit_names"].fetch(self._connection, units=list(units))
        return {row["id"]: row["name"] for row in rows}

    async def processing_of(self, candidate: CandidateId) -> Sequence[Processing]:
        rows = await self._queries["processing_of"].fetch(self._connection, candidate=candidate)
        self.note(Act.READ, [candidate] if rows else [], entity="trail")
        return [Processing(**{**row, "fields": tuple(row["fields"])}) for row in rows]

    async def reading_days(
        self, *, since: datetime, until: datetime, zones: Mapping[str, str]
    ) -> Sequence[ReadingDay]:
        self.note(Act.READ, [None], "days", entity="trail")
        rows = await self._queries["reading_days"].fetch(
            self._connection,
            since=since,
            until=until,
            provinces=list(zones),
            zones=list(zones.values()),
        )
        return [ReadingDay(**row) for row in rows]


def _entry(row: Any) -> TrailEntry:
    return TrailEntry(
        seq=row["seq"],
        at=row["at"],
        account=row["account"],
        role=row["role"],
        duty=row["duty"],
        unit=row["unit"],
        purpose=row["purpose"],
        request=row["request"],
        act=row["act"],
        entity=row["entity"],
        record=row["record_id"],
        subject=CandidateId(row["subject"]) if row["subject"] else None,
        fields=tuple(row["fields"]),
        digests={name: (before, now) for name, (before, now) in (row["digests"] or {}).items()},
    )
