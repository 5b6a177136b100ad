"""Forward-only migrations: numbered SQL files, each applied once, in one transaction, and never edited afterwards."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from data.errors import EditedMigration, MigrationError
from data.queries import load
from data.translation import reaching_the_server

MIGRATIONS = Path(__file__).parent / "migrations"
# The embedded server has a login for each. The program's login elsewhere acts as the first two: whoever takes it
# over must not become the backup, which reads every row, or the auditor.
PROGRAM_ROLES = ("jembatan_app", "jembatan_worker")
GROUP_ROLES = (*PROGRAM_ROLES, "jembatan_auditor", "jembatan_backup")
LOGINS = ("jembatan_owner", *GROUP_ROLES)
_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: `0007_what.sql` is version 7, named `0007_what`."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, hexadecimal; line ends do not count."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


async def migrate_at(url: str, *, login: str | None = None, folder: Path = MIGRATIONS) -> list[Migration]:
    """Connect as the owner, migrate, admit `login` (or the owner) to the program's roles. Returns what was applied."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        applied = await migrate(connection, folder)
        await admit(connection, login or await load("migrations")["who_logged_in"].fetchval(connection))
        return applied
    finally:
        await connection.close()


async def migrate(connection: Any, folder: Path = MIGRATIONS) -> list[Migration]:
    """Apply what is missing and return it; whoever comes at the same time waits and then finds nothing to do.

    Raises `EditedMigration` for a file that changed after it was applied, and `MigrationError` for a gap in the
    numbers, or for a database that knows a migration which this program does not.
    """
    queries, migrations = load("migrations"), read(folder)
    await queries["lock_migrations"].execute(connection)
    try:
        await queries["create_migrations_table"].execute(connection)
        done = await queries["list_migrations"].fetch(connection)
        _compare(done, migrations)
        missing = migrations[len(done) :]
        for migration in missing:
            await _apply(connection, migration)
        return missing
    finally:
        await queries["unlock_migrations"].execute(connection)


def read(folder: Path) -> list[Migration]:
    """The files in their order, numbered 1, 2, 3 … without a gap."""
    migrations = []
    for expected, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise MigrationError(f"{path.name} is not named like 0001_what.sql")
        if int(match[1]) != expected:
            raise MigrationError(f"{path.name} comes where number {expected:04} is due")
        migrations.append(Migration(expected, path.stem, path.read_text(encoding="utf-8")))
    return migrations


def _compare(done: Sequence[Any], migrations: Sequence[Migration]) -> None:
    if len(done) > len(migrations):
        raise MigrationError(
            f"the database has {done[-1]['name']}, which this version does not know; update it"
        )
    for row, migration in zip(done, migrations, strict=False):
        if (row["version"], row["name"], row["checksum"]) != (
            migration.version,
            migration.name,
            migration.checksum,
        ):
            raise EditedMigration(f"{row['name']}.sql")


async def _apply(connection: Any, migration: Migration) -> None:
    async with connection.transaction():
        await connection.execute(migration.sql)
        await load("migrations")["record_migration"].execute(
            connection, version=migration.version, name=migration.name, checksum=migration.checksum
        )


async def admit(connection: Any, login: str) -> None:
    """Let `login` act as the roles of the program and as no other of ours; harmless when it is so already.

    Roles belong to the whole server, not to this database: this runs after every migration, whatever was applied.
    Raises `MigrationError` with the statement that only an administrator may run.
    """
    if login in LOGINS:
        return
    for statement in await _missing(connection, login):
        try:
            await connection.execute(statement)
        except asyncpg.InsufficientPrivilegeError:
            raise _for_an_administrator(statement) from None
    for statement in await _missing(connection, login):  # somebody else's grant, which our statement leaves
        raise _for_an_administrator(statement)


async def _missing(connection: Any, login: str) -> list[str]:
    rows = await load("migrations")["statements_to_admit"].fetch(
        connection, login=login, roles=GROUP_ROLES, wanted=PROGRAM_ROLES
    )
    return [row[0] for row in rows]


def _for_an_administrator(statement: str) -> MigrationError:
    return MigrationError(f"an administrator of the database must run: {statement}")
