"""A whole cohort: people with a proposal in a tight world, and how long the whole takes. Writes results/cohort.json.

    python -m benchmarks.cohort            tight world; per-person cost on PEOPLE people × ROWS vacancies, extrapolated
    WHOLE=30000 python -m benchmarks.cohort    … and the whole, ranked by two processes and assigned

The tight world has openings for 60 % of the people who have a list at all, most of them at few employers. Costs are
processor seconds, so that what else the machine does matters little; a wall clock is told beside them.
"""

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from api.settings import load_settings
from api.wiring.hands import Processes
from benchmarks.machine import describe, on_one_core
from benchmarks.speed import say
from benchmarks.worlds import (
    SEED,
    TODAY,
    Sources,
    Texts,
    encoder_of,
    open_people,
    recipe,
    save_people,
    shelve,
    sources,
)
from data import reference_files
from embeddings.cache import CachedEncoder
from embeddings.shelf import IndexShelf
from matching.allocation import NOBODY, Market, assigned, greedy, independent
from matching.cohort import Block, RankedList, Ranker, rows_of
from matching.cohort_report import figures, outcomes, spread
from matching.columns import VacancyTable
from matching.model import CandidateId
from matching.ports import Snapshot
from matching.search import Profile
from matching.usecases.catalogue import TEXT_VERSION
from matching.usecases.cohort import BLOCK
from matching.usecases.cohort_table import CohortTable

RESULTS = Path(__file__).parent / "results" / "cohort.json"
SHARE = 0.6
"""Openings of the tight world, of the number of its people."""
EMPLOYERS = 30
LIST_ROWS = 100
COHORT, CORES = 30_000, 2
Results = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What to measure: vacancies and people of the slice, texts encoded, people of the whole (0: not measured)."""

    rows: int = 250_000
    people: int = 1_500
    texts: int = 4_000
    whole: int = 0
    cohort: int = COHORT
    hashing: bool = False


@dataclass(frozen=True)
class Bench:
    """People, texts and recipe."""

    origin: Sources
    texts: Texts
    everybody: Sequence[Profile]
    folder: Path

    def ranker(self, snapshot: Snapshot) -> Ranker:
        """With the rules and the settings that the program has."""
        return Ranker(snapshot, recipe(self.origin), TODAY, LIST_ROWS)


def bench(plan: Plan, cache: Path) -> Bench:
    """What both measurements need; what is encoded for it stays in `cache`."""
    encoder, origin = encoder_of(hashing=plan.hashing), sources()
    model = hashlib.sha256(f"{encoder.identity}/{reference_files.version()}".encode()).hexdigest()[:12]
    folder = cache / f"{model}-{plan.texts}"
    folder.mkdir(parents=True, exist_ok=True)
    cached = CachedEncoder(encoder, cache, lambda done, total: say(f"encoded {done} of {total}"))
    texts = Texts.encode(origin, plan.texts, cached, recipe(origin).world)
    people = open_people(origin, save_people(origin, encoder, folder))
    return Bench(origin, texts, people[: plan.people], folder)


def tight(bench: Bench) -> Results:
    """The three ways in the tight world, and what a small change would move."""
    started = time.perf_counter()
    snapshot, people = _tight_world(bench)
    lists = bench.ranker(snapshot)(Block(people))
    ids = [profile.candidate.id for profile in people]
    homes = {profile.candidate.id: profile.candidate.home[:2] for profile in people}
    table = CohortTable.of(snapshot, 0, {one: [own] for one, own in zip(ids, lists, strict=True)}, {})
    report = table.report(homes, {}, int(snapshot.vacancies.openings_left.sum()), started)
    placed = report["with_proposal"]
    able, alone = report["with_viable"], placed["independent"]
    return {
        **report,
        "openings_per_person": round(float(table.market.openings.sum()) / len(ids), 3),
        "more_than_independent": round(placed["assigned"] / alone - 1, 3),
        "of_those_left_out": round((placed["assigned"] - alone) / max(1, able - alone), 3),
        "moved_by_a_small_change": _next_month(table.market, table.chosen),
    }


def _tight_world(bench: Bench) -> tuple[Snapshot, list[Profile]]:
    """People who have a list among all vacancies, and vacancies with openings for SHARE of them: the more lists one
    stands in, the likelier it is there; employers by Zipf's law."""
    random = np.random.default_rng([SEED, 7])
    columns = bench.texts.columns
    everything = _snapshot(bench, np.arange(len(columns)), columns)
    lists = bench.ranker(everything)(Block(bench.everybody))
    people = [profile for profile, own in zip(bench.everybody, lists, strict=True) if len(own.ids)]
    stands_in = np.bincount(
        rows_of(columns.ids, np.concatenate([own.ids for own in lists])), minlength=len(columns)
    )
    there = np.flatnonzero(stands_in)
    likely = stands_in[there] / stands_in.sum()
    drawn = random.choice(there, len(there), replace=False, p=likely)
    openings = random.integers(1, 4, len(columns))
    chosen = drawn[: int(np.searchsorted(np.cumsum(openings[drawn]), SHARE * len(people))) + 1]
    weight = 1 / np.arange(1, EMPLOYERS + 1)
    names = np.frombuffer(random.bytes(16 * EMPLOYERS), "V16")
    table = replace(
        columns,
        openings_left=openings.astype(np.int32),
        employer=names[random.choice(EMPLOYERS, len(columns), p=weight / weight.sum())],
    )
    return _snapshot(bench, chosen, table.take(chosen)), people


