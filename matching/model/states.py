"""States of employers and vacancies, and what may follow on what: one table, which the database holds too (0021)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from matching.errors import StateRefused
from matching.model.ids import AccountId
from matching.model.records import EmployerRecord
from matching.vocabulary import EmployerVerification, Role, VacancyStatus

Transitions = Mapping[tuple[str, str], frozenset[Role]]

_PLANNER = frozenset({Role.RELEASE_PLANNER})
_STAFF = _PLANNER | {Role.CASE_WORKER}
_ALL = _STAFF | {Role.EMPLOYER}
_E, _V = EmployerVerification, VacancyStatus

EMPLOYER_TRANSITIONS: Final[Transitions] = MappingProxyType(
    {
        # A case worker records a company of their own dealings as verified; one that registered itself, never.
        (_E.UNVERIFIED, _E.VERIFIED): _STAFF,
        (_E.VERIFIED, _E.UNVERIFIED): _ALL,  # a company, by calling itself otherwise
        (_E.UNVERIFIED, _E.SUSPENDED): _PLANNER,
        (_E.VERIFIED, _E.SUSPENDED): _PLANNER,
        (_E.SUSPENDED, _E.VERIFIED): _PLANNER,
        (_E.SUSPENDED, _E.UNVERIFIED): _PLANNER,
        (_E.UNVERIFIED, _E.BLOCKED): _PLANNER,
        (_E.VERIFIED, _E.BLOCKED): _PLANNER,
        (_E.SUSPENDED, _E.BLOCKED): _PLANNER,
        (_E.BLOCKED, _E.UNVERIFIED): _PLANNER,
    }
)
VACANCY_TRANSITIONS: Final[Transitions] = MappingProxyType(
    {
        (_V.DRAFT, _V.OPEN): _STAFF,  # what a company wrote: by a planner alone, who has seen the findings
        (_V.DRAFT, _V.CLOSED): _ALL,
        (_V.DRAFT, _V.SUSPENDED): _STAFF,
        (_V.OPEN, _V.DRAFT): _ALL,
        (_V.OPEN, _V.CLOSED): _ALL,
        (_V.OPEN, _V.SUSPENDED): _STAFF,
        (_V.CLOSED, _V.OPEN): _STAFF,
        (_V.CLOSED, _V.DRAFT): _ALL,
        (_V.CLOSED, _V.SUSPENDED): _STAFF,
        (_V.SUSPENDED, _V.OPEN): _STAFF,
        (_V.SUSPENDED, _V.DRAFT): _STAFF,
        (_V.SUSPENDED, _V.CLOSED): _STAFF,
    }
)


def require(transitions: Transitions, before: str, after: str, role: Role) -> None:
    """Raises StateRefused where this role may not do that; what stays as it is may always be."""
    if before != after and role not in transitions.get((before, after), frozenset()):
        raise StateRefused


class StateReason(StrEnum):
    """Why a state was changed. Codes only ever grow."""

    CHECKED = "checked"  # papers, office or website have been looked at
    FALSE_STATEMENTS = "false_statements"
    FEE_DEMANDED = "fee_demanded"
    TRAFFICKING_SIGN = "trafficking_sign"
    UNPAID_WAGES = "unpaid_wages"
    UNSAFE_WORK = "unsafe_work"
    DISCRIMINATION = "discrimination"
    COMPLAINT = "complaint"
    UNREACHABLE = "unreachable"
    FILLED = "filled"  # of a vacancy: every opening is
    NO_LONGER_NEEDED = "no_longer_needed"
    TO_BE_CORRECTED = "to_be_corrected"  # of a draft: the company is told what
    APPEAL_GRANTED = "appeal_granted"
    OTHER = "other"


class Override(StrEnum):
    """Why a vacancy is published with a finding that blocks. Codes only ever grow."""

    NATURE_OF_WORK = "nature_of_work"  # the work itself asks for it, such as a religious task
    STATED_ELSEWHERE = "stated_elsewhere"  # in the contract or a letter that the planner has seen
    NOT_SO = "not_so"  # the finding misreads the text
    AGREED_WITH_AUTHORITY = "agreed_with_authority"  # the office of manpower has agreed to it
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StateChange:
    """One change, as whoever asks may see it. `told`: the reason as the company is told it; `note`, `account`: for the
    staff. `findings`: codes that stood when a vacancy was published; `judged`: each with the line in which it stood
    (`matching.publishing.judged_lines`). Equal states: a draft was returned."""

    before: str
    after: str
    at: datetime
    reason: str
    told: str
    note: str
    findings: tuple[str, ...]
    account: AccountId | None
    role: str | None
    judged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a company says against its suspension, and how another planner has decided (`granted` None: not yet)."""

    words: str
    asked_at: datetime
    granted: bool | None
    told: str
    note: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Registration:
    """What a company says of itself when it registers."""

    name: str
    business_number: str  # NIB
    sector: str  # KBLI
    contact: str
    motivation: str


@dataclass(frozen=True, slots=True)
class EmployerFile:
    """An employer with its registration, its states and its appeals. `registered_as`: "employer", "staff", or None."""

    record: EmployerRecord
    motivation: str
    registered_at: datetime | None
    registered_as: str | None
    changes: tuple[StateChange, ...]
    appeals: tuple[Appeal, ...]
