"""Employers: what is written of them and what is shown."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.schemas.parts import NO_ID, Line, Named, Readable, ReferenceShape, Shape, StampShape
from matching.language.identifiers import parse_kbli, parse_nib
from matching.model import Employer, EmployerId
from matching.model.records import EmployerRecord
from matching.vocabulary import EmployerVerification


def _nib(text: str) -> str:
    return parse_nib(text, "business_number") if text else ""


def _kbli(text: str) -> str:
    return parse_kbli(text, "sector") if text else ""


class EmployerIn(Readable):
    """An employer as it is written and changed."""

    name: Named = Field(examples=["PT Contoh Karya"])
    business_number: Annotated[str, Field(max_length=40), AfterValidator(_nib)] = Field(
        "", description="NIB, 13 digits.", examples=["9900000000017"]
    )
    sector: Annotated[str, Field(max_length=20), AfterValidator(_kbli)] = Field(
        "", description="KBLI 2020.", examples=["25920"]
    )
    contact: Line = Field("", examples=["hrd@contoh.example"])
    verification: EmployerVerification = EmployerVerification.UNVERIFIED
    reference: ReferenceShape | None = None

    def value(self) -> EmployerRecord:
        """The record, under no id; raises InvalidValue."""
        return self.record(EmployerId(NO_ID))

    def record(self, employer: EmployerId) -> EmployerRecord:
        """The record, under this id; raises InvalidValue."""
        facts = Employer(
            employer, self.name, self.business_number, self.sector, self.contact, self.verification
        )
        return EmployerRecord(facts, self.reference.value() if self.reference else None)


class EmployerOut(Shape):
    """An employer as stored."""

    id: UUID
    name: str
    business_number: str
    sector: str
    contact: str
    verification: EmployerVerification
    reference: ReferenceShape | None
    stamp: StampShape
