"""The catalogue: the snapshots that a process ranks on, kept in step with the database.

The vacancies' snapshot is opened from the shelf and brought up to date by what the outbox says; the people's is
built in memory. A refresh makes new snapshots and swaps references, so a reader never sees half a change.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, fields
from uuid import UUID

import numpy as np

from matching.columns import CandidateTable, VacancyTable
from matching.index_store import IndexStore
from matching.model.indexed import Changes, IndexedCandidate, IndexedVacancy
from matching.ports import ProfileSnapshot, Shelf, Shelved, Snapshot, among
from matching.refresh import left, stacked, with_candidates, with_vacancies, with_windows
from matching.world import World

log = logging.getLogger(__name__)
BATCH_ROWS = 5_000
TEXT_VERSION = "text_version"


@dataclass(frozen=True)
class CatalogueSettings:
    """`model` is whose vectors are read; `key` names all that an index depends on (model, reference data);
    `rebuild_rows` is how many rows may stand beside the shelved index before it is built anew."""

    model: str
    key: str
    rebuild_rows: int = 2_000


class Catalogue:
    """The one changing reference of the domain: the current snapshots of a process."""

    def __init__(
        self,
        store: IndexStore,
        shelf: Shelf,
        world: World,
        settings: CatalogueSettings,
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        """`forget` empties what is remembered of texts of people and vacancies elsewhere in the process."""
        self._store, self._shelf, self._world, self._settings = store, shelf, world, settings
        self._forget = forget
        self._turn = asyncio.Lock()
        self._watermark = ""
        self._shelved_rows = 0
        self._snapshot: Snapshot | None = None
        self._profiles: ProfileSnapshot | None = None

    @property
    def ready(self) -> bool:
        """Whether there is something to rank on."""
        return self._snapshot is not None and self._profiles is not None

    @property
    def snapshot(self) -> Snapshot:
        """The vacancies as they stand now. Raises RuntimeError before `load`."""
        if self._snapshot is None:
            raise RuntimeError("the catalogue has not been loaded")
        return self._snapshot

    @property
    def profiles(self) -> ProfileSnapshot:
        """The people as they stand now. Raises RuntimeError before `load`."""
        if self._profiles is None:
            raise RuntimeError("the catalogue has not been loaded")
        return self._profiles

    def row_of(self, vacancy: UUID) -> int | None:
        """Row of a live vacancy in the current snapshot."""
        rows = np.flatnonzero(among(self.snapshot.vacancies.ids, [vacancy]) & self.snapshot.alive)
        return int(rows[0]) if rows.size else None

    async def load(self) -> None:
        """Open the shelf, or build it from the database; load the people; catch up with the outbox."""
        async with self._turn:
            shelved = await asyncio.to_thread(self._shelf.open, self._settings.key)
            await self._show(shelved or await self._built())
            self._profiles = await self._people()
            if not await self._catch_up():
                await self._start_anew()

    async def refresh(self) -> bool:
        """Take in what has been committed since the last time; whether anything was."""
        async with self._turn:
            before = (self.snapshot, self.profiles)
            if not await self._catch_up():
                log.warning(
                    "the outbox does not reach back far enough: building the indexes from the database"
                )
                await self._start_anew()
            elif len(self.snapshot.vacancies) - self._shelved_rows > self._settings.rebuild_rows:
                await self._show(await self._built())
                await self._catch_up()
            return self._snapshot is not before[0] or self._profiles is not before[1]

    async def rebuild(self) -> None:
        """Build everything from the database."""
        async with self._turn:
            await self._start_anew()

    async def _start_anew(self) -> None:
        await self._show(await self._built())
        self._profiles = await self._people()
        await self._catch_up()

    async def _show(self, shelved: Shelved) -> None:
        columns = dict(shelved.columns)
        versions = columns.pop(TEXT_VERSION)
        table = VacancyTable(**columns)
        self._watermark, self._shelved_rows = shelved.watermark, len(table)
        snapshot = Snapshot(
            table,
            np.ones(len(table), bool),
            versions,
            shelved.dense,
            shelved.lexical,
            self._settings.model,
            f"{shelved.generation}@{shelved.watermark}",
        )
        await asyncio.to_thread(self._swap, snapshot)

    def _swap(self, snapshot: Snapshot) -> None:
        _ = snapshot.kinds  # found here, once, so that nobody who asks for a list waits for them
        self._snapshot = snapshot

    async def _built(self) -> Shelved:
        """The shelf built from the database, at a watermark taken before the first row was read."""
        watermark = await self._store.watermark()
        rows: list[IndexedVacancy] = []
        tables = [VacancyTable.of([], self._world)]
        async for batch in self._store.all_vacancies(model=self._settings.model, batch=BATCH_ROWS):
            tables.append(
                await asyncio.to_thread(VacancyTable.of, [row.vacancy for row in batch], self._world)
            )
            rows += batch
        columns = {
            field.name: np.concatenate([getattr(table, field.name) for table in tables])
            for field in fields(VacancyTable)
        }
        columns[TEXT_VERSION] = np.array([row.text_version for row in rows], np.int32)
        vectors, terms = stacked([row.vector for row in rows]), [row.terms for row in rows]
        return await asyncio.to_thread(
            self._shelf.put, self._settings.key, watermark, columns, vectors, terms
        )

    async def _people(self) -> ProfileSnapshot:
        people: list[IndexedCandidate] = []
        async for batch in self._store.all_candidates(model=self._settings.model, batch=BATCH_ROWS):
            people += batch
        return await asyncio.to_thread(self._profiled, people)

    def _profiled(self, people: list[IndexedCandidate]) -> ProfileSnapshot:
        facets = [facet for person in people for facet in person.facets]
        dense, lexical = self._shelf.in_memory(
            stacked([facet.vector for facet in facets]), [facet.terms for facet in facets]
        )
        return ProfileSnapshot(
            CandidateTable.of([person.candidate for person in people], self._world),
            np.ones(len(people), bool),
            np.array([person.text_version for person in people], np.int32),
            np.repeat(np.arange(len(people)), [len(person.facets) for person in people]),
            dense,
            lexical,
            self._settings.model,
            self._watermark,
        )

    async def _catch_up(self) -> bool:
        """Apply what the outbox says since the watermark; False when it does not reach back that far."""
        watermark, after = "", (self.snapshot, self.profiles)
        somebody_left = something_gone = False
        blocks = self._store.changes_since(self._watermark, model=self._settings.model, batch=BATCH_ROWS)
        async for block in blocks:
            watermark = block.watermark
            something_gone |= bool(block.candidates_gone or block.vacancies_gone)
            somebody_left |= left(after[1], block.candidates_gone)
            after = await asyncio.to_thread(self._with, *after, block)
        if not watermark:
            return False
        snapshot, profiles = after  # shown whole: nobody sees some blocks of a commit without the others
        await asyncio.to_thread(self._swap, snapshot)
        # Whoever has left leaves nothing behind: the people's index is built anew without them.
        self._profiles = await self._people() if somebody_left else profiles
        if something_gone:
            self._forget()
        self._watermark = watermark
        return True

    def _with(
        self, snapshot: Snapshot, profiles: ProfileSnapshot, block: Changes
    ) -> tuple[Snapshot, ProfileSnapshot]:
        version = f"{self.snapshot.version.split('@')[0]}@{block.watermark}"
        after = with_vacancies(snapshot, block.vacancies, block.vacancies_gone, self._world, version)
        people = with_candidates(profiles, block.candidates, self._world, version)
        return after, with_windows(people, block.windows, self._world, version)
