"""Recorded runs of matching. Implements `matching.stores.RunStore`."""

from typing import Any
from uuid import UUID

from data.queries import load
from data.rows import NOBODY, next_cursor
from data.trail import Notes
from data.vault import Cursors
from matching.errors import NotFound
from matching.model import CandidateId, RunId, VacancyId
from matching.model.records import RunRecord
from matching.stores import Page
from matching.trail import Act


class RunStore:
    """Runs are written once and read; only the erasure of a person changes them, and the database does that."""

    def __init__(self, connection: Any, cursors: Cursors, notes: Notes) -> None:
        self._connection = connection
        self._cursors, self._notes = cursors, notes
        self._queries = load("runs")

    async def add(self, record: RunRecord) -> None:
        """Store a run; raises NotFound when its candidate or vacancy is not there."""
        await self._queries["add_run"].execute(
            self._connection,
            id=record.id,
            kind=record.kind,
            candidate=record.candidate,
            vacancy=record.vacancy,
            snapshot=record.snapshot,
            model=record.model,
            weights=record.weights,
            rules=record.rules,
            parameters=record.parameters,
            features=record.features,
            result=record.result,
            at=record.at,
        )

    async def get(self, run: RunId) -> RunRecord:
        """Raises NotFound."""
        row = await self._queries["get_run"].fetchrow(self._connection, run=run)
        if row is None:
            raise NotFound("run")
        return self._noted(_record(row))

    async def page(self, *, limit: int, cursor: str | None) -> Page:
        rows = await self._queries["page_runs"].fetch(
            self._connection, after=self._cursors.position(cursor), limit=limit + 1
        )
        return Page(
            tuple(self._noted(_record(row)) for row in rows[:limit]), next_cursor(rows, limit, self._cursors)
        )

    def _noted(self, run: RunRecord) -> RunRecord:
        """A run is about its person, or about everybody in its list."""
        subjects = [run.candidate] if run.candidate else _people(run)
        self._notes.note(Act.READ, subjects, "run", entity="runs", record=run.id)
        return run


def _people(run: RunRecord) -> list[UUID]:
    if run.kind != "candidates":
        return []
    return [one for row in run.result["rows"] if (one := UUID(row["id"])) != NOBODY]  # nobody: erased


def _record(row: Any) -> RunRecord:
    return RunRecord(
        id=RunId(row["id"]),
        kind=row["kind"],
        candidate=CandidateId(row["candidate_id"]) if row["candidate_id"] else None,
        vacancy=VacancyId(row["vacancy_id"]) if row["vacancy_id"] else None,
        snapshot=row["snapshot"],
        model=row["model"],
        weights=row["weights"],
        rules=row["rules"],
        parameters=row["parameters"],
        features=row["features"],
        result=row["result"],
        at=row["at"],
        erased=row["erased"],
    )
