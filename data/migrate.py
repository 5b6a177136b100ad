"""Forward-only migrations: numbered SQL files, each applied once, in one transaction, and never edited afterwards."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from data.errors import EditedMigration, MigrationError

MIGRATIONS = Path(__file__).parent / "migrations"
GROUP_ROLES = ("jembatan_app", "jembatan_worker", "jembatan_auditor", "jembatan_backup")
_LOCK = 7_262_526_842_847  # any number that nobody else uses as an advisory lock
_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_TABLE = """
    CREATE TABLE IF NOT EXISTS public.schema_migrations (
        version integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )"""


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
    """Connect as the owner, migrate, admit `login` (or the owner) to the group roles. Returns what was applied."""
    connection = await asyncpg.connect(url)
    try:
        applied = await migrate(connection, folder)
        await admit(connection, login or await connection.fetchval("SELECT session_user"))
        return applied
    finally:
        await connection.close()


async def migrate(connection: Any, folder: Path = MIGRATIONS) -> list[Migration]:
    """Apply what is missing and return it; whoever comes at the same time waits and then finds nothing to do.

    Raises `EditedMigration` for a file that changed after it was applied, and `MigrationError` for a gap in the
    numbers, or for a database that knows a migration which this program does not.
    """
    migrations = load(folder)
    await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
    try:
        await connection.execute(_TABLE)
        done = await connection.fetch(
            "SELECT version, name, checksum FROM public.schema_migrations ORDER BY version"
        )
        _compare(done, migrations)
        missing = migrations[len(done) :]
        for migration in missing:
            await _apply(connection, migration)
        return missing
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)


def load(folder: Path) -> list[Migration]:
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
        await connection.execute(
            "INSERT INTO public.schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
            migration.version,
            migration.name,
            migration.checksum,
        )


async def admit(connection: Any, login: str) -> None:
    """Make `login` a member of the group roles, so that the program may act as each; harmless when it is one.

    Roles belong to the whole server, not to this database: this runs after every migration, whatever was applied.
    """
    for role in GROUP_ROLES:
        is_member = await connection.fetchval("SELECT pg_has_role($1::name, $2::name, 'MEMBER')", login, role)
        if not is_member and login not in {*GROUP_ROLES, "jembatan_owner"}:
            quoted = await connection.fetchval("SELECT quote_ident($1)", login)
            await connection.execute(f"GRANT {role} TO {quoted}")
