"""Reciprocal-rank fusion: laws of the pool."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from matching.columns import Rows
from matching.fusion import merged, reciprocal_rank_fusion

ranked_lists = st.lists(st.lists(st.integers(0, 30), max_size=20, unique=True), max_size=6)


def fused(lists: list[list[int]], size: int) -> list[int]:
    pool: list[int] = reciprocal_rank_fusion([np.array(rows, np.int64) for rows in lists], size).tolist()
    return pool


@given(ranked_lists, st.randoms(use_true_random=False), st.integers(0, 40))
def test_the_order_of_the_lists_decides_nothing(lists: list[list[int]], chance: object, size: int) -> None:
    shuffled = lists.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fused(shuffled, size) == fused(lists, size)


@given(ranked_lists, st.integers(0, 40))
def test_the_pool_holds_each_row_of_the_lists_once_up_to_its_size(lists: list[list[int]], size: int) -> None:
    rows = {row for rows in lists for row in rows}
    pool = fused(lists, size)
    assert len(pool) == len(set(pool)) == min(size, len(rows))
    assert set(pool) <= rows


@given(ranked_lists, st.integers(0, 40))
def test_a_smaller_pool_is_the_head_of_a_larger_one(lists: list[list[int]], size: int) -> None:
    assert fused(lists, size) == fused(lists, 100)[:size]


@given(st.lists(st.integers(0, 30), max_size=20, unique=True), st.integers(1, 4))
def test_lists_that_agree_are_their_own_fusion(rows: list[int], copies: int) -> None:
    assert fused([rows] * copies, len(rows)) == rows


def test_rows_with_equal_gains_stand_in_the_order_of_rows() -> None:
    assert fused([[5, 2, 9], [9, 5, 2], [2, 9, 5]], 3) == [2, 5, 9]


def test_nothing_comes_of_no_lists() -> None:
    assert fused([], 10) == []
    assert fused([[], []], 10) == []


@given(st.lists(st.integers(0, 5), max_size=30), st.sets(st.integers(0, 29)), st.integers(1, 12))
def test_the_best_of_two_halves_merged_are_the_best_of_all(
    values: list[int], half: set[int], size: int
) -> None:
    scores = np.array(values, np.float32)

    def best(rows: Rows) -> tuple[Rows, npt.NDArray[np.float32]]:
        first = rows[np.lexsort((rows, -scores[rows]))][:size]
        return first, scores[first]

    one = np.array([row in half for row in range(len(values))], bool)
    both = merged(best(np.flatnonzero(one)), best(np.flatnonzero(~one)), size)
    assert both[0].tolist() == best(np.arange(len(values)))[0].tolist()
    assert both[1].tolist() == scores[both[0]].tolist()
