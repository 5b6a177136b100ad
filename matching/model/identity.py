"""Who a person is. Stored apart from what is matched; nothing here is ever embedded, scored or logged."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from matching.errors import InvalidValue

_DASHES = re.compile(r"[‐‑‒–—―−]")


def comparable(name: str) -> str:
    """A name as names are compared: whatever the case, the kind of dash, the width of characters and the blanks."""
    if not name.isascii():
        name = _DASHES.sub("-", unicodedata.normalize("NFKC", name))
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """The key under which a source system knows a person; an employer's or a vacancy's work the same way."""

    system: str  # "SDP", "SKILLHUB", "BLK-MADIUN"
    key: str

    def __post_init__(self) -> None:
        if not self.system.strip():
            raise InvalidValue(
                "reference.system",
                "nama sistem sumber harus diisi / the name of the source system is required",
            )
        if not self.key.strip():
            raise InvalidValue(
                "reference.key",
                "kunci dalam sistem sumber harus diisi / the key in the source system is required",
            )


@dataclass(frozen=True, slots=True)
class Identity:
    """Personal identity. `repr` shows nothing, so that a log line or a traceback cannot."""

    name: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    national_id: str | None = field(default=None, repr=False)  # NIK, 16 digits
    register_number: str | None = field(default=None, repr=False)
    district: str = field(default="", repr=False)  # kecamatan of the place of return, as written

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidValue("name", "nama harus diisi / a name is required")


@dataclass(frozen=True, slots=True)
class ProtectedAttributes:
    """Read by the fairness report only (part D); never by a rule or a score."""

    sex: str | None = field(default=None, repr=False)  # "female", "male"
    disability: str | None = field(default=None, repr=False)
    religion: str | None = field(default=None, repr=False)
    minority_language: str | None = field(default=None, repr=False)
