"""Backups: whole, unreadable without the key, and brought back or not at all."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from data.backup import Manifest, Place, back_up, new_identity, recipients, restore_into
from data.embedded import Server
from data.errors import BackupError
from data.gateway import PostgresGateway
from data.restored import check_restored
from matching.model import Actor
from tests.data.test_candidates import person
from tests.postgres import Fresh, fresh_database

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    new_identity(tmp_path / "key")
    return tmp_path / "key"


def public(key: Path) -> str:
    return key.read_text().splitlines()[0].removeprefix("# public key: ")


@pytest_asyncio.fixture
async def backed_up(
    fresh: Fresh, gateway: PostgresGateway, case_worker: Actor, tmp_path: Path, key: Path
) -> AsyncIterator[tuple[Path, Manifest]]:
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.add([person(1), person(2, national_id="3519014107900002")])
    target = tmp_path / "backup"
    yield target, await _back_up(fresh, target, key)


async def _back_up(fresh: Fresh, target: Path, key: Path) -> Manifest:
    place = Place(fresh.url("jembatan_backup"), fresh.server.programs)
    return await back_up(place, target, [public(key)], program="1", now=NOW)


@pytest_asyncio.fixture
async def empty(server: Server) -> AsyncIterator[Fresh]:
    async with fresh_database(server, "template0") as one:
        yield one


def children(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def people(database: Fresh) -> int:
    connection = await asyncpg.connect(database.url("postgres"))
    try:
        if await connection.fetchval("SELECT to_regclass('candidates')") is None:
            return -1
        return int(await connection.fetchval("SELECT count(*) FROM candidate_identities"))
    finally:
        await connection.close()


async def test_what_was_backed_up_comes_back_whole(
    backed_up: tuple[Path, Manifest], empty: Fresh, key: Path
) -> None:
    source, made = backed_up
    url = empty.url("postgres")
    restored = await restore_into(Place(url, empty.server.programs), source, key)
    assert restored == made
    assert made.tables["candidates"] == 2
    assert await check_restored(url, made) == []
    assert await people(empty) == 2


async def test_a_backup_comes_back_on_an_older_server(
    backed_up: tuple[Path, Manifest], server: Server, system_server: Server, key: Path
) -> None:
    source, made = backed_up
    async with fresh_database(system_server, "template0") as older:
        await restore_into(Place(older.url("postgres"), server.programs), source, key)
        assert await check_restored(older.url("postgres"), made) == []
        assert await people(older) == 2


async def test_a_row_too_few_is_told(backed_up: tuple[Path, Manifest], empty: Fresh, key: Path) -> None:
    url = empty.url("postgres")
    manifest = await restore_into(Place(url, empty.server.programs), backed_up[0], key)
    connection = await asyncpg.connect(url)
    await connection.execute(
        "DELETE FROM candidate_references WHERE ctid = (SELECT min(ctid) FROM candidate_references)"
    )
    await connection.close()
    told = [line.split(":")[0] for line in await check_restored(url, manifest)]
    assert "candidate_references" in told
    assert set(told) <= {"candidate_references", "trail"}  # that the row went was noted, too


async def test_a_backup_shows_nothing_without_the_key(
    backed_up: tuple[Path, Manifest], empty: Fresh, tmp_path: Path
) -> None:
    source, _ = backed_up
    content = source.read_bytes()
    assert b"PGDMP" not in content
    assert b"candidates" not in content
    assert source.stat().st_mode & 0o777 == 0o600
    new_identity(tmp_path / "other")
    with pytest.raises(BackupError, match="cannot be read"):
        await restore_into(Place(empty.url("postgres"), empty.server.programs), source, tmp_path / "other")
    assert await people(empty) == -1


@pytest.mark.parametrize("where", [0.5, 0.9, -1])
async def test_a_damaged_backup_restores_nothing(
    backed_up: tuple[Path, Manifest], empty: Fresh, key: Path, where: float
) -> None:
    source, _ = backed_up
    content = bytearray(source.read_bytes())
    if where < 0:
        del content[-200:]  # cut off, as by a full disk
    else:
        content[int(len(content) * where)] ^= 1
    source.write_bytes(content)
    with pytest.raises(BackupError):
        await restore_into(Place(empty.url("postgres"), empty.server.programs), source, key)
    assert await people(empty) == -1


async def test_a_backup_is_never_overwritten_and_never_half(fresh: Fresh, tmp_path: Path, key: Path) -> None:
    target = tmp_path / "backup"
    target.write_text("precious")
    with pytest.raises(BackupError, match="never overwritten"):
        await _back_up(fresh, target, key)
    assert target.read_text() == "precious"
    failing = tmp_path / "pg_dump"
    failing.write_text("#!/bin/sh\necho half of it; echo no more space >&2; exit 1\n")
    failing.chmod(0o755)
    with pytest.raises(BackupError, match="no more space"):
        await back_up(
            Place(fresh.url("jembatan_backup"), tmp_path),
            tmp_path / "new",
            [public(key)],
            program="1",
            now=NOW,
        )
    assert not {path.name for path in children(tmp_path)} & {"new", "new.partial"}


async def test_a_role_that_does_not_see_every_row_makes_no_backup(
    fresh: Fresh, tmp_path: Path, key: Path
) -> None:
    with pytest.raises(BackupError, match="BYPASSRLS"):
        await back_up(
            Place(fresh.url("jembatan_worker"), fresh.server.programs),
            tmp_path / "b",
            [public(key)],
            program="1",
            now=NOW,
        )


def test_a_key_is_private_and_never_overwritten(tmp_path: Path) -> None:
    new_identity(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupError, match="never overwritten"):
        new_identity(tmp_path / "key")


@pytest.mark.parametrize("given", [[], ["age1wrong"], ["nothing"]])
def test_no_backup_to_nobody(given: list[str]) -> None:
    with pytest.raises(BackupError):
        recipients(given)
