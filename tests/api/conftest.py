"""One server for all tests of the API: real stores, hashed vectors. Tests create what they need."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio

from api import wiring
from api.program import Program
from api.settings import Settings
from data.embedded import Server
from data.pool import Connection, Database
from data.reference_load import load_reference_at
from embeddings.hashing import HashingEncoder
from tests.api.entrance import asking, bearer
from tests.api.tenants import World, a_world, end_work
from tests.postgres import Fresh, fresh_database


@pytest_asyncio.fixture(scope="session")
async def filled(server: Server) -> AsyncIterator[Fresh]:
    """The database of all tests of the API."""
    async with fresh_database(server) as fresh:
        await load_reference_at(fresh.url("jembatan_owner"))
        yield fresh


@pytest_asyncio.fixture(scope="session")
async def program(filled: Fresh, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    home: Path = tmp_path_factory.mktemp("home")
    journal: Path = tmp_path_factory.mktemp("journal")
    small = Settings(
        home=home,
        erasure_journal=journal,
        staff_vacancies_need_check=False,
        max_page_rows=50,
        max_body_bytes=60_000,
        max_text_chars=5_000,
        argon2_memory_kib=8_192,
        argon2_passes=1,
    )
    async with (
        Database.open(filled.url("jembatan_app")) as app,
        Database.open(filled.url("jembatan_worker"), role="jembatan_worker") as worker,
    ):
        assembled = wiring.assemble(small, app, worker, HashingEncoder(), wiring.local_actor("tests"))
        await assembled.catalogue.load()
        yield assembled


@pytest_asyncio.fixture
async def behind(filled: Fresh) -> AsyncIterator[Connection]:
    """The owner's connection to that database: to let time pass, and to look behind the walls."""
    connection = await asyncpg.connect(filled.url("jembatan_owner"))
    yield connection
    await connection.close()


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


@pytest_asyncio.fixture(scope="module")
async def nobody_works(world: World) -> AsyncIterator[None]:
    """Whoever has found work is on no card: here the tenants' people have lost it again."""
    ended = await end_work(world)
    yield
    await world.owner.execute("DELETE FROM placement_events WHERE id = ANY ($1)", ended)
