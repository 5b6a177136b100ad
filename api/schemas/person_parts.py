"""Parts of a person's record that are also written on their own: certificates, windows, gates."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.parts import NO_ID, Code, Day, Line, Named, Readable, RegencyCode, Shape
from matching.model import Certificate, CertificateId, Gates, UnitCode
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import CertificateKind, DateBasis, ReleaseMode, Verification


class GatesShape(Readable):
    """Consent and objection. Nobody is in a match or an index without consent, or after an objection."""

    consented: bool = Field(examples=[True])
    objected: bool = False

    def value(self) -> Gates:
        """The gates."""
        return Gates(self.consented, self.objected)


class WindowShape(Readable):
    """When a person can be out. Dates come from the source; an own estimate says so in `basis`."""

    mode: ReleaseMode = Field(examples=[ReleaseMode.CONDITIONAL_RELEASE])
    earliest: Day = Field(examples=["2027-01-10"])
    expected: Day = Field(examples=["2027-01-20"])
    latest: Day = Field(examples=["2027-02-15"])
    basis: DateBasis = Field(examples=[DateBasis.SOURCE_TWO_THIRDS])
    as_of: Day = Field(examples=["2026-11-02"])
    source: Line = Field("", examples=["SDP"])

    def value(self) -> ReleaseWindow:
        """The window; raises InvalidValue when its dates are not in order."""
        return ReleaseWindow(
            self.mode, self.earliest, self.expected, self.latest, self.basis, self.as_of, self.source
        )


class SupervisionShape(Readable):
    """Supervision by a Bapas after release. Without an end it is taken to last; without an area, the province."""

    until: Day | None = Field(None, examples=["2028-03-01"])
    area: Annotated[tuple[RegencyCode, ...], Field(max_length=16)] = ()
    report_every_days: Annotated[int, Field(ge=1, le=366)] | None = 30

    def value(self) -> Supervision:
        """The supervision."""
        return Supervision(self.until, self.area, self.report_every_days)


class WindowSetting(Shape):
    """A person's window, with the supervision that follows it."""

    window: WindowShape
    supervision: SupervisionShape | None = None


class WindowHistory(Shape):
    """The window in force, and all that were ever recorded, the newest first."""

    window: WindowShape | None
    supervision: SupervisionShape | None
    history: list[WindowShape]


class UnitShape(Readable):
    """A unit of competency: the code together with the year of its decree."""

    code: Code = Field(examples=["C.24LAS01.014.1"])
    decree_year: Annotated[int, Field(ge=1990, le=2200)] | None = Field(None, examples=[2018])

    def value(self) -> UnitCode:
        """The unit."""
        return UnitCode(self.code, self.decree_year)


class CertificateIn(Readable):
    """A certificate as written, with what stands behind it."""

    kind: CertificateKind = Field(examples=[CertificateKind.COMPETENCE])
    title: Named = Field(examples=["Juru Las SMAW 3G"])
    scheme: Line = Field("", examples=["Pengelasan Pelat SMAW"])
    units: Annotated[tuple[UnitShape, ...], Field(max_length=60)] = ()
    kkni_level: Annotated[int, Field(ge=1, le=9)] | None = None
    issuer: Line = Field("", examples=["LSP Las Contoh"])
    number: Annotated[Line, Field(max_length=120)] = ""
    issued: Day | None = Field(None, examples=["2026-03-14"])
    expires: Day | None = Field(None, examples=["2029-03-14"])
    training_hours: Annotated[int, Field(ge=1, le=10_000)] | None = None
    verification: Verification = Verification.CLAIMED
    verified_by: Line = ""
    verified_on: Day | None = None
    evidence_reference: Line = ""

    def value(self) -> Certificate:
        """The certificate, under no id; raises InvalidValue."""
        return self.certificate(CertificateId(NO_ID))

    def certificate(self, certificate: CertificateId) -> Certificate:
        """The certificate, under this id; raises InvalidValue."""
        return Certificate(
            id=certificate,
            kind=self.kind,
            title=self.title,
            scheme=self.scheme,
            units=tuple(unit.value() for unit in self.units),
            kkni_level=self.kkni_level,
            issuer=self.issuer,
            number=self.number,
            issued=self.issued,
            expires=self.expires,
            training_hours=self.training_hours,
            verification=self.verification,
            verified_by=self.verified_by,
            verified_on=self.verified_on,
            evidence_reference=self.evidence_reference,
        )


class CertificateOut(Shape):
    """A certificate as stored."""

    id: UUID
    kind: CertificateKind
    title: str
    scheme: str
    units: list[UnitShape]
    kkni_level: int | None
    issuer: str
    number: str
    issued: Day | None
    expires: Day | None
    training_hours: int | None
    verification: Verification
    verified_by: str
    verified_on: Day | None
    evidence_reference: str
