"""Keys of requests, as a port."""

from typing import Protocol
from uuid import UUID


class IdempotencyStore(Protocol):
    """Keys under which a creation was asked for, so that asking again creates nothing more."""

    async def recall(self, key: str, request_digest: str) -> UUID | None:
        """The record that this key created; raises IdempotencyConflict when the request was another one."""
        ...

    async def remember(self, key: str, request_digest: str, record: UUID) -> None: ...
