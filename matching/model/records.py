"""Records: what is stored of a person, an employer or a vacancy, the matching value with all that stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.candidate import Candidate
from matching.model.identity import ExternalReference, Identity, ProtectedAttributes
from matching.model.ids import AccountId, CandidateId, ImportId, QueuedRowId, RunId, UnitId, VacancyId
from matching.model.vacancy import Employer, Vacancy


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Penjamin of a conditional release: family, an employer or a foundation. Third-party data."""

    kind: str  # "family", "employer", "foundation"
    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a record belongs and who wrote it last; `version` grows by one with every change."""

    unit: UnitId
    caseload: AccountId | None
    recorded_by: AccountId
    recorded_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """A candidate with identity and administration. `protected` is written here and read by nobody but a report."""

    candidate: Candidate
    identity: Identity
    references: tuple[ExternalReference, ...] = ()
    facility: str = ""  # name of the facility where the person is now
    guarantor: Guarantor | None = None
    protected: ProtectedAttributes | None = None
    stamp: Stamp | None = None  # None until stored
    national_id_last4: str = (
        ""  # what may be shown of the numbers: once stored, the identity comes without them
    )
    register_last4: str = ""

    @property
    def id(self) -> CandidateId:
        """The candidate's id."""
        return self.candidate.id


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """By what a person is known, without what the person can do; fields as of `CandidateRecord`."""

    id: CandidateId
    identity: Identity
    references: tuple[ExternalReference, ...] = ()
    national_id_last4: str = ""
    register_last4: str = ""


@dataclass(frozen=True, slots=True)
class EmployerRecord:
    """An employer with its administration."""

    employer: Employer
    reference: ExternalReference | None = None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class PersonLimits:
    """Limits of age or sex, stored because the law asks for them (Perpres 57/2023), never ranked on."""

    age_min: int | None = None
    age_max: int | None = None
    sex: str | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise InvalidValue(
                "age_min",
                f"{self.age_min} di atas batas tertinggi {self.age_max}"
                f" / {self.age_min} is above the upper limit {self.age_max}",
            )


class Unchecked(StrEnum):
    """Whose words of a vacancy nobody has checked since; such a vacancy is not published."""

    COMPANY = "company"  # a planner checks
    STAFF = "staff"  # where a setting asks for a second look
    KEPT = "kept"  # a draft that its company has not sent, and nobody else sees


@dataclass(frozen=True, slots=True)
class VacancyRecord:
    """A vacancy with its administration, limits of person and the text that it came from."""

    vacancy: Vacancy
    reference: ExternalReference | None = None
    facility: str = ""  # for work inside a facility: its name
    limits: PersonLimits = field(default_factory=PersonLimits)
    wage_text: str = ""  # the wage as written
    source_text: str = ""  # the whole text as it came in
    unchecked: Unchecked | None = None
    stamp: Stamp | None = None

    @property
    def id(self) -> VacancyId:
        """The vacancy's id."""
        return self.vacancy.id


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import of one file: what came of it. `digest` is the file's SHA-256."""

    id: ImportId
    kind: str
    digest: str
    created: int
    updated: int
    unchanged: int
    queued: int  # rows without a usable key, kept as "possibly the same person"
    refused: int
    at: datetime
    undone_at: datetime | None = None


class QueueOutcome(StrEnum):
    """What somebody said of a row that waited."""

    JOINED = "joined"  # it is about a person who was known
    NEW = "new"  # it is about nobody who was known
    DISMISSED = "dismissed"  # it is about nobody here, or of no use


@dataclass(frozen=True, slots=True)
class QueueDecision:
    """What somebody said of a row, and through which import it was then taken in. By whom and when: once stored."""

    outcome: QueueOutcome
    candidate: CandidateId | None = None  # whose row it is
    import_id: ImportId | None = None  # None: dismissed
    reason: str = ""
    by: AccountId | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """A row that may belong to a known person but carries no usable key; `cells` are sealed by the store.

    `kind` ("candidates", "certificates", …) and `import_id` are those of the import it came from; these, `id`, `at`
    and what somebody has `decided` are known once it is stored.
    """

    row: int
    cells: Mapping[str, str] = field(repr=False)
    possible: tuple[CandidateId, ...] = ()
    kind: str = ""
    import_id: ImportId | None = None
    id: QueuedRowId | None = None
    at: datetime | None = None
    decided: QueueDecision | None = None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A recorded run of matching: all that is needed to get the same list again."""

    id: RunId
    kind: str  # "vacancies" for a candidate, "candidates" for a vacancy
    candidate: CandidateId | None  # None: erased, or the run was for a vacancy
    vacancy: VacancyId | None
    snapshot: str
    model: str
    weights: dict[str, Any]
    rules: str
    parameters: dict[str, Any]
    features: list[dict[str, Any]]
    result: dict[str, Any]
    at: datetime
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the outbox."""

    topic: str
    record: UUID
