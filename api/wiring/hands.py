"""Hands that rank cohorts: this process, processes beside it, or the machines of a Ray cluster.

Whichever they are, they are given the same ranker, whole, and run the same function (`matching.cohort.Ranker`).
"""

import asyncio
import multiprocessing
import os
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from api.settings import Settings, SettingsError, variable
from embeddings.index import on_one_thread
from matching.cohort import Block, Hands, RankedList, Ranker, Ranking

WORTH_A_PROCESS = 400
"""People from which on processes of their own pay: in the seconds that one takes to come up, hundreds are ranked."""
AHEAD = 1
"""Blocks that wait while all hands are busy, so that none has to."""
ANSWERS_WITHIN_S = 10


def hands(settings: Settings) -> Hands:
    """The hands of the settings."""
    if settings.ray_address:
        return Cluster(settings.ray_address)
    return Processes(settings.cohort_processes or os.cpu_count() or 1)


@dataclass(frozen=True)
class Processes:
    """`count` processes where there is enough to do, else this one."""

    count: int
    worth: int = WORTH_A_PROCESS

    @asynccontextmanager
    async def at(self, ranker: Ranker, people: int) -> AsyncIterator[tuple[Ranking, int]]:
        """As `matching.cohort.Hands.at`."""
        if self.count == 1 or people < self.worth:
            yield (lambda block: asyncio.to_thread(ranker, block)), 1
            return
        spawned = multiprocessing.get_context("spawn")  # a fork of a process that uses OpenMP hangs
        pool = ProcessPoolExecutor(self.count, spawned, _begin, (ranker,))
        try:
            loop = asyncio.get_running_loop()
            yield (lambda block: loop.run_in_executor(pool, _rank, block)), self.count + AHEAD
        finally:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)


@dataclass(frozen=True)
class Cluster:
    """Every processor of a Ray cluster. `address` is what `ray.init` takes."""

    address: str

    def at(self, ranker: Ranker, people: int) -> AbstractAsyncContextManager[tuple[Ranking, int]]:
        """As `matching.cohort.Hands.at`. Raises SettingsError where Ray is missing or no cluster answers."""
        return self._at(ranker, people)

    @asynccontextmanager
    async def _at(self, ranker: Ranker, people: int) -> AsyncIterator[tuple[Ranking, int]]:
        ray = _ray()
        await self._join(ray)
        try:
            count = max(1, min(int(ray.cluster_resources().get("CPU", 1)), people or 1))
            given = ray.put(ranker)
            idle: asyncio.Queue[Any] = asyncio.Queue()
            for _ in range(count):
                idle.put_nowait(ray.remote(_Hand).remote(given))

            async def rank(block: Block) -> list[RankedList]:
                hand = await idle.get()
                try:
                    lists: list[RankedList] = await hand.rank.remote(block)
                finally:
                    idle.put_nowait(hand)
                return lists

            yield rank, count + AHEAD
        finally:
            ray.shutdown()

    async def _join(self, ray: Any) -> None:
        host, _, port = self.address.rpartition(":")
        try:
            if port.isdecimal() and "/" not in host:  # Ray itself asks for minutes where nobody listens
                _, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port)), ANSWERS_WITHIN_S)
                writer.close()
            ray.init(address=self.address, ignore_reinit_error=True, log_to_driver=False)
        except (OSError, TimeoutError):
            raise SettingsError(
                f"{variable('ray_address')}: klaster Ray di {self.address} tidak menjawab / no Ray cluster answers at "
                f"{self.address}; is it started, by the user that runs this, and under this address?"
            ) from None


class _Hand:
    """One processor of a cluster."""

    def __init__(self, ranker: Ranker) -> None:
        on_one_thread()
        self._ranker = ranker

    def rank(self, block: Block) -> list[RankedList]:
        """The lists of a block."""
        return self._ranker(block)


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise SettingsError(
            f"{variable('ray_address')}: Ray is not installed; .venv/bin/pip install -c constraints.txt ray"
        ) from None
    return ray


_ranker: Ranker | None = None


def _begin(ranker: Ranker) -> None:
    """In a new process: keep the ranker."""
    global _ranker  # noqa: PLW0603 - a process of a pool has nowhere else to keep what it was given
    on_one_thread()
    _ranker = ranker
    end_with_parent()


def end_with_parent() -> None:
    """In a process of a pool: end when the process that started this one has ended, however it did."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _rank(block: Block) -> list[RankedList]:
    if _ranker is None:
        raise RuntimeError("this process was given no ranker")
    return _ranker(block)
