"""Fixtures for all tests. `database` is enough for most; `every_fresh` runs a test on both kinds of server."""

import signal
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from data.embedded import Server
from data.embedded.binaries import system_folders
from data.pool import Connection, Database
from tests.postgres import Fresh, fresh_database, server_with_template


def pytest_sessionstart() -> None:
    """Tests that were started in the background ignore interrupts, and their children would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest_asyncio.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    """The embedded PostgreSQL, with a migrated database."""
    async with server_with_template() as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def system_server() -> AsyncIterator[Server]:
    """A PostgreSQL of the system's programs, likewise; the oldest that there is."""
    if not (folders := system_folders()):
        pytest.skip("no PostgreSQL on this system")
    async with server_with_template(folders[-1]) as running:
        yield running


@pytest_asyncio.fixture
async def fresh(server: Server) -> AsyncIterator[Fresh]:
    """A migrated database for one test."""
    async with fresh_database(server) as one:
        yield one


@pytest_asyncio.fixture(scope="module")
async def shared(server: Server) -> AsyncIterator[Fresh]:
    """A migrated database for one test module."""
    async with fresh_database(server) as one:
        yield one


@pytest.fixture(scope="session", params=["embedded", "system"])
def every_server(request: pytest.FixtureRequest) -> Server:
    """Both kinds of server, one after the other."""
    running: Server = request.getfixturevalue("server" if request.param == "embedded" else "system_server")
    return running


@pytest_asyncio.fixture
async def every_fresh(every_server: Server) -> AsyncIterator[Fresh]:
    """A migrated database on the embedded server, and one on the system's where there is one."""
    async with fresh_database(every_server) as one:
        yield one


@pytest_asyncio.fixture
async def database(fresh: Fresh) -> AsyncIterator[Database]:
    """The application's way in, to a database of this test's own."""
    async with Database.open(fresh.url("jembatan_app")) as opened:
        yield opened


@pytest_asyncio.fixture
async def owner(fresh: Fresh) -> AsyncIterator[Connection]:
    """A connection as the owner, to the same database as `database`: to arrange and to look behind the walls."""
    connection = await asyncpg.connect(fresh.url("jembatan_owner"))
    yield connection
    await connection.close()
