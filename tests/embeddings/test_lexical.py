import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.lexical import LexicalIndex
from embeddings.order import Hits

WORDS = [f"kata{i}" for i in range(12)]
documents = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=40)
terms = st.lists(st.sampled_from([*WORDS, "asing"]), max_size=6)


def best(index: LexicalIndex, asked: list[str], k: int, mask: NDArray[np.bool_] | None = None) -> Hits:
    """What one query finds under one mask, or among all rows."""
    return index.weighed([asked]).best(k, np.ones(len(index), bool) if mask is None else mask)[0]


@settings(max_examples=60, deadline=None)
@given(documents, st.lists(terms, max_size=3), st.data())
def test_several_queries_under_several_masks_find_what_each_finds_alone(
    corpus: list[list[str]], queries: list[list[str]], data: st.DataObject
) -> None:
    index, lengths = (
        LexicalIndex.build(corpus),
        st.lists(st.booleans(), min_size=len(corpus), max_size=len(corpus)),
    )
    masks = [np.array(data.draw(lengths)) for _ in range(2)]
    weighed = index.weighed(queries)
    for mask in masks:
        for query, hits in zip(queries, weighed.best(5, mask), strict=True):
            alone = best(index, query, 5, mask)
            assert hits.rows.tolist() == alone.rows.tolist()
            assert hits.scores.tolist() == alone.scores.tolist()


@settings(max_examples=60, deadline=None)
@given(documents, terms)
def test_scores_equal_those_of_bm25s(corpus: list[list[str]], asked: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bm25s

    if not any(corpus):
        return
    oracle = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    oracle.index(corpus, show_progress=False)
    known = [term for term in asked if any(term in document for document in corpus)]
    wanted = oracle.get_scores(known) if known else np.zeros(len(corpus), np.float32)
    found = best(LexicalIndex.build(corpus), asked, len(corpus))
    scores = np.zeros(len(corpus), np.float32)
    scores[found.rows] = found.scores
    np.testing.assert_allclose(scores, wanted, rtol=1e-4, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(documents, terms, st.integers(1, 50), st.data())
def test_all_and_only_eligible_rows_with_a_term_are_found(
    corpus: list[list[str]], asked: list[str], k: int, data: st.DataObject
) -> None:
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(corpus), max_size=len(corpus))))
    index = LexicalIndex.build(corpus)
    everything = best(index, asked, len(corpus))
    found = best(index, asked, k, mask)
    matching = {row for row, document in enumerate(corpus) if mask[row] and set(asked) & set(document)}
    assert set(found.rows) <= matching
    assert found.rows.size == min(k, len(matching))
    eligible = mask[everything.rows]
    np.testing.assert_array_equal(found.rows, everything.rows[eligible][:k])
    order = np.lexsort((found.rows, -found.scores))
    np.testing.assert_array_equal(order, np.arange(order.size))


@given(documents, documents, terms)
def test_rows_added_later_are_weighed_by_the_frozen_base(
    corpus: list[list[str]], more: list[list[str]], asked: list[str]
) -> None:
    base = LexicalIndex.build(corpus)
    grown = base.with_added(more[:1]).with_added(more[1:])
    assert len(grown) == len(corpus) + len(more)
    found, before = best(grown, asked, 100), best(base, asked, 100)
    old = found.rows < len(corpus)
    np.testing.assert_array_equal(found.rows[old], before.rows)
    np.testing.assert_array_equal(found.scores[old], before.scores)
    again = best(base.with_added([*more, *corpus]), asked, 1000)
    copies = again.rows >= len(corpus) + len(more)
    by_row = np.argsort(again.rows[copies])
    np.testing.assert_allclose(
        again.scores[copies][by_row], before.scores[np.argsort(before.rows)], rtol=1e-6
    )


@given(documents, documents, terms)
def test_the_forward_index_gives_back_the_terms(
    corpus: list[list[str]], more: list[list[str]], asked: list[str]
) -> None:
    index = LexicalIndex.build(corpus).with_added(more)
    rows = np.arange(len(index))[::-1]
    sets = [frozenset(document) for document in [*corpus, *more]][::-1]
    assert index.terms(rows) == sets
    expected = np.array([[term in one for term in asked] for one in sets], bool).reshape(
        len(sets), len(asked)
    )
    np.testing.assert_array_equal(index.contains(asked, rows), expected)


def test_idf_falls_from_one_with_the_number_of_documents() -> None:
    index = LexicalIndex.build([["las", "smaw"], ["las", "pipa"], ["las"]])
    unseen, rare, common = index.idf(["asing", "pipa", "las"])
    assert unseen == 1 > rare > common > 0
    np.testing.assert_array_equal(index.with_added([["asing"]]).idf(["asing"]), [1])


def test_an_opened_index_finds_the_same(tmp_path: Path) -> None:
    built = LexicalIndex.build([["tukang", "las"], [], ["juru", "masak", "masak"]])
    built.save(tmp_path)
    opened = LexicalIndex.open(tmp_path)
    assert opened.terms(np.arange(3)) == built.terms(np.arange(3))
    np.testing.assert_array_equal(
        best(opened, ["masak", "las"], 5).rows, best(built, ["masak", "las"], 5).rows
    )


def test_an_index_with_a_delta_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rebuilt"):
        LexicalIndex.build([["las"]]).with_added([["las"]]).save(tmp_path)


def test_an_index_of_nothing_is_an_index(tmp_path: Path) -> None:
    LexicalIndex.build([]).save(tmp_path)
    empty = LexicalIndex.open(tmp_path)
    assert len(empty) == 0
    assert best(empty, ["las"], 5).rows.size == 0
    assert best(empty.with_added([["las"]]), ["las"], 5).rows.tolist() == [0]


@pytest.mark.parametrize("term", ["", "dua\nbaris"])
def test_terms_that_cannot_be_stored_are_refused(term: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        LexicalIndex.build([[term]])


def test_the_loop_of_scipy_that_is_not_public_is_there_and_adds() -> None:
    """Where this fails, scipy has moved it: let `Postings.scores` call np.add.at, or `csc_array(...) @ ones`."""
    from scipy.sparse import _sparsetools

    assert hasattr(_sparsetools, "csc_matvec"), "scipy has no csc_matvec any more: see Postings.scores"
    scores = np.array([1, 1, 1], np.float32)
    ends, rows, weights = np.array([0, 2], np.int32), np.array([0, 2], np.int32), np.array([2, 3], np.float32)
    _sparsetools.csc_matvec(3, 1, ends, rows, weights, np.ones(1, np.float32), scores)
    assert scores.tolist() == [3, 1, 4], "scipy's csc_matvec no longer adds to what it is given"
