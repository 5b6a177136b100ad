"""Imports, what each changed, how one is undone, and rows that wait. Implements `matching.stores.ImportStore`."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from data.errors import DataError
from data.import_progress import ProgressRows
from data.journal import Before, Journal
from data.rows import chunks, in_chunks, next_cursor
from data.trail import Notes
from data.vault import Vault
from matching.errors import AlreadyUndone, NotFound, UndoRefused
from matching.model import CandidateId, ImportId, QueuedRowId
from matching.model.ids import AccountId
from matching.model.records import ImportRecord, QueueDecision, QueuedRow, QueueOutcome
from matching.stores import ImportChange, Page
from matching.trail import Act

CELLS = "unresolved_rows.cells"
# Kind of record → the query that says, by a digest, how the records stand.
_STATES = {
    "candidate": "states_of_candidates",
    "certificate": "states_of_certificates",
    "window": "states_of_windows",
    "employer": "states_of_employers",
    "vacancy": "states_of_vacancies",
}
# What is checked stays as it is until the undo is done.
_LOCKS = ("lock_logged_candidates", "lock_logged_employers", "lock_logged_vacancies")
# Compensation, in an order that breaks no foreign key: parts before wholes, vacancies before employers.
_UNDO = (
    "end_imported_windows",
    "end_imported_supervisions",
    "bring_back_windows",
    "bring_back_supervisions",
    "remove_imported_certificates",
    "bring_back_certificates",
    "bring_back_candidates",
    "bring_back_identities",
    "remove_imported_references",
    "bring_back_references",
    "remove_imported_candidates",
    "bring_back_vacancies",
    "remove_imported_vacancies",
    "bring_back_employers",
    "remove_imported_employers",
)


class UnloggedChange(DataError):
    """An import's changes are logged in the transaction that makes them."""


