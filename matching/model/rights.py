"""The rights of a person as values: consents of the ledger, requests and their clocks, rules of retention."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import AccountId, CandidateId, EmployerId


class Purpose(StrEnum):
    """What a consent is for. Each is asked for by itself (UU 27/2022 Art. 22)."""

    MATCHING = "matching"
    DISCLOSURE = "disclosure"  # of identity, to one employer
    CONTACT = "contact"


class Recipient(StrEnum):
    """To whom a consent extends; an employer is named by its id."""

    UNIT = "unit"
    EMPLOYER = "employer"
    TRAINING_CENTRE = "training_centre"


class Disclosed(StrEnum):
    """What of an identity may be disclosed. Nothing else ever is."""

    NAME = "name"
    PHONE = "phone"
    DISTRICT = "district"


class How(StrEnum):
    """How a consent was given: in writing or recorded, with the evidence kept, or before the one who writes it down.

    `SOURCE`: taken over as a source system or an import has it, its wording not known here.
    """

    WRITTEN = "written"
    RECORDED = "recorded"
    WITNESSED = "witnessed"
    SOURCE = "source"


class ConsentState(StrEnum):
    """How a consent stands now."""

    CURRENT = "current"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that were read, or read out: `key` is purpose and version. The file of a text never changes."""

    key: str
    language: str
    sha256: str
    text: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who consents for a child (UU 27/2022 Art. 25). Third-party data."""

    name: str = field(repr=False)
    relation: str

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.relation.strip():
            raise InvalidValue(
                "guardian", "nama dan hubungan wali wajib / a name and the relation to the child are required"
            )


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry of the ledger, as it is given."""

    id: UUID
    candidate: CandidateId
    purpose: Purpose
    recipient: Recipient
    how: How
    given_at: datetime
    wording: Wording | None = None  # None: how is SOURCE
    employer: EmployerId | None = None
    fields: frozenset[Disclosed] = frozenset()
    until: datetime | None = None
    guardian: Guardian | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        if (self.recipient is Recipient.EMPLOYER) != (self.employer is not None):
            raise InvalidValue(
                "employer", "perlu bagi pemberi kerja / needed for an employer, and for nobody else"
            )
        if (self.purpose is Purpose.DISCLOSURE) != bool(self.fields):
            raise InvalidValue(
                "fields",
                "hanya, dan selalu, untuk pembukaan / needed for a disclosure, and for no other purpose",
            )
        if self.purpose is Purpose.DISCLOSURE and (self.employer is None or self.until is None):
            raise InvalidValue(
                "employer",
                "pembukaan adalah kepada satu pemberi kerja dan ada akhirnya"
                " / a disclosure is to one employer and ends on a day",
            )
        if self.until is not None and self.until <= self.given_at:
            raise InvalidValue("until", "sebelum persetujuan mulai / before the consent begins")
        if self.how in (How.WRITTEN, How.RECORDED) and not self.evidence.strip():
            raise InvalidValue(
                "evidence",
                "tulis di mana surat atau rekamannya disimpan / say where the paper or the recording is kept",
            )


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A consent as the ledger has it, with how it stands."""

    consent: Consent
    state: ConsentState
    recorded_by: AccountId
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = ""


class RequestKind(StrEnum):
    """What a person may ask for."""

    ACCESS = "access"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    ERASURE = "erasure"


class RequestState(StrEnum):
    """Where a request is."""

    OPEN = "open"
    APPROVED = (
        "approved"  # granted, to be carried out: by the program (erasure), by the case worker (correction)
    )
    DONE = "done"
    REFUSED = "refused"


class ErasureGround(StrEnum):
    """Why somebody is erased (UU 27/2022 Art. 42, 43)."""

    REQUEST = "request"
    PURPOSE_ENDED = "purpose_ended"
    RETENTION_ENDED = "retention_ended"
    MISTAKE = "mistake"  # recorded by mistake, or twice


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours in which a request is answered, and the article that says so; `by_law` False: our own target."""

    hours: int
    article: str
    by_law: bool


THREE_DAYS = 72
"""3 × 24 hours, as UU 27/2022 counts: hours, without regard to working days."""
CLOCKS: Mapping[RequestKind, Clock] = MappingProxyType(
    {
        RequestKind.ACCESS: Clock(THREE_DAYS, "UU 27/2022 Art. 32", by_law=True),
        RequestKind.CORRECTION: Clock(THREE_DAYS, "UU 27/2022 Art. 30", by_law=True),
        RequestKind.WITHDRAWAL: Clock(THREE_DAYS, "UU 27/2022", by_law=True),
        RequestKind.OBJECTION: Clock(THREE_DAYS, "UU 27/2022 Art. 10", by_law=False),
        RequestKind.RESTRICTION: Clock(THREE_DAYS, "UU 27/2022 Art. 41", by_law=True),
        RequestKind.ERASURE: Clock(THREE_DAYS, "UU 27/2022 Art. 43", by_law=False),
    }
)


@dataclass(frozen=True, slots=True)
class SubjectRequest:
    """A request of a person. `candidate` is None once the person has been erased; `subject` is the id that they had."""

    id: UUID
    kind: RequestKind
    subject: UUID
    received_at: datetime
    due_at: datetime
    state: RequestState = RequestState.OPEN
    candidate: CandidateId | None = None
    note: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    decided_by: AccountId | None = None
    decided_at: datetime | None = None
    granted_at: datetime | None = None

    @classmethod
    def received(
        cls, identifier: UUID, kind: RequestKind, candidate: CandidateId, *, at: datetime, note: str
    ) -> "SubjectRequest":
        """A new request, its clock running from when it was received."""
        due = at + timedelta(hours=CLOCKS[kind].hours)
        return cls(identifier, kind, candidate, at, due, candidate=candidate, note=note)

    @property
    def waiting(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in (RequestState.OPEN, RequestState.APPROVED)

    @property
    def to_be_corrected(self) -> bool:
        """Whether it is a correction that was granted, of which nobody has said yet that it was carried out."""
        return self.kind is RequestKind.CORRECTION and self.state is RequestState.APPROVED

    @property
    def given_up(self) -> bool:
        """Whether it was granted and then not carried out."""
        return self.state is RequestState.REFUSED and self.granted_at is not None

    def due_in_hours(self, now: datetime) -> float:
        """Hours left, below zero when overdue."""
        return round((self.due_at - now).total_seconds() / 3_600, 1)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long a kind of data is kept, and why. `people` are erased; other kinds are removed."""

    kind: str
    days: int
    basis_id: str
    basis_en: str
    what_id: str
    what_en: str


@dataclass(frozen=True, slots=True)
class JournalState:
    """The erasure journal: whether its file is there, how many people are in it and since when the last, lines that
    cannot be read, and erasures that are approved and still have to be carried out."""

    there: bool
    people: int
    last: datetime | None
    damaged: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """Somebody whose data an account has seen, for the worksheet of a breach; without a name."""

    candidate: UUID
    unit: str | None
    caseload: str | None
    first_at: datetime
    last_at: datetime
    looks: int
    fields: tuple[str, ...]
    purposes: tuple[str, ...]
    still_kept: bool


def is_minor(birth_date: date | None, on: date) -> bool:
    """Whether somebody is under eighteen on a day; False where the birth date is not known."""
    if birth_date is None:
        return False
    return (on.year - birth_date.year, on.month, on.day) < (18, birth_date.month, birth_date.day)
