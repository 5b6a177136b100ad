"""Embedding what is missing: each text once, each batch kept, one process at a time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from embeddings.hashing import HashingEncoder
from matching.model import Gates
from matching.ports import Vectors
from matching.usecases import indexing
from matching.usecases.indexing import LOCK, Indexer, unit_mean
from tests.fakes import MemoryIndexStore
from tests.matching.usecases.conftest import Office
from tests.people import (
    TODAY,
    certificate,
    composer,
    encoder,
    in_days,
    people,
    person,
    someone,
    vacancies,
    window,
)


class CountingEncoder(HashingEncoder):
    """Remembers which texts of people it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode_queries(texts)


async def test_everything_is_embedded_once_and_progress_ends_at_all(store: MemoryIndexStore) -> None:
    heard: list[tuple[int, int]] = []
    indexer = Indexer(store, encoder(), composer(), "model")
    willing = [candidate for candidate in people().values() if candidate.gates.open]
    everything = len(vacancies()) + len(willing)
    done = await indexer.embed_missing(today=TODAY, progress=lambda done, total: heard.append((done, total)))
    assert done == everything
    assert heard[-1] == (everything, everything)
    assert await indexer.embed_missing(today=TODAY) == 0


async def test_each_batch_is_looked_for_after_the_one_before(
    store: MemoryIndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for from the first each time, a first embedding would grow with the square of the people."""
    monkeypatch.setattr(indexing, "BATCH_TEXTS", 1)
    willing = [person for person, (known, _) in store.candidates.items() if known.gates.open]
    await Indexer(store, encoder(), composer(), "model").embed_missing(today=TODAY)
    once = [None, *willing]
    looked_for = [
        one for at, one in enumerate(store.looked_for) if at == 0 or one != store.looked_for[at - 1]
    ]
    assert looked_for == [*once, None]


async def test_what_changes_behind_is_embedded_by_another_time_through(store: MemoryIndexStore) -> None:
    class Meanwhile(HashingEncoder):
        """While texts of people are embedded, those of vacancies change, once."""

        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            store.vacancies = {one: (known, 2) for one, (known, _) in store.vacancies.items()}
            return super().encode_queries(texts)

    await Indexer(store, Meanwhile(), composer(), "model").embed_missing(today=TODAY)
    assert await store.count_unembedded(model="model") == (0, 0)


async def test_a_text_that_two_people_share_is_embedded_once(store: MemoryIndexStore) -> None:
    counting = CountingEncoder()
    await Indexer(store, counting, composer(), "model").embed_missing(today=TODAY)
    store.put_candidate(someone("another", certificates=person("rahman").certificates))
    await Indexer(store, counting, composer(), "model").embed_missing(today=TODAY)
    assert len(counting.asked) == len(set(counting.asked)) > 0


async def test_a_closed_gate_lets_nothing_be_embedded(store: MemoryIndexStore) -> None:
    closed = someone("closed", gates=Gates(consented=False), certificates=(certificate("Tukang cukur"),))
    store.put_candidate(closed)
    counting = CountingEncoder()
    await Indexer(store, counting, composer(), "model").embed_missing(today=TODAY)
    assert not any("cukur" in text.lower() for text in counting.asked)


async def test_another_model_s_vectors_are_not_taken(store: MemoryIndexStore) -> None:
    await Indexer(store, encoder(), composer(), "model").embed_missing(today=TODAY)
    assert await Indexer(store, encoder(), composer(), "other").embed_missing(today=TODAY)


async def test_while_another_process_embeds_this_one_does_not(store: MemoryIndexStore) -> None:
    indexer = Indexer(store, encoder(), composer(), "model")
    async with store.try_lock(LOCK):
        assert await indexer.embed_missing(today=TODAY) is None
    assert await indexer.embed_missing(today=TODAY)


async def test_a_new_date_embeds_nothing(opened: Office) -> None:
    sari = person("sari")
    opened.store.put_candidate(replace(sari, window=window(5, 6)))
    later = replace(vacancies()["sewing"], starts=in_days(30))
    opened.store.put_vacancy(later)
    assert await opened.embed() == 0


def test_the_mean_of_two_unit_vectors_is_one_and_of_opposite_ones_nothing() -> None:
    x, y = np.eye(2, dtype=np.float32)
    mean = unit_mean(np.array([x, x, x]), np.array([y, x, -x]))
    assert np.allclose(np.linalg.norm(mean.astype(np.float32), axis=1), [1, 1, 0], atol=1e-3)
    assert not np.isnan(mean).any()
