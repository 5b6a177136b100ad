"""Transfers of people, claims, and the act of showing a whole number."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.candidates import NationalId
from api.schemas.documents import Document, plain
from api.schemas.parts import Line, Shape
from matching.model.accounts import Unit
from matching.model.transfers import (
    LETTER_NUMBER,
    Colleague,
    Errand,
    Number,
    Transfer,
    TransferKind,
    TransferOutcome,
)
from matching.vocabulary import RevealPurpose


class ClaimIn(Shape):
    """The NIK of a person who has come to one's unit."""

    national_id: Annotated[NationalId, Field(examples=["3519011705940001"])]


class ClaimOut(Shape):
    """The same for everybody: whether anybody has the person is not told."""

    status: Literal["asked"]


class OfferIn(Shape):
    """The unit that is to take the person over."""

    unit: UUID
    note: Line = Field("", description="Such as the number of the letter; no word about the person.")


class HandOverIn(Shape):
    """The account of the colleague who takes the person over."""

    colleague: UUID


class OfferOut(Shape):
    """The transfer that is open now."""

    id: UUID


class OpenMatterOut(Shape):
    """Something that was not done (`GET /candidates/{candidate_id}/open-matters`)."""

    kind: str
    record: UUID
    due: date | None
    about: str


class TransferOut(Shape):
    """One transfer, asked for or done."""

    id: UUID
    candidate: UUID
    kind: TransferKind
    from_unit: UUID
    from_name: str
    to_unit: UUID
    to_name: str
    asked_at: datetime
    note: str
    outcome: TransferOutcome | None
    decided_at: datetime | None
    open_matters: list[OpenMatterOut] | None = Field(
        description="What was not done about the person when they came over; null while nobody has accepted."
    )


class UnitOut(Shape):
    """A unit that takes people."""

    id: UUID
    type: str
    name: str
    province: str


class ColleagueOut(Shape):
    """Another case worker of one's unit."""

    id: UUID
    name: str


class ReceiversOut(Shape):
    """To whom a person can be given: units, and colleagues of one's own."""

    units: list[UnitOut]
    colleagues: list[ColleagueOut]


class RevealIn(Shape):
    """Which number, and for what it is needed: both are recorded."""

    number: Number
    purpose: RevealPurpose = Field(
        description="From the vocabulary `reveal_purposes`.", examples=[RevealPurpose.SOCIAL_SECURITY]
    )
    letter: str | None = Field(
        None,
        pattern=LETTER_NUMBER,
        description="Running number of a letter in the unit's register of this year; nothing else.",
        examples=["123"],
    )

    def errand(self) -> Errand:
        """For what it is."""
        return Errand(self.purpose, self.letter)


class RevealOut(Shape):
    """The whole number."""

    number: Number
    value: str


def transfer_document(transfer: Transfer) -> Document:
    """One transfer, in the shape of `TransferOut`."""
    return {**plain(transfer), "asked_at": _time(transfer.asked_at), "decided_at": _time(transfer.decided_at)}


def receivers_document(units: list[Unit], colleagues: list[Colleague]) -> Document:
    """To whom a person can be given."""
    return {"units": plain(units), "colleagues": plain(colleagues)}


def _time(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
