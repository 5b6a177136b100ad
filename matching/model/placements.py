"""What came of a proposal: answers of employers, openings, and the ladder from proposed to kept.

The order in which things may come stands in `ANSWER_STEPS` and `LADDER_STEPS`. The database holds both as tables and
keeps every caller to them; a test compares them with these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NewType
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import CandidateId, EmployerId, VacancyId
from matching.vocabulary import ContractKind

PlacementId = NewType("PlacementId", UUID)
ItemId = NewType("ItemId", UUID)
ComplaintId = NewType("ComplaintId", UUID)
ESCALATED_AFTER = timedelta(days=14)


class AnswerKind(StrEnum):
    """What an employer answers to one item. A person who was not there: no_show; an employer who was not: not_held."""

    INTERVIEW = "interview"
    OFFER = "offer"
    HIRED = "hired"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    NOT_HELD = "not_held"
    WITHDRAWN = "withdrawn"


class InterviewManner(StrEnum):
    """How they meet."""

    IN_PERSON = "in_person"
    IN_FACILITY = "in_facility"
    VIDEO = "video"


class AnswerReason(StrEnum):
    """Why an employer declines, takes an offer back, or did not meet. None is about the person's past."""

    SKILLS_MISSING = "skills_missing"
    EXPERIENCE_MISSING = "experience_missing"
    CERTIFICATE_MISSING = "certificate_missing"
    DOCUMENTS_MISSING = "documents_missing"
    AVAILABLE_TOO_LATE = "available_too_late"
    TOO_FAR = "too_far"
    PLACE_FILLED = "place_filled"
    WORK_FELL_AWAY = "work_fell_away"
    POSTPONED = "postponed"
    OTHER = "other"


class OpeningState(StrEnum):
    """What an answer makes of an opening."""

    HELD = "held"
    OFFERED = "offered"
    FILLED = "filled"
    RELEASED = "released"


_A = AnswerKind
_TAKES: Mapping[AnswerKind, OpeningState] = {
    _A.OFFER: OpeningState.OFFERED,
    _A.HIRED: OpeningState.FILLED,
    _A.DECLINED: OpeningState.RELEASED,
    _A.WITHDRAWN: OpeningState.RELEASED,
}
_MAY_FOLLOW: Mapping[AnswerKind | None, tuple[AnswerKind, ...]] = {
    None: (_A.INTERVIEW, _A.OFFER, _A.HIRED, _A.DECLINED),
    _A.INTERVIEW: (_A.INTERVIEW, _A.OFFER, _A.HIRED, _A.DECLINED, _A.NO_SHOW, _A.NOT_HELD),
    _A.NO_SHOW: (_A.INTERVIEW, _A.DECLINED),
    _A.NOT_HELD: (_A.INTERVIEW, _A.OFFER, _A.DECLINED),
    _A.OFFER: (_A.HIRED, _A.WITHDRAWN),
    _A.HIRED: (_A.WITHDRAWN,),
}
ANSWER_STEPS: Mapping[tuple[AnswerKind | None, AnswerKind], OpeningState | None] = MappingProxyType(
    {(before, after): _TAKES.get(after) for before, every in _MAY_FOLLOW.items() for after in every}
)
"""(the answer before, the next): what becomes of an opening. None before: no answer yet."""


class PlacementKind(StrEnum):
    """Work from a proposal or found otherwise; an own business; the employer of before."""

    JOB = "job"
    SELF_EMPLOYMENT = "self_employment"
    FORMER_EMPLOYER = "former_employer"


class Rung(StrEnum):
    """A rung of the ladder, in order; `void` takes back an event that has not happened."""

    PROPOSED = "proposed"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    STARTED = "started"
    KEPT_30 = "kept_30"
    KEPT_90 = "kept_90"
    KEPT_180 = "kept_180"
    KEPT_365 = "kept_365"
    ENDED = "ended"
    VOID = "void"


CHECK_DAYS: Mapping[Rung, int] = MappingProxyType(
    {Rung.KEPT_30: 30, Rung.KEPT_90: 90, Rung.KEPT_180: 180, Rung.KEPT_365: 365}
)
_BEFORE_START = {
    None: (Rung.PROPOSED, Rung.ACCEPTED, Rung.STARTED),
    Rung.PROPOSED: (Rung.INTERVIEWED, Rung.OFFERED, Rung.ENDED),
    Rung.INTERVIEWED: (Rung.OFFERED, Rung.ENDED),
    Rung.OFFERED: (Rung.ACCEPTED, Rung.ENDED),
    Rung.ACCEPTED: (Rung.STARTED, Rung.ENDED),
}
_KEPT = (Rung.STARTED, *CHECK_DAYS)
LADDER_STEPS: frozenset[tuple[Rung | None, Rung]] = frozenset(
    [(before, after) for before, every in _BEFORE_START.items() for after in every]
    + [(before, after) for at, before in enumerate(_KEPT) for after in (*_KEPT[at + 1 :], Rung.ENDED)]
)
"""A check may be missed, a rung before the start may not; work found without a list begins where it is told."""


