"""Requests of people, and everything that is kept of one. Implements `matching.custody`'s stores of the same names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from data.identities import NIK, REGISTER
from data.queries import load
from data.trail import Notes
from data.vault import Vault
from matching.errors import InvalidValue, NotFound
from matching.model.ids import AccountId, CandidateId
from matching.model.rights import RequestKind, RequestState, SeenPerson, SubjectRequest
from matching.trail import Act


class RequestStore:
    """The register of requests, as far as the one who asks may see it."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("subjects")

    async def add(self, request: SubjectRequest) -> None:
        """Write a new, open request down; raises NotFound where its person is not the asker's."""
        tag = await self._queries["add_request"].execute(
            self._connection,
            id=request.id,
            kind=request.kind,
            candidate=request.candidate,
            received_at=request.received_at,
            due_at=request.due_at,
            note=request.note,
        )
        if tag == "INSERT 0 0":
            raise NotFound("candidate")

    async def get(self, request: UUID) -> SubjectRequest:
        """Raises NotFound."""
        row = await self._queries["get_request"].fetchrow(self._connection, request=request)
        if row is None:
            raise NotFound("request")
        return self._noted([row])[0]

    async def waiting(self, *, limit: int, overdue_at: datetime | None = None) -> Sequence[SubjectRequest]:
        """The most urgent first; with `overdue_at`, those due before it."""
        rows = await self._queries["waiting_requests"].fetch(
            self._connection, limit=limit, overdue_at=overdue_at
        )
        return self._noted(rows)

    async def of(self, candidate: CandidateId) -> Sequence[SubjectRequest]:
        """Requests of a person, the newest first."""
        rows = await self._queries["requests_of"].fetch(self._connection, candidate=candidate)
        return self._noted(rows)

    def _noted(self, rows: Sequence[Any]) -> list[SubjectRequest]:
        self._notes.note(
            Act.READ, [row["candidate_id"] for row in rows], "requests", entity="subject_requests"
        )
        return [_request(row) for row in rows]

    async def decide(
        self, request: UUID, state: RequestState, *, by: AccountId, at: datetime, answer: str
    ) -> None:
        """Decide an open request; raises NotFound, and InvalidValue where it has been decided."""
        tag = await self._queries["decide_request"].execute(
            self._connection, request=request, state=state, by=by, at=at, answer=answer
        )
        if tag == "UPDATE 0":
            await self.get(request)
            raise InvalidValue("request", "sudah diputuskan / has been decided already")

    async def end_correction(
        self, request: UUID, state: RequestState, *, by: AccountId, at: datetime, words: str
    ) -> None:
        """Say what became of a correction that was granted; raises NotFound, and InvalidValue where none waits."""
        tag = await self._queries["end_correction"].execute(
            self._connection, request=request, state=state, by=by, at=at, words=words
        )
        if tag == "UPDATE 0":
            await self.get(request)
            raise InvalidValue(
                "request",
                "bukan pembetulan yang dikabulkan, atau sudah selesai"
                " / is no correction that was granted, or is over already",
            )


class SubjectFiles:
    """Everything of one person, with the numbers opened: the person's own file."""

    def __init__(self, connection: Any, vault: Vault, notes: Notes) -> None:
        self._connection, self._vault, self._notes = connection, vault, notes
        self._queries = load("subjects")

    async def of(self, candidate: CandidateId) -> Mapping[str, Any]:
        """Raises NotFound where there is no such person, or it is not the asker's."""
        file = await self._queries["subject_file"].fetchval(self._connection, candidate=candidate)
        if file is None:
            raise NotFound("candidate")
        self._notes.note(Act.EXPORT, [candidate])
        identity = file["identity"] or {}
        for column, name in ((NIK, "nik"), (REGISTER, "register")):
            sealed = identity.pop(f"{name}_sealed", None)
            identity.pop(f"{name}_last4", None)
            identity[column] = sealed and self._vault.open(sealed, column=column, record=str(candidate))
        whole: dict[str, Any] = {key: value for key, value in file.items() if value is not None}
        return whole

    async def account(self, login: str) -> AccountId:
        """Raises NotFound."""
        found = await self._queries["account_of"].fetchval(self._connection, login=login)
        if found is None:
            raise NotFound("account")
        return AccountId(found)

    async def seen_by(self, account: AccountId, since: datetime, until: datetime) -> Sequence[SeenPerson]:
        """People whose data the account has seen, the first seen first; nobody, to whoever is no officer."""
        rows = await self._queries["breach_worksheet"].fetch(
            self._connection, account=account, since=since, until=until
        )
        seen = (None, *(row["candidate_id"] for row in rows))
        self._notes.note(Act.READ, seen, "worksheet", entity="trail", record=account)
        return [
            SeenPerson(
                row["candidate_id"],
                row["unit"],
                row["caseload"],
                row["first_at"],
                row["last_at"],
                row["looks"],
                tuple(row["fields"]),
                tuple(row["purposes"]),
                row["still_kept"],
            )
            for row in rows
        ]


def _request(row: Any) -> SubjectRequest:
    return SubjectRequest(
        id=row["id"],
        kind=RequestKind(row["kind"]),
        subject=row["subject"],
        received_at=row["received_at"],
        due_at=row["due_at"],
        state=RequestState(row["state"]),
        candidate=CandidateId(row["candidate_id"]) if row["candidate_id"] else None,
        note=row["note"],
        answer=row["answer"],
        decided_by=AccountId(row["decided_by"]) if row["decided_by"] else None,
        decided_at=row["decided_at"],
        granted_at=row["granted_at"],
    )
