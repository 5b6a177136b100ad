"""Reads and writes of index building, under the worker's role. Implements `matching.stores.IndexStore`.

A watermark is `incarnation:xid`. The xid is the oldest transaction that was not over when it was taken, so whatever
was not yet visible then has an xid at or after it: nothing is missed, and some things are told twice, which is
harmless. Numbers of rows would not do: they are given before the commit, and commits overtake each other.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from data.candidate_parts import certificates_by_holder
from data.candidate_rows import candidate_of
from data.errors import DataError, translated
from data.pool import Database, Program
from data.queries import Query, load
from data.trail import ProgramNotes
from data.vacancy_rows import vacancy_of
from matching.model import Candidate, CandidateId, Vacancy, VacancyId
from matching.model.indexed import Changes, IndexedCandidate, IndexedFacet, IndexedVacancy
from matching.trail import Act

CHANNEL = "jembatan_outbox"
_FLOAT16 = np.dtype("<f2")
_HEARTBEAT_S = 30.0
_RETRY_S = 0.5
_log = logging.getLogger(__name__)
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

    async def changes_since(self, watermark: str, *, model: str) -> Changes | None:
        """Changes since a watermark, all of one state of the database; None when everything must be loaded."""
        incarnation, _, xid = watermark.partition(":")
        notes = ProgramNotes()
        async with self._reading(notes) as connection:
            now = await self._position(connection)
            if now.partition(":")[0] != incarnation:
                return None
            if await self._queries["is_pruned"].fetchval(connection, xmin=xid):
                return None
            rows = await self._queries["changed_records"].fetch(connection, xmin=xid)
            vacancies = [row["record_id"] for row in rows if row["topic"] == "vacancy"]
            candidates = [row["record_id"] for row in rows if row["topic"] == "candidate"]
            found = await self._queries["indexed_vacancies"].fetch(
                connection, vacancies=vacancies, model=model
            )
            people = await self._queries["indexed_candidates"].fetch(
                connection, candidates=candidates, model=model
            )
            there = [_indexed_vacancy(row) for row in found]
            open_to_us = await self._indexed_candidates(connection, people, model, notes)
        return Changes(
            watermark=now,
            vacancies=tuple(there),
            vacancies_gone=tuple({VacancyId(one) for one in vacancies} - {one.id for one in there}),
            candidates=tuple(open_to_us),
            candidates_gone=tuple({CandidateId(one) for one in candidates} - {one.id for one in open_to_us}),
        )

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

    async def unembedded_vacancies(self, *, model: str, limit: int) -> Sequence[tuple[Vacancy, int]]:
        """Oldest first, each with the version of its text."""
        async with self._reading() as connection:
            rows = await self._queries["unembedded_vacancies"].fetch(connection, model=model, limit=limit)
        return [(vacancy_of(row), row["text_version"]) for row in rows]

    async def unembedded_candidates(self, *, model: str, limit: int) -> Sequence[tuple[Candidate, int]]:
        """People with an open gate, oldest first, each with the version of the text."""
        notes = ProgramNotes()
        async with self._reading(notes) as connection:
            rows = await self._queries["unembedded_candidates"].fetch(connection, model=model, limit=limit)
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

    async def notices(self) -> AsyncIterator[None]:
        """One item at every connection, and one after every batch of notices; a lost connection is made again."""
        for wait_s in repeat(_RETRY_S):
            try:
                async for _ in self._notices_while_connected():
                    yield
            except DataError as problem:
                _log.warning("notices of changes are interrupted: %s", problem)
            await asyncio.sleep(wait_s)

    async def _notices_while_connected(self) -> AsyncIterator[None]:
        woken = asyncio.Event()
        async with self._database.dedicated() as connection:
            connection.add_termination_listener(lambda _: woken.set())
            with translated():
                await connection.add_listener(CHANNEL, lambda *_: woken.set())
            yield
            while not connection.is_closed():
                if not await _happens(woken, _HEARTBEAT_S):
                    await self._still_there(connection)
                elif not connection.is_closed():
                    woken.clear()
                    yield

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

    async def _still_there(self, connection: Any) -> None:
        """A connection that has died without a word is given up."""
        try:
            with translated():
                await asyncio.wait_for(self._queries["still_there"].execute(connection), _HEARTBEAT_S)
        except TimeoutError:
            connection.terminate()

    async def _position(self, connection: Any) -> str:
        row = await self._queries["position"].fetchrow(connection)
        return f"{row['incarnation']}:{row['xmin']}"

    async def _streamed(
        self, name: str, batch: int, notes: ProgramNotes | None = None, **given: object
    ) -> AsyncIterator[tuple[Any, list[Any]]]:
        """Batches of rows of a query, from one state of the database."""
        query: Query = self._queries[name]
        async with self._reading(notes) as connection:
            cursor = await connection.cursor(query.sql, *query.arguments(given))
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


async def _happens(event: asyncio.Event, within_s: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), within_s)
    except TimeoutError:
        return False
    return True


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, _FLOAT16)


def _bytes(vector: Vector) -> bytes:
    return vector.astype(_FLOAT16, copy=False).tobytes()


def _terms(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("\n")) if joined else ()
