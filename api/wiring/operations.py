"""What an operator does with the whole database: backups, restores, rotation of keys."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from api.settings import Settings
from api.wiring import eraser, now
from data import backup
from data.backup import Manifest, Place
from data.embedded import embedded_server
from data.embedded.binaries import packaged_folder, system_folders
from data.embedded.scratch import BEFORE, discard, promote, scratch_database
from data.errors import BackupError
from data.migrate import migrate_at
from data.pool import Database


async def back_up(settings: Settings, target: Path, public_keys: Sequence[str]) -> Manifest:
    """Back up into a new file `target`. Raises BackupError."""
    async with _to_back_up(settings) as place:
        return await backup.back_up(place, target, public_keys, program=version("jembatan-kerja"), now=now())


async def restore(
    settings: Settings,
    source: Path,
    key_file: Path,
    *,
    replace: bool,
) -> tuple[Manifest, str | None]:
    """Restore beside the database in use, count every table, bring it up to date, erase again who is in the journal,
    and with `replace` let it take the place of the one in use. Returns the manifest, and the name of the one of before.

    Raises BackupError: not this key, damaged, something missing, or the database is in use. Nothing has changed then.
    """
    if settings.database_url is not None:
        raise BackupError("restoring works on the embedded server; for your own server see docs/backup.md")
    async with embedded_server(settings.home) as server, scratch_database(server) as name:
        superuser, owner = server.url("postgres", name), server.url("jembatan_owner", name)
        manifest = await backup.restore_into(Place(superuser, server.programs), source, key_file)
        if missing := await backup.check_restored(superuser, manifest):
            raise BackupError(f"what was restored differs from what was backed up: {'; '.join(missing)}")
        await migrate_at(owner)
        async with Database.open(server.url("jembatan_worker", name), role="jembatan_worker") as worker:
            await eraser(settings, worker).repeat(at=now())
        await backup.begin_again(owner)
        if not replace:
            return manifest, None
        aside = f"{BEFORE}{now():%Y%m%d_%H%M%S}"
        await promote(server, aside)
        return manifest, aside


async def discard_aside(settings: Settings, aside: str) -> None:
    """Drop the database that a restore has put aside. Raises BackupError."""
    async with embedded_server(settings.home) as server:
        await discard(server, aside)


@asynccontextmanager
async def owners_address(settings: Settings) -> AsyncIterator[str]:
    """The database as its owner. Raises BackupError where the settings name a database without its owner."""
    if settings.database_url is None:
        async with embedded_server(settings.home) as server:
            yield server.url("jembatan_owner")
    elif settings.owner_database_url is None:
        raise BackupError("JEMBATAN_OWNER_DATABASE_URL must name the database as its owner")
    else:
        yield settings.owner_database_url.get_secret_value()


@asynccontextmanager
async def _to_back_up(settings: Settings) -> AsyncIterator[Place]:
    if settings.database_url is None:
        async with embedded_server(settings.home) as server:
            yield Place(server.url("jembatan_backup"), server.programs)
    elif settings.backup_database_url is None:
        raise BackupError("JEMBATAN_BACKUP_DATABASE_URL must name the database as a login of jembatan_backup")
    else:
        folders = [folder for folder in (packaged_folder(), *system_folders()) if folder]
        if not folders:
            raise BackupError("pg_dump of PostgreSQL 15 or later is needed")
        yield Place(settings.backup_database_url.get_secret_value(), folders[0])
