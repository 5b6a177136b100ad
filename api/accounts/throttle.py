"""Slowing down who guesses, without giving anybody a way to lock others out.

Attempts are counted by login *and* address, so a stranger elsewhere slows down only himself. Who signs in from a device
on which it has worked before is counted by that device instead, so a stranger behind the same address does not slow him
down either (OWASP, device cookies). Nothing is ever locked: waits grow to a quarter of an hour and pass by themselves.
"""

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Protocol

from api.errors import TOO_MANY, Refused
from matching.account_stores import DoorStore

FREE_ATTEMPTS = 5
FREE_CODES = 10
_COLUMN = "sign-in"


class Seals(Protocol):
    """The vault: sealed values and keyed hashes."""

    def seal(self, value: str, *, column: str, record: str = "") -> str: ...
    def open(self, envelope: str, *, column: str, record: str = "") -> str: ...
    def lookup_hash(self, value: str, *, column: str) -> str: ...
    def lookup_hashes(self, value: str, *, column: str) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Throttle:
    """Counts attempts in the database, where all processes count together."""

    door: DoorStore
    vault: Seals

    def key(self, login: str, *, address: str = "", device: str = "", what: str = "password") -> str:
        """Under what an attempt is counted; a keyed hash, so that no address of anybody is stored."""
        whence = self.place(login, address=address, device=device)
        return self.vault.lookup_hash(f"{what}\0{login}\0{whence}", column=_COLUMN)

    def place(self, login: str, *, address: str = "", device: str = "") -> str:
        """Where an attempt comes from: a device on which this login has worked before, else a network."""
        return device if self.knows(login, device) else _network(address)

    async def begin(self, key: str, free: int = FREE_ATTEMPTS) -> None:
        """Count an attempt that is about to be made. Raises Refused (429) while it has to wait."""
        wait = await self.door.begin_attempt(key, free=free)
        if wait > 0:
            raise Refused(TOO_MANY, retry_after_s=math.ceil(wait))

    async def forget(self, keys: Sequence[str]) -> None:
        """After success."""
        await self.door.forget_attempts(keys)

    def new_device(self, login: str) -> str:
        """What a browser keeps after a sign-in. It opens nothing; it only counts apart."""
        nonce = secrets.token_urlsafe(16)
        mark = self.vault.lookup_hash(f"{login}\0{nonce}", column="device")
        return f"{nonce}.{mark}"

    def knows(self, login: str, device: str) -> bool:
        """Whether a device's mark is ours, and of this login."""
        nonce, _, mark = device.partition(".")
        marks = self.vault.lookup_hashes(f"{login}\0{nonce}", column="device")
        return any(secrets.compare_digest(mark.encode(), known.encode()) for known in marks)


def _network(address: str) -> str:
    """An address, of IPv6 the /64 that one subscriber has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found if found.version == 4 else ip_network(f"{found}/64", strict=False))
