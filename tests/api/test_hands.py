"""Hands that rank a cohort: whichever they are, the same ids and the same scores."""

import asyncio
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from api.settings import Settings, SettingsError
from api.wiring.hands import Cluster, Processes, hands
from matching.cohort import Block, Hands, RankedList, Ranker
from matching.search import Profile
from tests.people import TODAY, people, profile, recipe, snapshot, vacancies

TOLERANCE = 1e-5
"""Of a score: another machine may add a sum up in another order; five decimals are kept (docs/cohort.md)."""
has_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None,
    reason="Ray is not installed: scripts/setup tests",
)


@cache
def ranker() -> Ranker:
    return Ranker(snapshot(vacancies().values()), recipe(), TODAY, 100)


def blocks() -> Iterator[Block]:
    profiles: list[Profile] = [profile(one) for one in people().values()]
    for start in range(0, len(profiles), 4):
        yield Block(profiles[start : start + 4])


async def ranked_by(ours: Hands) -> list[RankedList]:
    async with ours.at(ranker(), len(people())) as (rank, at_once):
        assert at_once >= 1
        lists = await asyncio.gather(*(rank(block) for block in blocks()))
    return [one for some in lists for one in some]


@cache
def here() -> list[RankedList]:
    return [one for block in blocks() for one in ranker()(block)]


def assert_alike(lists: list[RankedList]) -> None:
    assert [one.ids.tolist() for one in lists] == [one.ids.tolist() for one in here()]
    for one, ours in zip(lists, here(), strict=True):
        np.testing.assert_allclose(one.scores, ours.scores, rtol=0, atol=TOLERANCE)


async def test_few_people_are_ranked_in_this_process() -> None:
    assert_alike(await ranked_by(Processes(2)))


async def test_two_processes_rank_as_one_does() -> None:
    assert_alike(await ranked_by(Processes(2, worth=1)))


@has_ray
@pytest.mark.slow
async def test_a_cluster_of_two_ranks_as_one_process_does(two_workers: str) -> None:
    assert_alike(await ranked_by(Cluster(two_workers)))


@pytest.fixture
def two_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A local cluster with two processors; its address."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    started: Any = ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield started.address_info["address"]
    ray.shutdown()


def test_the_settings_say_which_hands(tmp_path: Any) -> None:
    assert hands(Settings(home=tmp_path, cohort_processes=3)) == Processes(3)
    assert hands(Settings(home=tmp_path, ray_address="auto")) == Cluster("auto")


async def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)  # as where it is not installed
    asking: AbstractAsyncContextManager[Any] = Cluster("auto").at(ranker(), 1)
    with pytest.raises(SettingsError, match="ray"):
        async with asking:
            pass


@pytest.mark.parametrize("address", ["auto", "127.0.0.1:1"])
async def test_a_cluster_that_does_not_answer_is_a_line_with_its_address(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def init(**asked: str) -> None:
        assert asked["address"] == "auto"  # of a port where nobody listens Ray is not even asked
        raise ConnectionError("Failed to connect to Ray cluster")

    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(init=init))
    asking: AbstractAsyncContextManager[Any] = Cluster(address).at(ranker(), 1)
    with pytest.raises(SettingsError, match=f"no Ray cluster answers at {address}"):
        async with asking:
            pass
