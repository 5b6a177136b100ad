"""Databases for tests: each a fresh copy of one migrated template, on the embedded server or the system's."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg

from data.embedded import Server, embedded_server
from data.migrate import migrate_at
from tests.staff import enrol

_numbers = count(1)
_ENOUGH_BYTES = 2_000_000_000


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that root's server, running as somebody else, can enter (pytest's tmp_path it cannot)."""
    folder = Path(tempfile.mkdtemp(prefix="jembatan-test-", dir=_fast_folder()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _fast_folder() -> Path | None:
    """Memory, where there is enough of it: on a slow disk every fsync of a test would be waited for."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > _ENOUGH_BYTES else None


@dataclass(frozen=True)
class Fresh:
    """One database; `url(role)` for a role of `data.embedded.cluster.LOGINS`, or the superuser `postgres`."""

    server: Server
    name: str

    def url(self, role: str) -> str:
        return self.server.url(role, self.name)


@asynccontextmanager
async def server_with_template(bin_folder: Path | None = None) -> AsyncIterator[Server]:
    with open_folder() as home:
        async with embedded_server(home, bin_folder=bin_folder) as server:
            await _hurry(server)
            await migrate_at(server.url("jembatan_owner"))
            owner = await asyncpg.connect(server.url("jembatan_owner"))
            await enrol(owner)
            await owner.close()
            yield server


async def _hurry(server: Server) -> None:
    """Let nothing wait for the disk: these databases live for one test. Tests of crashes use servers of their own."""
    superuser = await asyncpg.connect(server.url("postgres", "postgres"))
    await superuser.execute("ALTER SYSTEM SET fsync = off")
    await superuser.execute("ALTER SYSTEM SET full_page_writes = off")
    await superuser.execute("SELECT pg_reload_conf()")
    await superuser.close()


@asynccontextmanager
async def fresh_database(server: Server, template: str = "jembatan") -> AsyncIterator[Fresh]:
    """A copy of the migrated template; `template0` gives an empty database."""
    name = f"test_{next(_numbers)}"
    superuser = await asyncpg.connect(server.url("postgres", "postgres"))
    try:
        await superuser.execute(
            f"CREATE DATABASE {name} OWNER jembatan_owner TEMPLATE {template} STRATEGY file_copy"
        )
        yield Fresh(server, name)
        await superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await superuser.close()
