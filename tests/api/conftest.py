"""One server for all tests of the API: real stores, hashed vectors. Tests create what they need."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from api import wiring
from api.program import Program
from api.settings import Settings
from data.embedded import Server
from data.pool import Database
from data.reference_load import load_reference_at
from embeddings.hashing import HashingEncoder
from tests.api.entrance import asking, bearer
from tests.api.tenants import World, a_world
from tests.postgres import fresh_database


@pytest_asyncio.fixture(scope="session")
async def program(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    home: Path = tmp_path_factory.mktemp("home")
    journal = tmp_path_factory.mktemp("journal")
    async with fresh_database(server) as fresh:
        await load_reference_at(fresh.url("jembatan_owner"))
        async with (
            Database.open(fresh.url("jembatan_app")) as app,
            Database.open(fresh.url("jembatan_worker"), role="jembatan_worker") as worker,
        ):
            assembled = wiring.assemble(
                Settings(
                    home=home,
                    erasure_journal=journal,
                    max_page_rows=50,
                    max_body_bytes=60_000,
                    max_text_chars=5_000,
                ),
                app,
                worker,
                HashingEncoder(),
                wiring.local_actor("tests"),
            )
            await assembled.catalogue.load()
            yield assembled


@pytest_asyncio.fixture(scope="session")
async def client(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    """The local case worker, by a token."""
    async with asking(program, await bearer(program, program.actor)) as signed_in:
        yield signed_in


@pytest_asyncio.fixture(scope="session")
async def stranger(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    """A caller whom nobody knows."""
    async with asking(program) as unknown:
        yield unknown


@pytest_asyncio.fixture(scope="session")
async def world(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Several tenants, for tests that only look, or add nothing that others would miss."""
    async with a_world(server, tmp_path_factory.mktemp("world")) as made:
        yield made
