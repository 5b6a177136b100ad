"""States of employers and vacancies: registration, decisions, appeals, publication."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from api.schemas.documents import Document, employer_document, plain
from api.schemas.employers import EmployerOut
from api.schemas.parts import MAX_LIST, Line, Readable, Shape, Text, Title
from matching.errors import InvalidValue
from matching.language.identifiers import parse_kbli, parse_nib
from matching.lint.catalogue import Code
from matching.model.states import (
    Appeal,
    EmployerFile,
    Override,
    Registration,
    StateChange,
    StateReason,
)
from matching.vocabulary import EmployerVerification, VacancyStatus

Words = Annotated[Text, Field(min_length=1, max_length=2_000, pattern=r"\S")]
Note = Annotated[Text, Field(max_length=2_000)]


def _nib(text: str) -> str:
    return parse_nib(text, "business_number")


def _kbli(text: str) -> str:
    return parse_kbli(text, "sector")


def _unless_empty(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: read(text) if text else text


class DraftIn(Readable):
    """What a company has to say of itself so far; what it does not know yet stays empty."""

    name: Title = Field(description="Registered name.")
    business_number: Annotated[str, Field(max_length=40), AfterValidator(_unless_empty(_nib))] = ""
    sector: Annotated[str, Field(max_length=20), AfterValidator(_unless_empty(_kbli))] = ""
    contact: Line = ""
    motivation: Note = ""

    def value(self) -> Registration:
        """The registration."""
        return Registration(self.name, self.business_number, self.sector, self.contact, self.motivation)


class RegistrationIn(DraftIn):
    """What a company says of itself."""

    business_number: Annotated[str, Field(max_length=40), AfterValidator(_nib)] = Field(
        description="NIB, 13 digits."
    )
    sector: Annotated[str, Field(max_length=20), AfterValidator(_kbli)] = Field(description="KBLI 2020.")
    contact: Annotated[Line, Field(min_length=3)]
    motivation: Words = Field(description="Why the company wants to take part.")


class DecisionIn(Shape):
    """A change of state with its reason: `told` is for the company, `note` for the staff."""

    reason: StateReason
    told: Note = ""
    note: Note = ""


_NO_GROUNDS = frozenset(
    {
        StateReason.CHECKED, StateReason.FILLED, StateReason.NO_LONGER_NEEDED, StateReason.TO_BE_CORRECTED,
        StateReason.APPEAL_GRANTED,
    }
)  # fmt: skip
"""Reasons for which nobody is suspended or blocked."""


class EmployerDecisionIn(DecisionIn):
    """What a company is to be. Whoever is suspended or blocked is told why."""

    to: EmployerVerification

    @model_validator(mode="after")
    def _told(self) -> "EmployerDecisionIn":
        ended = self.to in (EmployerVerification.SUSPENDED, EmployerVerification.BLOCKED)
        if ended and not self.told.strip():
            raise InvalidValue("told", "perusahaan perlu tahu alasannya / the company must be told why")
        if ended and self.reason in _NO_GROUNDS:
            raise InvalidValue("reason", "bukan alasan untuk itu / is no reason for that")
        return self


class VacancyDecisionIn(DecisionIn):
    """What a vacancy is to be; `draft`: returned to its company, to be corrected."""

    to: Literal[VacancyStatus.DRAFT, VacancyStatus.CLOSED, VacancyStatus.SUSPENDED]


class CloseIn(Shape):
    """Why a vacancy is closed."""

    reason: Literal[StateReason.FILLED, StateReason.NO_LONGER_NEEDED, StateReason.OTHER] = StateReason.OTHER
    note: Note = Field("", description="Kept with the change; the company's own words.")


class PublishIn(Shape):
    """Findings that have been seen, and why a blocking one is overridden."""

    acknowledged: Annotated[frozenset[Code], Field(max_length=MAX_LIST)] = Field(
        default=frozenset(), description="Codes of findings; hints need not be among them."
    )
    override: Override | None = Field(None, description="With a note, where a finding blocks.")
    note: Note = ""


class AppealIn(Shape):
    """What a company says against its suspension."""

    words: Words


class AppealDecisionIn(Shape):
    """How another planner decides."""

    granted: bool
    told: Words
    note: Note = ""


class StateChangeOut(Shape):
    """One change of state. Companies see neither `note` nor who it was."""

    before: str
    after: str
    at: datetime
    reason: str
    told: str
    note: str
    findings: list[str]
    account: UUID | None
    role: str | None


class AppealOut(Shape):
    """An appeal and its decision; `granted` null: it waits."""

    words: str
    asked_at: datetime
    granted: bool | None
    told: str
    note: str
    decided_at: datetime | None


class EmployerFileOut(Shape):
    """A company with what it says of itself, how it came to its state, and its appeals."""

    employer: EmployerOut
    motivation: str
    registered_at: datetime | None
    registered_as: Literal["employer", "staff"] | None
    changes: list[StateChangeOut]
    appeals: list[AppealOut]


class HistoryOut(Shape):
    """How a vacancy came to its state, oldest first."""

    changes: list[StateChangeOut]


def file_document(file: EmployerFile) -> Document:
    """A company's file, in the shape of `EmployerFileOut`."""
    return {
        "employer": employer_document(file.record),
        "motivation": file.motivation,
        "registered_at": _moment(file.registered_at),
        "registered_as": file.registered_as,
        "changes": [change_document(one) for one in file.changes],
        "appeals": [_appeal(one) for one in file.appeals],
    }


def change_document(change: StateChange) -> Document:
    """One change, in the shape of `StateChangeOut`."""
    document: dict[str, Any] = plain(change)
    del document["judged"]  # digests of lines, for nobody to read
    return {**document, "at": change.at.isoformat()}


def _appeal(appeal: Appeal) -> Document:
    document: dict[str, Any] = plain(appeal)
    return {
        **document,
        "asked_at": appeal.asked_at.isoformat(),
        "decided_at": _moment(appeal.decided_at),
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
