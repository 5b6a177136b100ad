"""How often one address, account or token may ask. Counted in this process, in memory, by the library `limits`.

Signing in has a throttle of its own, which cannot be used to lock others out. What is counted here keeps one caller
from taking the server away from the rest; what an employer may ask in a day is counted where it is asked.
"""

import hashlib
from dataclasses import dataclass

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api import asgi
from api.errors import TOO_MANY_REQUESTS, Refused


@dataclass(frozen=True)
class Rates:
    """Requests in a minute, previews in a day. `limiter` counts."""

    per_caller: RateLimitItemPerMinute
    per_address: RateLimitItemPerMinute
    previews: RateLimitItemPerDay
    limiter: SlidingWindowCounterRateLimiter

    @classmethod
    def of(cls, per_caller: int, per_address: int, previews: int) -> "Rates":
        """Fresh counters for these limits."""
        return cls(
            RateLimitItemPerMinute(per_caller),
            RateLimitItemPerMinute(per_address),
            RateLimitItemPerDay(previews),
            SlidingWindowCounterRateLimiter(MemoryStorage()),
        )

    def count_address(self, address: str) -> None:
        """Raises Refused (429) when this address has asked too often."""
        _refuse_unless(self.limiter.hit(self.per_address, "address", address))

    def count_caller(self, account: str, token: bytes) -> None:
        """Raises Refused (429) when this account, or this token (empty: a session), has asked too often."""
        if token:
            _refuse_unless(self.limiter.hit(self.per_caller, "token", hashlib.sha256(token).hexdigest()))
        _refuse_unless(self.limiter.hit(self.per_caller, "account", account))

    def may_preview(self, company: str) -> bool:
        """Count one more number of people who could fit a draft; whether the company may still be told it today."""
        return self.limiter.hit(self.previews, "preview", company)


class CallerRates:
    """ASGI middleware inside the gate: by then it is known who asks."""

    def __init__(self, app: asgi.App, *, rates: Rates) -> None:
        self._app, self._rates = app, rates

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Count whoever was admitted."""
        admitted = scope.get("state", {}).get("admitted") if scope["type"] == "http" else None
        if admitted is not None:
            self._rates.count_caller(str(admitted.account), dict(scope["headers"]).get(b"authorization", b""))
        await self._app(scope, receive, send)


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise Refused(TOO_MANY_REQUESTS)
