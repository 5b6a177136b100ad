"""Hashing: a few at a time, beside the event loop."""

import asyncio
from threading import Lock

import pytest
from argon2 import PasswordHasher

from api.accounts.passwords import Hasher


class Counting(PasswordHasher):
    """Argon2id that knows how many are at work."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=65_536, parallelism=1)
        self.lock, self.at_work, self.most = Lock(), 0, 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        try:
            return super().hash(password, salt=salt)
        finally:
            with self.lock:
                self.at_work -= 1


@pytest.mark.parametrize("cap", [1, 2])
async def test_no_more_are_hashed_at_a_moment_than_the_cap(cap: int) -> None:
    hasher = Hasher(memory_kib=8_192, passes=1, at_once=cap)
    hasher._argon = counting = Counting()
    await asyncio.gather(*(hasher.hash(f"sandi {n}") for n in range(8)))
    assert 1 <= counting.most <= cap


async def test_the_event_loop_goes_on_while_passwords_are_hashed() -> None:
    hasher = Hasher(memory_kib=65_536, passes=3, at_once=2)
    work = asyncio.gather(*(hasher.hash("sandi") for _ in range(4)))
    ticks = 0
    while not work.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert ticks > 5


async def test_a_flood_from_one_place_keeps_itself_waiting_and_nobody_else() -> None:
    hasher = Hasher(memory_kib=19_456, passes=1, at_once=2)
    known = await hasher.hash("sandi")
    flood = [asyncio.create_task(hasher.verify(None, f"tebakan {n}", "192.0.2.1")) for n in range(60)]
    await asyncio.sleep(0)
    assert await hasher.verify(known, "sandi", "192.0.2.2")
    assert sum(one.done() for one in flood) < len(flood) / 2
    assert not any(await asyncio.gather(*flood))


async def test_a_hash_is_salted_and_what_looks_alike_is_alike() -> None:
    hasher = Hasher(memory_kib=8_192, passes=1, at_once=2)
    first, second = [await hasher.hash("caf\u00e9 dan sawah") for _ in range(2)]
    assert first != second
    assert first.startswith("$argon2id$v=19$m=8192,t=1,p=1$")
    assert await hasher.verify(first, "cafe\u0301 dan sawah")
    assert not await hasher.verify(first, "cafe dan sawah")
    assert not await hasher.verify(None, "cafe dan sawah")
    assert not await hasher.verify("no hash at all", "x")
    assert Hasher(memory_kib=8_192, passes=2, at_once=1).is_outdated(first)
