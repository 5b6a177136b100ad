import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from data.errors import TryAgain
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.vault import KeyRing, Vault
from matching.errors import IdempotencyConflict
from matching.model import Actor
from matching.model.ids import AccountId

RECORD = UUID(int=5)


async def test_a_key_leads_back_to_what_it_created(gateway: PostgresGateway, case_worker: Actor) -> None:
    async with gateway.transaction(case_worker) as tx:
        assert await tx.idempotency.recall("key", "digest") is None
        await tx.idempotency.remember("key", "digest", RECORD)
    async with gateway.transaction(case_worker) as tx:
        assert await tx.idempotency.recall("key", "digest") == RECORD
        with pytest.raises(IdempotencyConflict):
            await tx.idempotency.recall("key", "another request")


async def test_a_stored_digest_is_of_no_use_without_the_vault_and_outlives_a_rotation(
    gateway: PostgresGateway, database: Database, case_worker: Actor, owner: Connection
) -> None:
    async with gateway.transaction(case_worker) as tx:
        await tx.idempotency.remember("key", "digest", RECORD)
    stored = await owner.fetchval("SELECT request_digest FROM idempotency_keys")
    assert "digest" not in stored
    sealing, old, new = KeyRing("1", {"1": bytes(32)}), {"1": bytes(range(32))}, {"2": bytes(32)}
    rotated = PostgresGateway(database, Vault(sealing, KeyRing("2", old | new)))
    async with rotated.transaction(case_worker) as tx:
        assert await tx.idempotency.recall("key", "digest") == RECORD
    others = PostgresGateway(database, Vault(sealing, KeyRing("2", new)))
    async with others.transaction(case_worker) as tx:
        with pytest.raises(IdempotencyConflict):
            await tx.idempotency.recall("key", "digest")


async def test_a_key_is_its_accounts_own(gateway: PostgresGateway, case_worker: Actor) -> None:
    async with gateway.transaction(case_worker) as tx:
        await tx.idempotency.remember("key", "digest", RECORD)
    colleague = replace(case_worker, account=AccountId(UUID(int=9)))
    async with gateway.transaction(colleague) as tx:
        assert await tx.idempotency.recall("key", "digest") is None


async def test_of_two_at_the_same_moment_one_tries_again(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    met = asyncio.Barrier(2)

    async def create() -> None:
        async with gateway.transaction(case_worker) as tx:
            assert await tx.idempotency.recall("key", "digest") is None
            await met.wait()
            await tx.idempotency.remember("key", "digest", RECORD)

    outcomes = await asyncio.gather(create(), create(), return_exceptions=True)
    assert sorted(map(type, outcomes), key=str) == sorted([TryAgain, type(None)], key=str)
