"""One server for all tests of the API: real stores, hashed vectors. Tests create what they need."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from api import wiring
from api.program import Program
from api.settings import Settings
from api.wiring.server import application
from data.embedded import Server
from data.pool import Database
from data.reference_load import load_reference_at
from embeddings.hashing import HashingEncoder
from tests.api.tenants import World, a_world
from tests.postgres import fresh_database


@pytest_asyncio.fixture(scope="session")
async def program(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    home: Path = tmp_path_factory.mktemp("home")
    async with fresh_database(server) as fresh:
        await load_reference_at(fresh.url("jembatan_owner"))
        async with (
            Database.open(fresh.url("jembatan_app")) as app,
            Database.open(fresh.url("jembatan_worker"), role="jembatan_worker") as worker,
        ):
            assembled = wiring.assemble(
                Settings(home=home, max_page_rows=50, max_body_bytes=60_000, max_text_chars=5_000),
                app,
                worker,
                HashingEncoder(),
                wiring.local_actor("tests"),
            )
            await assembled.catalogue.load()
            yield assembled


@pytest_asyncio.fixture(scope="session")
async def client(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    """A caller on this machine. What the server does not catch is raised here, so it fails the test."""
    transport = httpx.ASGITransport(application(program))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as asking:
        yield asking


@pytest_asyncio.fixture(scope="session")
async def world(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Several tenants, for tests that only look, or add nothing that others would miss."""
    async with a_world(server, tmp_path_factory.mktemp("world")) as made:
        yield made
