"""Employers. Implements `matching.stores.EmployerStore`."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.journal import Journal
from data.queries import load
from data.rows import Row, chunks, in_chunks, next_cursor
from data.vacancy_rows import employer_of, employer_record_of, employer_row
from data.vault import Cursors
from matching.errors import NotFound, VersionConflict
from matching.model import Employer, EmployerId, ExternalReference
from matching.model.records import EmployerRecord
from matching.stores import Page


class EmployerStore:
    """The employers of one transaction."""

    def __init__(self, connection: Any, cursors: Cursors, journal: Journal) -> None:
        self._connection = connection
        self._cursors = cursors
        self._journal = journal
        self._queries = load("employers")

    async def get(self, employer: EmployerId) -> EmployerRecord:
        """Raises NotFound."""
        if not (rows := await self._rows([employer])):
            raise NotFound("employer")
        return employer_record_of(rows[0])

    async def records(self, employers: Sequence[EmployerId]) -> Mapping[EmployerId, EmployerRecord]:
        return {row["id"]: employer_record_of(row) for row in await self._rows(employers)}

    async def page(
        self, *, limit: int, cursor: str | None, verification: str | None = None, called: str = ""
    ) -> Page:
        rows = await self._queries["page_employers"].fetch(
            self._connection,
            after=self._cursors.position(cursor),
            limit=limit + 1,
            verification=verification,
            called=called,
        )
        return Page(
            tuple(employer_record_of(row) for row in rows[:limit]), next_cursor(rows, limit, self._cursors)
        )

    async def add(self, records: Sequence[EmployerRecord]) -> None:
        """Store new employers, in the order in which they are given."""
        rows = [employer_row(record) for record in records]
        await in_chunks(self._queries["add_employers"].execute, self._connection, rows)
        for record in records:
            self._journal.note("employer", record.employer.id, None)

    async def replace(self, record: EmployerRecord, *, version: int | None) -> int:
        """The new version, or the one that stands when nothing is new. Raises NotFound and VersionConflict."""
        known = await self._lock([record.employer.id])
        if version not in (None, known[record.employer.id]):
            raise VersionConflict
        changed = await self._replace([record])
        return changed.get(record.employer.id, known[record.employer.id])

    async def replace_many(self, records: Sequence[EmployerRecord]) -> frozenset[EmployerId]:
        """As `replace`, whatever the versions are; which have changed. Each may be named once."""
        await self._lock([record.employer.id for record in records])
        changed: set[EmployerId] = set()
        for some in chunks(records):
            changed.update(await self._replace(some))
        return frozenset(changed)

    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, EmployerId]:
        rows = await self._queries["employers_by_reference"].fetch(
            self._connection, systems=[r.system for r in references], keys=[r.key for r in references]
        )
        return {ExternalReference(row["system"], row["key"]): row["id"] for row in rows}

    async def by_business_number(self, numbers: Sequence[str]) -> Mapping[str, EmployerId]:
        rows = await self._queries["employers_by_business_number"].fetch(self._connection, numbers=numbers)
        return {row["business_number"]: row["id"] for row in rows}

    async def many(self, employers: Sequence[EmployerId]) -> Mapping[EmployerId, Employer]:
        return {row["id"]: employer_of(row) for row in await self._rows(employers)}

    async def _rows(self, employers: Sequence[EmployerId]) -> list[Any]:
        return await self._queries["employers_of"].fetch(self._connection, employers=employers)

    async def _lock(self, employers: Sequence[EmployerId]) -> dict[EmployerId, int]:
        rows = await self._queries["lock_employers"].fetch(self._connection, employers=employers)
        if len(rows) < len(employers):
            raise NotFound("employer")
        return {row["id"]: row["version"] for row in rows}

    async def _replace(self, records: Sequence[EmployerRecord]) -> dict[EmployerId, int]:
        stored = await self.records([record.employer.id for record in records])
        current = {one: _content(record) for one, record in stored.items()}
        changed = [record for record in records if _content(record) != current[record.employer.id]]
        if not changed:
            return {}
        images = await self._queries["images_of_employers"].fetch(
            self._connection, employers=[record.employer.id for record in changed]
        )
        for image in images:
            self._journal.note("employer", image["id"], image["image"])
        rows = await self._queries["replace_employers"].fetch(
            self._connection, rows=[employer_row(record) for record in changed]
        )
        return {row["id"]: row["version"] for row in rows}


def _content(record: EmployerRecord) -> Row:
    return employer_row(record) | {"caseload": None}
