"""People who ask, and the ways in, for the tests of the adapter."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio

from data.gateway import PostgresGateway
from data.index_store import PostgresIndexStore
from data.pool import Database
from data.vault import KeyRing, Vault
from matching.model.actor import Actor
from matching.model.ids import AccountId, UnitId
from matching.vocabulary import Role
from tests.postgres import Fresh


@pytest.fixture
def case_worker() -> Actor:
    return Actor(
        AccountId(UUID("11111111-1111-4111-8111-111111111111")),
        Role.CASE_WORKER,
        UnitId(UUID("22222222-2222-4222-8222-222222222222")),
        "matching",
    )


@pytest.fixture
def vault() -> Vault:
    return Vault(KeyRing("1", {"1": bytes(32)}), KeyRing("1", {"1": bytes(range(32))}))


@pytest.fixture
def gateway(database: Database, vault: Vault) -> PostgresGateway:
    """The application's stores, in a database of this test's own."""
    return PostgresGateway(database, vault)


@pytest_asyncio.fixture
async def worker(fresh: Fresh) -> AsyncIterator[Database]:
    """The worker's way in, to the same database as `gateway`."""
    async with Database.open(fresh.url("jembatan_worker"), role="jembatan_worker") as opened:
        yield opened


@pytest.fixture
def index_store(worker: Database) -> PostgresIndexStore:
    return PostgresIndexStore(worker)
