"""Contact with the person behind a card, as a company asks for it and the person's case worker answers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.model.ids import VacancyId

MOST_A_DAY = 20
"""Requests for one vacancy in a day: enough for a page of cards, too few to ask for everybody."""


class ContactState(StrEnum):
    """All that a company is told of a request."""

    ASKED = "asked"
    PROPOSED = "proposed"
    NOT_POSSIBLE = "not_possible"


class ContactReason(StrEnum):
    """Why it is not possible, for the staff and the person; no company is told. Health and supervision are one code."""

    NOT_WANTED = "not_wanted"
    OTHER_PLANS = "other_plans"
    UNSUITABLE = "unsuitable"
    HEALTH_OR_SUPERVISION = "health_or_supervision"
    EMPLOYER_PROBLEM = "employer_problem"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AskedContact:
    """A request as its company sees it: by the code of the card."""

    code: str
    at: datetime
    state: ContactState


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A request as the staff see it; `waits`: it is still to be answered. `reason`: why it was refused, if it was."""

    vacancy: VacancyId
    title: str
    employer: str
    at: datetime
    waits: bool
    answered_at: datetime | None = None
    reason: ContactReason | None = field(default=None, repr=False)
