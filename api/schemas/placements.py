"""What follows a proposal: answers of employers, openings, placements, checks, complaints."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from api.schemas.cards import CardOut
from api.schemas.documents import Document, plain
from api.schemas.parts import Day, Line, Readable, RegencyCode, Rupiah, Shape
from matching.model import CandidateId, EmployerId
from matching.model.outcome_codes import (
    AnswerKind,
    CheckState,
    Complainant,
    ComplaintCode,
    ComplaintState,
    EmployerReason,
    EndReason,
    InterviewManner,
    PlacementKind,
    Rung,
)
from matching.model.placements import Check, Complaint, ComplaintId, EmployerAnswer, LadderEvent
from matching.vocabulary import ContractKind

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class EmployerAnswerIn(Readable):
    """The employer's answer to one item; words for the codes: `/reference/vocabularies/…`."""

    kind: AnswerKind = Field(examples=[AnswerKind.INTERVIEW])
    meets_at: AwareDatetime | None = Field(None, description="Of an interview: when, with an offset of time.")
    how: InterviewManner | None = Field(None, description="Of an interview: how they meet.")
    place: Line = Field("", description="Of an interview: where, such as the address or the room.")
    reason: EmployerReason | None = Field(None, description="Of declined, not_held and withdrawn.")
    note: Note = ""

    def value(self) -> EmployerAnswer:
        """The answer. Raises InvalidValue."""
        return EmployerAnswer(self.kind, self.meets_at, self.how, self.place, self.reason, self.note)


class EmployerAnswerOut(Shape):
    """An answer as it was recorded; `on_behalf`: by the staff, as the employer has told them."""

    id: int
    kind: AnswerKind
    meets_at: datetime | None
    how: InterviewManner | None
    place: str
    reason: EmployerReason | None
    note: str
    on_behalf: bool
    recorded_at: datetime


class EmployerAnswers(Shape):
    """All answers to one item, the oldest first, and what may be answered next."""

    items: list[EmployerAnswerOut]
    next: list[AnswerKind]


class ProposalOut(Shape):
    """A person who was proposed, as this employer knows one, and what it has answered last."""

    item: UUID
    card: CardOut
    last_answer: AnswerKind | None


class Proposals(Shape):
    """What was sent to a company for its vacancy."""

    items: list[ProposalOut]


class OpeningsOut(Shape):
    """free = openings - held - offered - filled; `released`: how many have been given back so far."""

    openings: int
    held: int
    offered: int
    filled: int
    released: int
    free: int


LEAST_WAGE_IDR = 10_000
"""A month's wage under this is one in thousands or millions ("2500"), which would count as a wage of nothing."""


class EventIn(Readable):
    """A rung of the ladder. `contract`, `wage_monthly_idr` and `place` at the start, `reason` at the end."""

    kind: Rung = Field(examples=[Rung.STARTED])
    on: Day
    contract: ContractKind | None = None
    wage_monthly_idr: Annotated[Rupiah, Field(ge=LEAST_WAGE_IDR)] | None = None
    place: RegencyCode | None = None
    reason: EndReason | None = None
    note: Note = ""
    corrects: Annotated[int, Field(ge=1, le=2**53)] | None = Field(
        None, description="The event for which this one stands from now on."
    )
    before_release: bool = Field(
        default=False,
        description="Of a start that lies before the earliest release: that it is right. The note says why.",
    )

    def value(self) -> LadderEvent:
        """The event. Raises InvalidValue."""
        return LadderEvent(
            self.kind,
            self.on,
            self.contract,
            self.wage_monthly_idr,
            self.place,
            self.reason,
            self.note,
            self.corrects,
        )


class EventOut(Shape):
    """An event as it was recorded; `stands`: it has not been corrected since."""

    id: int
    kind: Rung
    on: date
    contract: ContractKind | None
    wage_monthly_idr: int | None
    place: str | None
    reason: EndReason | None
    note: str
    corrects: int | None
    stands: bool
    recorded_at: datetime


class PlacementIn(Shape):
    """Work that was found without a list, with the first that is known of it."""

    kind: PlacementKind = Field(examples=[PlacementKind.FORMER_EMPLOYER])
    vacancy_id: UUID | None = None
    employer: UUID | None = None
    event: EventIn


class PlacementOut(Shape):
    """One piece of work of one person, with all that was recorded."""

    id: UUID
    candidate: UUID
    kind: PlacementKind
    item: UUID | None
    vacancy: UUID | None
    employer: UUID | None
    events: list[EventOut]


class Placements(Shape):
    """All placements of a person, the oldest first."""

    items: list[PlacementOut]


class CheckOut(Shape):
    """A check of whether the work is kept."""

    placement: UUID
    candidate: UUID
    kind: Rung
    due: date
    state: CheckState


class Checks(Shape):
    """Checks without an answer, the most urgent first."""

    items: list[CheckOut]


class MatterOut(Shape):
    """Something about a person that is not done. `about`: a title of a vacancy or a code."""

    kind: str
    words: str
    record: UUID
    due: date | None
    about: str


class Matters(Shape):
    """What is open about a person, the most urgent first."""

    items: list[MatterOut]


class ComplaintIn(Shape):
    """A complaint about an employer."""

    by_whom: Complainant = Field(examples=[Complainant.CANDIDATE])
    code: ComplaintCode = Field(examples=[ComplaintCode.WAGE_NOT_PAID])
    candidate_id: UUID | None = Field(
        None, description="Whom it is about, where it is about somebody in one's charge."
    )
    note: Note = ""

    def complaint(self, number: UUID, employer: UUID) -> Complaint:
        """The complaint."""
        person = CandidateId(self.candidate_id) if self.candidate_id else None
        return Complaint(
            ComplaintId(number), EmployerId(employer), person, self.by_whom, self.code, note=self.note
        )


class ComplaintOut(Shape):
    """A complaint and how it stands."""

    id: UUID
    candidate: UUID | None
    by_whom: Complainant
    code: ComplaintCode
    note: str
    state: ComplaintState
    recorded_at: datetime | None


class Complaints(Shape):
    """Complaints about an employer that one may see, the newest first."""

    items: list[ComplaintOut]


class ComplaintDecision(Shape):
    """What has come of a complaint."""

    upheld: bool = Field(examples=[True])


class ComplaintMade(Shape):
    """The complaint that was written down."""

    id: UUID


def check_document(check: Check, today: date) -> Document:
    """A check as it stands on a day."""
    return {
        "placement": str(check.placement),
        "candidate": str(check.candidate),
        "kind": str(check.kind),
        "due": check.due.isoformat(),
        "state": str(check.state(today)),
    }


def complaint_document(complaint: Complaint) -> Document:
    """A complaint as it stands."""
    return {
        "id": str(complaint.id),
        "candidate": plain(complaint.candidate),
        "by_whom": str(complaint.by_whom),
        "code": str(complaint.code),
        "note": complaint.note,
        "state": str(complaint.state),
        "recorded_at": complaint.recorded_at.isoformat() if complaint.recorded_at else None,
    }
