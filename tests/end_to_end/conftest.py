"""A small world in a home of its own, made once with the real model and a real server; tests work on copies of it."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from api import wiring
from api.cli.demo import load_world
from api.program import Program
from data.embedded import embedded_server
from data.pool import Connection
from data.sample import SampleWorld, build_world
from embeddings.bundled import ensure_model
from tests.end_to_end.shell import Home
from tests.postgres import open_folder

MODELS = "models"
NewHome = Callable[[], Home]


@pytest.fixture(scope="session")
def small_world() -> SampleWorld:
    """The people to remember with their vacancies, and few others."""
    return build_world(as_of=wiring.now().date(), people=40, vacancies=250)


@pytest.fixture(scope="session")
def models(pytestconfig: pytest.Config) -> Path:
    """Where the bundled model has been converted, once for this and later sessions; it is checked at every use."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("models")
    ensure_model(folder)
    return folder


@pytest_asyncio.fixture(scope="session")
async def loaded(small_world: SampleWorld, models: Path) -> AsyncIterator[Path]:
    """A home in which the world has been loaded, embedded and indexed, and that nobody uses."""
    with open_folder() as folder:
        (folder / MODELS).symlink_to(models)
        made = Home(folder)
        async with wiring.program(made.settings, purpose="tests", load=False) as program:
            await load_world(program, small_world)
            await program.indexer.embed_missing(today=program.today())
            await program.catalogue.load()
        yield folder
        shutil.rmtree(made.journal)


@pytest.fixture(scope="module")
def new_home(models: Path) -> Iterator[NewHome]:
    """Homes with a model and nothing else."""
    with ExitStack() as opened:

        def make() -> Home:
            folder = opened.enter_context(open_folder())
            (folder / MODELS).symlink_to(models)
            made = Home(folder)
            opened.callback(shutil.rmtree, made.journal, ignore_errors=True)
            return made

        yield make


@pytest.fixture(scope="module")
def home(loaded: Path, new_home: NewHome) -> Home:
    """A home of this module's own with the small world in it."""
    made = new_home()
    parts = [str(part) for part in loaded.iterdir() if part.name != MODELS]
    # Owners and modes too: as root, the server's files belong to somebody else.
    subprocess.run([str(shutil.which("cp")), "-a", *parts, str(made.folder)], check=True)
    shutil.copytree(Home(loaded).journal, made.journal)
    return made


@pytest_asyncio.fixture(scope="module")
async def program(home: Home) -> AsyncIterator[Program]:
    """The program of this module's home, in this process."""
    async with wiring.program(home.settings, purpose="tests") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module")
async def postgres(home: Home) -> AsyncIterator[Connection]:
    """The superuser's connection to this module's server, which it keeps running: to look behind the walls."""
    async with embedded_server(home.folder) as server:
        connection = await asyncpg.connect(server.url("postgres"))
        yield connection
        await connection.close()
