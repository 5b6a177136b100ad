"""Unusual reading, breaches and letters of people, for an officer. Implements `matching.oversight_store`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from data.queries import load
from data.trail import Notes
from data.vault import Vault
from matching.errors import NotFound
from matching.model.ids import AccountId
from matching.model.oversight import (
    Breach,
    BreachAct,
    BreachStep,
    Finding,
    Letter,
    Measure,
    Outcome,
    Review,
    Seen,
    UnusualReading,
)
from matching.trail import Act


class OversightStore:
    """The database's walls show all of it to an officer alone. What an account has read is a look at the trail."""

    def __init__(self, connection: Any, vault: Vault, notes: Notes) -> None:
        self._connection, self._vault, self._notes = connection, vault, notes
        self._queries = load("oversight")

    async def readings(self, *, waiting: bool, limit: int) -> Sequence[UnusualReading]:
        rows = await self._queries["unusual_readings"].fetch(self._connection, waiting=waiting, limit=limit)
        self._notes.note(Act.READ, [None], "findings", entity="trail")
        return [_reading(row) for row in rows]

    async def reading(self, finding: UUID) -> UnusualReading:
        row = await self._queries["unusual_reading"].fetchrow(self._connection, finding=finding)
        if row is None:
            raise NotFound("finding")
        self._notes.note(Act.READ, [None], "findings", entity="trail")
        return _reading(row)

    async def review(self, finding: UUID, outcome: Outcome, note: str) -> bool:
        said = await self._queries["review_reading"].fetchval(
            self._connection, finding=finding, outcome=outcome, note=note
        )
        return said is not None

    async def breaches(self, *, limit: int) -> Sequence[Breach]:
        return await self._with_acts(
            await self._queries["page_breaches"].fetch(self._connection, limit=limit)
        )

    async def breach(self, breach: UUID) -> Breach:
        row = await self._queries["get_breach"].fetchrow(self._connection, breach=breach)
        if row is None:
            raise NotFound("breach")
        return (await self._with_acts([row]))[0]

    async def _with_acts(self, rows: Sequence[Any]) -> list[Breach]:
        done: dict[UUID, list[BreachAct]] = defaultdict(list)
        found = await self._queries["acts_of_breaches"].fetch(
            self._connection, breaches=[row["id"] for row in rows]
        )
        for row in found:
            act = BreachAct(BreachStep(row["kind"]), row["at"], row["note"], AccountId(row["recorded_by"]))
            done[row["breach_id"]].append(act)
        return [_breach(row, done[row["id"]]) for row in rows]

    async def add_breach(self, breach: Breach) -> None:
        seen = breach.seen
        await self._queries["add_breach"].execute(
            self._connection,
            id=breach.id,
            found_at=breach.found_at,
            due_at=breach.due_at,
            found_by=breach.found_by,
            what=breach.what,
            account=seen and seen.account,
            since=seen and seen.since,
            until=seen and seen.until,
        )

    async def add_act(self, breach: UUID, act: BreachAct) -> bool:
        said = await self._queries["add_breach_act"].fetchval(
            self._connection, breach=breach, kind=act.kind, at=act.at, note=act.note
        )
        return said is not None

    async def write_down(self, letter: Letter) -> tuple[int, Sequence[UUID]]:
        row = await self._queries["request_by_letter"].fetchrow(
            self._connection,
            number_kind=letter.number_kind,
            hashes=list(self._vault.lookup_hashes(letter.number, column=letter.number_kind)),
            asked=letter.kind,
            received_at=letter.received_at,
            due_at=letter.due_at,
            note=letter.note,
        )
        return (row["people"], row["requests"]) if row else (0, [])


def _reading(row: Any) -> UnusualReading:
    finding = Finding(
        row["account"],
        row["role"],
        row["unit"],
        row["day"],
        Measure(row["measure"]),
        row["count"],
        row["own_usual"],
        row["role_usual"],
    )
    review = None
    if row["outcome"]:
        by = AccountId(row["recorded_by"])
        review = Review(Outcome(row["outcome"]), by, row["recorded_at"], row["note"])
    return UnusualReading(row["id"], finding, row["found_at"], row["own"], review)


def _breach(row: Any, acts: Sequence[BreachAct]) -> Breach:
    seen = Seen(AccountId(row["account"]), row["since"], row["until"]) if row["account"] else None
    return Breach(row["id"], row["found_at"], row["found_by"], row["what"], seen, tuple(acts))
