"""What is asked of a database before a backup is read into it, and done to it afterwards."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from data.backup import Manifest
from data.errors import BackupError
from data.migrate import admit
from data.queries import load
from data.translation import reaching_the_server


async def check_restored(url: str, manifest: Manifest) -> list[str]:
    """What differs between the restored database and the manifest, table by table; empty when all is there."""
    found = {row["name"]: row["rows"] for row in await _asked(url, "table_counts")}
    return [
        f"{name}: {found.get(name, 'no table')} of {manifest.tables.get(name, 'no table')} rows"
        for name in sorted(found.keys() | manifest.tables.keys())
        if found.get(name) != manifest.tables.get(name)
    ]


async def is_empty(url: str) -> bool:
    """Whether nothing stands in a database yet."""
    return not await _asked(url, "anything_there")


async def make_roles(url: str, login: str) -> None:
    """Let the roles be there to which a backup gives rights (roles belong to the server and are in no backup), and
    `login` act as those of the program. `url` is the owner's.

    Raises `BackupError`, `MigrationError` with the statement that only an administrator may run.
    """
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        for (statement,) in await load("backup")["roles_to_make"].fetch(connection):
            try:
                await connection.execute(statement)
            except asyncpg.InsufficientPrivilegeError:
                raise BackupError(f"an administrator of the database must run: {statement}") from None
        await admit(connection, login)
    finally:
        await connection.close()


async def begin_again(url: str) -> None:
    """After a restore: what processes knew of this database is of another life, and nobody is still signed in, by a
    session, token or link that may have been ended since the backup. `url` is the owner's."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        for step in ("renew_incarnation", "end_sessions", "revoke_tokens", "spend_links"):
            await load("backup")[step].execute(connection)
    finally:
        await connection.close()


async def _asked(url: str, query: str) -> Sequence[Any]:
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        rows: Sequence[Any] = await load("backup")[query].fetch(connection)
        return rows
    finally:
        await connection.close()
