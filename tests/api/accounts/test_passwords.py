"""Hashing: a few at a time, beside the event loop."""

import asyncio
import time

from api.accounts.passwords import Hasher

DEAR = {"memory_kib": 65_536, "passes": 3}


async def test_no_more_are_hashed_at_a_moment_than_the_cap() -> None:
    """Six in a row take about six times one; six at once would take three, on two cores."""
    one = Hasher(**DEAR, at_once=1)
    alone = await _seconds(one, 1)
    assert await _seconds(one, 6) > 4 * alone


async def _seconds(hasher: Hasher, count: int) -> float:
    begun = time.perf_counter()
    await asyncio.gather(*(hasher.hash(f"sandi {n}") for n in range(count)))
    return time.perf_counter() - begun


async def test_the_event_loop_goes_on_while_passwords_are_hashed() -> None:
    hasher = Hasher(**DEAR, at_once=2)
    work = asyncio.gather(*(hasher.hash("sandi") for _ in range(4)))
    ticks = 0
    while not work.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert ticks > 5


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
