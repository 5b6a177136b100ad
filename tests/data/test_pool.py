import asyncio
import datetime as dt
import uuid
from dataclasses import replace

import asyncpg
import pytest

from data.errors import ConstraintBroken, NotPermitted, StatementFailed, TryAgain, Unavailable
from data.migrate import admit
from data.pool import Connection, Database
from data.translation import translated
from matching.errors import UndoRefused
from matching.model.actor import Actor
from tests.postgres import Fresh

SEEN = """SELECT nullif(current_setting('app.account', true), '') AS account,
                 nullif(current_setting('app.role', true), '') AS role,
                 nullif(current_setting('app.unit', true), '') AS unit,
                 nullif(current_setting('app.purpose', true), '') AS purpose"""


async def test_the_database_knows_who_asks_and_for_what(database: Database, case_worker: Actor) -> None:
    async with database.transaction(case_worker) as connection:
        seen = dict(await connection.fetchrow(SEEN))
    assert seen == {
        "account": str(case_worker.account),
        "role": "case_worker",
        "unit": str(case_worker.unit),
        "purpose": "matching",
    }


async def test_nothing_of_an_actor_is_left_for_the_next_one(fresh: Fresh, case_worker: Actor) -> None:
    async with Database.open(fresh.url("jembatan_app"), max_size=1) as database:
        async with database.transaction(case_worker) as connection:
            first = await connection.fetchval("SELECT pg_backend_pid()")
        async with database.transaction(replace(case_worker, unit=None, purpose="audit")) as connection:  # type: ignore[arg-type]
            assert await connection.fetchval("SELECT pg_backend_pid()") == first
            assert (
                await connection.fetchval("SELECT nullif(current_setting('app.unit', true), '')::uuid")
                is None
            )
            assert await connection.fetchval("SELECT current_setting('app.purpose')") == "audit"