class EndReason(StrEnum):
    """Why it ended. What begins with `blocker_` is something that was not in place (`BlockerKind`)."""

    DECLINED_BY_EMPLOYER = "declined_by_employer"
    WITHDRAWN_BY_EMPLOYER = "withdrawn_by_employer"
    DECLINED_BY_PERSON = "declined_by_person"
    RELEASE_MOVED = "release_moved"
    BLOCKER_IDENTITY_CARD = "blocker_identity_card"
    BLOCKER_POLICE_RECORD_LETTER = "blocker_police_record_letter"
    BLOCKER_SOCIAL_SECURITY = "blocker_social_security"
    BLOCKER_BANK_ACCOUNT = "blocker_bank_account"
    BLOCKER_DRIVING_LICENCE = "blocker_driving_licence"
    BLOCKER_HEALTH_LETTER = "blocker_health_letter"
    BLOCKER_HOUSING = "blocker_housing"
    BLOCKER_TRANSPORT = "blocker_transport"
    CONTRACT_ENDED = "contract_ended"
    BETTER_WORK = "better_work"
    LEFT = "left"
    LET_GO = "let_go"
    BUSINESS_CLOSED = "business_closed"
    HEALTH = "health"
    FAMILY = "family"
    MOVED = "moved"
    OTHER = "other"


class ComplaintCode(StrEnum):
    """What an employer is said to have done."""

    WAGE_NOT_PAID = "wage_not_paid"
    WAGE_BELOW_AGREED = "wage_below_agreed"
    FEE_DEMANDED = "fee_demanded"
    OTHER_WORK_THAN_AGREED = "other_work_than_agreed"
    UNSAFE_WORK = "unsafe_work"
    DISCRIMINATION = "discrimination"
    DOCUMENTS_WITHHELD = "documents_withheld"
    PRIVACY = "privacy"
    OTHER = "other"


class Complainant(StrEnum):
    """Who complains."""

    CANDIDATE = "candidate"
    STAFF = "staff"
    FAMILY = "family"
    AUTHORITY = "authority"


class ComplaintState(StrEnum):
    """How a complaint stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class CheckState(StrEnum):
    """How a check stands."""

    AHEAD = "ahead"
    LATE = "late"
    ESCALATED = "escalated"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class EmployerAnswer:
    """An answer: `meets_at` and `how` of an interview, `reason` of a no. Raises InvalidValue where these do not fit."""

    kind: AnswerKind
    meets_at: datetime | None = None
    how: InterviewManner | None = None
    place: str = ""
    reason: AnswerReason | None = None
    note: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Hold the parts to the kind."""
        meets = self.kind is AnswerKind.INTERVIEW
        if meets != (self.meets_at is not None) or meets != (self.how is not None) or (self.place and not meets):
            raise InvalidValue("meets_at", "an interview has a time and a way to meet, and nothing else has")
        negative = self.kind in (AnswerKind.DECLINED, AnswerKind.NOT_HELD, AnswerKind.WITHDRAWN)
        if negative != (self.reason is not None):
            raise InvalidValue("reason", "declined, not_held and withdrawn have a reason, and nothing else has")


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer as it was recorded; `on_behalf`: by the staff, as the employer has told them."""

    id: int
    answer: EmployerAnswer
    on_behalf: bool
    recorded_at: datetime


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
            raise InvalidValue("contract", "the start has a contract, perhaps a wage and a place; nothing else has")
        if (self.kind is Rung.ENDED) != (self.reason is not None):
            raise InvalidValue("reason", "an end has a reason, and nothing else has")
        if self.kind is Rung.VOID and self.corrects is None:
            raise InvalidValue("corrects", "which event has not happened must be said")


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

    def state(self, today: date) -> CheckState:
        """Late from the day after it was due; escalated, to the planner, two weeks later."""
        if self.answer is not None:
            return CheckState.ANSWERED
        if today <= self.due:
            return CheckState.AHEAD
        return CheckState.ESCALATED if today > self.due + ESCALATED_AFTER else CheckState.LATE


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something about a person that is not done: an interview, an answer, an offer, a start, a check, a request, a
    blocker. `about`: a title of a vacancy or a code."""

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
