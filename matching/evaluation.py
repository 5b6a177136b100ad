"""How good a ranking is: metrics per query, means with bootstrap intervals, and paired differences between systems.

The metrics are the ones of TREC, computed by `ir_measures` (trec_eval underneath). A query without any relevant
document scores 0 in all of them but judged@10, as in trec_eval.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import AP, Judged, P, R, nDCG
from ir_measures.measures import Measure

from matching.errors import InvalidValue

Floats = npt.NDArray[np.float64]
Qrels = Mapping[str, Mapping[str, int]]
"""Query id → document id → grade (0 not relevant … 3 exactly the occupation)."""
Ranking = Sequence[tuple[str, float]]
"""(document id, score), best first."""

RELEVANT = 2  # the grade from which a document counts as relevant in the binary metrics
DEPTH = 1000  # rows of a ranking that are kept and measured, as in TREC
HIGHEST_GRADE = 8
GAINS = {grade: 2**grade - 1 for grade in range(1, HIGHEST_GRADE + 1)}
"""Gain of a grade, 2^g - 1; C. Burges et al., "Learning to Rank using Gradient Descent", ICML 2005."""

METRICS: Mapping[str, Measure] = {
    "ndcg@10": nDCG(gains=GAINS) @ 10,
    "ndcg@10_condensed": nDCG(gains=GAINS, judged_only=True) @ 10,
    "judged@10": Judged @ 10,
    "map@100": AP(rel=RELEVANT) @ 100,
    "recall@50": R(rel=RELEVANT) @ 50,
    "p@5": P(rel=RELEVANT) @ 5,
}
"""Name → measure. Condensed: documents that nobody judged are taken out of the list before it is cut;
T. Sakai, "Alternatives to Bpref", SIGIR 2007."""
HEADLINE = (
    "ndcg@10_condensed"  # the metric by which the best baseline is chosen and the worst queries are listed
)


class Topic(Protocol):
    """What is asked; the harness needs nothing but its id."""

    @property
    def qid(self) -> str: ...


T_contra = TypeVar("T_contra", bound=Topic, contravariant=True)
T = TypeVar("T", bound=Topic)


class Ranker(Protocol[T_contra]):
    """A system under test: a query in, (document id, score) out. Order and ties are settled by `ordered`."""

    def __call__(self, query: T_contra, /) -> Iterable[tuple[str, float]]: ...


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Resampling of queries with replacement; the same seed draws the same queries for every system."""

    resamples: int = 10_000
    seed: int = 0
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with the bounds of its interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SystemResult:
    """What one system did: its metrics, its lists and its milliseconds per query."""

    name: str
    metrics: Mapping[str, Estimate]
    per_query: Mapping[str, Mapping[str, float]]  # query id → metric → value
    rankings: Mapping[str, Ranking]  # also of queries without judgements
    ms_median: float
    ms_p95: float


@dataclass(frozen=True, slots=True)
class Report:
    """Results in the order in which the systems were given: the system under test first, then the baselines."""

    systems: tuple[SystemResult, ...]
    differences: Mapping[
        str, Mapping[str, Estimate]
    ]  # baseline → metric → first system minus baseline, paired
    baselines: frozenset[str]
    best_baseline: str | None  # by `HEADLINE`; None when there is one system only
    measured: tuple[str, ...]  # the query ids that have judgements, in the order of the queries
    unjudged: tuple[str, ...]  # the query ids that have none; ranked, never measured
    bootstrap: Bootstrap

    def worst(self, n: int) -> list[tuple[str, float]]:
        """The n queries where the first system falls furthest behind the best baseline: (query id, difference)."""
        if self.best_baseline is None:
            return []
        ours = self.systems[0].per_query
        theirs = next(s.per_query for s in self.systems if s.name == self.best_baseline)
        differences = [(qid, ours[qid][HEADLINE] - theirs[qid][HEADLINE]) for qid in self.measured]
        return sorted(differences, key=lambda row: (row[1], row[0]))[:n]


def ordered(ranking: Iterable[tuple[str, float]], depth: int = DEPTH) -> list[tuple[str, float]]:
    """The first `depth` rows by descending score; ties by document id, so that every run is the same.

    Raises:
        InvalidValue: a document stands in the list twice, or a score is not a finite number.
    """
    rows = sorted(((doc_id, float(score)) for doc_id, score in ranking), key=lambda row: (-row[1], row[0]))
    if not np.isfinite([score for _, score in rows]).all():
        raise InvalidValue(
            "ranking", "ada skor yang bukan bilangan berhingga / a score is not a finite number"
        )
    if len({doc_id for doc_id, _ in rows}) != len(rows):
        raise InvalidValue(
            "ranking", "ada dokumen yang tertulis dua kali / a document stands in the list twice"
        )
    return rows[:depth]


def measure(rankings: Mapping[str, Ranking], qrels: Qrels) -> dict[str, dict[str, float]]:
    """Metrics of lists that are in order: query id → metric → value, for every query in `qrels`.

    The lists are read by position, not by score: trec_eval would break ties in its own way.

    Raises:
        InvalidValue: a grade is outside 0 … `HIGHEST_GRADE`.
    """
    if any(not 0 <= grade <= HIGHEST_GRADE for grades in qrels.values() for grade in grades.values()):
        raise InvalidValue(
            "grade", f"bukan angka 0 sampai {HIGHEST_GRADE} / is not a number from 0 to {HIGHEST_GRADE}"
        )
    by_position = {
        qid: {doc_id: float(-position) for position, (doc_id, _) in enumerate(ranking)}
        for qid, ranking in rankings.items()
        if ranking and qid in qrels
    }
    names = {measure: name for name, measure in METRICS.items()}
    values: dict[str, dict[str, float]] = {qid: dict.fromkeys(METRICS, 0.0) for qid in qrels}
    if by_position:
        for metric in ir_measures.iter_calc(
            list(names), {q: dict(qrels[q]) for q in by_position}, by_position
        ):
            values[metric.query_id][names[metric.measure]] = float(metric.value)
    return values


