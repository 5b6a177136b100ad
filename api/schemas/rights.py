"""The rights of people: consents, requests with their clocks."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from api.schemas.documents import Document
from api.schemas.parts import Line, Readable, Shape, Title
from matching.model import EmployerId
from matching.model.rights import (
    CLOCKS,
    ConsentState,
    Disclosed,
    Guardian,
    How,
    LedgerEntry,
    Purpose,
    Recipient,
    RequestKind,
    RequestState,
    SubjectRequest,
    Wording,
)
from matching.usecases.rights import ConsentAsked

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]


class GuardianShape(Readable):
    """Who consents for a child."""

    name: Title = Field(examples=["Wali Contoh"])
    relation: Title = Field(examples=["ibu"])

    def value(self) -> Guardian:
        """The guardian."""
        return Guardian(self.name, self.relation)


class ConsentIn(Readable):
    """A consent as it is written down, under the newest wording of its purpose."""

    purpose: Purpose = Field(examples=[Purpose.MATCHING])
    how: Literal["written", "recorded", "witnessed"] = Field(examples=["written"])
    language: Literal["id", "en"] = "id"
    recipient: Recipient | None = Field(None, description="Without it: the employer, or the unit.")
    employer_id: UUID | None = Field(None, description="To which employer; needed for a disclosure.")
    fields: frozenset[Disclosed] = Field(frozenset(), description="What may be disclosed.")
    given_at: AwareDatetime | None = Field(None, description="Without it: now.")
    until: AwareDatetime | None = Field(None, description="Without it a disclosure has a default end.")
    guardian: GuardianShape | None = Field(None, description="Needed for a child (UU 27/2022 Art. 25).")
    evidence: Line = Field("", description="Where the paper or the recording is kept.", examples=["Map 12"])

    def value(self) -> ConsentAsked:
        """The consent; raises InvalidValue."""
        return ConsentAsked(
            purpose=self.purpose,
            how=How(self.how),
            language=self.language,
            recipient=self.recipient,
            employer=EmployerId(self.employer_id) if self.employer_id else None,
            fields=self.fields,
            given_at=self.given_at,
            until=self.until,
            guardian=self.guardian.value() if self.guardian else None,
            evidence=self.evidence,
        )


class ConsentOut(Shape):
    """An entry of the ledger. `wording` null: taken over from a source, whose wording is not known here."""

    id: UUID
    purpose: Purpose
    recipient: Recipient
    employer_id: UUID | None
    fields: list[Disclosed]
    wording: str | None
    language: str
    wording_sha256: str | None
    how: How
    given_at: datetime
    until: datetime | None
    guardian: GuardianShape | None
    evidence: str
    state: ConsentState
    withdrawn_at: datetime | None
    withdrawal_reason: str
    recorded_at: datetime


class WordsIn(Shape):
    """What somebody says with it; nobody has to give a reason."""

    reason: Words = ""


class RequestIn(Shape):
    """A request of a person. Withdrawal, objection and restriction are carried out with it."""

    kind: RequestKind = Field(examples=[RequestKind.ACCESS])
    note: Words = ""


class DecisionIn(Shape):
    """The decision of an open request; a refusal says why."""

    granted: bool = Field(examples=[True])
    answer: Words = ""


class CorrectionIn(Shape):
    """What became of a correction that was granted; one that was not carried out says why."""

    done: bool = Field(examples=[True])
    words: Words = ""


class RequestOut(Shape):
    """A request with its clock. `candidate` is null once the person has been erased."""

    id: UUID
    kind: RequestKind
    subject: UUID
    candidate: UUID | None
    state: RequestState
    received_at: datetime
    due_at: datetime
    due_in_hours: float | None = Field(description="Below zero when overdue; null where nobody has to act.")
    article: str
    by_law: bool = Field(description="Whether the law sets this clock; otherwise it is our own target.")
    note: str
    answer: str
    granted_at: datetime | None = Field(
        description="A correction is `approved` from here on until the case worker has carried it out."
    )
    decided_at: datetime | None


class WordingOut(Shape):
    """A text of consent."""

    key: str
    language: str
    sha256: str
    text: str


class WordingList(Shape):
    """Texts of consent in every version."""

    items: list[WordingOut]


def consent_document(entry: LedgerEntry) -> Document:
    """JSON of an entry of the ledger."""
    consent = entry.consent
    wording, guardian = consent.wording, consent.guardian
    return {
        "id": str(consent.id),
        "purpose": consent.purpose.value,
        "recipient": consent.recipient.value,
        "employer_id": str(consent.employer) if consent.employer else None,
        "fields": sorted(field.value for field in consent.fields),
        "wording": wording.key if wording else None,
        "language": wording.language if wording else "id",
        "wording_sha256": wording.sha256 if wording else None,
        "how": consent.how.value,
        "given_at": consent.given_at.isoformat(),
        "until": _moment(consent.until),
        "guardian": {"name": guardian.name, "relation": guardian.relation} if guardian else None,
        "evidence": consent.evidence,
        "state": entry.state.value,
        "withdrawn_at": _moment(entry.withdrawn_at),
        "withdrawal_reason": entry.withdrawal_reason,
        "recorded_at": entry.recorded_at.isoformat(),
    }


def request_document(request: SubjectRequest, now: datetime) -> Document:
    """JSON of a request, its clock read now."""
    clock = CLOCKS[request.kind]
    return {
        "id": str(request.id),
        "kind": request.kind.value,
        "subject": str(request.subject),
        "candidate": str(request.candidate) if request.candidate else None,
        "state": request.state.value,
        "received_at": request.received_at.isoformat(),
        "due_at": request.due_at.isoformat(),
        "due_in_hours": request.due_in_hours(now) if request.waiting else None,
        "article": clock.article,
        "by_law": clock.by_law,
        "note": request.note,
        "answer": request.answer,
        "granted_at": _moment(request.granted_at),
        "decided_at": _moment(request.decided_at),
    }


def wording_document(wording: Wording) -> Document:
    """JSON of a text of consent."""
    return {
        "key": wording.key,
        "language": wording.language,
        "sha256": wording.sha256,
        "text": wording.text,
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
