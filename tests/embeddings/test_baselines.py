"""The yardsticks: known answers in a small world, and the figures of the development set."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from embeddings.baselines import (
    Floats,
    best_rows,
    bm25,
    cosine,
    reciprocal_rank_fusion,
    stemming_tokeniser,
    surface_tokeniser,
)

TEXTS = [
    "Operator jahit garmen, menjahit kemeja",
    "Tukang las listrik SMAW",
    "Kasir toko di Bandung",
    "Operator mesin bubut",
]


class Axes:
    """Two directions: sewing and everything else."""

    identity, dimension = "axes@1", 2

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return self.encode_passages(texts)

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Floats:
        return np.array([[1, 0] if "jahit" in text else [0.6, 0.8] for text in texts], np.float32)


def test_surface_tokens_are_lower_case_words_and_numbers_without_stop_words() -> None:
    assert surface_tokeniser()("Las SMAW 3G-Up, di bengkel dan pabrik") == [
        "las",
        "smaw",
        "3g",
        "up",
        "bengkel",
        "pabrik",
    ]


def test_stems_bring_a_verb_and_its_noun_together() -> None:
    tokenise = stemming_tokeniser()
    assert tokenise("menjahit") == tokenise("jahitan") == ["jahit"]


def test_bm25_agrees_with_its_formula() -> None:
    scores = bm25(["a b", "a a a c", "d"], str.split)("a")
    average, k1, b, idf = 7 / 3, 1.5, 0.75, np.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [idf * tf / (tf + k1 * (1 - b + b * length / average)) for tf, length in ((1, 2), (3, 4))]
    assert scores[:2] == pytest.approx(expected, rel=1e-5)


def test_bm25_leaves_out_what_shares_no_word_with_the_query() -> None:
    scorer = bm25(TEXTS, surface_tokeniser())
    assert best_rows(scorer("operator bubut")).tolist() == [3, 0]
    assert best_rows(scorer("astronaut")).tolist() == []


def test_only_stems_find_the_inflected_word() -> None:
    query = "penjahit"
    assert best_rows(bm25(TEXTS, surface_tokeniser())(query)).tolist() == []
    assert best_rows(bm25(TEXTS, stemming_tokeniser())(query)).tolist() == [0]


def test_cosine_keeps_every_document_and_settles_ties_by_position() -> None:
    scores = cosine(TEXTS, Axes())("jahit")
    assert scores == pytest.approx([1, 0.6, 0.6, 0.6])
    assert best_rows(scores).tolist() == [0, 1, 2, 3]


def test_fusion_sums_reciprocal_ranks_of_what_is_in_the_lists() -> None:
    first = np.array([3, 2, 1], np.float32)
    second = np.array([-np.inf, 5, -np.inf], np.float32)
    fused = reciprocal_rank_fusion([lambda query: first, lambda query: second])("anything")
    assert fused == pytest.approx([1 / 61, 1 / 62 + 1 / 61, 1 / 63])


def test_fusion_leaves_out_what_is_in_no_list() -> None:
    nowhere = np.array([-np.inf, 1.0], np.float32)
    assert best_rows(reciprocal_rank_fusion([lambda query: nowhere])("anything")).tolist() == [1]


def test_the_best_rows_are_cut() -> None:
    assert best_rows(np.arange(10, dtype=np.float32), n=3).tolist() == [9, 8, 7]
