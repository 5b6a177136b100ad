"""A rotation changes keys and nothing else, goes on where it was killed, and loses no number."""

from pathlib import Path

import pytest

from data import key_rotation
from data.errors import VaultError
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.vault import vault_from_file
from matching.model import Actor
from matching.stores import ImportChange
from tests.data.test_candidates import person
from tests.data.test_imports import ONE, adding, changing, run, undo
from tests.postgres import Fresh
from tests.staff import ADMINISTRATOR

NUMBERS = {n: f"35190141079000{n:02}" for n in range(1, 8)}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    vault_from_file(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture
def stores(database: Database, keys: Path) -> PostgresGateway:
    """A program that was started before any rotation and goes on running."""
    return PostgresGateway(database, vault_from_file(keys))


async def with_people(stores: PostgresGateway, actor: Actor) -> None:
    async with stores.transaction(actor) as tx:
        await tx.candidates.add([person(n, national_id=number) for n, number in NUMBERS.items()])


async def found(stores: PostgresGateway, actor: Actor) -> int:
    async with stores.transaction(actor, read_only=True) as tx:
        return len(await tx.candidates.by_national_id(list(NUMBERS.values())))


async def key_ids(owner: Connection) -> set[str]:
    rows = await owner.fetch("SELECT nik_sealed, nik_hash FROM candidate_identities")
    return {value.split(":")[1] for row in rows for value in row}


async def test_a_running_program_finds_everybody_before_during_and_after(
    fresh: Fresh, stores: PostgresGateway, case_worker: Actor, owner: Connection, keys: Path
) -> None:
    await with_people(stores, case_worker)
    before = [
        tuple(row) for row in await owner.fetch("SELECT id, version, recorded_at FROM candidates ORDER BY id")
    ]
    assert await key_rotation.rotate(fresh.url("jembatan_owner"), keys, ADMINISTRATOR) == len(NUMBERS)
    assert await key_ids(owner) == {"2"}
    noted = await owner.fetch(
        "SELECT DISTINCT account FROM trail WHERE act = 'change' AND entity = 'candidate_identities'"
    )
    assert [row["account"] for row in noted] == [ADMINISTRATOR.account], "who has rotated"
    assert await found(stores, case_worker) == len(NUMBERS)
    async with stores.transaction(case_worker) as tx:
        await tx.candidates.add([person(9, national_id="3519014107900099")])
    assert await key_ids(owner) == {"2"}
    after = [
        tuple(row) for row in await owner.fetch("SELECT id, version, recorded_at FROM candidates ORDER BY id")
    ]
    assert [row for row in after if row in before] == before


async def test_a_killed_rotation_goes_on_under_the_same_key(
    fresh: Fresh,
    stores: PostgresGateway,
    case_worker: Actor,
    owner: Connection,
    keys: Path,
) -> None:
    await with_people(stores, case_worker)

    def killed(done: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await key_rotation.rotate(fresh.url("jembatan_owner"), keys, ADMINISTRATOR, killed, batch=2)
    assert await key_ids(owner) == {"1", "2"}
    assert await found(stores, case_worker) == len(NUMBERS)
    with pytest.raises(VaultError, match="still in use"):
        await key_rotation.forget(fresh.url("jembatan_owner"), keys)
    assert await key_rotation.rotate(fresh.url("jembatan_owner"), keys, ADMINISTRATOR) == len(NUMBERS) - 4
    assert await key_ids(owner) == {"2"}


async def test_what_an_import_keeps_is_sealed_anew_too_and_old_keys_can_go(
    fresh: Fresh, stores: PostgresGateway, case_worker: Actor, keys: Path
) -> None:
    await run(stores, case_worker, 1, adding, ImportChange("candidate", ONE, created=True))
    changed = await run(stores, case_worker, 2, changing, ImportChange("candidate", ONE, created=False))
    await key_rotation.rotate(fresh.url("jembatan_owner"), keys, ADMINISTRATOR)
    assert await key_rotation.forget(fresh.url("jembatan_owner"), keys) == ("sealing 1", "hashing 1")
    await undo(stores, case_worker, changed)
    async with stores.transaction(case_worker, read_only=True) as tx:
        number = person(1).identity.national_id or ""
        assert await tx.candidates.by_national_id([number]) == {number: ONE}
