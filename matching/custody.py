"""What the rights of people need of a database, as protocols; the stores of one transaction, and the erasing hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from matching.model.ids import AccountId, CandidateId, EmployerId
from matching.model.rights import (
    Consent,
    JournalState,
    LedgerEntry,
    Purpose,
    RequestState,
    RetentionRule,
    SeenPerson,
    SubjectRequest,
    Wording,
)


class ConsentStore(Protocol):
    """The ledger: entries are added, never changed."""

    async def give(self, consent: Consent) -> None: ...
    async def of(self, candidate: CandidateId) -> Sequence[LedgerEntry]:
        """All entries of a person, the newest first."""
        ...

    async def withdraw(
        self, candidate: CandidateId, consent: UUID | None, *, at: datetime, reason: str
    ) -> int:
        """Withdraw one current consent, or all; how many were."""
        ...

    async def spoken(self, candidates: Sequence[CandidateId]) -> frozenset[CandidateId]:
        """Those of whose consent to matching the ledger says anything, however it stands now."""
        ...

    async def disclosed_to(self, candidate: CandidateId, employer: EmployerId) -> bool: ...
    async def suspend(self, candidate: CandidateId, *, restricted: bool) -> None:
        """Suspend processing, or take it up again. Raises NotFound."""
        ...


class RequestStore(Protocol):
    """Requests of people."""

    async def add(self, request: SubjectRequest) -> None: ...
    async def get(self, request: UUID) -> SubjectRequest:
        """Raises NotFound."""
        ...

    async def waiting(self, *, limit: int, overdue_at: datetime | None = None) -> Sequence[SubjectRequest]:
        """Requests on which somebody has to act, the most urgent first; with `overdue_at`, those due before it."""
        ...

    async def of(self, candidate: CandidateId) -> Sequence[SubjectRequest]: ...
    async def decide(
        self, request: UUID, state: RequestState, *, by: AccountId, at: datetime, answer: str
    ) -> None:
        """Decide an open request. Raises NotFound, and InvalidValue where it has been decided."""
        ...

    async def end_correction(
        self, request: UUID, state: RequestState, *, by: AccountId, at: datetime, words: str
    ) -> None:
        """Say what became of a granted correction; `words` join the answer. Raises NotFound, and InvalidValue where
        none waits."""
        ...


class SubjectFiles(Protocol):
    """Everything that is kept of a person; the worksheet of a breach."""

    async def of(self, candidate: CandidateId) -> Mapping[str, Any]:
        """All of it, numbers in full. Raises NotFound where the person is not the asker's."""
        ...

    async def account(self, login: str) -> AccountId:
        """Account of a login or id. Raises NotFound."""
        ...

    async def seen_by(self, account: AccountId, since: datetime, until: datetime) -> Sequence[SeenPerson]: ...


class Wordings(Protocol):
    """Texts of consent."""

    def newest(self, purpose: Purpose, language: str) -> Wording: ...
    def all(self) -> Sequence[Wording]: ...


class Eraser(Protocol):
    """The hand of the worker: erases for good, and carries out what time asks for."""

    async def erase(self, candidate: CandidateId, *, at: datetime) -> None:
        """Write the journal, then remove the person everywhere. Again for somebody who is gone: harmless."""
        ...

    async def repeat(self, *, at: datetime) -> int:
        """Erase again who is in the journal and there, and whose erasure was approved; how many."""
        ...

    async def close_expired(self) -> int:
        """Close the gates of people whose consent has run out; how many."""
        ...

    async def journal(self) -> JournalState:
        """How the erasure journal stands."""
        ...

    async def retain(self, rule: RetentionRule, *, now: datetime, remove: bool) -> int:
        """How much is older than the rule allows; with `remove` it goes."""
        ...


class RightsJournal(Protocol):
    """What a restore must not undo, kept outside the database."""

    async def keep(self) -> int:
        """Write what waits to be written; how much. Every transaction does so for itself; this is for what is left."""
        ...

    async def lacking(self) -> Sequence[str]:
        """What is not there although the database knows of it; empty when all is."""
        ...
