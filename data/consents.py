"""The ledger of consents. Implements `matching.custody.ConsentStore`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from data.queries import load
from data.rows import codes, members
from data.trail import Notes
from matching.errors import NotFound
from matching.model.ids import AccountId, CandidateId, EmployerId
from matching.model.rights import (
    Consent,
    ConsentState,
    Disclosed,
    Guardian,
    How,
    LedgerEntry,
    Purpose,
    Recipient,
    Wording,
)
from matching.trail import Act


class ConsentStore:
    """The entries of one transaction. The database keeps the gate to matching in step with them."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("consents")

    async def give(self, consent: Consent) -> None:
        """Add an entry. Raises NotFound; InvalidValue where a child's guardian is missing (UU 27/2022 Art. 25)."""
        wording, guardian = consent.wording, consent.guardian
        tag = await self._queries["add_consent"].execute(
            self._connection,
            id=consent.id,
            candidate=consent.candidate,
            purpose=consent.purpose,
            recipient=consent.recipient,
            employer=consent.employer,
            fields=codes(consent.fields),
            wording=wording.key if wording else "",
            language=wording.language if wording else "id",
            sha256=wording.sha256 if wording else "",
            how=consent.how,
            given_at=consent.given_at,
            until=consent.until,
            guardian_name=guardian.name if guardian else "",
            guardian_relation=guardian.relation if guardian else "",
            evidence=consent.evidence,
        )
        if tag == "INSERT 0 0":
            raise NotFound("candidate")

    async def of(self, candidate: CandidateId) -> Sequence[LedgerEntry]:
        """All entries of a person, the newest first."""
        rows = await self._queries["consents_of"].fetch(self._connection, candidate=candidate)
        self._notes.note(Act.READ, [candidate] if rows else [], "consents")
        return [_entry(row) for row in rows]

    async def withdraw(
        self, candidate: CandidateId, consent: UUID | None, *, at: datetime, reason: str
    ) -> int:
        """Withdraw one current consent, or all; how many were."""
        tag = await self._queries["withdraw_consents"].execute(
            self._connection, candidate=candidate, consent=consent, at=at, reason=reason
        )
        return int(tag.split()[-1])

    async def spoken(self, candidates: Sequence[CandidateId]) -> frozenset[CandidateId]:
        """Those of whose consent to matching the ledger says anything, however it stands now."""
        rows = await self._queries["spoken"].fetch(self._connection, candidates=candidates)
        return frozenset(CandidateId(row["candidate_id"]) for row in rows)

    async def disclosed_to(self, candidate: CandidateId, employer: EmployerId) -> bool:
        """Whether this employer may see who the person is, now."""
        self._notes.note(Act.READ, [candidate], "consents")
        return bool(
            await self._queries["disclosed_to"].fetchval(
                self._connection, candidate=candidate, employer=employer
            )
        )

    async def suspend(self, candidate: CandidateId, *, restricted: bool) -> None:
        """Suspend processing, or take it up again; the caller knows that the person is there."""
        await self._queries["set_restricted"].execute(
            self._connection, candidate=candidate, restricted=restricted
        )


def _entry(row: Any) -> LedgerEntry:
    wording = Wording(row["wording"], row["language"], row["wording_sha256"]) if row["wording"] else None
    guardian = (
        Guardian(row["guardian_name"], row["guardian_relation"]) if row["guardian_name"].strip() else None
    )
    return LedgerEntry(
        Consent(
            id=row["id"],
            candidate=CandidateId(row["candidate_id"]),
            purpose=Purpose(row["purpose"]),
            recipient=Recipient(row["recipient"]),
            how=How(row["how"]),
            given_at=row["given_at"],
            wording=wording,
            employer=EmployerId(row["employer_id"]) if row["employer_id"] else None,
            fields=members(Disclosed, row["fields"]),
            until=row["until"],
            guardian=guardian,
            evidence=row["evidence"],
        ),
        ConsentState(row["state"]),
        AccountId(row["recorded_by"]),
        row["recorded_at"],
        row["withdrawn_at"],
        row["withdrawal_reason"],
    )
