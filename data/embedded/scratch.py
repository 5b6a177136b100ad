"""A second database on the embedded server, to restore into: it takes the place of the first, or goes again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from data.embedded import cluster
from data.embedded.server import DATABASE, Server
from data.errors import BackupError

RESTORING = "jembatan_restoring"
BEFORE = "jembatan_before_"


@asynccontextmanager
async def scratch_database(server: Server) -> AsyncIterator[str]:
    """An empty database by this name; what an interrupted restore left is thrown away, and so is this at the end."""
    superuser = await asyncpg.connect(server.url(cluster.SUPERUSER, "postgres"))
    try:
        await superuser.execute(f"DROP DATABASE IF EXISTS {RESTORING} WITH (FORCE)")
        await superuser.execute(f"CREATE DATABASE {RESTORING} OWNER jembatan_owner TEMPLATE template0")
        try:
            yield RESTORING
        finally:
            await superuser.execute(f"DROP DATABASE IF EXISTS {RESTORING} WITH (FORCE)")
    finally:
        await superuser.close()


async def promote(server: Server, aside: str) -> None:
    """Let the scratch database be the one in use; that of before stays as `aside` (`BEFORE` with a time).

    Raises `BackupError` while another program uses the one of before: it would go on writing into it.
    """
    superuser = await asyncpg.connect(server.url(cluster.SUPERUSER, "postgres"))
    try:
        async with superuser.transaction():
            await superuser.execute(f"ALTER DATABASE {DATABASE} RENAME TO {aside}")
            await superuser.execute(f"ALTER DATABASE {RESTORING} RENAME TO {DATABASE}")
    except asyncpg.ObjectInUseError:
        raise BackupError("the database is in use; stop `jembatan serve` and whatever else uses it") from None
    finally:
        await superuser.close()


async def discard(server: Server, aside: str) -> None:
    """Drop a database that a restore has put aside. Raises `BackupError` for any other name."""
    superuser = await asyncpg.connect(server.url(cluster.SUPERUSER, "postgres"))
    try:
        names = [row["datname"] for row in await superuser.fetch("SELECT datname FROM pg_database")]
        if not aside.startswith(BEFORE) or aside not in names:
            raise BackupError(f"{aside} is no database that a restore has put aside")
        await superuser.execute(f'DROP DATABASE "{aside}" WITH (FORCE)')
    finally:
        await superuser.close()
