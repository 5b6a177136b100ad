"""People as lists show them. Implements `matching.caseload_store.CaseloadStore`."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from data.candidate_rows import window_of
from data.queries import load
from data.trail import Notes
from matching.model import CandidateId
from matching.model.caseload import Caseload, CaseloadQuery, CaseloadRow, GateState
from matching.trail import Act
from matching.vocabulary import BlockerKind


class CaseloadStore:
    """Lines of people in one's charge; whoever is given out is noted."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("caseload")

    async def find(self, query: CaseloadQuery) -> Caseload:
        """A page of those who are wanted."""
        rows = await self._queries["caseload"].fetch(
            self._connection,
            words=query.words.lower().split(),
            until=None if query.within_days is None else query.today + timedelta(days=query.within_days),
            today=query.today,
            gate=None if query.gate is None else str(query.gate),
            limit=query.rows,
            skipped=(query.page - 1) * query.rows,
        )
        act = Act.LOOK_UP if query.words else Act.READ
        self._notes.note(act, [row["id"] for row in rows], "identity", "window")
        return Caseload(tuple(map(_line, rows)), rows[0]["total"] if rows else 0)

    async def names(self, people: Collection[CandidateId]) -> Mapping[CandidateId, str]:
        """Names of those among these people whose names one may see."""
        rows = await self._queries["names_of"].fetch(self._connection, people=list(people))
        self._notes.note(Act.READ, [row["id"] for row in rows], "identity")
        return {CandidateId(row["id"]): row["name"] for row in rows}


def _line(row: Any) -> CaseloadRow:
    return CaseloadRow(
        candidate=CandidateId(row["id"]),
        name=row["name"],
        gate=_gate(row),
        window=window_of(row) if row["mode"] else None,
        certificates=row["certificates"],
        home=row["home"],
        filled=row["filled"],
        blockers=tuple(BlockerKind(one) for one in row["blockers"]),
    )


def _gate(row: Any) -> GateState:
    if row["restricted"]:
        return GateState.RESTRICTED
    if row["objected"]:
        return GateState.OBJECTED
    return GateState.OPEN if row["consented"] else GateState.WITHOUT_CONSENT
