"""Verdicts of live shortlists, under the worker's role. Implements `matching.shortlist_store.VerdictStore`.

How far the outbox has been read is kept in the database and written with what was found: an interruption loses
nothing, and whatever is told twice changes nothing.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.candidate_parts import certificates_by_holder
from data.candidate_rows import candidate_of
from data.pool import Connection, Database, Program
from data.queries import load
from data.trail import ProgramNotes
from data.vacancy_rows import vacancy_of
from matching.model import Candidate, CandidateId, Vacancy, VacancyId
from matching.model.shortlists import ItemId
from matching.shortlist_store import LiveItem, Renewed
from matching.trail import Act

_RENEWER = Program(purpose="verdicts of shortlists")


@dataclass(frozen=True)
class Look:
    """One look, in its transaction."""

    items: Sequence[LiveItem]
    connection: Connection
    notes: ProgramNotes

    async def facts(
        self, items: Sequence[LiveItem]
    ) -> tuple[dict[CandidateId, Candidate], dict[VacancyId, Vacancy]]:
        """People whose gate is open, and vacancies, of these items."""
        queries = load("verdicts")
        people = list({item.candidate for item in items if item.gate_open})
        rows = await queries["facts_of_people"].fetch(self.connection, candidates=people)
        certificates = await certificates_by_holder(self.connection, people)
        if rows:  # as in index building: everybody's facts, and nobody is named to anybody
            self.notes.note(Act.INDEX, [None], "certificates", "facts", entity="shortlists")
        vacancies = list({item.vacancy for item in items})
        offered = await queries["facts_of_vacancies"].fetch(self.connection, vacancies=vacancies)
        return (
            {CandidateId(row["id"]): candidate_of(row, certificates[row["id"]]) for row in rows},
            {VacancyId(row["id"]): vacancy_of(row) for row in offered},
        )

    async def put(self, renewed: Sequence[Renewed], ending: Sequence[str]) -> int:
        """Write verdicts and flags; how many flags were raised."""
        queries = load("verdicts")
        changed = [one for one in renewed if one.stands != one.item.stood]
        await queries["put_verdicts"].execute(
            self.connection, rows=[{**_item(one), "stands": one.stands} for one in changed]
        )
        await queries["end_flags"].execute(
            self.connection,
            items=[one.item.id for one in changed],
            ending=list(ending),
            holding=[f"{one.item.id}:{code}" for one in changed for code in one.lasting],
        )
        new = [
            {**_item(one), "kind": kind, "code": code, "parameters": parameters}
            for one in changed
            for kind, code, parameters in one.new
        ]
        return len(await queries["add_flags"].fetch(self.connection, rows=new)) if new else 0


class PostgresVerdicts:
    """Looks at live items on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def look(self, today: date) -> AsyncIterator[Look | None]:
        """One look; None while another process has its own."""
        queries, notes = load("verdicts"), ProgramNotes()
        async with self._database.transaction(_RENEWER, closing=notes) as connection:
            if not await queries["try_lock_renewal"].fetchval(connection):
                yield None
                return
            position = await load("index_store")["position"].fetchrow(connection)
            stands = await queries["renewal"].fetchrow(connection)
            watermark = f"{position['incarnation']}:{position['xmin']}"
            incarnation, _, xmin = stands["watermark"].partition(":")
            whole = stands["day"] != today or incarnation != position["incarnation"]
            whole = whole or int(position["pruned_xid"]) >= int(xmin)
            rows = await queries["live_items"].fetch(connection, whole=whole, xmin=xmin or "0")
            yield Look([_live(row) for row in rows], connection, notes)
            if whole or await queries["anything_since"].fetchval(connection, xmin=xmin):
                await queries["put_renewal"].execute(connection, watermark=watermark, day=today)


def _live(row: Any) -> LiveItem:
    return LiveItem(
        ItemId(row["id"]),
        CandidateId(row["candidate_id"]),
        VacancyId(row["vacancy_id"]),
        row["gate_open"],
        row["unit_id"],
        row["caseload"],
        row["stands"],
        row["version"],
        ranked=row["ranked"],
        kept=row["kept"],
    )


def _item(one: Renewed) -> dict[str, str]:
    item = one.item
    return {
        "item_id": str(item.id),
        "candidate_id": str(item.candidate),
        "unit_id": str(item.unit),
        "caseload": str(item.caseload),
    }
