"""Stores, as protocols: what use cases need of a database. One transaction, one actor.

Stores hold and return domain values; they neither rank nor read meaning. Reads of what is not there, or not the
actor's to see, raise `NotFound`; a write against another version than the current raises `VersionConflict`.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager as Held
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from matching.caseload_store import CardStore, CaseloadStore
from matching.cohort_store import CohortPlanStore
from matching.custody import ConsentStore, RequestStore, SubjectFiles
from matching.fairness_store import FairnessReportStore
from matching.hiding_store import HidingStore
from matching.idempotency_store import IdempotencyStore
from matching.model import (
    Actor,
    Candidate,
    CandidateId,
    Certificate,
    Employer,
    EmployerId,
    ExternalReference,
    Gates,
    ImportId,
    ProtectedAttributes,
    QueuedRowId,
    RunId,
    UnitId,
    Vacancy,
    VacancyId,
)
from matching.model.accounts import Unit
from matching.model.ids import AccountId
from matching.model.records import (
    CandidateRecord,
    EmployerRecord,
    ImportRecord,
    KnownPerson,
    QueueDecision,
    QueuedRow,
    RunRecord,
    VacancyRecord,
)
from matching.model.transfers import Colleague, Number, TransferId
from matching.outcome_stores import OutcomeStore, PlacementStore
from matching.oversight_store import OversightStore
from matching.progress_store import ProgressStore
from matching.publishing import StateStore
from matching.release import ReleaseWindow, Supervision
from matching.shortlist_store import ShortlistStore
from matching.task_store import JobStore, NoticeStore, TaskStore
from matching.trail import Act, TrailStore
from matching.vocabulary import EmployerVerification

Namesake = tuple[str, date]
"""Name and birth date: never enough to say that two people are one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records in the order of their creation, and the cursor of the next (None: the last)."""

    records: tuple[Any, ...]
    next: str | None


class CandidateStore(Protocol):
    """People with their identity, facts, certificates, windows and gates."""

    async def get(self, candidate: CandidateId) -> CandidateRecord: ...
    async def records(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, CandidateRecord]:
        """In the order of creation; those not visible are left out."""

    async def persons(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, KnownPerson]:
        """By what they are known; those not visible are left out."""

    async def matching_facts(
        self, candidates: Sequence[CandidateId], *, act: Act = Act.READ
    ) -> Mapping[CandidateId, Candidate]:
        """Matching facts with current window, certificates and gates; those not visible are left out."""

    async def open_to_matching(self) -> Sequence[CandidateId]:
        """Everybody with an open gate whom the actor may see."""

    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
    async def add(self, records: Sequence[CandidateRecord]) -> None: ...
    async def replace(self, record: CandidateRecord, *, version: int | None) -> int:
        """Write all facts of a known candidate (identity and references too); the new version. None: whatever it is."""

    async def replace_many(self, records: Sequence[CandidateRecord]) -> frozenset[CandidateId]:
        """As `replace`, whatever the versions are; who has changed. Each may be named once."""

    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, CandidateId]: ...
    async def by_national_id(self, numbers: Sequence[str]) -> Mapping[str, CandidateId]:
        """Candidates by NIK, through the keyed hash; the mapping is keyed by the numbers as given."""

    async def take_turn(self) -> None:
        """Until the transaction ends nobody else of this caseload looks whether somebody new is known. Taken before one
        looks, it keeps two at once from making two people of one NIK."""
        ...

    async def by_register_number(self, numbers: Sequence[str]) -> Mapping[str, CandidateId]: ...
    async def by_name_and_birth(self, who: Sequence[Namesake]) -> Mapping[Namesake, tuple[CandidateId, ...]]:
        """Everybody of a name, compared as `matching.model.comparable` says, and birth date; keyed as given."""

    async def set_window(
        self, candidate: CandidateId, window: ReleaseWindow, supervision: Supervision | None
    ) -> bool:
        """Make this the current window, ending the one before; False when nothing changed."""

    async def set_windows(
        self, windows: Sequence[tuple[CandidateId, ReleaseWindow, Supervision | None]]
    ) -> Mapping[CandidateId, bool]:
        """As `set_window`, each candidate named once; whose has changed, and whether it is the first."""
        ...

    async def windows(self, candidate: CandidateId) -> Sequence[ReleaseWindow]:
        """All windows ever recorded, the current one first."""
        ...

    async def keep_protected(self, attributes: Mapping[CandidateId, ProtectedAttributes]) -> None:
        """Write protected attributes, which nobody here reads; what is None stays as it is. Changes no version."""
        ...

    async def set_gates(self, candidate: CandidateId, gates: Gates) -> None: ...
    async def certificates(self, candidate: CandidateId) -> Sequence[Certificate]: ...
    async def put_certificates(self, certificates: Sequence[tuple[CandidateId, Certificate]]) -> None:
        """Insert or replace certificates by their id."""
        ...

    async def remove(self, candidate: CandidateId) -> None:
        """Remove the person with everything that hangs on them: rows, vectors, windows; runs show as erased."""


class EmployerStore(Protocol):
    """Employers."""

    async def get(self, employer: EmployerId) -> EmployerRecord: ...
    async def records(self, employers: Sequence[EmployerId]) -> Mapping[EmployerId, EmployerRecord]: ...
    async def page(
        self,
        *,
        limit: int,
        cursor: str | None,
        verification: EmployerVerification | None = None,
        called: str = "",
    ) -> Page:
        """With `verification`, those in that state; with `called`, whose name has it in it, or whose NIB it is."""

    async def add(self, records: Sequence[EmployerRecord]) -> None: ...
    async def replace(self, record: EmployerRecord, *, version: int | None) -> int: ...
    async def replace_many(self, records: Sequence[EmployerRecord]) -> frozenset[EmployerId]: ...
    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, EmployerId]: ...
    async def by_business_number(self, numbers: Sequence[str]) -> Mapping[str, EmployerId]: ...
    async def many(self, employers: Sequence[EmployerId]) -> Mapping[EmployerId, Employer]: ...


class VacancyStore(Protocol):
    """Vacancies; `Vacancy.employer_verified` and `sector` come from the employer at reading."""

    async def get(self, vacancy: VacancyId) -> VacancyRecord: ...
    async def locked(self, vacancy: VacancyId) -> VacancyRecord:
        """As `get`; nobody else changes it until the transaction ends."""

    async def records(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, VacancyRecord]: ...
    async def many(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, Vacancy]: ...
    async def page(self, *, limit: int, cursor: str | None, status: str | None = None) -> Page: ...
    async def add(self, records: Sequence[VacancyRecord]) -> None: ...
    async def replace(self, record: VacancyRecord, *, version: int | None) -> int: ...
    async def replace_many(self, records: Sequence[VacancyRecord]) -> frozenset[VacancyId]: ...
    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, VacancyId]: ...


class ImportStore(ProgressStore, Protocol):
    """Imports, what each changed, how far one is, and rows that could not be joined to a person."""

    async def add(self, record: ImportRecord) -> None: ...
    async def get(self, import_id: ImportId) -> ImportRecord: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
    async def latest(self, limit: int) -> Sequence[ImportRecord]: ...
    async def log_changes(self, import_id: ImportId, changes: Sequence["ImportChange"]) -> None: ...
    async def changes(self, import_id: ImportId) -> Sequence["ImportChange"]: ...
    async def undo(self, import_id: ImportId, *, at: datetime) -> None:
        """Bring back what stood before, as new versions; raises UndoRefused or AlreadyUndone, and changes nothing."""
        ...

    async def queue(self, import_id: ImportId, rows: Sequence[QueuedRow]) -> None: ...
    async def queued(self, *, limit: int, cursor: str | None, decided: bool = False) -> Page:
        """Rows that wait for somebody to say whose they are; `decided`: also those of which somebody has."""

    async def lock_queued(self, row: QueuedRowId) -> QueuedRow:
        """One row, on which nobody else decides until the transaction ends; raises NotFound."""

    async def decide(self, row: QueuedRowId, decision: QueueDecision) -> None: ...


@dataclass(frozen=True, slots=True)
class ImportChange:
    """One record that an import created or changed, as it stands after."""

    kind: str  # "candidate", "certificate", "window", "employer", "vacancy"
    record: UUID
    created: bool


class RunStore(Protocol):
    """Recorded runs."""

    async def add(self, record: RunRecord) -> None: ...
    async def get(self, run: RunId) -> RunRecord: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...


class TransferStore(Protocol):
    """People between caseloads and units, and whole numbers of people in one's charge."""

    async def claim(self, national_ids: Sequence[str]) -> None:
        """Ask for whoever has one of these numbers and is in another's charge; the answer tells nothing."""
        ...

    async def offer(self, candidate: CandidateId, unit: UnitId, note: str) -> TransferId: ...
    async def hand_over(self, candidate: CandidateId, colleague: AccountId) -> None: ...
    async def decide(self, transfer: TransferId, *, accept: bool) -> None: ...
    async def page(self, *, limit: int, cursor: str | None, waiting: bool = False) -> Page: ...
    async def units(self) -> Sequence[Unit]: ...
    async def colleagues(self) -> Sequence[Colleague]: ...
    async def reveal(self, candidate: CandidateId, number: Number) -> str:
        """The whole number, recorded as an act; raises NotFound."""
        ...