def _snapshot(bench: Bench, chosen: np.ndarray[Any, Any], table: VacancyTable) -> Snapshot:
    vectors = bench.texts.vectors[chosen].astype(np.float16)
    shelf = IndexShelf(bench.folder, vectors.shape[1])
    dense, lexical = shelf.in_memory(vectors, [bench.texts.terms[i] for i in chosen.tolist()])
    rows = len(table)
    return Snapshot(table, np.ones(rows, bool), np.zeros(rows, np.int32), dense, lexical, "m", "tight")


def _next_month(market: Market, before: np.ndarray[Any, Any]) -> Results:
    """How many of those who keep a place are proposed another when scores move a little and one vacancy in fifty
    closes: with the plan before in mind, and without."""
    random = np.random.default_rng([SEED, 8])
    openings = np.where(random.random(len(market.openings)) < 0.02, 0, market.openings)
    fit = (market.fit + random.normal(0, 0.005, len(market.fit))).clip(0, 1).round(5)
    after = replace(market, openings=openings, fit=fit)
    standing = np.zeros(len(market.person), bool)
    standing[before[before != NOBODY]] = True
    moved = {}
    for name, chosen in (
        ("with_memory", assigned(replace(after, standing=standing))),
        ("without", assigned(after)),
    ):
        both = (before != NOBODY) & (chosen != NOBODY)
        moved[name] = round(float((market.vacancy[before[both]] != market.vacancy[chosen[both]]).mean()), 4)
    return moved


def scale(bench: Bench, plan: Plan) -> Results:
    """Processor seconds of a slice, and what they make of the whole; the assignment of the whole, on lists of the
    slice given to as many people, each twenty times."""
    snapshot = _world(bench, plan.rows)
    ranker = bench.ranker(snapshot)
    blocks = [Block(bench.everybody[i : i + BLOCK]) for i in range(0, len(bench.everybody), BLOCK)]
    with on_one_core():
        ranker(blocks[0])
        begun, clock = time.process_time(), time.perf_counter()
        lists = [one for block in blocks for one in ranker(block)]
        ranking, wall = time.process_time() - begun, time.perf_counter() - clock
        begun = time.process_time()
        for profile in bench.everybody:
            bench.origin.composer.facets(profile.candidate, TODAY)
            ranker.key_of(profile)
        facets = time.process_time() - begun
    people = len(bench.everybody)
    weighing = _weighed(snapshot, lists, plan.cohort)
    per_person = (ranking + facets) / people
    return {
        "rows": plan.rows,
        "people": people,
        "list_rows": round(sum(len(one.ids) for one in lists) / people, 1),
        "ranking_cpu_ms": round(1_000 * ranking / people, 2),
        "ranking_wall_ms": round(1_000 * wall / people, 2),
        "profile_cpu_ms": round(1_000 * facets / people, 2),
        "assignment": weighing,
        "extrapolated": {
            "people": plan.cohort,
            "cores": CORES,
            "ranking_minutes": round(plan.cohort * per_person / CORES / 60, 2),
            "minutes": round((plan.cohort * per_person / CORES + weighing["cpu_s"]) / 60, 2),
        },
    }


