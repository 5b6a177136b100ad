"""Unusual reading, breaches and letters: what an officer writes down, and how it is shown."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from api.schemas.candidates import NationalId, RegisterNumber
from api.schemas.documents import Document, plain
from api.schemas.parts import Day, Readable, Shape, Title, printable
from api.schemas.rights import Words
from api.schemas.trail import UnusualDay
from matching.model.ids import AccountId
from matching.model.oversight import (
    Breach,
    BreachAct,
    BreachStep,
    Letter,
    NumberKind,
    Outcome,
    Seen,
    UnusualReading,
)
from matching.model.rights import RequestKind

_AT = "2026-11-23T09:14:05+07:00"
_ID = "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10"
_WHO = "5b0f4c1e-6a51-4a8e-9a43-0f6a2c9d7e11"
REVIEW: dict[str, Any] = {"outcome": "in_order", "note": "Impor berkas dari unit"}
FINDING: dict[str, Any] = {
    "id": _ID, "account": _WHO, "role": "case_worker", "unit": "9d1c2b3a-4e5f-4a6b-8c7d-1e2f3a4b5c6d",
    "day": "2026-11-22", "measure": "people", "count": 41, "own_usual": 14.0, "role_usual": 18.5, "found_at": _AT,
    "review": {"outcome": "in_order", "note": "Impor berkas dari unit", "by": _WHO, "at": _AT},
}  # fmt: skip
BREACH: dict[str, Any] = {
    "found_at": _AT, "found_by": "kepala unit", "what": "Kata sandi dipakai orang lain",
    "seen": {"account": _WHO, "since": "2026-11-20", "until": "2026-11-22"},
}  # fmt: skip
ACT: dict[str, Any] = {"kind": "agency_told", "at": "2026-11-24T10:00:00+07:00", "note": "Tanda terima 7"}
BREACH_OUT: dict[str, Any] = BREACH | {
    "id": _ID, "due_at": "2026-11-26T09:14:05+07:00", "due_in_hours": 40.5, "untold": ["persons_told"],
    "acts": [ACT | {"by": _WHO}],
}  # fmt: skip
LETTER: dict[str, Any] = {
    "kind": "access", "national_id": "3519011705940001", "received_at": _AT, "note": "Surat, KTP diperlihatkan",
}  # fmt: skip
Telling = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(printable)
]


class ReviewIn(Shape):
    """What was found by whoever has looked at it."""

    outcome: Outcome = Field(examples=[Outcome.IN_ORDER])
    note: Telling = Field(description="Why, without the name of anybody.")


class ReviewOut(Shape):
    """That somebody has looked at it."""

    outcome: Outcome
    note: str
    by: UUID
    at: datetime


class UnusualReadingOut(UnusualDay):
    """Unusual reading that the program has kept; `review` null: it waits."""

    id: UUID
    found_at: datetime
    review: ReviewOut | None


class Findings(Shape):
    """The newest days first."""

    items: list[UnusualReadingOut]


class SeenShape(Readable):
    """Whose looks the worksheet is of, and on which days, both included."""

    account: UUID
    since: Day
    until: Day

    def value(self) -> Seen:
        """Raises InvalidValue."""
        return Seen(AccountId(self.account), self.since, self.until)


class BreachIn(Shape):
    """That a breach was found. The clock runs from `found_at`."""

    found_at: AwareDatetime = Field(description="When it was known, not when it is written down.")
    found_by: Title = Field(description="Who has noticed it, as an office, without a name.")
    what: Telling = Field(description="What happened, without the name of anybody.")
    seen: SeenShape | None = Field(None, description="Where it was an account: for the worksheet.")


class ActIn(Readable):
    """What was done about a breach."""

    kind: BreachStep
    at: AwareDatetime
    note: Telling = Field(description="How, and where the proof of it is kept.")

    def value(self) -> BreachAct:
        """The step."""
        return BreachAct(self.kind, self.at, self.note)


class ActOut(Shape):
    """What was done, and who has written it down."""

    kind: BreachStep
    at: datetime
    note: str
    by: UUID | None


class BreachOut(Shape):
    """A breach with its clock. `untold` empty: it is closed."""

    id: UUID
    found_at: datetime
    found_by: str
    what: str
    seen: SeenShape | None
    due_at: datetime
    due_in_hours: float | None = Field(description="Below zero when overdue; null where it is closed.")
    untold: list[BreachStep]
    acts: list[ActOut]


class Breaches(Shape):
    """Those on which somebody has to act first, the most urgent first."""

    items: list[BreachOut]


class LetterIn(Shape):
    """What a person asks for, by whoever received the letter. One of the two numbers; neither is shown again."""

    kind: RequestKind = Field(examples=[RequestKind.ACCESS])
    national_id: NationalId | None = Field(None, json_schema_extra={"writeOnly": True})
    register_number: RegisterNumber | None = Field(None, json_schema_extra={"writeOnly": True})
    received_at: AwareDatetime | None = Field(None, description="Without it: now. The clock runs from then.")
    note: Words = ""

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if (self.national_id is None) == (self.register_number is None):
            raise ValueError("NIK atau nomor register / NIK or register number: one of them")
        return self

    def value(self, now: datetime) -> Letter:
        """The letter, received now unless it says when."""
        by, number = NumberKind.NIK, self.national_id
        if number is None:
            by, number = NumberKind.REGISTER, self.register_number or ""
        return Letter(self.kind, by, number, self.received_at or now, self.note)


def finding_document(one: UnusualReading) -> Document:
    """JSON of what the program has kept."""
    return {
        **plain(one.finding),
        "id": str(one.id),
        "found_at": one.found_at.isoformat(),
        "review": plain(one.review) if one.review else None,
    }


def breach_document(one: Breach, now: datetime) -> Document:
    """JSON of a breach, its clock read now."""
    return {
        **plain(one),
        "due_at": one.due_at.isoformat(),
        "due_in_hours": one.due_in_hours(now) if one.untold else None,
        "untold": [step.value for step in one.untold],
    }
