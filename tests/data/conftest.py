"""People who ask, and the ways in, for the tests of the adapter."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from data.gateway import PostgresGateway
from data.index_store import PostgresIndexStore
from data.pool import Database
from data.vault import KeyRing, Vault
from matching.model.actor import Actor
from tests.postgres import Fresh
from tests.staff import CASE_WORKER


@pytest.fixture
def case_worker() -> Actor:
    return CASE_WORKER


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
