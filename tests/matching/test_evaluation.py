"""Known-answer worlds for every metric, and laws of the intervals and of the order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log2
from random import Random
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.evaluation import METRICS, Bootstrap, Report, evaluate, interval, measure, ordered

FEW = Bootstrap(resamples=500, seed=7)


@dataclass(frozen=True)
class Question:
    qid: str


def clock() -> Callable[[], float]:
    """A clock that is asked twice a query: queries take 1 ms, 2 ms, 3 ms …"""

    def ticks() -> Iterator[float]:
        now, took = 0.0, 0.001
        while True:
            yield now
            now += took
            yield now
            took += 0.001

    ticking = ticks()
    return lambda: next(ticking)


def listing(*doc_ids: str) -> list[tuple[str, float]]:
    return [(doc_id, float(-position)) for position, doc_id in enumerate(doc_ids)]


def run(systems: dict[str, dict[str, list[tuple[str, float]]]], qrels: dict[str, dict[str, int]]) -> Report:
    queries = [Question(qid) for qid in next(iter(systems.values()))]
    rankers = {name: (lambda query, lists=lists: lists[query.qid]) for name, lists in systems.items()}
    return evaluate(rankers, queries, qrels, clock=clock(), bootstrap=FEW)


class TestMetrics:
    GRADES: ClassVar = {"exact": 3, "near": 2, "far": 1, "wrong": 0, "never_found": 2}

    def test_ndcg_has_gain_two_to_the_grade_minus_one_and_a_logarithmic_discount(self) -> None:
        found = measure({"q": listing("far", "unjudged", "exact", "wrong", "near")}, {"q": self.GRADES})["q"]
        dcg = 1 / log2(2) + 7 / log2(4) + 3 / log2(6)
        ideal = 7 / log2(2) + 3 / log2(3) + 3 / log2(4) + 1 / log2(5)
        assert found["ndcg@10"] == pytest.approx(dcg / ideal)

    def test_condensed_ndcg_takes_the_unjudged_out_before_it_cuts(self) -> None:
        unjudged = [f"unjudged{i}" for i in range(10)]
        found = measure({"q": listing(*unjudged, "far", "exact", "wrong", "near")}, {"q": self.GRADES})["q"]
        dcg = 1 / log2(2) + 7 / log2(3) + 3 / log2(5)
        ideal = 7 / log2(2) + 3 / log2(3) + 3 / log2(4) + 1 / log2(5)
        assert found["ndcg@10"] == 0
        assert found["judged@10"] == 0
        assert found["ndcg@10_condensed"] == pytest.approx(dcg / ideal)

    def test_judged_is_the_share_of_the_first_ten_with_any_grade(self) -> None:
        unjudged = [f"unjudged{i}" for i in range(7)]
        ranking = listing("wrong", *unjudged, "far", "exact", "near")
        assert measure({"q": ranking}, {"q": self.GRADES})["q"]["judged@10"] == pytest.approx(0.3)

    def test_binary_metrics_count_grades_of_two_and_more(self) -> None:
        found = measure({"q": listing("far", "exact", "wrong", "near")}, {"q": self.GRADES})["q"]
        assert found["p@5"] == pytest.approx(2 / 5)
        assert found["recall@50"] == pytest.approx(2 / 3)
        assert found["map@100"] == pytest.approx((1 / 2 + 2 / 4) / 3)

    def test_metrics_are_cut_at_their_depth(self) -> None:
        filler = [f"unjudged{i}" for i in range(200)]

        def at(position: int) -> dict[str, float]:
            return measure({"q": listing(*filler[:position], "exact")}, {"q": {"exact": 3}})["q"]

        assert (at(9)["ndcg@10"] > 0, at(10)["ndcg@10"]) == (True, 0)
        assert (at(4)["p@5"] > 0, at(5)["p@5"]) == (True, 0)
        assert (at(49)["recall@50"], at(50)["recall@50"]) == (1, 0)
        assert (at(99)["map@100"] > 0, at(100)["map@100"]) == (True, 0)

    def test_an_empty_list_and_a_query_without_anything_relevant_score_nothing(self) -> None:
        found = measure(
            {"empty": [], "hopeless": listing("wrong")}, {"empty": {"a": 3}, "hopeless": {"wrong": 0}}
        )
        assert found["empty"] == dict.fromkeys(METRICS, 0.0)
        assert found["hopeless"] == dict.fromkeys(METRICS, 0.0) | {"judged@10": 1.0}

    def test_a_grade_without_a_gain_is_refused(self) -> None:
        with pytest.raises(InvalidValue, match="grade"):
            measure({"q": listing("a")}, {"q": {"a": 9}})

    @given(st.permutations(["exact", "near", "far", "wrong", "unjudged"]))
    def test_every_metric_lies_between_nothing_and_one(self, doc_ids: list[str]) -> None:
        found = measure({"q": listing(*doc_ids)}, {"q": self.GRADES})["q"]
        assert found.keys() == METRICS.keys()
        assert all(0 <= value <= 1 for value in found.values())


class TestOrder:
    def test_ties_are_settled_by_document_id(self) -> None:
        assert [d for d, _ in ordered([("b", 1.0), ("c", 2.0), ("a", 1.0)])] == ["c", "a", "b"]

    @given(st.dictionaries(st.text(max_size=3), st.integers(0, 3)), st.randoms(use_true_random=False))
    def test_the_order_does_not_depend_on_the_order_of_arrival(
        self, scores: dict[str, int], random: Random
    ) -> None:
        shuffled = list(scores.items())
        random.shuffle(shuffled)
        assert ordered(shuffled) == ordered(scores.items())

    def test_a_list_is_cut_at_its_depth(self) -> None:
        assert len(ordered(((str(i), float(i)) for i in range(30)), depth=20)) == 20

    @pytest.mark.parametrize("rows", [[("a", 1.0), ("a", 0.5)], [("a", float("nan"))], [("a", float("inf"))]])
    def test_a_document_twice_or_a_score_that_is_no_number_is_refused(
        self, rows: list[tuple[str, float]]
    ) -> None:
        with pytest.raises(InvalidValue):
            ordered(rows)


class TestIntervals:
    @given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
    def test_an_interval_holds_its_mean_and_stays_within_the_values(self, values: list[float]) -> None:
        estimate = interval(values, FEW)
        slack = 1e-9
        assert min(values) - slack <= estimate.low <= estimate.high <= max(values) + slack
        assert estimate.mean == pytest.approx(np.mean(values))

    def test_equal_values_leave_no_doubt(self) -> None:
        estimate = interval([0.25] * 12, FEW)
        assert (estimate.low, estimate.mean, estimate.high) == (0.25, 0.25, 0.25)

    def test_the_interval_is_about_two_standard_errors_to_each_side(self) -> None:
        values = np.random.default_rng(1).normal(0.5, 0.1, 400)
        estimate = interval(values, Bootstrap(resamples=4000))
        assert (estimate.high - estimate.low) / 2 == pytest.approx(1.96 * values.std() / 20, rel=0.05)

    def test_no_query_is_refused(self) -> None:
        with pytest.raises(InvalidValue, match="queries"):
            interval([], FEW)


class TestReport:
    QRELS: ClassVar = {f"q{i}": {"good": 3, "bad": 0} for i in range(8)}
    RIGHT: ClassVar = {qid: listing("good", "bad") for qid in QRELS}
    WRONG: ClassVar = {qid: listing("bad", "good") for qid in QRELS}

    def test_the_first_system_is_compared_with_each_of_the_others(self) -> None:
        report = run({"ours": self.RIGHT, "worse": self.WRONG, "same": self.RIGHT}, self.QRELS)
        assert [system.name for system in report.systems] == ["ours", "worse", "same"]
        assert list(report.differences) == ["worse", "same"]
        expected = 1 - 1 / log2(3)
        assert report.differences["worse"]["ndcg@10"].mean == pytest.approx(expected)
        assert report.differences["same"]["ndcg@10"].mean == 0
        assert report.best_baseline == "same"

    def test_a_difference_is_paired_so_equal_gains_on_uneven_queries_leave_no_doubt(self) -> None:
        qrels = {f"q{i}": {"a": 2} for i in range(2)}
        uneven = {"q0": listing("a"), "q1": listing(*[f"u{i}" for i in range(60)])}
        report = run({"ours": uneven, "theirs": uneven}, qrels)
        assert report.systems[0].metrics["recall@50"].low < report.systems[0].metrics["recall@50"].high
        difference = report.differences["theirs"]["recall@50"]
        assert (difference.low, difference.high) == (0, 0)

    def test_the_same_input_gives_the_same_report(self) -> None:
        mixed = {qid: (self.RIGHT if i % 3 else self.WRONG)[qid] for i, qid in enumerate(self.QRELS)}
        assert run({"ours": mixed, "b": self.WRONG}, self.QRELS) == run(
            {"ours": mixed, "b": self.WRONG}, self.QRELS
        )

    def test_another_seed_moves_the_interval_and_never_the_mean(self) -> None:
        values = np.linspace(0, 1, 9)
        one, other = interval(values, Bootstrap(500, seed=1)), interval(values, Bootstrap(500, seed=2))
        assert one.mean == other.mean
        assert one != other

    def test_queries_without_judgements_are_ranked_but_not_measured(self) -> None:
        report = run({"ours": {**self.RIGHT, "new": listing("good")}}, self.QRELS)
        assert report.unjudged == ("new",)
        assert report.systems[0].rankings["new"] == [("good", 0.0)]
        assert report.systems[0].metrics["ndcg@10"].mean == 1
        assert "new" not in report.systems[0].per_query

    def test_judgements_of_queries_that_were_not_asked_do_not_count(self) -> None:
        report = run({"ours": self.RIGHT}, self.QRELS | {"elsewhere": {"good": 3}})
        assert report.systems[0].metrics["ndcg@10"].mean == 1
        assert report.measured == tuple(self.QRELS)

    def test_without_any_judgement_nothing_can_be_said(self) -> None:
        with pytest.raises(InvalidValue, match="queries"):
            run({"ours": self.RIGHT}, {})

    def test_milliseconds_are_the_time_in_the_ranker(self) -> None:
        ours = run({"ours": self.RIGHT}, self.QRELS).systems[0]
        assert ours.ms_median == pytest.approx(4.5)  # 1 … 8 ms
        assert ours.ms_p95 == pytest.approx(7.65)

    def test_the_worst_queries_come_with_their_distance_to_the_best_baseline(self) -> None:
        report = run({"ours": self.RIGHT | {"q3": self.WRONG["q3"]}, "theirs": self.RIGHT}, self.QRELS)
        (qid, difference), (_, second) = report.worst(2)
        assert qid == "q3"
        assert difference == pytest.approx(1 / log2(3) - 1)
        assert second == 0

    def test_progress_is_told_once_per_query_and_system(self) -> None:
        told: list[None] = []
        rankers = {name: lambda query: listing("good") for name in ("a", "b")}
        queries = [Question(qid) for qid in self.QRELS]
        evaluate(
            rankers, queries, self.QRELS, clock=clock(), bootstrap=FEW, progress=lambda: told.append(None)
        )
        assert len(told) == 16