def interval(values: npt.ArrayLike, bootstrap: Bootstrap) -> Estimate:
    """Mean of one value per query with its percentile bootstrap interval. Give differences for a paired one.

    B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.

    Raises:
        InvalidValue: there is no value.
    """
    sample: Floats = np.asarray(values, np.float64)
    if not sample.size:
        raise InvalidValue("queries", "tidak ada kueri yang dinilai / there is no query with judgements")
    draws = np.random.default_rng(bootstrap.seed).integers(
        0, sample.size, size=(bootstrap.resamples, sample.size)
    )
    tail = (1 - bootstrap.confidence) / 2
    low, high = np.quantile(sample[draws].mean(axis=1), [tail, 1 - tail])
    return Estimate(float(sample.mean()), float(low), float(high))


def evaluate(
    systems: Mapping[str, Ranker[T]],
    queries: Sequence[T],
    qrels: Qrels,
    *,
    clock: Callable[[], float],
    bootstrap: Bootstrap | None = None,
    progress: Callable[[], None] | None = None,
    baselines: Collection[str] | None = None,
) -> Report:
    """Rank every query with every system and compare the first system with each of the others.

    Args:
        systems: name → ranker; the first is the one under test.
        baselines: names of those that are not the one under test in another form; all the others unless told.
        queries: in the order in which they are asked. Those without judgements are ranked but not measured.
        qrels: judgements; those of other queries are not looked at.
        clock: seconds, monotonic (`time.perf_counter`).
        bootstrap: how the intervals are drawn; 10,000 resamples of seed 0 unless told.
        progress: called after every query of every system.

    Raises:
        InvalidValue: no query has judgements, or a ranker returned a list that is none.
    """
    chosen = bootstrap or Bootstrap()
    judged = {query.qid: qrels[query.qid] for query in queries if qrels.get(query.qid)}
    results = tuple(
        _result(name, ranker, queries, judged, clock=clock, bootstrap=chosen, progress=progress)
        for name, ranker in systems.items()
    )
    unjudged = tuple(query.qid for query in queries if query.qid not in judged)
    named = frozenset(systems if baselines is None else baselines) - {results[0].name}
    return _reported(results, tuple(judged), unjudged, chosen, named)


def measured_again(report: Report, qrels: Qrels) -> Report:
    """The same lists under other judgements, of the same queries."""
    judged = {qid: qrels[qid] for qid in report.measured}
    systems = tuple(_measured(system, judged, report.bootstrap) for system in report.systems)
    return _reported(systems, report.measured, report.unjudged, report.bootstrap, report.baselines)


def compare(ours: SystemResult, theirs: SystemResult, bootstrap: Bootstrap) -> dict[str, Estimate]:
    """Ours minus theirs, metric by metric, with paired intervals: both systems on the same resampled queries."""
    return {
        name: interval(
            [ours.per_query[qid][name] - theirs.per_query[qid][name] for qid in ours.per_query], bootstrap
        )
        for name in METRICS
    }


def _result(
    name: str,
    ranker: Ranker[T],
    queries: Sequence[T],
    qrels: Qrels,
    *,
    clock: Callable[[], float],
    bootstrap: Bootstrap,
    progress: Callable[[], None] | None,
) -> SystemResult:
    """Rank, time and measure one system. The first query is asked once beforehand, so that no cold start is timed."""
    rankings: dict[str, Ranking] = {}
    milliseconds: list[float] = []
    for query in queries[:1]:
        list(ranker(query))
    for query in queries:
        started = clock()
        answer = list(ranker(query))
        milliseconds.append((clock() - started) * 1000)
        rankings[query.qid] = ordered(answer)
        if progress:
            progress()
    unmeasured = SystemResult(
        name=name,
        metrics={},
        per_query={},
        rankings=rankings,
        ms_median=float(np.median(milliseconds)) if milliseconds else 0.0,
        ms_p95=float(np.quantile(milliseconds, 0.95)) if milliseconds else 0.0,
    )
    return _measured(unmeasured, qrels, bootstrap)


def _measured(system: SystemResult, qrels: Qrels, bootstrap: Bootstrap) -> SystemResult:
    per_query = measure(system.rankings, qrels)
    metrics = {m: interval([values[m] for values in per_query.values()], bootstrap) for m in METRICS}
    return replace(system, metrics=metrics, per_query=per_query)


def _reported(
    systems: tuple[SystemResult, ...],
    measured: tuple[str, ...],
    unjudged: tuple[str, ...],
    bootstrap: Bootstrap,
    named: frozenset[str],
) -> Report:
    ours, *others = systems
    baselines = [system for system in others if system.name in named]
    best = max(baselines, key=lambda system: system.metrics[HEADLINE].mean, default=None)
    return Report(
        systems=systems,
        differences={other.name: compare(ours, other, bootstrap) for other in others},
        baselines=named,
        best_baseline=best.name if best else None,
        measured=measured,
        unjudged=unjudged,
        bootstrap=bootstrap,
    )