class Transaction(Protocol):
    """One transaction of one actor."""

    @property
    def candidates(self) -> CandidateStore: ...
    @property
    def caseload(self) -> CaseloadStore: ...
    @property
    def employers(self) -> EmployerStore: ...
    @property
    def vacancies(self) -> VacancyStore: ...
    @property
    def imports(self) -> ImportStore: ...
    @property
    def runs(self) -> RunStore: ...
    @property
    def idempotency(self) -> IdempotencyStore: ...
    @property
    def trail(self) -> TrailStore: ...
    @property
    def consents(self) -> ConsentStore: ...
    @property
    def requests(self) -> RequestStore: ...
    @property
    def subjects(self) -> SubjectFiles: ...
    @property
    def oversight(self) -> OversightStore: ...
    @property
    def cards(self) -> CardStore: ...
    @property
    def transfers(self) -> TransferStore: ...
    @property
    def placements(self) -> PlacementStore: ...
    @property
    def outcomes(self) -> OutcomeStore: ...
    @property
    def shortlists(self) -> ShortlistStore: ...
    @property
    def cohorts(self) -> CohortPlanStore: ...
    @property
    def tasks(self) -> TaskStore: ...
    @property
    def notices(self) -> NoticeStore: ...
    @property
    def jobs(self) -> JobStore: ...
    @property
    def fairness(self) -> FairnessReportStore: ...
    @property
    def hidings(self) -> HidingStore: ...
    @property
    def states(self) -> StateStore: ...


class Gateway(Protocol):
    """Opens transactions. Everything done in one is stored at its end, or nothing is."""

    def transaction(self, actor: Actor, *, read_only: bool = False) -> Held[Transaction]: ...
