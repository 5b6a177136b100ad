"""The worker's side of the stores: index building, without any access to identities."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import numpy as np
import numpy.typing as npt

from matching.model import Candidate, CandidateId, Vacancy, VacancyId
from matching.model.indexed import Changes, IndexedCandidate, IndexedFacet, IndexedVacancy


class IndexStore(Protocol):
    """Reads and writes of index building, under the worker role."""

    async def watermark(self) -> str:
        """Opaque position in the outbox: everything committed before it is visible to reads after."""
        ...

    def changes_since(self, watermark: str, *, model: str, batch: int) -> AsyncIterator[Changes]:
        """Changes since a watermark of this database, of one state, in blocks of at most `batch` records; at least one
        block, and none at all when the watermark is too old or another database's: load everything."""
        ...

    def all_vacancies(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedVacancy]]:
        """Every indexed vacancy, in one state of the database, in the order of creation."""
        ...

    def all_candidates(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedCandidate]]: ...
    async def people(self, candidates: Sequence[CandidateId], *, model: str) -> Sequence[IndexedCandidate]:
        """Those of these people who have an open gate and are embedded."""
        ...

    async def hidden(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, frozenset[VacancyId]]:
        """Vacancies that are hidden for these people now, and not why; who has none is left out."""
        ...

    async def unembedded_vacancies(
        self, *, model: str, limit: int, after: VacancyId | None = None
    ) -> Sequence[tuple[Vacancy, int]]:
        """Vacancies whose text has no vector of this model yet, oldest first, each with its text version; of those
        created after `after`, of all where that is not there.

        The text version grows (by trigger) when title, description, what is asked or the occupation changes, and
        only then: a change of date embeds nothing.
        """
        ...

    async def unembedded_candidates(
        self, *, model: str, limit: int, after: CandidateId | None = None
    ) -> Sequence[tuple[Candidate, int]]:
        """The same for people with an open gate whose certificates, experience or interests have changed."""
        ...

    async def count_unembedded(self, *, model: str) -> tuple[int, int]:
        """(vacancies, candidates) still to embed."""
        ...

    async def known_vectors(
        self, digests: Sequence[str], *, model: str
    ) -> Mapping[str, npt.NDArray[np.float16]]:
        """Vectors of facets by the digest of their text, whoever's facets they are; unknown ones are left out."""
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
