"""Passwords: Argon2id (RFC 9106), a few at a time, never on the event loop."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TypeVar
from weakref import WeakValueDictionary

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.errors import UNAVAILABLE, Refused

MAX_CHARS = 256
PATIENCE_S = 10.0
Answer = TypeVar("Answer")


class Hasher:
    """Hashes and verifies. The default cost is OWASP's first choice: 19 MiB, two passes, one lane.

    At most `at_once` are hashed at a time, so that a flood of sign-ins takes neither all memory nor all processors
    from the lists; whoever waits for more than ten seconds is told to come again. Of what comes from one place, one at
    a time stands in the queue, so that a flood from there makes itself wait and hardly anybody else.
    """

    def __init__(self, *, memory_kib: int, passes: int, at_once: int) -> None:
        self._argon = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._turns = asyncio.Semaphore(at_once)
        self._places: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._of_nobody = self._argon.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """The hash to store, with its salt and cost in it. Raises Refused when too many wait."""
        return await self._in_turn(lambda: self._argon.hash(_normal(password)))

    async def verify(self, known: str | None, password: str, whence: str = "") -> bool:
        """Whether this is the password; without a known hash it takes as long and is not. `whence`: the place that it
        comes from. Raises Refused."""
        right = await self._in_turn(lambda: self._is(known or self._of_nobody, password), whence)
        return right and known is not None

    def is_outdated(self, known: str) -> bool:
        """Whether a hash was made at another cost than the settings now have."""
        return self._argon.check_needs_rehash(known)

    async def _in_turn(self, work: Callable[[], Answer], whence: str = "") -> Answer:
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    if whence:
                        place = self._places.setdefault(whence, asyncio.Lock())
                        await held.enter_async_context(place)
                    await held.enter_async_context(self._turns)
            except TimeoutError:
                raise Refused(UNAVAILABLE) from None
            return await asyncio.to_thread(work)

    def _is(self, known: str, password: str) -> bool:
        try:
            return self._argon.verify(known, _normal(password))
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> str:
    """One form for what looks alike (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