async def test_an_error_rolls_back_all_of_the_transaction(
    database: Database, owner: Connection, case_worker: Actor
) -> None:
    await _table(owner)

    async def write_and_fail() -> None:
        async with database.transaction(case_worker) as connection:
            await connection.execute("INSERT INTO note (id) VALUES (1)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    assert await owner.fetchval("SELECT count(*) FROM note") == 0


async def test_values_come_back_as_they_went_in(
    database: Database, owner: Connection, case_worker: Actor
) -> None:
    await _table(owner)
    row = (
        7,
        {"gaji": [4_500_000, None], "kota": "Surabaya – Jawa Timur"},
        uuid.UUID(int=5),
        ["SIM_A", "SIM_C"],
        dt.date(2026, 8, 17),
    )
    async with database.transaction(case_worker) as connection:
        await connection.execute("INSERT INTO note VALUES ($1, $2, $3, $4, $5)", *row)
        await connection.copy_records_to_table("note", records=[(8, *row[1:])])
        assert [tuple(found) for found in await connection.fetch("SELECT * FROM note ORDER BY id")] == [
            row,
            (8, *row[1:]),
        ]


async def test_a_read_cannot_write(database: Database, owner: Connection, case_worker: Actor) -> None:
    await _table(owner)
    with pytest.raises(StatementFailed, match="25006"):
        async with database.transaction(case_worker, read_only=True) as connection:
            await connection.execute("INSERT INTO note (id) VALUES (1)")


@pytest.mark.parametrize("role", ["jembatan_app", "jembatan_worker", "jembatan_auditor", "jembatan_backup"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE schema_migrations ADD COLUMN mine int",
        "DROP TABLE schema_migrations",
        "UPDATE schema_migrations SET checksum = ''",
        "CREATE ROLE mine",
        "SET ROLE jembatan_owner",
        "ALTER ROLE jembatan_app BYPASSRLS",
    ],
)
async def test_a_role_of_the_program_cannot_create_or_alter(shared: Fresh, role: str, statement: str) -> None:
    connection = await asyncpg.connect(shared.url(role))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


async def test_the_roles_of_the_program_own_nothing(every_fresh: Fresh) -> None:
    connection = await asyncpg.connect(every_fresh.url("postgres"))
    owned = await connection.fetch(
        """SELECT s.classid::regclass, s.objid FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
           WHERE s.deptype = 'o' AND r.rolname IN
                 ('jembatan_app', 'jembatan_worker', 'jembatan_auditor', 'jembatan_backup')"""
    )
    await connection.close()
    assert owned == []


async def test_a_new_table_is_closed_to_all_but_the_backup(
    database: Database, fresh: Fresh, owner: Connection, case_worker: Actor
) -> None:
    await owner.execute("CREATE TABLE secret (id int); INSERT INTO secret VALUES (1)")
    with pytest.raises(NotPermitted):
        async with database.transaction(case_worker) as connection:
            await connection.fetch("SELECT * FROM secret")
    async with (
        Database.open(fresh.url("jembatan_backup"), role="jembatan_backup") as backup,
        backup.transaction(case_worker, read_only=True) as connection,
    ):
        assert await connection.fetchval("SELECT count(*) FROM secret") == 1


async def test_a_login_of_another_name_acts_as_the_role(every_fresh: Fresh, case_worker: Actor) -> None:
    superuser = await asyncpg.connect(every_fresh.url("postgres"))
    await superuser.execute(
        'DROP ROLE IF EXISTS "Kantor Wilayah"; CREATE ROLE "Kantor Wilayah" LOGIN PASSWORD \'x\''
    )
    await admit(superuser, "Kantor Wilayah")
    await admit(superuser, "Kantor Wilayah")
    url = every_fresh.url("jembatan_app").replace("jembatan_app:", "Kantor%20Wilayah:")
    head, _, tail = url.partition("Wilayah:")
    async with Database.open(f"{head}Wilayah:x@{tail.partition('@')[2]}", max_size=1) as database:
        for _ in range(2):  # the second time the connection comes back from the pool
            async with database.transaction(case_worker) as connection:
                assert await connection.fetchval("SELECT current_user") == "jembatan_app"
                assert await connection.fetchval("SELECT session_user") == "Kantor Wilayah"
    await superuser.execute('DROP ROLE "Kantor Wilayah"')
    await superuser.close()


async def test_no_value_leaves_with_an_error(
    database: Database, owner: Connection, case_worker: Actor
) -> None:
    await owner.execute(
        "CREATE TABLE person (nik text CONSTRAINT one_person_per_nik UNIQUE, born date CHECK (born > '1900-01-01'))"
    )
    await owner.execute("GRANT SELECT, INSERT ON person TO jembatan_app")
    secret = "3519010101900001"
    attempts: list[tuple[str, tuple[object, ...]]] = [
        ("INSERT INTO person (nik) VALUES ($1), ($1)", (secret,)),
        (f"SELECT '{secret}'::date", ()),
        (f"SELECT '{secret}' FROM nowhere", ()),
        ("INSERT INTO person (born) VALUES ($1)", (secret,)),
    ]
    for sql, arguments in attempts:
        with pytest.raises((ConstraintBroken, StatementFailed)) as caught:
            async with database.transaction(case_worker) as connection:
                await connection.execute(sql, *arguments)
        assert secret not in f"{caught.value}{caught.value.args}"
        assert caught.value.__suppress_context__


async def test_a_broken_constraint_is_named(
    database: Database, owner: Connection, case_worker: Actor
) -> None:
    await owner.execute(
        "CREATE TABLE opening (id int CONSTRAINT one_opening UNIQUE DEFERRABLE INITIALLY DEFERRED)"
    )
    await owner.execute("GRANT INSERT ON opening TO jembatan_app")
    with pytest.raises(ConstraintBroken) as caught:  # deferred: it breaks at the commit
        async with database.transaction(case_worker) as connection:
            await connection.execute("INSERT INTO opening VALUES (1), (1)")
    assert (caught.value.table, caught.value.constraint) == ("opening", "one_opening")


async def test_a_constraint_with_a_meaning_becomes_the_domains_error(owner: Connection) -> None:
    await owner.execute("CREATE TABLE opening (id int CONSTRAINT one_opening UNIQUE)")
    with pytest.raises(UndoRefused), translated({"one_opening": UndoRefused}):
        await owner.execute("INSERT INTO opening VALUES (1), (1)")


async def test_a_broken_connection_is_replaced_by_the_pool(fresh: Fresh, case_worker: Actor) -> None:
    async with Database.open(fresh.url("jembatan_app"), max_size=1) as database:

        async def be_cut_off() -> None:
            async with database.transaction(case_worker) as connection:
                superuser = await asyncpg.connect(fresh.url("postgres"))
                await superuser.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
                await superuser.close()
                await connection.fetchval("SELECT 1")

        with pytest.raises(Unavailable):
            await be_cut_off()
        async with database.transaction(case_worker) as connection:
            assert await connection.fetchval("SELECT 1") == 1


async def test_two_who_change_the_same_rows_crosswise_are_told_to_try_again(
    database: Database, owner: Connection, case_worker: Actor
) -> None:
    await _table(owner)
    await owner.execute("INSERT INTO note (id) VALUES (1), (2)")
    met = asyncio.Barrier(2)

    async def change(first: int, second: int) -> None:
        async with database.transaction(case_worker) as connection:
            await connection.execute("UPDATE note SET day = NULL WHERE id = $1", first)
            await met.wait()
            await connection.execute("UPDATE note SET day = NULL WHERE id = $1", second)

    outcomes = await asyncio.gather(change(1, 2), change(2, 1), return_exceptions=True)
    assert sorted(map(type, outcomes), key=str) == sorted([TryAgain, type(None)], key=str)


async def test_a_server_that_is_away_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        async with Database.open("postgresql://jembatan_app:x@/jembatan?host=/nowhere"):
            pass


async def test_a_dedicated_connection_hears_notices(database: Database, case_worker: Actor) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with database.dedicated() as listener:
        await listener.add_listener("news", lambda *told: heard.put_nowait(told[-1]))
        async with database.transaction(case_worker) as connection:
            await connection.execute("SELECT pg_notify('news', '17')")
        assert await asyncio.wait_for(heard.get(), timeout=5) == "17"


async def _table(owner: Connection) -> None:
    await owner.execute(
        "CREATE TABLE note (id int PRIMARY KEY, body jsonb, key uuid, codes text[], day date)"
    )
    await owner.execute("GRANT SELECT, INSERT, UPDATE ON note TO jembatan_app")
