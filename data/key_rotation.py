"""Rotation of the vault's keys: a new key, and everything sealed or hashed under an older one anew under it."""

from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from data.errors import VaultError
from data.identities import NIK, REGISTER
from data.imports import CELLS
from data.pool import Asking, act_as, set_codecs
from data.queries import load
from data.translation import reaching_the_server, translated
from data.vault import SECOND_FACTOR, Vault, add_key, forget_keys, vault_from_file

Progress = Callable[[int], None]


async def rotate(
    url: str, keys: Path, asking: Asking, progress: Progress = lambda _: None, *, batch: int = 500
) -> int:
    """Make a new current key unless a rotation was interrupted, and seal everything anew; how many records were.

    `url` is the owner's, `asking` who the trail says has done it. In batches, each a transaction of its own: a killed
    rotation goes on where it was. Running programs read the keys' file again by themselves.
    """
    async with _connected(url) as connection:
        vault = vault_from_file(keys)
        if not await _stale(connection, vault):
            add_key(keys)
        done = 0
        while resealed := await _batch(connection, vault, asking, batch):
            done += resealed
            progress(done)
        return done


async def forget(url: str, keys: Path) -> tuple[str, ...]:
    """Remove the keys that nothing needs any more; which. Raises `VaultError` while something is sealed under one.

    Backups of before hold what only the older keys open.
    """
    async with _connected(url) as connection:
        if await _stale(connection, vault_from_file(keys)):
            raise VaultError("older keys are still in use; run `jembatan keys rotate` to its end first")
        return forget_keys(keys)


async def _stale(connection: Any, vault: Vault) -> bool:
    async with connection.transaction():
        return any(await _found(connection, vault, 1))


async def _batch(connection: Any, vault: Vault, asking: Asking, size: int) -> int:
    queries = load("keys")
    async with connection.transaction():
        await act_as(connection, asking)
        identities, images, queue, factors = await _found(connection, vault, size)
        rows = [
            {"candidate_id": str(row["candidate_id"]), **_renewed(vault, row, str(row["candidate_id"]))}
            for row in identities
        ]
        people = [row["candidate_id"] for row in identities]
        stood = await _states(connection, people)
        await queries["reseal_identities"].execute(connection, rows=rows)
        for before, now in zip(stood, await _states(connection, people), strict=True):
            await queries["follow_states"].execute(
                connection,
                records=list(before),
                before=list(before.values()),
                now=[now[one] for one in before],
            )
        for row in images:
            identity = row["identity"] | _renewed(vault, row["identity"], str(row["record_id"]))
            await queries["reseal_image"].execute(
                connection,
                identity=identity,
                import_id=row["import_id"],
                kind=row["kind"],
                record_id=row["record_id"],
            )
        for row in queue:
            place = {"column": CELLS, "record": f"{row['import_id']} {row['row']}"}
            await queries["reseal_queue"].execute(
                connection,
                cells_sealed=vault.reseal(row["cells_sealed"], **place),
                import_id=row["import_id"],
                row=row["row"],
            )
        for row in factors:
            place = {"column": SECOND_FACTOR, "record": str(row["account_id"])}
            await queries["reseal_second_factor"].execute(
                connection, secret=vault.reseal(row["secret"], **place), account_id=row["account_id"]
            )
        return len(identities) + len(images) + len(queue) + len(factors)


async def _found(connection: Any, vault: Vault, limit: int) -> tuple[list[Any], ...]:
    queries, (sealing, hashing) = load("keys"), vault.current
    both = {"sealing": sealing, "hashing": hashing, "limit": limit}
    return (
        await queries["stale_identities"].fetch(connection, **both),
        await queries["stale_images"].fetch(connection, **both),
        await queries["stale_queue"].fetch(connection, sealing=sealing, limit=limit),
        await queries["stale_second_factors"].fetch(connection, sealing=sealing, limit=limit),
    )


async def _states(connection: Any, people: list[UUID]) -> list[dict[UUID, str]]:
    """How people stand by the digest that an undo compares: the record alone, and with all that hangs on it."""
    query = load("imports")["states_of_candidates"]
    return [
        {row["id"]: row["state"] for row in await query.fetch(connection, records=people, whole=whole)}
        for whole in (False, True)
    ]


def _renewed(vault: Vault, row: Any, record: str) -> dict[str, str | None]:
    columns: dict[str, str | None] = {}
    for prefix, column in (("nik", NIK), ("register", REGISTER)):
        sealed = row[f"{prefix}_sealed"]
        number = None if sealed is None else vault.open(sealed, column=column, record=record)
        columns[f"{prefix}_sealed"] = (
            None if sealed is None else vault.reseal(sealed, column=column, record=record)
        )
        columns[f"{prefix}_hash"] = None if number is None else vault.lookup_hash(number, column=column)
    return columns


@asynccontextmanager
async def _connected(url: str) -> Any:
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        with translated():
            yield connection
    finally:
        await connection.close()
