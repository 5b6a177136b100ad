"""Training: pairs come nearer and apart from others, also pairs that were not trained on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.adapter import unit_rows
from embeddings.adapting import LEAST_CONTRAST, Pair, Remembered, Training, _OneOfAGroup, trained
from embeddings.protocol import Vectors

D, SIGNAL = 24, 6
SHORT = Training(epochs=30, batch=32, learning_rate=1e-2, decay=0.1)


class World:
    """Texts "a7" and "b7" belong together: they share a few directions, which are weak beside the noise of the rest."""

    identity, dimension = "world@1", D

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.concatenate([np.empty((0, D), np.float32), *map(self._vector, texts)])

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self.encode_queries(texts)

    def _vector(self, text: str) -> Vectors:
        number = int(text[1:])
        signal = np.random.default_rng((1, number)).normal(size=SIGNAL)
        noise = np.random.default_rng((2, number, ord(text[0]))).normal(size=D - SIGNAL)
        return unit_rows(np.concatenate([signal, noise])[None].astype(np.float32))


def pairs(numbers: range) -> list[Pair]:
    return [Pair(str(i), f"a{i}", f"b{i}") for i in numbers]


TAUGHT, UNSEEN = pairs(range(200)), pairs(range(1000, 1100))


@pytest.fixture(scope="module")
def remembered() -> Remembered:
    every = [*TAUGHT, *UNSEEN]
    return Remembered(World(), [pair.asked for pair in every], [pair.found for pair in every])


@pytest.fixture(scope="module")
def layer(remembered: Remembered) -> tuple[Vectors, Vectors]:
    return trained({"some": TAUGHT[:100], "others": TAUGHT[100:]}, remembered, SHORT)


def first_place(remembered: Remembered, weight: Vectors, bias: Vectors) -> float:
    """Share of pairs never trained on whose own text is the nearest of all."""
    asked, found = (
        unit_rows(vectors @ weight.T + bias)
        for vectors in (remembered.asked(p.asked for p in UNSEEN), remembered.found(p.found for p in UNSEEN))
    )
    return float(((asked @ found.T).argmax(axis=1) == np.arange(len(UNSEEN))).mean())


def test_pairs_that_were_not_trained_on_are_told_apart_better(
    remembered: Remembered, layer: tuple[Vectors, Vectors]
) -> None:
    before = first_place(remembered, np.eye(D, dtype=np.float32), np.zeros(D, np.float32))
    assert first_place(remembered, *layer) > before + 0.15


def test_the_same_seed_gives_the_same_layer_and_another_seed_another(
    remembered: Remembered, layer: tuple[Vectors, Vectors]
) -> None:
    sources = {"some": TAUGHT[:100], "others": TAUGHT[100:]}
    again = trained(sources, remembered, SHORT)
    other = trained(sources, remembered, replace(SHORT, seed=1))
    np.testing.assert_array_equal(layer[0], again[0])
    np.testing.assert_array_equal(layer[1], again[1])
    assert not np.array_equal(layer[0], other[0])


def test_without_learning_nothing_changes(remembered: Remembered) -> None:
    weight, bias = trained({"some": TAUGHT}, remembered, Training(epochs=1, learning_rate=0.0))
    np.testing.assert_array_equal(weight, np.eye(D))
    assert not bias.any()


def test_a_text_is_encoded_once_for_each_side_and_progress_is_heard() -> None:
    heard: list[tuple[int, int]] = []
    some = Remembered(World(), ["a1", "a2", "a1"], ["b1", "a1"], lambda *state: heard.append(state))
    assert len(some.vectors) == 4
    assert heard[-1] == (4, 4)
    np.testing.assert_array_equal(some.asked(["a1"]), some.found(["a1"]))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=300), st.integers(2, 40), st.integers(0, 3))
def test_no_batch_holds_a_group_twice_and_no_pair_comes_twice(
    groups: list[int], size: int, epoch: int
) -> None:
    labels = {"label": np.unique(groups, return_inverse=True)[1].tolist()}
    batches = _OneOfAGroup(labels, batch_size=size, seed=0)
    batches.set_epoch(epoch)
    drawn = list(batches)
    assert len(drawn) == len(batches)
    assert all(len({groups[row] for row in batch}) == len(batch) <= size for batch in drawn)
    rows = [row for batch in drawn for row in batch]
    assert len(set(rows)) == len(rows)
    if len(set(groups)) >= LEAST_CONTRAST:
        assert {groups[row] for row in rows} == set(groups)
