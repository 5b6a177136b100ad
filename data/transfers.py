"""People between caseloads and units, claims, and whole numbers. Implements `matching.stores.TransferStore`."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from data.account_staff import unit_of
from data.identities import NIK, REGISTER
from data.queries import load
from data.rows import next_cursor
from data.trail import Notes
from data.vault import Vault
from matching.errors import NotFound
from matching.model import CandidateId, UnitId
from matching.model.accounts import Unit
from matching.model.ids import AccountId
from matching.model.placements import OpenMatter
from matching.model.transfers import (
    Colleague,
    Number,
    Transfer,
    TransferId,
    TransferKind,
    TransferOutcome,
)
from matching.stores import Page
from matching.trail import Act

_COLUMNS = {Number.NATIONAL_ID: NIK, Number.REGISTER_NUMBER: REGISTER}


class TransferStore:
    """Everything is decided by named functions of the database, which see both sides; whoever asks sees one."""

    def __init__(self, connection: Any, vault: Vault, notes: Notes) -> None:
        self._connection, self._vault, self._notes = connection, vault, notes
        self._queries = load("transfers")

    async def claim(self, national_ids: Sequence[str]) -> None:
        """Ask for whoever has one of these numbers and is in another's charge. The answer is the same for everybody."""
        hashes = [one for number in national_ids for one in self._vault.lookup_hashes(number, column=NIK)]
        await self._queries["claim_people"].execute(self._connection, hashes=hashes)

    async def offer(self, candidate: CandidateId, unit: UnitId, note: str) -> TransferId:
        """Raises NotFound where the person is not in one's charge, or the unit takes nobody."""
        offered = await self._queries["offer_person"].fetchval(
            self._connection, candidate=candidate, unit=unit, note=note
        )
        if offered is None:
            raise NotFound("candidate")
        return TransferId(offered)

    async def hand_over(self, candidate: CandidateId, colleague: AccountId) -> None:
        """Raises NotFound where the person is not in one's charge, or the account is not a colleague's."""
        _found(
            await self._queries["hand_over_person"].fetchval(
                self._connection, candidate=candidate, colleague=colleague
            ),
            "candidate",
        )

    async def decide(self, transfer: TransferId, *, accept: bool) -> None:
        """Raises NotFound where there is nothing for the actor to decide."""
        _found(
            await self._queries["decide_transfer"].fetchval(
                self._connection, transfer=transfer, accept=accept
            ),
            "transfer",
        )

    async def page(self, *, limit: int, cursor: str | None, waiting: bool = False) -> Page:
        """Transfers of people in one's charge, and offers to one's unit; `waiting`: those that nobody has decided."""
        rows = await self._queries["page_transfers"].fetch(
            self._connection, after=self._vault.cursors.position(cursor), limit=limit + 1, waiting=waiting
        )
        self._notes.note(Act.READ, [row["candidate_id"] for row in rows[:limit]], "transfer")
        return Page(tuple(map(_transfer, rows[:limit])), next_cursor(rows, limit, self._vault.cursors))

    async def units(self) -> Sequence[Unit]:
        """Units that take people."""
        rows = await self._queries["units_to_offer_to"].fetch(self._connection)
        return [unit_of(row) for row in rows]

    async def colleagues(self) -> Sequence[Colleague]:
        """The other case workers of one's unit."""
        rows = await self._queries["colleagues"].fetch(self._connection)
        return [Colleague(AccountId(row["id"]), row["name"]) for row in rows]

    async def reveal(self, candidate: CandidateId, number: Number) -> str:
        """The whole number of a person in one's charge; recorded. Raises NotFound."""
        row = await self._queries["sealed_number"].fetchrow(
            self._connection, candidate=candidate, number=str(number)
        )
        if row is None:
            raise NotFound("candidate")
        if row["sealed"] is None:
            raise NotFound("number")
        self._notes.note(Act.REVEAL, [candidate], str(number), entity="candidate_identities")
        return self._vault.open(row["sealed"], column=_COLUMNS[number], record=str(candidate))


def _matter(kept: Any) -> OpenMatter:
    due = date.fromisoformat(kept["due_on"]) if kept["due_on"] else None
    return OpenMatter(kept["kind"], UUID(kept["record"]), due, kept["about"])


def _found(answer: Any, kind: str) -> None:
    if not answer:
        raise NotFound(kind)


def _transfer(row: Any) -> Transfer:
    return Transfer(
        id=TransferId(row["id"]),
        candidate=CandidateId(row["candidate_id"]),
        kind=TransferKind(row["kind"]),
        from_unit=UnitId(row["from_unit"]),
        from_name=row["from_name"],
        to_unit=UnitId(row["to_unit"]),
        to_name=row["to_name"],
        note=row["note"],
        asked_at=row["asked_at"],
        outcome=TransferOutcome(row["outcome"]) if row["outcome"] else None,
        decided_at=row["decided_at"],
        open_matters=None if row["open_matters"] is None else tuple(map(_matter, row["open_matters"])),
    )