def _weighed(snapshot: Snapshot, lists: Sequence[RankedList], people: int) -> Results:
    """So many people with these lists, scores moved a little so that no two are alike, weighed together."""
    random = np.random.default_rng([SEED, 9])
    own = {}
    for i in range(people):
        one = lists[i % len(lists)]
        scores = (one.scores + random.normal(0, 0.01, len(one.scores))).clip(0, 1).round(5)
        own[CandidateId(_uuid(i))] = [RankedList(one.ids, scores)]
    begun, clock = time.process_time(), time.perf_counter()
    table = CohortTable.of(snapshot, 0, own, {})
    solved = time.process_time() - begun
    ways = outcomes(table.chosen, greedy(table.market), independent(table.market))
    told = spread(table.market, ways, [""] * people, 0)
    cpu, wall = time.process_time() - begun, time.perf_counter() - clock
    head = figures(table.market, ways, int(snapshot.vacancies.openings_left.sum()), wall)
    return {
        "pairs": len(table.market.person),
        "put_together_and_assigned_cpu_s": round(solved, 2),
        "cpu_s": round(cpu, 2),
        "with_viable": head["with_viable"],
        "with_proposal": head["with_proposal"],
        "left_out": told["left_out"],
    }


def _uuid(number: int) -> Any:
    from uuid import UUID

    return UUID(int=number + 1)


def _world(bench: Bench, rows: int) -> Snapshot:
    """The world of `rows` vacancies, from its shelf."""
    folder = bench.folder / f"cohort-world-{rows}"
    key = shelve(bench.texts, rows, folder, "cohort:0")
    shelved = IndexShelf(folder, bench.texts.vectors.shape[1]).open(key)
    if shelved is None:
        raise RuntimeError("the shelf was not used")
    columns = dict(shelved.columns)
    versions = columns.pop(TEXT_VERSION)
    names = [field.name for field in fields(VacancyTable)]
    table = VacancyTable(**{name: columns[name] for name in names})
    snapshot = Snapshot(
        table, np.ones(rows, bool), versions, shelved.dense, shelved.lexical, "m", shelved.generation
    )
    _ = snapshot.kinds
    return snapshot


def whole(bench: Bench, plan: Plan) -> Results:
    """`plan.whole` people ranked by two processes, and weighed; people are those of the slice, again and again."""
    snapshot = _world(bench, plan.rows)
    ranker = bench.ranker(snapshot)
    everybody = [bench.everybody[i % len(bench.everybody)] for i in range(plan.whole)]

    async def ranked() -> list[RankedList]:
        done = 0
        async with Processes(CORES).at(ranker, plan.whole) as (rank, at_once):
            free = asyncio.Semaphore(at_once)

            async def one(start: int) -> list[RankedList]:
                nonlocal done
                async with free:
                    lists = await rank(Block(everybody[start : start + BLOCK]))
                done += len(lists)
                say(f"{done} of {plan.whole} ranked, {time.perf_counter() - clock:.0f} s")
                return lists

            some = await asyncio.gather(*(one(start) for start in range(0, plan.whole, BLOCK)))
        return [one for lists in some for one in lists]

    clock = time.perf_counter()
    lists = asyncio.run(ranked())
    ranking = time.perf_counter() - clock
    weighing = _weighed(snapshot, lists, plan.whole)
    seconds = time.perf_counter() - clock
    return {
        "people": plan.whole,
        "rows": plan.rows,
        "ranking_s": round(ranking, 1),
        "seconds": round(seconds, 1),
        "assignment": weighing,
    }


def main() -> None:
    """Measure and write the results."""
    plan = Plan(whole=int(os.environ.get("WHOLE", "0")))
    made = bench(plan, load_settings().home / "cache" / "benchmarks")
    results: Results = {"tight": tight(made)}
    say(json.dumps(results["tight"]["with_proposal"]))
    results["scale"] = scale(made, plan)
    say(json.dumps(results["scale"]))
    if plan.whole:
        results["whole"] = whole(made, plan)
    results["context"] = {
        "machine": describe(),
        "plan": asdict(plan),
        "reference": reference_files.version(),
        "day": TODAY.isoformat(),
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
