"""A backup restored into an empty database of one's own PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from pydantic import SecretStr

from api.settings import Settings
from api.wiring import operations
from data.anchors import AnchorFile
from data.backup import Manifest, Place, back_up, new_identity
from data.embedded import Server
from data.errors import BackupError
from data.gateway import PostgresGateway
from data.pool import Database
from data.rights_journal import RightsJournal
from data.sealing import PostgresSealStore
from data.vault import KeyRing, Vault
from matching.usecases.trail import Sealer
from tests.data.test_candidates import add, person
from tests.postgres import Fresh, fresh_database
from tests.staff import CASE_WORKER

VAULT = Vault(KeyRing("1", {"1": bytes(32)}), KeyRing("1", {"1": bytes(range(32))}))
PROGRAM = "program_elsewhere"


@dataclass(frozen=True)
class Kept:
    """A backup of a database in use, and what lies outside of it."""

    file: Path
    key: Path
    manifest: Manifest
    settings: Settings


@pytest_asyncio.fixture
async def kept(fresh: Fresh, tmp_path: Path) -> Kept:
    settings = Settings(home=tmp_path / "home", erasure_journal=tmp_path / "journal")
    settings.home.mkdir()
    public = new_identity(tmp_path / "key")
    place = Place(fresh.url("jembatan_backup"), fresh.server.programs)
    async with (
        Database.open(fresh.url("jembatan_worker"), role="jembatan_worker") as worker,
        Database.open(fresh.url("jembatan_app")) as app,
    ):
        journal, gateway = RightsJournal(worker, settings.erasure_journal), PostgresGateway(app, VAULT)
        await journal.begin()
        people = [person(1), person(2)]
        await add(gateway, CASE_WORKER, *people)
        sealer = Sealer(PostgresSealStore(worker), AnchorFile(settings.anchors_path))
        await sealer.seal(now=datetime.now(UTC))
        made = await back_up(place, tmp_path / "backup", [public], program="1", now=datetime.now(UTC))
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.consents.suspend(people[0].id, restricted=True)
        await journal.keep()
        await sealer.seals.seal()
        await sealer.anchor()
    return Kept(tmp_path / "backup", tmp_path / "key", made, settings)


@pytest_asyncio.fixture
async def own(server: Server, kept: Kept) -> AsyncIterator[tuple[Fresh, Settings]]:
    """An empty database, and settings that name it as the program's login and as its owner."""
    async with fresh_database(server, "template0") as empty:
        superuser = await asyncpg.connect(empty.url("postgres"))
        options = " WITH INHERIT FALSE, SET TRUE" if superuser.get_server_version() >= (16,) else ""
        await superuser.execute(f"CREATE ROLE {PROGRAM} LOGIN PASSWORD 'x'")
        await superuser.execute(f"GRANT jembatan_app, jembatan_worker TO {PROGRAM}{options}")
        owner = empty.url("jembatan_owner")
        program = f"postgresql://{PROGRAM}:x@{owner.partition('@')[2]}"
        yield (
            empty,
            kept.settings.model_copy(
                update={"database_url": SecretStr(program), "owner_database_url": SecretStr(owner)}
            ),
        )
        await superuser.execute(f"DROP ROLE {PROGRAM}")
        await superuser.close()


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def asked(database: Fresh, question: str) -> object:
    connection = await asyncpg.connect(database.url("postgres"))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_it_comes_back_as_of_now_and_the_trail_goes_on(kept: Kept, own: tuple[Fresh, Settings]) -> None:
    database, settings = own
    restored = await operations.restore(settings, kept.file, kept.key)
    assert (restored.manifest, list(restored.lacking), restored.aside) == (kept.manifest, [], None)
    assert await asked(database, "SELECT count(*) FROM candidates") == kept.manifest.tables["candidates"]
    assert await asked(database, "SELECT count(*) FROM candidates WHERE restricted") == 1
    async with Database.open(database.url("jembatan_worker"), role="jembatan_worker") as worker:
        sealer = Sealer(PostgresSealStore(worker), AnchorFile(settings.anchors_path))
        await sealer.seals.seal()
        await sealer.anchor()
        found = await sealer.verify()
    assert (found.faults, found.restores[0].undone, found.restores[0].backup) == (
        (),
        1,
        kept.manifest.made_at,
    )
    with pytest.raises(BackupError, match="empty database"):
        await operations.restore(settings, kept.file, kept.key)


async def test_without_the_line_of_the_restore_the_anchors_do_not_fit(
    kept: Kept, own: tuple[Fresh, Settings]
) -> None:
    database, settings = own
    before = settings.anchors_path.read_text()
    await operations.restore(settings, kept.file, kept.key)
    settings.anchors_path.write_text(before)
    async with Database.open(database.url("jembatan_worker"), role="jembatan_worker") as worker:
        found = await Sealer(PostgresSealStore(worker), AnchorFile(settings.anchors_path)).verify()
    assert [fault.kind for fault in found.faults] == ["truncated"]


async def test_checking_needs_no_database_of_ones_own_and_writes_nothing(
    kept: Kept, own: tuple[Fresh, Settings], tmp_path: Path
) -> None:
    database, settings = own
    written = contents(tmp_path)
    restored = await operations.verify(settings, kept.file, kept.key)
    assert restored.manifest == kept.manifest
    assert contents(tmp_path) == written
    assert await asked(database, "SELECT to_regclass('candidates')") is None


async def test_without_the_journals_it_is_refused_unless_asked_for(
    kept: Kept, own: tuple[Fresh, Settings], tmp_path: Path
) -> None:
    _, settings = own
    settings = settings.model_copy(update={"erasure_journal": tmp_path / "other"})
    with pytest.raises(BackupError, match="--without-journal"):
        await operations.verify(settings, kept.file, kept.key)
    with pytest.raises(BackupError, match="must not be used"):
        await operations.restore(settings, kept.file, kept.key)
    gone_on = await operations.verify(settings, kept.file, kept.key, without_journal=True)
    assert len(gone_on.lacking) == 2
    assert not (tmp_path / "other").exists()


async def test_roles_that_are_not_there_are_made_or_asked_for(
    kept: Kept, own: tuple[Fresh, Settings]
) -> None:
    database, settings = own
    superuser = await asyncpg.connect(database.url("postgres"))
    await superuser.execute("ALTER ROLE jembatan_auditor RENAME TO auditor_away")
    try:
        with pytest.raises(BackupError, match="CREATE ROLE jembatan_auditor NOLOGIN"):
            await operations.restore(settings, kept.file, kept.key)
    finally:
        await superuser.execute("ALTER ROLE auditor_away RENAME TO jembatan_auditor")
        await superuser.close()
