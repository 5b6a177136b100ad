"""Reads and writes of index building, under the worker's role. Implements `matching.stores.IndexStore`.

A watermark is `incarnation:xid`. The xid is the oldest transaction that was not over when it was taken, so whatever
was not yet visible then has an xid at or after it: nothing is missed, and some things are told twice, which is
harmless. Numbers of rows would not do: they are given before the commit, and commits overtake each other.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from data.candidate_parts import certificates_by_holder
from data.candidate_rows import candidate_of, current_window_of
from data.notices import notices
from data.pool import Database, Program
from data.queries import Query, load
from data.trail import ProgramNotes
from data.vacancy_rows import vacancy_of
from matching.model import Candidate, CandidateId, Vacancy, VacancyId
from matching.model.indexed import Changes, IndexedCandidate, IndexedFacet, IndexedVacancy, MovedWindow
from matching.trail import Act

_FLOAT16 = np.dtype("<f2")
Vector = npt.NDArray[np.float16]
_INDEXER = Program(purpose="indexing")


class PostgresIndexStore:
    """Index building on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("index_store")

    async def watermark(self) -> str:
        """Position in the outbox: everything committed before it is visible to reads after."""
        async with self._reading() as connection:
            return await self._position(connection)

    async def changes_since(self, watermark: str, *, model: str, batch: int) -> AsyncIterator[Changes]:
        """Changes since a watermark in blocks, all of one state of the database; no block when all must be loaded."""
        incarnation, _, xid = watermark.partition(":")
        notes = ProgramNotes()
        async with self._reading(notes) as connection:
            now = await self._position(connection)
            if now.partition(":")[0] != incarnation:
                return
            if await self._queries["is_pruned"].fetchval(connection, xmin=xid):
                return
            changed: dict[str, set[Any]] = defaultdict(set)
            cursor = await connection.cursor(*self._asked("changed_records", xmin=xid))
            while rows := await cursor.fetch(batch):
                for topic, record in rows:
                    changed[topic].add(record)
            vacancies, people = list(changed["vacancy"]), list(changed["candidate"])
            moved = list(changed["window"] - changed["candidate"])
            for start in range(0, max(len(vacancies), len(people), len(moved), 1), batch):
                some = slice(start, start + batch)
                yield Changes(
                    now,
                    *await self._vacancies_now(connection, vacancies[some], model),
                    *await self._people_now(connection, people[some], model, notes),
                    windows=await self._windows_now(connection, moved[some], notes),
                )

    async def _vacancies_now(
        self, connection: Any, changed: Sequence[VacancyId], model: str
    ) -> tuple[tuple[IndexedVacancy, ...], tuple[VacancyId, ...]]:
        """(vacancies that are there, those that are not)."""
        if not changed:
            return (), ()
        rows = await self._queries["indexed_vacancies"].fetch(connection, vacancies=changed, model=model)
        there = tuple(_indexed_vacancy(row) for row in rows)
        return there, tuple({VacancyId(one) for one in changed} - {one.id for one in there})

    async def _people_now(
        self, connection: Any, changed: Sequence[CandidateId], model: str, notes: ProgramNotes
    ) -> tuple[tuple[IndexedCandidate, ...], tuple[CandidateId, ...]]:
        """(people who are open to matching, those who are not)."""
        if not changed:
            return (), ()
        rows = await self._queries["indexed_candidates"].fetch(connection, candidates=changed, model=model)
        there = tuple(await self._indexed_candidates(connection, rows, model, notes))
        return there, tuple({CandidateId(one) for one in changed} - {one.id for one in there})

    async def _windows_now(
        self, connection: Any, moved: Sequence[CandidateId], notes: ProgramNotes
    ) -> tuple[MovedWindow, ...]:
        if not moved:
            return ()
        rows = await self._queries["moved_windows"].fetch(connection, candidates=moved)
        if rows:
            notes.note(Act.INDEX, [None], "window")
        return tuple(MovedWindow(CandidateId(row["id"]), *current_window_of(row)) for row in rows)

    def _asked(self, name: str, **given: object) -> list[Any]:
        """The SQL of a query and its arguments."""
        query: Query = self._queries[name]
        return [query.sql, *query.arguments(given)]

    async def all_vacancies(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedVacancy]]:
        """Every vacancy with a vector of the model, in one state of the database, in the order of creation.

        While a changed text waits to be embedded, the vacancy is here with its new facts and the old vector.
        """
        async for _, rows in self._streamed("all_indexed_vacancies", batch, model=model):
            yield [_indexed_vacancy(row) for row in rows]

    async def all_vacancy_records(self, *, batch: int) -> AsyncIterator[Sequence[Vacancy]]:
        """Every vacancy, embedded or not, in one state of the database, in the order of creation."""
        async for _, rows in self._streamed("all_vacancies", batch):
            yield [vacancy_of(row) for row in rows]

    async def all_candidates(self, *, model: str, batch: int) -> AsyncIterator[Sequence[IndexedCandidate]]:
        """Everybody with an open gate and all facets embedded as they are now, in the order of creation."""
        notes = ProgramNotes()
        async for connection, rows in self._streamed("all_indexed_candidates", batch, notes, model=model):
            yield await self._indexed_candidates(connection, rows, model, notes)

    async def people(self, candidates: Sequence[CandidateId], *, model: str) -> Sequence[IndexedCandidate]:
        """Those of these people who have an open gate and are embedded, in the order of creation."""
        notes = ProgramNotes()
        async with self._reading(notes) as connection:
            rows = await self._queries["indexed_candidates"].fetch(
                connection, candidates=candidates, model=model
            )
            return await self._indexed_candidates(connection, rows, model, notes)

    async def hidden(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, frozenset[VacancyId]]:
        """Which vacancies are hidden for these people now; not why, which this role may not read."""
        async with self._reading() as connection:
            rows = await self._queries["hidden_pairs"].fetch(connection, candidates=candidates)
        found: dict[CandidateId, set[VacancyId]] = defaultdict(set)
        for row in rows:
            found[row["candidate_id"]].add(row["vacancy_id"])
        return {one: frozenset(vacancies) for one, vacancies in found.items()}

    async def unembedded_vacancies(
        self, *, model: str, limit: int, after: VacancyId | None = None
    ) -> Sequence[tuple[Vacancy, int]]:
        """Oldest first, each with the version of its text."""
        async with self._reading() as connection:
            rows = await self._queries["unembedded_vacancies"].fetch(
                connection, model=model, limit=limit, after=after
            )
        return [(vacancy_of(row), row["text_version"]) for row in rows]

    async def unembedded_candidates(
        self, *, model: str, limit: int, after: CandidateId | None = None
    ) -> Sequence[tuple[Candidate, int]]:
        """People with an open gate, oldest first, each with the version of the text."""
        notes = ProgramNotes()
        async with self._reading(notes) as connection:
            rows = await self._queries["unembedded_candidates"].fetch(
                connection, model=model, limit=limit, after=after
            )
            certificates = await certificates_by_holder(connection, [row["id"] for row in rows])
            _note(notes, rows)
        return [(candidate_of(row, certificates[row["id"]]), row["text_version"]) for row in rows]

    async def count_unembedded(self, *, model: str) -> tuple[int, int]:
        """(vacancies, candidates) still to embed."""
        async with self._reading() as connection:
            row = await self._queries["count_unembedded"].fetchrow(connection, model=model)
        return row["vacancies"], row["candidates"]

    async def known_vectors(self, digests: Sequence[str], *, model: str) -> Mapping[str, Vector]:
        """Vectors of facets by the digest of their text, whoever's facets they are."""
        async with self._reading() as connection:
            rows = await self._queries["known_vectors"].fetch(connection, digests=digests, model=model)
        return {row["digest"]: _vector(row["vector"]) for row in rows}

    async def put_vacancy_vectors(
        self, model: str, rows: Sequence[tuple[VacancyId, int, Vector, Sequence[str]]]
    ) -> None:
        """(vacancy, text version that was embedded, vector, terms); an older version replaces no newer one."""
        async with self._writing() as connection:
            await self._queries["put_vacancy_vectors"].execute(
                connection,
                model=model,
                vacancies=[vacancy for vacancy, _, _, _ in rows],
                text_versions=[version for _, version, _, _ in rows],
                vectors=[_bytes(vector) for _, _, vector, _ in rows],
                terms=["\n".join(terms) for _, _, _, terms in rows],
            )

    async def put_facet_vectors(
        self, model: str, people: Sequence[tuple[CandidateId, int, Sequence[IndexedFacet]]]
    ) -> None:
        """Replace all facets of these people; of somebody whose gate has closed meanwhile, nothing is kept."""
        async with self._writing() as connection:
            marked = await self._queries["put_embedded_candidates"].fetch(
                connection,
                model=model,
                candidates=[candidate for candidate, _, _ in people],
                text_versions=[version for _, version, _ in people],
            )
            kept = {row["candidate_id"] for row in marked}
            await self._queries["remove_facets"].execute(connection, candidates=list(kept), model=model)
            facets = [(one, facet) for one, _, facets in people if one in kept for facet in facets]
            await self._queries["add_facets"].execute(
                connection,
                model=model,
                candidates=[candidate for candidate, _ in facets],
                positions=[facet.position for _, facet in facets],
                digests=[facet.digest for _, facet in facets],
                vectors=[_bytes(facet.vector) for _, facet in facets],
                terms=["\n".join(facet.terms) for _, facet in facets],
            )

    @asynccontextmanager
    async def try_lock(self, name: str) -> AsyncIterator[bool]:
        """A lock among processes, held by a connection: freed when its holder dies."""
        async with self._database.dedicated() as connection:
            yield bool(await self._queries["try_lock"].fetchval(connection, name=name))

    def notices(self) -> AsyncIterator[None]:
        """One item at every connection, and one after every batch of notices; a lost connection is made again."""
        return notices(self._database)

    async def prune_outbox(self, *, keep: timedelta) -> None:
        """Forget entries older than `keep`; whoever has slept for longer loads everything."""
        async with self._writing() as connection:
            await self._queries["prune_outbox"].execute(connection, keep=keep)

    @asynccontextmanager
    async def _reading(self, notes: ProgramNotes | None = None) -> AsyncIterator[Any]:
        async with self._database.transaction(_INDEXER, read_only=True, closing=notes) as connection:
            yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Any]:
        async with self._database.transaction(_INDEXER) as connection:
            yield connection

    async def _position(self, connection: Any) -> str:
        row = await self._queries["position"].fetchrow(connection)
        return f"{row['incarnation']}:{row['xmin']}"

    async def _streamed(
        self, name: str, batch: int, notes: ProgramNotes | None = None, **given: object
    ) -> AsyncIterator[tuple[Any, list[Any]]]:
        """Batches of rows of a query, from one state of the database."""
        async with self._reading(notes) as connection:
            cursor = await connection.cursor(*self._asked(name, **given))
            while rows := await cursor.fetch(batch):
                yield connection, rows

    async def _indexed_candidates(
        self, connection: Any, rows: Sequence[Any], model: str, notes: ProgramNotes
    ) -> list[IndexedCandidate]:
        _note(notes, rows)
        people = [row["id"] for row in rows]
        certificates = await certificates_by_holder(connection, people)
        facets: dict[CandidateId, list[IndexedFacet]] = defaultdict(list)
        for row in await self._queries["facets_of"].fetch(connection, candidates=people, model=model):
            facets[row["candidate_id"]].append(
                IndexedFacet(row["position"], row["digest"], _vector(row["vector"]), _terms(row["terms"]))
            )
        return [
            IndexedCandidate(
                candidate_of(row, certificates[row["id"]]), row["text_version"], tuple(facets[row["id"]])
            )
            for row in rows
        ]


def _note(notes: ProgramNotes, people: Sequence[Any]) -> None:
    """One entry for a whole run: index building takes in everybody, and names nobody to anybody."""
    if people:
        notes.note(Act.INDEX, [None], "certificates", "facts")


def _indexed_vacancy(row: Any) -> IndexedVacancy:
    return IndexedVacancy(
        vacancy_of(row), row["embedded_version"], _vector(row["vector"]), _terms(row["terms"])
    )


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, _FLOAT16)


def _bytes(vector: Vector) -> bytes:
    return vector.astype(_FLOAT16, copy=False).tobytes()


def _terms(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("\n")) if joined else ()
