"""Vacancies. Implements `matching.stores.VacancyStore`."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.journal import Journal
from data.queries import load
from data.rows import Row, chunks, in_chunks, next_cursor
from data.vacancy_rows import vacancy_of, vacancy_record_of, vacancy_row
from data.vault import Cursors
from matching.errors import NotFound, VersionConflict
from matching.model import ExternalReference, Vacancy, VacancyId
from matching.model.records import VacancyRecord
from matching.stores import Page


class VacancyStore:
    """The vacancies of one transaction. What the employer lends and what is held is read, never written."""

    def __init__(self, connection: Any, cursors: Cursors, journal: Journal) -> None:
        self._connection = connection
        self._cursors = cursors
        self._journal = journal
        self._queries = load("vacancies")

    async def get(self, vacancy: VacancyId) -> VacancyRecord:
        """Raises NotFound."""
        records = await self.records([vacancy])
        if vacancy not in records:
            raise NotFound("vacancy")
        return records[vacancy]

    async def locked(self, vacancy: VacancyId) -> VacancyRecord:
        """As `get`; nobody else changes it until the transaction ends. Raises NotFound."""
        await self._lock([vacancy])
        return await self.get(vacancy)

    async def records(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, VacancyRecord]:
        facts = await self.many(vacancies)
        rows = await self._queries["vacancy_administration_of"].fetch(self._connection, vacancies=vacancies)
        return {row["id"]: vacancy_record_of(facts[row["id"]], row) for row in rows if row["id"] in facts}

    async def many(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, Vacancy]:
        rows = await self._queries["vacancy_facts_of"].fetch(self._connection, vacancies=vacancies)
        return {row["id"]: vacancy_of(row) for row in rows}

    async def page(self, *, limit: int, cursor: str | None, status: str | None = None) -> Page:
        rows = await self._queries["page_vacancies"].fetch(
            self._connection, after=self._cursors.position(cursor), limit=limit + 1, status=status
        )
        records = await self.records([row["id"] for row in rows[:limit]])
        return Page(tuple(records.values()), next_cursor(rows, limit, self._cursors))

    async def add(self, records: Sequence[VacancyRecord]) -> None:
        """Store new vacancies, in the order in which they are given; raises NotFound for an unknown employer."""
        rows = [vacancy_row(record) for record in records]
        await in_chunks(self._queries["add_vacancies"].execute, self._connection, rows)
        for record in records:
            self._journal.note("vacancy", record.id, None)

    async def replace(self, record: VacancyRecord, *, version: int | None) -> int:
        """The new version, or the one that stands when nothing is new. Raises NotFound and VersionConflict."""
        known = await self._lock([record.id])
        if version not in (None, known[record.id]):
            raise VersionConflict
        return (await self._replace([record])).get(record.id, known[record.id])

    async def replace_many(self, records: Sequence[VacancyRecord]) -> frozenset[VacancyId]:
        """As `replace`, whatever the versions are; which have changed. Each may be named once."""
        await self._lock([record.id for record in records])
        changed: set[VacancyId] = set()
        for some in chunks(records):
            changed.update(await self._replace(some))
        return frozenset(changed)

    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, VacancyId]:
        rows = await self._queries["vacancies_by_reference"].fetch(
            self._connection, systems=[r.system for r in references], keys=[r.key for r in references]
        )
        return {ExternalReference(row["system"], row["key"]): row["id"] for row in rows}

    async def _lock(self, vacancies: Sequence[VacancyId]) -> dict[VacancyId, int]:
        rows = await self._queries["lock_vacancies"].fetch(self._connection, vacancies=vacancies)
        if len(rows) < len(vacancies):
            raise NotFound("vacancy")
        return {row["id"]: row["version"] for row in rows}

    async def _replace(self, records: Sequence[VacancyRecord]) -> dict[VacancyId, int]:
        stored = await self.records([record.id for record in records])
        current = {one: _content(record) for one, record in stored.items()}
        changed = [record for record in records if _content(record) != current[record.id]]
        if not changed:
            return {}
        images = await self._queries["images_of_vacancies"].fetch(
            self._connection, vacancies=[record.id for record in changed]
        )
        for image in images:
            self._journal.note("vacancy", image["id"], image["image"])
        rows = await self._queries["replace_vacancies"].fetch(
            self._connection, rows=[vacancy_row(record) for record in changed]
        )
        return {row["id"]: row["version"] for row in rows}


def _content(record: VacancyRecord) -> Row:
    return vacancy_row(record) | {"caseload": None}
