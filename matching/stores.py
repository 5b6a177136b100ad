"""Stores, as protocols: what use cases need of a database. One transaction, one actor.

Stores hold and return domain values; they neither rank nor read meaning. Reads of what is not there, or not the
actor's to see, raise `NotFound`; a write against another version than the current raises `VersionConflict`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

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
    RunId,
    Vacancy,
    VacancyId,
)
from matching.model.indexed import Changes, IndexedCandidate, IndexedFacet, IndexedVacancy
from matching.model.records import (
    CandidateRecord,
    EmployerRecord,
    ImportRecord,
    RunRecord,
    VacancyRecord,
)
from matching.release import ReleaseWindow, Supervision
from matching.trail import Act, TrailStore

Vectors = npt.NDArray[np.float32]
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
        ...

    async def matching_facts(
        self, candidates: Sequence[CandidateId], *, act: Act = Act.READ
    ) -> Mapping[CandidateId, Candidate]:
        """Matching facts with current window, certificates and gates; those not visible are left out."""
        ...

    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
    async def add(self, records: Sequence[CandidateRecord]) -> None: ...
    async def replace(self, record: CandidateRecord, *, version: int | None) -> int:
        """Write all facts of a known candidate (identity and references too); the new version. None: whatever it is."""
        ...

    async def replace_many(self, records: Sequence[CandidateRecord]) -> frozenset[CandidateId]:
        """As `replace`, whatever the versions are; who has changed. Each may be named once."""
        ...

    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, CandidateId]: ...
    async def by_national_id(self, numbers: Sequence[str]) -> Mapping[str, CandidateId]:
        """Candidates by NIK, through the keyed hash; the mapping is keyed by the numbers as given."""
        ...

    async def by_register_number(self, numbers: Sequence[str]) -> Mapping[str, CandidateId]: ...
    async def by_name_and_birth(
        self, people: Sequence[Namesake]
    ) -> Mapping[Namesake, tuple[CandidateId, ...]]:
        """Everybody of a name, compared as `matching.model.comparable` says, and birth date; keyed as given."""
        ...

    async def set_window(
        self, candidate: CandidateId, window: ReleaseWindow, supervision: Supervision | None
    ) -> bool:
        """Make this the current window, ending the one before; False when nothing changed."""
        ...

    async def set_windows(
        self, windows: Sequence[tuple[CandidateId, ReleaseWindow, Supervision | None]]
    ) -> frozenset[CandidateId]:
        """As `set_window`, each candidate named once; whose window has changed."""
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
        ...


class EmployerStore(Protocol):
    """Employers."""

    async def get(self, employer: EmployerId) -> EmployerRecord: ...
    async def records(self, employers: Sequence[EmployerId]) -> Mapping[EmployerId, EmployerRecord]: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
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
    async def records(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, VacancyRecord]: ...
    async def many(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, Vacancy]: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
    async def add(self, records: Sequence[VacancyRecord]) -> None: ...
    async def replace(self, record: VacancyRecord, *, version: int | None) -> int: ...
    async def replace_many(self, records: Sequence[VacancyRecord]) -> frozenset[VacancyId]: ...
    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, VacancyId]: ...


class ImportStore(Protocol):
    """Imports, what each changed, and rows that could not be joined to a person."""

    async def add(self, record: ImportRecord) -> None: ...
    async def get(self, import_id: ImportId) -> ImportRecord: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
    async def log_changes(self, import_id: ImportId, changes: Sequence["ImportChange"]) -> None: ...
    async def changes(self, import_id: ImportId) -> Sequence["ImportChange"]: ...
    async def undo(self, import_id: ImportId, *, at: datetime) -> None:
        """Bring back what stood before, as new versions; raises UndoRefused or AlreadyUndone, and changes nothing."""
        ...

    async def queue(self, import_id: ImportId, rows: Sequence["QueuedRow"]) -> None: ...
    async def queued(self, *, limit: int, cursor: str | None) -> Page: ...


@dataclass(frozen=True, slots=True)
class ImportChange:
    """One record that an import created or changed, as it stands after."""

    kind: str  # "candidate", "certificate", "window", "employer", "vacancy"
    record: UUID
    created: bool


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """A row that may belong to a known person but carries no usable key; `cells` are sealed by the store.

    `kind` ("candidates", "certificates", …) and `import_id` are those of the import it came from, known once it is
    stored.
    """

    row: int
    cells: Mapping[str, str]
    possible: tuple[CandidateId, ...] = ()
    kind: str = ""
    import_id: ImportId | None = None


class RunStore(Protocol):
    """Recorded runs."""

    async def add(self, record: RunRecord) -> None: ...
    async def get(self, run: RunId) -> RunRecord: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...


class IdempotencyStore(Protocol):
    """Keys under which a creation was asked for, so that asking again creates nothing more."""

    async def recall(self, key: str, request_digest: str) -> UUID | None:
        """The record that this key created; raises IdempotencyConflict when the request was another one."""
        ...

    async def remember(self, key: str, request_digest: str, record: UUID) -> None: ...


class Transaction(Protocol):
    """One transaction of one actor."""

    @property
    def candidates(self) -> CandidateStore: ...
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


class Gateway(Protocol):
    """Opens transactions. Everything done in one is stored at its end, or nothing is."""

    def transaction(
        self, actor: Actor, *, read_only: bool = False
    ) -> AbstractAsyncContextManager[Transaction]: ...


# --- the worker's side: index building, without any access to identities ---
class IndexStore(Protocol):
    """Reads and writes of index building, under the worker role."""

    async def watermark(self) -> str:
        """Opaque position in the outbox: everything committed before it is visible to reads after."""
        ...

    async def changes_since(self, watermark: str, *, model: str) -> Changes | None:
        """Changes since a watermark of this database; None when it is too old or another database's: load all."""
        ...

    def all_vacancies(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedVacancy]]:
        """Every indexed vacancy, in one state of the database, in the order of creation."""
        ...

    def all_candidates(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedCandidate]]: ...
    async def unembedded_vacancies(self, *, model: str, limit: int) -> Sequence[tuple[Vacancy, int]]:
        """Vacancies whose text has no vector of this model yet, oldest first, each with its text version.

        The text version grows (by trigger) when title, description, what is asked or the occupation changes, and
        only then: a change of date embeds nothing.
        """
        ...

    async def unembedded_candidates(self, *, model: str, limit: int) -> Sequence[tuple[Candidate, int]]:
        """The same for people with an open gate whose certificates, experience or interests have changed."""
        ...

    async def count_unembedded(self, *, model: str) -> tuple[int, int]:
        """(vacancies, candidates) still to embed."""
        ...

    async def known_vectors(
        self, digests: Sequence[str], *, model: str
    ) -> Mapping[str, npt.NDArray[np.float16]]:
        """Vectors by the digest of a facet's text, whoever's facets they are; unknown ones are left out."""
        ...

    async def put_vacancy_vectors(
        self, model: str, rows: Sequence[tuple[VacancyId, int, npt.NDArray[np.float16], Sequence[str]]]
    ) -> None:
        """(vacancy, text version that was embedded, vector, terms)."""
        ...

    async def put_facet_vectors(
        self, model: str, people: Sequence[tuple[CandidateId, int, Sequence[IndexedFacet]]]
    ) -> None:
        """(candidate, text version that was embedded, facets): replace all facets of these candidates."""
        ...

    def try_lock(self, name: str) -> AbstractAsyncContextManager[bool]:
        """A lock among processes; False when another holds it. Freed when its holder dies."""
        ...

    def notices(self) -> AsyncIterator[None]:
        """One item per batch of notices, and one after every reconnection; ends never."""
        ...
