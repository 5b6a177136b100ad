"""Keys under which a creation was asked for. Implements `matching.idempotency_store.IdempotencyStore`."""

from typing import Any
from uuid import UUID

from data.queries import load
from data.vault import Vault
from matching.errors import IdempotencyConflict

_DIGEST = "request_digest"


class IdempotencyStore:
    """The asking account's keys. Two who use one key at the same moment: the second is told to try again.

    Digests are stored under the vault's key: most of a request stands in the database, so that a bare one would tell
    which NIK was in it to whoever tries them out.
    """

    def __init__(self, connection: Any, vault: Vault) -> None:
        self._connection, self._vault = connection, vault
        self._queries = load("idempotency")

    async def recall(self, key: str, request_digest: str) -> UUID | None:
        row = await self._queries["recall_key"].fetchrow(self._connection, key=key)
        if row is None:
            return None
        if row["request_digest"] not in self._vault.lookup_hashes(request_digest, column=_DIGEST):
            raise IdempotencyConflict
        record: UUID = row["record_id"]
        return record

    async def remember(self, key: str, request_digest: str, record: UUID) -> None:
        await self._queries["remember_key"].execute(
            self._connection,
            key=key,
            request_digest=self._vault.lookup_hash(request_digest, column=_DIGEST),
            record=record,
        )
