"""Keys under which a creation was asked for. Implements `matching.idempotency_store.IdempotencyStore`."""

from typing import Any
from uuid import UUID

from data.queries import load
from matching.errors import IdempotencyConflict


class IdempotencyStore:
    """The asking account's keys. Two who use one key at the same moment: the second is told to try again."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._queries = load("idempotency")

    async def recall(self, key: str, request_digest: str) -> UUID | None:
        row = await self._queries["recall_key"].fetchrow(self._connection, key=key)
        if row is None:
            return None
        if row["request_digest"] != request_digest:
            raise IdempotencyConflict
        record: UUID = row["record_id"]
        return record

    async def remember(self, key: str, request_digest: str, record: UUID) -> None:
        await self._queries["remember_key"].execute(
            self._connection, key=key, request_digest=request_digest, record=record
        )
