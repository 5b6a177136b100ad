import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from data.errors import TryAgain
from data.gateway import PostgresGateway
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
