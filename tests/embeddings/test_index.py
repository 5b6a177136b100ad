import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.index import DenseIndex
from embeddings.order import Hits, at_least
from embeddings.sketch import BLOCK_WIDTH, BLOCKS, Sketch

D = 32


def unit_rows(n: int, seed: int, clusters: int = 5) -> NDArray[np.float32]:
    """Rows crowded into a narrow cone, as sentence vectors are, on values that float16 holds exactly."""
    random = np.random.default_rng(seed)
    centres = 2 + random.standard_normal((clusters, D))
    rows = centres[random.integers(0, clusters, n)] + 0.3 * random.standard_normal((n, D))
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


def brute_force(
    vectors: NDArray[np.float32], query: NDArray[np.float32], k: int, mask: NDArray[np.bool_]
) -> Hits:
    scores = np.where(mask, vectors @ query, -np.inf)
    order = np.lexsort((np.arange(scores.size), -scores))[: min(k, int(mask.sum()))]
    return Hits(order, scores[order])


def assert_is_best(found: Hits, wanted: Hits, scores: NDArray[np.float32], mask: NDArray[np.bool_]) -> None:
    """Equal up to the last digit: rows that tie in float32 may stand for each other."""
    assert found.rows.size == wanted.rows.size == np.unique(found.rows).size
    assert mask[found.rows].all()
    np.testing.assert_allclose(found.scores, wanted.scores, atol=1e-6)
    np.testing.assert_allclose(found.scores, scores[found.rows], atol=1e-6)


worlds = st.fixed_dictionaries(
    {
        "n": st.integers(1, 700),
        "seed": st.integers(0, 2**16),
        "k": st.integers(1, 300),
        "share": st.sampled_from([0.0, 0.01, 0.1, 0.35, 0.9, 1.0]),
        "coarse": st.booleans(),
        "cut": st.floats(0, 1),
    }
)


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_search_equals_brute_force_and_never_starves(world: dict[str, int | float | bool]) -> None:
    n, k, seed = int(world["n"]), int(world["k"]), int(world["seed"])
    vectors, queries = unit_rows(n, seed), unit_rows(3, seed + 1)
    mask = np.random.default_rng(seed).random(n) < world["share"]
    boundary = max(1, int(n * world["cut"]))
    index = DenseIndex.build(vectors[:boundary], coarse=bool(world["coarse"])).with_added(vectors[boundary:])
    assert len(index) == n
    for query, found in zip(queries, index.search(queries, k, mask), strict=True):
        assert_is_best(found, brute_force(vectors, query, k, mask), vectors @ query, mask)


WIDE = 3 * BLOCKS * BLOCK_WIDTH


def crowded(n: int, seed: int, directions: int) -> NDArray[np.float32]:
    """Unit rows that differ in `directions` directions of many, and hardly in the others."""
    random = np.random.default_rng(seed)
    axes = np.linalg.qr(np.random.default_rng(7).standard_normal((WIDE, WIDE)))[0][:directions]
    rows = 1 + random.standard_normal((n, directions)) @ axes * 2 + 0.1 * random.standard_normal((n, WIDE))
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


@pytest.mark.parametrize("directions", [8, BLOCK_WIDTH, WIDE])
@pytest.mark.parametrize("share", [1.0, 0.4, 0.1])
def test_the_sketch_keeps_nearly_all_of_the_best_however_rows_are_spread(
    directions: int, share: float
) -> None:
    vectors, queries = crowded(8_000, 1, directions), crowded(40, 2, directions)
    mask = np.random.default_rng(3).random(len(vectors)) < share
    kept = Sketch.build(vectors.astype(np.float16)).candidates(queries, 50, mask)
    wanted = [brute_force(vectors, query, 50, mask).rows for query in queries]
    found = sum(np.isin(best, rows).sum() for best, rows in zip(wanted, kept, strict=True))
    assert found >= 0.999 * 50 * len(queries)
    assert all(mask[rows].all() and rows.size == np.unique(rows).size for rows in kept)


def test_the_sketch_is_exact_where_its_blocks_hold_all_directions() -> None:
    vectors, queries = unit_rows(5_000, 1), unit_rows(20, 2)
    for query, rows in zip(
        queries, Sketch.build(vectors.astype(np.float16)).candidates(queries, 30, None), strict=True
    ):
        best = brute_force(vectors, query, 30, np.ones(len(vectors), bool))
        assert (vectors[rows] @ query >= best.scores[-1] - 1e-5).sum() >= 30