class ImportStore(ProgressRows):
    """The imports of one transaction; its journal knows the rows as they were."""

    def __init__(self, connection: Any, vault: Vault, journal: Journal, notes: Notes) -> None:
        super().__init__(connection)
        self._vault = vault
        self._journal = journal
        self._notes = notes

    async def add(self, record: ImportRecord) -> None:
        await self._queries["add_import"].execute(
            self._connection,
            id=record.id,
            kind=record.kind,
            digest=record.digest,
            created=record.created,
            updated=record.updated,
            unchanged=record.unchanged,
            queued=record.queued,
            refused=record.refused,
            at=record.at,
        )

    async def get(self, import_id: ImportId) -> ImportRecord:
        """Raises NotFound."""
        row = await self._queries["get_import"].fetchrow(self._connection, import_id=import_id)
        if row is None:
            raise NotFound("import")
        return _record(row)

    async def page(self, *, limit: int, cursor: str | None) -> Page:
        rows = await self._queries["page_imports"].fetch(
            self._connection, after=self._vault.cursors.position(cursor), limit=limit + 1
        )
        return Page(
            tuple(_record(row) for row in rows[:limit]), next_cursor(rows, limit, self._vault.cursors)
        )

    async def latest(self, limit: int) -> Sequence[ImportRecord]:
        rows = await self._queries["latest_imports"].fetch(self._connection, limit=limit)
        return [_record(row) for row in rows]

    async def log_changes(self, import_id: ImportId, changes: Sequence[ImportChange]) -> None:
        """Log what this transaction has written for a stored import, with the rows as they were and as they now stand.

        Certificates and windows that were written with a candidate are logged with it. Raises UnloggedChange for a
        change that this transaction has not made.
        """
        created = {(change.kind, change.record): change.created for change in changes}
        for change in changes:
            if change.kind == "candidate" and not change.created:
                for part in self._journal.parts_of(change.record):
                    created.setdefault(part, self._before(*part).image is None)
        states = await self._states(created)
        for some in chunks(list(created)):
            before = [self._before(*one) for one in some]
            await self._queries["log_changes"].execute(
                self._connection,
                import_id=import_id,
                kinds=[kind for kind, _ in some],
                records=[record for _, record in some],
                candidates=[
                    record if kind == "candidate" else was.candidate
                    for (kind, record), was in zip(some, before, strict=True)
                ],
                created=[created[one] for one in some],
                before=[None if created[one] else was.image for one, was in zip(some, before, strict=True)],
                after=[states.get(one) for one in some],
            )

    async def changes(self, import_id: ImportId) -> Sequence[ImportChange]:
        rows = await self._queries["changes_of_import"].fetch(self._connection, import_id=import_id)
        self._notes.note(
            Act.READ,
            (row["candidate_id"] for row in rows if row["candidate_id"]),
            entity="import_changes",
            record=import_id,
        )
        return [ImportChange(row["kind"], row["record_id"], row["created"]) for row in rows]

    async def undo(self, import_id: ImportId, *, at: datetime) -> None:
        """Bring back what stood before, as new versions, and remove what the import created.

        Raises NotFound, AlreadyUndone, and UndoRefused when a record is no longer as the import left it.
        """
        undone_at = await self._queries["lock_import"].fetchrow(self._connection, import_id=import_id)
        if undone_at is None:
            raise NotFound("import")
        if undone_at["undone_at"]:
            raise AlreadyUndone
        for lock in _LOCKS:
            await self._queries[lock].fetch(self._connection, import_id=import_id)
        await self._refuse_what_has_changed(import_id)
        # First, so that a row of the queue which this import took in waits again and does not go with its person.
        await self._queries["mark_undone"].execute(self._connection, import_id=import_id, at=at)
        for step in _UNDO:
            await self._queries[step].execute(self._connection, import_id=import_id)

    async def queue(self, import_id: ImportId, rows: Sequence[QueuedRow]) -> None:
        """Keep rows of a stored import, sealed whole, for somebody to say whose they are."""
        sealed = [
            {
                "import_id": str(import_id),
                "row": row.row,
                "cells_sealed": self._vault.seal(
                    json.dumps(dict(row.cells), ensure_ascii=False),
                    column=CELLS,
                    record=f"{import_id} {row.row}",
                ),
                "possible": [str(candidate) for candidate in row.possible],
            }
            for row in rows
        ]
        await in_chunks(self._queries["queue_rows"].execute, self._connection, sealed)

    async def queued(self, *, limit: int, cursor: str | None, decided: bool = False) -> Page:
        """Rows in the order in which they came, oldest first; those of which nothing is decided, or all."""
        rows = await self._queries["page_queue"].fetch(
            self._connection, after=self._vault.cursors.position(cursor), limit=limit + 1, decided=decided
        )
        return Page(
            tuple(self._queued_row(row) for row in rows[:limit]),
            next_cursor(rows, limit, self._vault.cursors),
        )

    async def lock_queued(self, row: QueuedRowId) -> QueuedRow:
        """Raises NotFound."""
        # Read after the lock is held: another's decision may have been waited for.
        await self._queries["lock_queued"].fetch(self._connection, row_id=row)
        found = await self._queries["get_queued"].fetchrow(self._connection, row_id=row)
        if found is None:
            raise NotFound("queued row")
        return self._queued_row(found)

    async def decide(self, row: QueuedRowId, decision: QueueDecision) -> None:
        """Write down what somebody, the actor, says of a row; what was said before stays recorded."""
        await self._queries["decide"].execute(
            self._connection,
            row_id=row,
            outcome=decision.outcome,
            candidate=decision.candidate,
            import_id=decision.import_id,
            reason=decision.reason,
        )

    async def _refuse_what_has_changed(self, import_id: ImportId) -> None:
        logged = await self._queries["logged_states"].fetch(self._connection, import_id=import_id)
        everything = await self._queries["logged_changes"].fetchval(self._connection, import_id=import_id)
        if len(logged) != everything:  # somebody in it has gone to another caseload since
            raise UndoRefused
        states = await self._states({(row["kind"], row["record_id"]): row["created"] for row in logged})
        if any(states.get((row["kind"], row["record_id"])) != row["after"] for row in logged):
            raise UndoRefused
        if await self._queries["others_depend_on_import"].fetchval(self._connection, import_id=import_id):
            raise UndoRefused

    async def _states(self, created: dict[tuple[str, UUID], bool]) -> dict[tuple[str, UUID], str]:
        """Digest of the content of each record, and of all that hangs on one that is `created`."""
        states: dict[tuple[str, UUID], str] = {}
        for kind, whole in sorted({(kind, new) for (kind, _), new in created.items()}):
            query = self._queries[_STATES[kind]]
            records = [one for (of, one), new in created.items() if (of, new) == (kind, whole)]
            given = {"records": records, "whole": whole}
            rows = await query.fetch(self._connection, **{name: given[name] for name in query.parameters})
            states |= {(kind, row["id"]): row["state"] for row in rows}
        return states

    def _before(self, kind: str, record: UUID) -> Before:
        before = self._journal.before(kind, record)
        if before is None:
            raise UnloggedChange(kind)
        return before

    def _queued_row(self, row: Any) -> QueuedRow:
        cells = self._vault.open(row["cells_sealed"], column=CELLS, record=f"{row['import_id']} {row['row']}")
        # The cells are of somebody who may be one of these, or nobody known.
        self._notes.note(
            Act.READ, row["possible"] or [None], entity="unresolved_rows", record=row["import_id"]
        )
        return QueuedRow(
            row["row"],
            json.loads(cells),
            tuple(CandidateId(one) for one in row["possible"]),
            kind=row["kind"],
            import_id=ImportId(row["import_id"]),
            id=QueuedRowId(row["id"]),
            at=row["recorded_at"],
            decided=_decision(row) if row["outcome"] else None,
        )


def _decision(row: Any) -> QueueDecision:
    candidate, import_id = row["candidate_id"], row["decided_import"]
    return QueueDecision(
        QueueOutcome(row["outcome"]),
        CandidateId(candidate) if candidate else None,
        ImportId(import_id) if import_id else None,
        row["reason"],
        AccountId(row["decided_by"]),
        row["decided_at"],
    )


def _record(row: Any) -> ImportRecord:
    return ImportRecord(
        id=ImportId(row["id"]),
        kind=row["kind"],
        digest=row["digest"],
        created=row["created"],
        updated=row["updated"],
        unchanged=row["unchanged"],
        queued=row["queued"],
        refused=row["refused"],
        at=row["at"],
        undone_at=row["undone_at"],
    )
