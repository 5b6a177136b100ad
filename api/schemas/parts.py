"""What all shapes share: closed objects, bounded texts and lists, times, stamps, pages."""

from datetime import date, datetime
from typing import Annotated, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from matching.language.text import tidy
from matching.model import ExternalReference
from matching.plausible import LETTERS, has_letters

T = TypeVar("T")
MAX_INT = 2_147_483_647  # a PostgreSQL integer
MAX_LIST = 100
NO_ID = UUID(int=0)
"""Of a value that is only tried, never stored."""


def printable(text: str) -> str:
    """PostgreSQL stores no NUL; other control characters but tab and line breaks have no business in a text."""
    if any(ord(sign) < 32 and sign not in "\t\n\r" for sign in text):
        raise ValueError("ada karakter kendali / control characters cannot stand in a text")
    return text


def _this_era(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValueError("harus antara 1900 dan 2200 / must be between 1900 and 2200")
    return day


def _said_in_letters(text: str) -> str:
    if not has_letters(text):
        raise ValueError(LETTERS)
    return text


_TAKEN_IN = BeforeValidator(lambda given: tidy(given) if isinstance(given, str) else given)
"""Stands last, so that it comes first: lengths are of what is kept."""
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(printable), _TAKEN_IN
]
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(printable),
    _TAKEN_IN,
]
Named = Annotated[Title, AfterValidator(_said_in_letters)]
Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(printable), _TAKEN_IN]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
RegencyCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{2})?$")]
Day = Annotated[date, AfterValidator(_this_era)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Rupiah = Annotated[int, Field(gt=0, le=MAX_INT)]
FactsOf = Annotated[
    Literal["now"],
    Field(
        description="Of when the facts are: `as_of` moves the day that is reckoned from, and nothing else."
    ),
]
EducationName = Literal["NONE", "SD", "SMP", "SMA", "D1", "D2", "D3", "S1", "S2", "S3"]


class Shape(BaseModel):
    """A closed object: what it does not know it refuses; its errors never show what was sent."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, hide_input_in_errors=True, protected_namespaces=()
    )


class Readable(Shape):
    """A shape that reads into a value of the domain; what the domain refuses, the shape refuses, with its path."""

    @model_validator(mode="after")
    def _valid_in_the_domain(self) -> Self:
        self.value()
        return self

    def value(self) -> object:
        """The value of the domain. Raises InvalidValue."""
        raise NotImplementedError


class ReferenceShape(Readable):
    """The key under which a source system knows the record."""

    system: Title = Field(examples=["BLK-MADIUN"])
    key: Title = Field(examples=["2026-0117"])

    def value(self) -> ExternalReference:
        """The reference."""
        return ExternalReference(self.system, self.key)


class StampShape(Shape):
    """Where a record belongs and who wrote it last."""

    unit: UUID
    recorded_by: UUID
    recorded_at: datetime
    version: int


class Listing(Shape, Generic[T]):
    """A page; `next` is the cursor of the following one, and null on the last. The `Link` header holds its address."""

    items: list[T]
    next: str | None = None
