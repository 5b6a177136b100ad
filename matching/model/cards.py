"""What an employer is shown of a person: a card without a name, and a name only where the person has agreed to it."""

from dataclasses import dataclass, field
from datetime import date

from matching.model.certificate import UnitCode
from matching.model.ids import CertificateId
from matching.vocabulary import Verification


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """A certificate on a card. Title and scheme end before the first word that would name a facility; an issuer that
    would name one is empty."""

    id: CertificateId  # joins it to a row's evidence; never shown
    title: str
    scheme: str
    units: tuple[UnitCode, ...]
    kkni_level: int | None
    issuer: str
    verification: Verification


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What the person has agreed that this employer learns; None: not that."""

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    district: str | None = field(default=None, repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """What of it is told, by name; for the trail."""
        return tuple(part for part in ("name", "phone", "district") if getattr(self, part))


@dataclass(frozen=True, slots=True)
class Card:
    """A person as one employer knows one. `code` is another one for every employer; `available_from` is a first of a
    month; `months_of_work` are in all, wherever it was; `province` is of the place of return."""

    code: str
    province: str
    available_from: date | None
    months_of_work: int
    certificates: tuple[CardCertificate, ...]
    disclosed: Disclosed
