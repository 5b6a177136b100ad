"""What came of a proposal: answers of employers, openings, and the ladder from proposed to kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NewType
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import CandidateId, EmployerId, VacancyId
from matching.model.outcome_codes import (
    ANSWER_STEPS,
    TAKE_BACK_DAYS,
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
from matching.model.shortlists import ItemId
from matching.vocabulary import ContractKind

PlacementId = NewType("PlacementId", UUID)
ComplaintId = NewType("ComplaintId", UUID)
ESCALATED_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class EmployerAnswer:
    """An answer: `meets_at` and `how` of an interview, `reason` of a no. Raises InvalidValue where these do not fit."""

    kind: AnswerKind
    meets_at: datetime | None = None
    how: InterviewManner | None = None
    place: str = ""
    reason: EmployerReason | None = None
    note: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Hold the parts to the kind."""
        meets = self.kind is AnswerKind.INTERVIEW
        if (
            meets != (self.meets_at is not None)
            or meets != (self.how is not None)
            or (self.place and not meets)
        ):
            raise InvalidValue(
                "meets_at",
                "wawancara perlu waktu dan cara bertemu; yang lain tidak"
                " / an interview has a time and a way to meet, and nothing else has",
            )
        negative = self.kind in (AnswerKind.DECLINED, AnswerKind.NOT_HELD, AnswerKind.WITHDRAWN)
        if negative != (self.reason is not None):
            raise InvalidValue(
                "reason",
                "belum cocok, wawancara tidak jadi dan penawaran ditarik perlu alasan; yang lain tidak"
                " / declined, not_held and withdrawn have a reason, and nothing else has",
            )


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer as it was recorded; `on_behalf`: by the staff, as the employer has told them."""

    id: int
    answer: EmployerAnswer
    on_behalf: bool
    recorded_at: datetime


def may_follow(recorded: Sequence[RecordedAnswer], today: date) -> tuple[AnswerKind, ...]:
    """What may follow these answers, the oldest first; nothing takes a `declined` back that is TAKE_BACK_DAYS old, or
    the second."""
    last = recorded[-1] if recorded else None
    kind = last.answer.kind if last else None
    if last and kind is AnswerKind.DECLINED:
        second = sum(one.answer.kind is AnswerKind.DECLINED for one in recorded) > 1
        if second or (today - last.recorded_at.date()).days >= TAKE_BACK_DAYS:
            return ()
    return tuple(after for before, after in ANSWER_STEPS if before is kind)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item of a list that was sent to the company which asks; `last`: its own last answer."""

    item: ItemId
    candidate: CandidateId
    last: AnswerKind | None


@dataclass(frozen=True, slots=True)
class Openings:
    """The openings of a vacancy: free = openings - held - offered - filled, never below 0."""

    openings: int
    held: int
    offered: int
    filled: int
    released: int

    @property
    def free(self) -> int:
        """Openings that nobody has."""
        return self.openings - self.held - self.offered - self.filled


@dataclass(frozen=True, slots=True)
class LadderEvent:
    """One event: `contract`, `wage_monthly_idr` and `place` (regency) at the start alone, `reason` at the end alone.

    `corrects` names the event that this one stands for. Raises InvalidValue where the parts do not fit the rung.
    """

    kind: Rung
    on: date
    contract: ContractKind | None = None
    wage_monthly_idr: int | None = None
    place: str | None = None
    reason: EndReason | None = None
    note: str = field(default="", repr=False)
    corrects: int | None = None

    def __post_init__(self) -> None:
        """Hold the parts to the rung."""
        starts = self.kind is Rung.STARTED
        if starts != (self.contract is not None) or (not starts and (self.wage_monthly_idr or self.place)):
            raise InvalidValue(
                "contract",
                "mulai bekerja punya kontrak, boleh upah dan tempat; yang lain tidak"
                " / the start has a contract, perhaps a wage and a place; nothing else has",
            )
        if (self.kind is Rung.ENDED) != (self.reason is not None):
            raise InvalidValue(
                "reason",
                "berakhirnya kerja perlu alasan; yang lain tidak / an end has a reason, and nothing else has",
            )
        if self.kind is Rung.VOID and self.corrects is None:
            raise InvalidValue(
                "corrects",
                "sebutkan kejadian mana yang tidak terjadi / which event has not happened must be said",
            )


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it was recorded; `stands`: it has not been corrected since."""

    id: int
    event: LadderEvent
    stands: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """One piece of work of one person, with all its events, the oldest first."""

    id: PlacementId
    candidate: CandidateId
    kind: PlacementKind
    item: ItemId | None
    vacancy: VacancyId | None
    employer: EmployerId | None
    events: Sequence[RecordedEvent] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A check of whether the work is kept. It is the task of whoever has the person in charge."""

    placement: PlacementId
    candidate: CandidateId
    kind: Rung
    due: date
    answer: Rung | None
    answered_on: date | None

    @property
    def escalated_from(self) -> date:
        """The day from which on it is the planner's task as well, without an answer."""
        return self.due + ESCALATED_AFTER + timedelta(days=1)

    def state(self, today: date) -> CheckState:
        """Late from the day after it was due; escalated, to the planner, two weeks later."""
        if self.answer is not None:
            return CheckState.ANSWERED
        if today <= self.due:
            return CheckState.AHEAD
        return CheckState.ESCALATED if today >= self.escalated_from else CheckState.LATE


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An open check as a list shows it: what work it is about, since when, and of which unit. `title` and `employer`
    are empty where the work has none on record."""

    check: Check
    work: PlacementKind
    started: date
    title: str
    employer: str
    unit: str


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something about a person that is not done: an interview, an answer, an offer, a start, a check, a request, a
    correction that was granted, a blocker. `about`: a title of a vacancy or a code."""

    kind: str
    record: UUID
    due: date | None
    about: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint about an employer."""

    id: ComplaintId
    employer: EmployerId
    candidate: CandidateId | None
    by_whom: Complainant
    code: ComplaintCode
    recorded_at: datetime | None = None
    note: str = field(default="", repr=False)
    state: ComplaintState = ComplaintState.OPEN
