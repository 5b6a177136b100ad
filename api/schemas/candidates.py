"""People: what is written of them and what is shown.

NIK and register number are shown by their last four digits only; protected attributes are written and never shown.
"""

from collections.abc import Callable
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from api.schemas.facts import FactsPlanned, FactsShape
from api.schemas.parts import MAX_LIST, Day, Line, Named, ReferenceShape, Shape, StampShape, Title
from api.schemas.person_parts import CertificateIn, CertificateOut, GatesShape, SupervisionShape, WindowShape
from matching.language.identifiers import parse_nik, parse_phone, parse_register_number
from matching.model import Candidate, CandidateId, CertificateId, Identity, ProtectedAttributes
from matching.model.records import CandidateRecord, Guarantor

NationalId = Annotated[str, Field(max_length=40), AfterValidator(parse_nik)]
RegisterNumber = Annotated[str, Field(max_length=60), AfterValidator(parse_register_number)]
Phone = Annotated[str, Field(max_length=40), AfterValidator(parse_phone)]


class IdentityIn(Shape):
    """Who the person is. Never embedded, scored or logged."""

    name: Named = Field(examples=["Contoh Satu"])
    birth_date: Day | None = Field(None, examples=["1994-05-17"])
    phone: Phone | None = Field(None, examples=["+6281200000001"])
    national_id: NationalId | None = Field(
        None, examples=["3519011705940001"], json_schema_extra={"writeOnly": True}
    )
    register_number: RegisterNumber | None = Field(
        None, examples=["B.I 17/2024"], json_schema_extra={"writeOnly": True}
    )
    district: Line = Field("", examples=["Mejayan"])

    def value(self) -> Identity:
        """The identity."""
        return Identity(**self.model_dump())


class IdentityOut(Shape):
    """Who the person is, with numbers by their last four signs."""

    name: str
    birth_date: Day | None
    phone: str | None
    district: str
    national_id_last4: str | None
    register_number_last4: str | None


class GuarantorShape(Shape):
    """Guarantor (penjamin) of a conditional release."""

    kind: Literal["family", "employer", "foundation"]
    name: Title = Field(examples=["Contoh Dua"])
    phone: Phone | None = None

    def value(self) -> Guarantor:
        """The guarantor."""
        return Guarantor(self.kind, self.name, self.phone)


class ProtectedShape(Shape):
    """Protected attributes: written here, read by the fairness report alone, never shown."""

    sex: Literal["female", "male"] | None = None
    disability: Line | None = None
    religion: Line | None = None
    minority_language: Line | None = None


class CandidateIn(Shape):
    """A person's record as it is written and changed; certificates, window and gates have addresses of their own."""

    identity: IdentityIn
    facts: FactsShape
    references: Annotated[tuple[ReferenceShape, ...], Field(max_length=10)] = ()
    facility: Line = Field("", examples=["Lapas Kelas I Madiun"])
    guarantor: GuarantorShape | None = None
    protected: ProtectedShape | None = Field(None, json_schema_extra={"writeOnly": True})

    def record(self, candidate: Candidate) -> CandidateRecord:
        """The record of a person whose matching facts are these."""
        return CandidateRecord(
            candidate=candidate,
            identity=self.identity.value(),
            references=tuple(reference.value() for reference in self.references),
            facility=self.facility,
            guarantor=self.guarantor.value() if self.guarantor else None,
            protected=ProtectedAttributes(**self.protected.model_dump()) if self.protected else None,
        )


class CandidateNew(CandidateIn):
    """A new person, with what is known of certificates, window and gates."""

    gates: GatesShape = Field(default=GatesShape(consented=False))
    window: WindowShape | None = None
    supervision: SupervisionShape | None = None
    certificates: Annotated[tuple[CertificateIn, ...], Field(max_length=MAX_LIST)] = ()

    @model_validator(mode="after")
    def _supervision_follows_a_window(self) -> Self:
        if self.supervision and not self.window:
            raise ValueError(
                "bimbingan perlu perkiraan bebas / supervision follows a release window, which is missing"
            )
        return self

    def candidate(self, new_id: Callable[[], UUID]) -> Candidate:
        """The person with new ids; raises InvalidValue."""
        return self.facts.candidate(
            CandidateId(new_id()),
            gates=self.gates.value(),
            window=self.window.value() if self.window else None,
            supervision=self.supervision.value() if self.supervision else None,
            certificates=[one.certificate(CertificateId(new_id())) for one in self.certificates],
        )


class CandidateOut(Shape):
    """A person as a case worker sees one."""

    id: UUID
    identity: IdentityOut
    facts: FactsShape
    references: list[ReferenceShape]
    facility: str
    guarantor: GuarantorShape | None
    gates: GatesShape
    window: WindowShape | None
    supervision: SupervisionShape | None
    certificates: list[CertificateOut]
    stamp: StampShape


class IdentityPlanned(Shape):
    """Who a person is, as a release planner needs it."""

    name: str
    phone: str | None


class CandidatePlanned(Shape):
    """A person as a release planner sees one."""

    id: UUID
    identity: IdentityPlanned
    facts: FactsPlanned
    gates: GatesShape
    window: WindowShape | None
    supervision: SupervisionShape | None
    certificates: list[CertificateOut]
    stamp: StampShape


class Lookup(Shape):
    """Keys of one person. They travel in the body, since addresses end up in logs."""

    national_id: NationalId | None = Field(None, examples=["3519011705940001"])
    register_number: RegisterNumber | None = None
