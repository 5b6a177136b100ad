"""Second implementations of stores, in memory: small, and real enough to run the use cases on."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar
from uuid import UUID

import numpy as np
import numpy.typing as npt

from matching.errors import NotFound
from matching.model import Actor, Candidate, CandidateId, RunId, Vacancy, VacancyId
from matching.model.cohorts import Work
from matching.model.indexed import Changes, IndexedCandidate, IndexedFacet, IndexedVacancy
from matching.model.records import RunRecord
from matching.trail import Act

Vector = npt.NDArray[np.float16]
Id = TypeVar("Id", bound=UUID)
Kept = TypeVar("Kept")


def _after(records: Mapping[Id, Kept], one: Id | None) -> Sequence[Kept]:
    kept = list(records.values())
    return kept[list(records).index(one) + 1 :] if one is not None and one in records else kept


class MemoryIndexStore:
    """What index building reads and writes. Every write is one entry of an outbox that `forget` cuts off."""

    def __init__(self) -> None:
        self.vacancies: dict[VacancyId, tuple[Vacancy, int]] = {}
        self.candidates: dict[CandidateId, tuple[Candidate, int]] = {}
        self.hidings: dict[CandidateId, set[VacancyId]] = {}
        self.outbox: list[UUID] = []
        self.looked_for: list[CandidateId | None] = []
        self.locked: set[str] = set()
        self._forgotten = 0
        self._vectors: dict[tuple[str, VacancyId], tuple[int, Vector, tuple[str, ...]]] = {}
        self._facets: dict[tuple[str, CandidateId], tuple[int, tuple[IndexedFacet, ...]]] = {}

    def put_vacancy(self, vacancy: Vacancy, version: int = 1) -> None:
        self.vacancies[vacancy.id] = (vacancy, version)
        self.outbox.append(vacancy.id)

    def put_candidate(self, candidate: Candidate, version: int = 1) -> None:
        self.candidates[candidate.id] = (candidate, version)
        self.outbox.append(candidate.id)

    def remove(self, record: UUID) -> None:
        self.vacancies.pop(VacancyId(record), None)
        self.candidates.pop(CandidateId(record), None)
        self._facets = {key: facets for key, facets in self._facets.items() if key[1] != record}
        self.outbox.append(record)

    def forget(self) -> None:
        """The outbox no longer reaches back to before now."""
        self._forgotten = len(self.outbox)

    async def watermark(self) -> str:
        return str(len(self.outbox))

    async def changes_since(self, watermark: str, *, model: str, batch: int) -> AsyncIterator[Changes]:
        if int(watermark) < self._forgotten:
            return
        touched = dict.fromkeys(self.outbox[int(watermark) :])
        vacancies = [self._vacancy(model, VacancyId(i)) for i in touched if i in self.vacancies]
        people = [self._candidate(model, CandidateId(i)) for i in touched if i in self.candidates]
        gone = [i for i in touched if i not in self.vacancies and i not in self.candidates]
        yield Changes(
            await self.watermark(),
            tuple(item for item in vacancies if item),
            tuple(VacancyId(i) for i in gone),
            tuple(item for item in people if item),
            tuple(
                CandidateId(i)
                for i in touched
                if i not in self.vacancies
                and not (i in self.candidates and self._candidate(model, CandidateId(i)))
            ),
        )

    async def all_vacancies(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedVacancy]]:
        rows = [row for vacancy in self.vacancies if (row := self._vacancy(model, vacancy))]
        for start in range(0, len(rows), batch):
            yield rows[start : start + batch]

    async def all_candidates(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedCandidate]]:
        rows = [row for candidate in self.candidates if (row := self._candidate(model, candidate))]
        for start in range(0, len(rows), batch):
            yield rows[start : start + batch]

    async def people(self, candidates: Sequence[CandidateId], *, model: str) -> Sequence[IndexedCandidate]:
        known = [self._candidate(model, one) for one in candidates if one in self.candidates]
        return [one for one in known if one]

    async def hidden(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, frozenset[VacancyId]]:
        return {one: frozenset(self.hidings[one]) for one in candidates if self.hidings.get(one)}

    async def unembedded_vacancies(
        self, *, model: str, limit: int, after: VacancyId | None = None
    ) -> Sequence[tuple[Vacancy, int]]:
        return [
            (vacancy, version)
            for vacancy, version in _after(self.vacancies, after)
            if self._vectors.get((model, vacancy.id), (0,))[0] != version
        ][:limit]

    async def unembedded_candidates(
        self, *, model: str, limit: int, after: CandidateId | None = None
    ) -> Sequence[tuple[Candidate, int]]:
        self.looked_for.append(after)
        return [
            (candidate, version)
            for candidate, version in _after(self.candidates, after)
            if candidate.gates.open and self._facets.get((model, candidate.id), (0,))[0] != version
        ][:limit]

    async def count_unembedded(self, *, model: str) -> tuple[int, int]:
        every = max(len(self.vacancies), len(self.candidates), 1)
        return (
            len(await self.unembedded_vacancies(model=model, limit=every)),
            len(await self.unembedded_candidates(model=model, limit=every)),
        )

    async def known_vectors(self, digests: Sequence[str], *, model: str) -> Mapping[str, Vector]:
        return {
            facet.digest: facet.vector
            for (of, _), (_, facets) in self._facets.items()
            if of == model
            for facet in facets
            if facet.digest in digests
        }

    async def put_vacancy_vectors(
        self, model: str, rows: Sequence[tuple[VacancyId, int, Vector, Sequence[str]]]
    ) -> None:
        for vacancy, version, vector, terms in rows:
            self._vectors[model, vacancy] = (version, vector, tuple(terms))
            self.outbox.append(vacancy)

    async def put_facet_vectors(
        self, model: str, people: Sequence[tuple[CandidateId, int, Sequence[IndexedFacet]]]
    ) -> None:
        for candidate, version, facets in people:
            self._facets[model, candidate] = (version, tuple(facets))
            self.outbox.append(candidate)

    @asynccontextmanager
    async def try_lock(self, name: str) -> AsyncIterator[bool]:
        mine = name not in self.locked
        self.locked.add(name)
        try:
            yield mine
        finally:
            if mine:
                self.locked.discard(name)

    async def notices(self) -> AsyncIterator[None]:
        yield None

    def _vacancy(self, model: str, vacancy: VacancyId) -> IndexedVacancy | None:
        record, _ = self.vacancies[vacancy]
        stored = self._vectors.get((model, vacancy))
        return IndexedVacancy(record, *stored) if stored else None

    def _candidate(self, model: str, candidate: CandidateId) -> IndexedCandidate | None:
        record, _ = self.candidates[candidate]
        stored = self._facets.get((model, candidate))
        return IndexedCandidate(record, *stored) if stored and record.gates.open else None


class MemoryGateway:
    """Transactions that read the facts of an index store and keep runs."""

    def __init__(self, facts: MemoryIndexStore) -> None:
        self.facts, self.kept = facts, dict[RunId, RunRecord]()
        self.noted: list[tuple[Act, CandidateId]] = []
        self.working: dict[CandidateId, Work] = {}

    @asynccontextmanager
    async def transaction(self, actor: Actor, *, read_only: bool = False) -> AsyncIterator["MemoryGateway"]:
        assert actor.purpose
        self._read_only = read_only
        yield self

    @property
    def candidates(self) -> "MemoryGateway":
        return self

    @property
    def vacancies(self) -> "MemoryGateway":
        return self

    @property
    def runs(self) -> "MemoryGateway":
        return self

    @property
    def placements(self) -> "MemoryGateway":
        return self

    @property
    def hidings(self) -> "MemoryGateway":
        return self

    async def from_vacancy(self, vacancy: VacancyId) -> Sequence[CandidateId]:
        return [person for person, hidden in self.facts.hidings.items() if vacancy in hidden]

    async def work_of(self, people: Sequence[CandidateId] | None) -> Mapping[CandidateId, Work]:
        return self.working

    @property
    def trail(self) -> "MemoryGateway":
        return self

    def note(self, act: Act, subjects: Iterable[CandidateId], *fields: str) -> None:
        self.noted += [(act, subject) for subject in subjects]

    async def matching_facts(
        self, candidates: Sequence[CandidateId], *, act: Act = Act.READ
    ) -> Mapping[CandidateId, Candidate]:
        self.note(act, candidates)
        return {i: self.facts.candidates[i][0] for i in candidates if i in self.facts.candidates}

    async def open_to_matching(self) -> Sequence[CandidateId]:
        return [i for i, (person, _) in self.facts.candidates.items() if person.gates.open]

    async def many(self, vacancies: Sequence[VacancyId]) -> Mapping[VacancyId, Vacancy]:
        return {i: self.facts.vacancies[i][0] for i in vacancies if i in self.facts.vacancies}

    async def add(self, record: RunRecord) -> None:
        assert not self._read_only, "a reading transaction has written"
        self.kept[record.id] = record

    async def get(self, run: RunId) -> RunRecord:
        if run not in self.kept:
            raise NotFound("run")
        return self.kept[run]
