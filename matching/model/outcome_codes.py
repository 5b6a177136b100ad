"""Codes of what came of a proposal, and the order in which they may come.

The order stands in `ANSWER_STEPS` and `LADDER_STEPS`. The database holds both as tables and keeps every caller to them;
a test compares them with these.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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


class EmployerReason(StrEnum):
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
    _A.DECLINED: (_A.INTERVIEW, _A.OFFER),
    _A.OFFER: (_A.HIRED, _A.WITHDRAWN),
    _A.HIRED: (_A.WITHDRAWN,),
}
ANSWER_STEPS: Mapping[tuple[AnswerKind | None, AnswerKind], OpeningState | None] = MappingProxyType(
    {(before, after): _TAKES.get(after) for before, every in _MAY_FOLLOW.items() for after in every}
)
"""(the answer before, the next): what becomes of an opening. None before: no answer yet."""
TAKE_BACK_DAYS = 14
"""For so many days something may follow `declined`, which takes it back; the database holds the same."""


class PlacementKind(StrEnum):
    """Work with an employer on record; an own business; the employer of before; an employer who is not on record."""

    JOB = "job"
    SELF_EMPLOYMENT = "self_employment"
    FORMER_EMPLOYER = "former_employer"
    OUTSIDE_EMPLOYER = "outside_employer"


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
    CANDIDACY_WITHDRAWN = "candidacy_withdrawn"
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
