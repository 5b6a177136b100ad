"""What an operator does with the whole database: backups, restores, rotation of keys."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from urllib.parse import urlsplit

from api.settings import Settings, variable
from api.wiring import journals, now, rights_journal
from data import backup
from data import restored as restored_database
from data.anchors import AnchorFile
from data.backup import Manifest, Place
from data.embedded import Server, embedded_server
from data.embedded.binaries import packaged_folder, system_folders
from data.embedded.scratch import BEFORE, discard, promote, scratch_database
from data.erasure import PostgresEraser
from data.errors import BackupError, MigrationError
from data.migrate import migrate_at
from data.pool import Database
from data.sealing import PostgresSealStore
from matching.trail import Anchor


async def back_up(settings: Settings, target: Path, public_keys: Sequence[str]) -> Manifest:
    """Back up into a new file `target`. Raises BackupError."""
    async with _to_back_up(settings) as place:
        return await backup.back_up(place, target, public_keys, program=version("jembatan-kerja"), now=now())


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `aside` is the name of the database of before, where there was one; `lacking` says what of the
    journals was not there."""

    manifest: Manifest
    lacking: Sequence[str]
    aside: str | None = None


async def restore(
    settings: Settings, source: Path, key_file: Path, *, without_journal: bool = False
) -> Restored:
    """Restore, count every table, bring it up to date, do again what the journals tell, and put it in use: on the
    embedded server beside the database of before, on one's own server in an empty database.

    Raises BackupError: not this key, damaged, something missing, a journal that is not the right one (unless
    `without_journal`), the database is in use, or not empty. On the embedded server nothing has changed then.
    """
    if settings.database_url is not None:
        database = settings.database_url.get_secret_value()
        return await _restore_on_own_server(
            settings, database, source, key_file, without_journal=without_journal
        )
    async with embedded_server(settings.home) as server, scratch_database(server) as name:
        restored, end = await _brought_back(
            settings, _Target.on(server, name), source, key_file, without_journal=without_journal
        )
        aside = f"{BEFORE}{now():%Y%m%d_%H%M%S}"
        await promote(server, aside)
        AnchorFile(settings.anchors_path).append(end)
        return replace(restored, aside=aside)


async def verify(
    settings: Settings, source: Path, key_file: Path, *, without_journal: bool = False
) -> Restored:
    """Restore into a copy that is thrown away; nothing else is written, not even a journal. Raises BackupError."""
    async with _server_to_try_on(settings) as server, scratch_database(server) as name:
        restored, _ = await _brought_back(
            settings, _Target.on(server, name), source, key_file, without_journal=without_journal
        )
        return restored


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
        yield Place(settings.backup_database_url.get_secret_value(), _programs("pg_dump"))


@dataclass(frozen=True)
class _Target:
    """Where a backup is restored into: by whom its rows are read in, its owner, its worker."""

    place: Place
    owner: str = field(repr=False)
    worker: str = field(repr=False)

    @classmethod
    def on(cls, server: Server, name: str) -> Self:
        """A database of the embedded server."""
        place = Place(server.url("postgres", name), server.programs)
        return cls(place, server.url("jembatan_owner", name), server.url("jembatan_worker", name))


async def _restore_on_own_server(
    settings: Settings, database: str, source: Path, key_file: Path, *, without_journal: bool
) -> Restored:
    async with owners_address(settings) as owner:
        target = _Target(Place(owner, _programs("pg_restore")), owner, database)
        if not await restored_database.is_empty(owner):
            raise BackupError("a backup is restored into an empty database, and this one has tables")
        await restored_database.make_roles(owner, urlsplit(database).username or "")
        try:
            restored, end = await _brought_back(
                settings, target, source, key_file, without_journal=without_journal
            )
        except (BackupError, MigrationError) as problem:
            if await restored_database.is_empty(owner):
                raise
            raise BackupError(
                f"{problem}. What stands in the database now must not be used: drop it and make an empty one"
            ) from None
        AnchorFile(settings.anchors_path).append(end)
        return restored


async def _brought_back(
    settings: Settings, target: _Target, source: Path, key_file: Path, *, without_journal: bool
) -> tuple[Restored, Anchor]:
    """What was restored into `target`, and the end of its trail. Nothing is written but the database."""
    manifest = await backup.restore_into(target.place, source, key_file)
    if missing := await restored_database.check_restored(target.place.url, manifest):
        raise BackupError(f"what was restored differs from what was backed up: {'; '.join(missing)}")
    await restored_database.begin_again(target.owner)
    await migrate_at(target.owner, login=urlsplit(target.worker).username)
    async with Database.open(target.worker, role="jembatan_worker") as worker:
        journal = rights_journal(settings, worker)
        lacking = await journal.lacking()
        if lacking and not without_journal:
            raise BackupError(
                f"{'; '.join(lacking)}: people who were erased or have withdrawn since would be back. Bring the "
                f"journals ({variable('erasure_journal')}) back first, or say --without-journal"
            )
        await PostgresEraser(worker, journals(settings), None).erase_again()
        await journal.repeat()
        end = await PostgresSealStore(worker).anchor() or Anchor(0, bytes(32), now())
    return Restored(manifest, lacking), replace(end, at=now(), restored=manifest.made_at)


@asynccontextmanager
async def _server_to_try_on(settings: Settings) -> AsyncIterator[Server]:
    """The embedded server; beside one's own server, one that goes again with all that was in it."""
    if settings.database_url is None:
        async with embedded_server(settings.home) as server:
            yield server
        return
    with TemporaryDirectory(prefix="jembatan-verify-") as folder:
        await asyncio.to_thread(Path(folder).chmod, 0o711)  # root's server runs as somebody else
        async with embedded_server(Path(folder)) as server:
            yield server


def _programs(wanted: str) -> Path:
    folders = [folder for folder in (packaged_folder(), *system_folders()) if folder]
    if not folders:
        raise BackupError(f"{wanted} of PostgreSQL 15 or later is needed")
    return folders[0]
