"""Certificates: evidence of skill, with what stands behind it."""

from dataclasses import dataclass
from datetime import date

from matching.errors import NOT_POSITIVE, InvalidValue
from matching.model.ids import CertificateId
from matching.vocabulary import CertificateKind, Verification

MAX_KKNI = 9


@dataclass(frozen=True, slots=True, order=True)
class UnitCode:
    """A unit of competency. Its key is code *and* decree year: one code has carried three titles."""

    code: str
    decree_year: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate as written, with its units, validity and state of verification."""

    id: CertificateId
    kind: CertificateKind
    title: str  # as written
    scheme: str = ""
    units: tuple[UnitCode, ...] = ()
    kkni_level: int | None = None
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    expires: date | None = None
    training_hours: int | None = None
    verification: Verification = Verification.CLAIMED
    verified_by: str = ""
    verified_on: date | None = None
    evidence_reference: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidValue("certificate.title", "judul harus diisi / a title is required")
        if self.kkni_level is not None and not 1 <= self.kkni_level <= MAX_KKNI:
            raise InvalidValue(
                "certificate.kkni_level", f"{self.kkni_level} di luar 1–{MAX_KKNI} / is outside 1–{MAX_KKNI}"
            )
        if self.issued and self.expires and self.expires < self.issued:
            raise InvalidValue(
                "certificate.expires",
                f"{self.expires} sebelum terbit {self.issued} / is before the issue {self.issued}",
            )
        if self.training_hours is not None and self.training_hours <= 0:
            raise InvalidValue("certificate.training_hours", NOT_POSITIVE)

    def expired(self, today: date) -> bool:
        return self.expires is not None and self.expires < today

    @property
    def usable(self) -> bool:
        """Rejected certificates are evidence of nothing."""
        return self.verification is not Verification.REJECTED