def test_the_sketch_leaves_little_to_the_exact_pass() -> None:
    vectors = crowded(20_000, 1, 20)
    kept = Sketch.build(vectors.astype(np.float16)).candidates(crowded(5, 2, 20), 50, None)
    assert max(rows.size for rows in kept) < 1000


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=600), st.data())
def test_at_least_is_reached_by_k(values: list[float], data: st.DataObject) -> None:
    scores = np.array(values, np.float32)
    k = data.draw(st.integers(1, scores.size))
    assert (scores >= at_least(scores, k)).sum() >= k


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**16), k=st.integers(1, 60), coarse=st.booleans())
@example(seed=65536, k=1, coarse=True)  # of all rows alike, the last few are summed in another order
def test_the_best_of_all_are_among_the_best_of_each_half_to_the_last_digit(
    seed: int, k: int, coarse: bool
) -> None:
    """Of twins too, which tie for the last place: lists may be put together from lists of parts."""
    distinct = unit_rows(700, seed)
    random = np.random.default_rng(seed)
    vectors, half = distinct[random.integers(0, random.integers(1, 700), 1500)], random.random(1500) < 0.3
    index, query = DenseIndex.build(vectors, coarse=coarse), unit_rows(1, seed + 1)
    one, other, both = (index.search(query, k, mask)[0] for mask in (half, ~half, half | ~half))
    rows, scores = np.append(one.rows, other.rows), np.append(one.scores, other.scores)
    order = np.lexsort((rows, -scores))[:k]
    assert (rows[order].tolist(), scores[order].tolist()) == (both.rows.tolist(), both.scores.tolist())


def test_adding_leaves_the_older_index_as_it_was() -> None:
    vectors = unit_rows(30, 3)
    older = DenseIndex.build(vectors[:20])
    newer = older.with_added(vectors[20:25]).with_added(vectors[25:])
    assert (len(older), len(newer)) == (20, 30)
    assert newer.base is older.base
    np.testing.assert_array_equal(newer.vectors(np.array([3, 29, 22])), vectors[[3, 29, 22]])
    assert newer.vectors(np.empty(0, np.int64)).shape == (0, D)


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex.build(np.empty((0, D), np.float32), coarse=True)
    assert [hits.rows.size for hits in index.search(unit_rows(2, 1), 5)] == [0, 0]
    assert index.search(np.empty((0, D), np.float32), 5) == []


@pytest.mark.parametrize("coarse", [False, True])
def test_an_opened_index_finds_the_same(tmp_path: Path, coarse: bool) -> None:
    vectors, queries = unit_rows(500, 5), unit_rows(3, 6)
    built = DenseIndex.build(vectors, coarse=coarse)
    built.save(tmp_path)
    opened = DenseIndex.open(tmp_path)
    for one, other in zip(built.search(queries, 20), opened.search(queries, 20), strict=True):
        np.testing.assert_array_equal(one.rows, other.rows)
    np.testing.assert_array_equal(opened.vectors(np.arange(500)), vectors)


def test_an_index_with_a_delta_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rebuilt"):
        DenseIndex.build(unit_rows(5, 1)).with_added(unit_rows(1, 2)).save(tmp_path)


_PRIVATE = """
import re, sys
from pathlib import Path
import numpy as np
from embeddings.index import DenseIndex
def own_mb():
    return int(re.search(r"Anonymous: +(\\d+)", Path("/proc/self/smaps_rollup").read_text())[1]) / 1024
index = DenseIndex.open(Path(sys.argv[1]))
query = np.ones((1, index.dimension), np.float32)
before = own_mb()
assert index.search(query, 3, np.arange(len(index)) % 4 == 0)[0].rows.size == 3
print(own_mb() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the kernel does not tell")
def test_an_opened_index_lives_in_pages_that_processes_share(tmp_path: Path) -> None:
    rows = np.random.default_rng(1).standard_normal((40_000, 384)).astype(np.float16)
    DenseIndex.build(rows, coarse=False).save(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", _PRIVATE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert float(ran.stdout) < 10  # of 31 MB that the search has read
