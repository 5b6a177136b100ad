"""One serving process on one core: starts, answers lists, and prints what it measured as JSON. Run by `speed`.

A list is 20 vacancies with their reasons, by the functions that the program calls. The person's vectors are at hand, as
in production; the records of the 20 rows shown are fetched off the clock, as they come from PostgreSQL.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from api import wiring
from benchmarks.worlds import TODAY, Sources, encoder_of, open_people, recipe, settings_at, sources
from data.index_store import PostgresIndexStore
from embeddings.shelf import IndexShelf
from matching.columns import CandidateTable
from matching.counterfactual import NEAR_MISSES, near_misses
from matching.explain import Match, Reader
from matching.language.tokens import lines_with_words, words_of
from matching.model import Candidate, HeldLicence, Vacancy
from matching.pipeline import explained, places, rank_vacancies
from matching.ports import Snapshot
from matching.release import ANY_TIME, NEVER, ReleaseWindow
from matching.rules import failures_by_kind
from matching.search import Profile, Recipe
from matching.usecases.catalogue import Catalogue, CatalogueSettings
from matching.vocabulary import DateBasis, Education, Language, Licence, ReleaseMode

SIZE = 20
LEFT = 0.1
"""Share of the vacancies that the rules leave to the people of the masked measurement."""
PERSONS, WARM_UP, BEFORE_MEMORY = 100, 20, 50


@dataclass(frozen=True)
class Desk:
    """All that answers a list."""

    snapshot: Snapshot
    texts: int
    recipe: Recipe
    origin: Sources
    records: dict[int, Vacancy] = field(default_factory=dict)

    def answer(self, profile: Profile, near: int = 0) -> tuple[float, tuple[Match, ...]]:
        """Seconds that ranking, arranging, explaining and finding at most `near` near misses took, and the list."""
        start = time.perf_counter()
        ranking = rank_vacancies(
            profile, self.snapshot, self.recipe, today=TODAY, size=self.recipe.pool, with_nearest=near > 0
        )
        near_misses(profile, self.snapshot, self.recipe, ranking, today=TODAY, most=near, size=SIZE)
        if ranking.best is None:
            return time.perf_counter() - start, ()
        shown = places(ranking.best, self.snapshot, self.recipe.display, SIZE)
        rows = ranking.best.take(np.array([place.position for place in shown], np.int64))
        ranked = time.perf_counter() - start
        records = [self._record(int(row) % self.texts) for row in rows.rows]
        start = time.perf_counter()
        reader = Reader(words_of, lines_with_words, self.recipe.rarity)
        matches = explained(rows, profile, records, self.recipe, reader)
        return ranked + time.perf_counter() - start, matches

    def _record(self, text: int) -> Vacancy:
        if text not in self.records:
            self.records[text] = self.origin.vacancy(text)
        return self.records[text]

    def times_ms(
        self, people: Sequence[Profile], lists: int, *, forgetful: bool = False, near: int = 0
    ) -> list[float]:
        """Milliseconds of each of `lists` lists, after some that warm up; a forgetful desk has never read a vacancy
        that it shows."""
        for i in range(WARM_UP):
            self.answer(people[i % len(people)])
        times = []
        for i in range(lists):
            if forgetful:
                lines_with_words.cache_clear()
            times.append(1_000 * self.answer(people[i % len(people)], near)[0])
        return times

    def share_left(self, person: Candidate) -> float:
        """Share of the live vacancies that the rules leave to a person."""
        table = CandidateTable.of([person], self.recipe.world)
        question = self.recipe.pairing(table, self.snapshot.vacancies, TODAY)
        return float(np.mean(failures_by_kind(question, self.snapshot.kinds).none))


def neutral(snapshot: Snapshot) -> Snapshot:
    """The same vacancies, with nothing about them that a rule could hold against a person without limits."""
    table = snapshot.vacancies
    rows = len(table)
    yes, none = np.ones(rows, bool), np.zeros(rows, np.int64)
    columns = replace(
        table,
        open=yes,
        employer_verified=yes,
        inside=~yes,
        openings_left=np.maximum(table.openings_left, 1),
        closes=np.full(rows, NEVER, np.int32),
        starts=np.full(rows, ANY_TIME, np.int32),
        fields=none.astype(np.uint64),
    )
    return replace(snapshot, vacancies=columns)


def without_limits(person: Candidate) -> Candidate:
    """The same person, out already, willing to do and held back by nothing."""
    day = TODAY - timedelta(days=30)
    return replace(
        person,
        window=ReleaseWindow(ReleaseMode.FULL_TERM, day, day, day, DateBasis.DECISION, day),
        supervision=None,
        education=Education.S3,
        willing_to_move=True,
        sea_crossing=True,
        licences=tuple(HeldLicence(licence) for licence in Licence),
        languages=frozenset(Language),
        preferences=replace(person.preferences, excluded_fields=frozenset()),
        restrictions=frozenset(),
        blocked_fields=frozenset(),
    )


def resident_mb() -> dict[str, float]:
    """Megabytes of this process in memory, and how many of them are pages of mapped files, which processes share."""
    fields = dict(re.findall(r"(\w+): +(\d+) kB", Path("/proc/self/smaps_rollup").read_text()))
    resident, anonymous = int(fields["Rss"]) / 1024, int(fields["Anonymous"]) / 1024
    return {"memory_mb": resident, "file_backed_mb": resident - anonymous}


@dataclass(frozen=True)
class Errand:
    """What a process is to measure. `started` is the moment (`time.time`) at which it was started."""

    folder: str
    world: str
    people: str
    key: str
    texts: int
    rows: int
    lists: int
    hashing: bool
    started: float


async def serve(errand: Errand) -> dict[str, float]:
    """Start as the program does, with its database, then answer lists."""
    folder = Path(errand.folder)
    async with wiring.databases(settings_at(folder)) as (_, worker):
        begin = time.time()
        encoder = encoder_of(hashing=errand.hashing)
        model_s = time.time() - begin
        origin = sources()
        rules = recipe(origin)
        everybody = open_people(origin, folder / errand.people)
        aside_s = time.time() - begin
        shelf = IndexShelf(folder / errand.world, encoder.dimension)
        about = CatalogueSettings(encoder.identity, errand.key)
        catalogue = Catalogue(PostgresIndexStore(worker), shelf, rules.world, about)
        await catalogue.load()
        if len(catalogue.snapshot.vacancies) != errand.rows:
            raise RuntimeError("the shelf was not used")
        desk = Desk(catalogue.snapshot, errand.texts, rules, origin)
        wiring.settle()
        desk.answer(everybody[0])
        restart_s = time.time() - errand.started - aside_s
        for i in range(BEFORE_MEMORY):
            desk.answer(everybody[i % len(everybody)])
        memory = resident_mb()
        return {"restart_s": restart_s, "model_s": model_s, **memory, **lists(desk, everybody, errand.lists)}


def lists(desk: Desk, everybody: Sequence[Profile], count: int) -> dict[str, float]:
    """Times of `count` lists where rules leave a tenth, and of half as many where they leave everything."""
    shares = np.array([desk.share_left(profile.candidate) for profile in everybody])
    chosen = np.argsort(np.abs(shares - LEFT), kind="stable")[:PERSONS]
    masked = desk.times_ms([everybody[i] for i in chosen], count)
    near = desk.times_ms([everybody[i] for i in chosen], count // 2, near=NEAR_MISSES)
    unread = desk.times_ms([everybody[i] for i in chosen], count // 2, forgetful=True)
    open_desk = replace(desk, snapshot=neutral(desk.snapshot))
    free = [replace(everybody[i], candidate=without_limits(everybody[i].candidate)) for i in chosen]
    unmasked = open_desk.times_ms(free, count // 2)
    return {
        "p50_ms": float(np.percentile(masked, 50)),
        "p95_ms": float(np.percentile(masked, 95)),
        "near_p50_ms": float(np.percentile(near, 50)),
        "near_p95_ms": float(np.percentile(near, 95)),
        "unread_p95_ms": float(np.percentile(unread, 95)),
        "share_left": float(shares[chosen].mean()),
        "unmasked_p50_ms": float(np.percentile(unmasked, 50)),
        "unmasked_p95_ms": float(np.percentile(unmasked, 95)),
        "unmasked_share_left": float(np.mean([open_desk.share_left(p.candidate) for p in free[:5]])),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(serve(Errand(**json.loads(sys.argv[1]))))))
