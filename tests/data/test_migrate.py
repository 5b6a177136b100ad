import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from data.embedded import Server
from data.errors import EditedMigration, MigrationError
from data.migrate import GROUP_ROLES, MIGRATIONS, PROGRAM_ROLES, migrate, migrate_at, read
from data.pool import Connection, Database
from tests.postgres import Fresh, fresh_database


@dataclass(frozen=True)
class Foreign:
    url: str
    owner: str
    superuser: Connection


@pytest_asyncio.fixture
async def empty(every_server: Server) -> AsyncIterator[Fresh]:
    async with fresh_database(every_server, template="template0") as one:
        yield one


@pytest_asyncio.fixture
async def connection(empty: Fresh) -> AsyncIterator[Connection]:
    opened = await asyncpg.connect(empty.url("jembatan_owner"))
    yield opened
    await opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_people.sql").write_text("CREATE TABLE people (id int);\nCREATE INDEX ON people (id);\n")
    (tmp_path / "0002_places.sql").write_text("CREATE TABLE places (id int);\n")
    return tmp_path


async def test_what_is_missing_is_applied_once_and_in_order(connection: Connection, folder: Path) -> None:
    assert [one.name for one in await migrate(connection, folder)] == ["0001_people", "0002_places"]
    assert await migrate(connection, folder) == []
    (folder / "0003_more.sql").write_text("ALTER TABLE people ADD COLUMN more int")
    assert [one.version for one in await migrate(connection, folder)] == [3]
    assert await connection.fetchval("SELECT count(*) FROM schema_migrations") == 3


async def test_an_edited_migration_is_refused_by_name(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    (folder / "0001_people.sql").write_text("CREATE TABLE people (id bigint)")
    with pytest.raises(EditedMigration, match=r"0001_people\.sql"):
        await migrate(connection, folder)


async def test_a_renamed_migration_is_refused_by_its_old_name(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    (folder / "0002_places.sql").rename(folder / "0002_regions.sql")
    with pytest.raises(EditedMigration, match=r"0002_places\.sql"):
        await migrate(connection, folder)


async def test_other_line_ends_are_no_edit(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    people = folder / "0001_people.sql"
    people.write_bytes(people.read_bytes().replace(b"\n", b"\r\n"))
    assert await migrate(connection, folder) == []


async def test_a_database_of_a_newer_program_is_refused(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    (folder / "0002_places.sql").unlink()
    with pytest.raises(MigrationError, match="0002_places"):
        await migrate(connection, folder)


@pytest.mark.parametrize("name", ["0004_gap.sql", "0002_twice.sql", "3_short.sql", "0003-dash.sql"])
def test_a_gap_a_number_used_twice_and_an_odd_name_are_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1")
    with pytest.raises(MigrationError, match=name.replace(".", r"\.") if "twice" not in name else "0002"):
        read(folder)


async def test_a_failing_migration_leaves_nothing_of_itself(connection: Connection, folder: Path) -> None:
    (folder / "0002_places.sql").write_text("CREATE TABLE places (id int); SELECT 1 / 0;")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(connection, folder)
    assert await connection.fetchval("SELECT to_regclass('places')") is None
    assert await connection.fetchval("SELECT max(version) FROM schema_migrations") == 1
    (folder / "0002_places.sql").write_text("CREATE TABLE places (id int)")
    assert [one.version for one in await migrate(connection, folder)] == [2]


async def test_two_at_the_same_time_apply_each_migration_once(empty: Fresh, folder: Path) -> None:
    url = empty.url("jembatan_owner")
    (folder / "0002_places.sql").write_text("SELECT pg_sleep(0.2); CREATE TABLE places (id int)")
    connections = [await asyncpg.connect(url) for _ in range(3)]
    applied = await asyncio.gather(*(migrate(one, folder) for one in connections))
    for one in connections:
        await one.close()
    assert sorted(map(len, applied)) == [0, 0, 2]


async def test_the_real_migrations_apply_to_an_empty_database(empty: Fresh) -> None:
    assert await migrate_at(empty.url("jembatan_owner")) == read(MIGRATIONS)
    assert await migrate_at(empty.url("jembatan_owner")) == []


@pytest_asyncio.fixture
async def foreign(empty: Fresh) -> AsyncIterator[Foreign]:
    """A server of somebody else's: an owner who may create roles and is no superuser, and none of our roles yet."""
    superuser = await asyncpg.connect(empty.url("postgres"))
    owner = f"dinas_{empty.name}"
    await superuser.execute(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'x'")
    await superuser.execute(f"CREATE DATABASE {owner} OWNER {owner}")
    for role in GROUP_ROLES:
        await superuser.execute(f"ALTER ROLE {role} RENAME TO {role}_away")
    where = empty.url("postgres").partition("@")[2].replace(f"/{empty.name}?", f"/{owner}?")
    yield Foreign(f"postgresql://{owner}:x@{where}", owner, superuser)
    await superuser.execute(f"DROP DATABASE {owner}")
    for role in GROUP_ROLES:
        await superuser.execute(f"DROP ROLE IF EXISTS {role}")
        await superuser.execute(f"ALTER ROLE {role}_away RENAME TO {role}")
    await superuser.execute(f"DROP ROLE {owner}")
    await superuser.close()


async def test_an_ordinary_owner_makes_the_roles_and_may_act_as_those_of_the_program(
    foreign: Foreign,
) -> None:
    await migrate_at(foreign.url)
    for role in PROGRAM_ROLES:
        async with (
            Database.open(foreign.url, role=role, max_size=1) as database,
            database.dedicated() as connection,
        ):
            assert await connection.fetchval("SELECT current_user") == role
    for role in GROUP_ROLES:
        assert not await foreign.superuser.fetchval(
            "SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", role
        )


@pytest_asyncio.fixture(params=[False, True], ids=["new", "member of all before"])
async def visitor(foreign: Foreign, request: pytest.FixtureRequest) -> AsyncIterator[Connection]:
    """A login that the owner has made for the program, acting as it; an earlier program granted it every role."""
    name = f"program_of_{foreign.owner}"
    owner = await asyncpg.connect(foreign.url)
    await owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
    if request.param:
        await migrate(owner)
        await owner.execute(f"GRANT {', '.join(GROUP_ROLES)} TO {name}")
    await owner.close()
    await migrate_at(foreign.url, login=name)
    url = foreign.url.replace(f"//{foreign.owner}:", f"//{name}:")
    connection = await asyncpg.connect(url, server_settings={"role": "jembatan_app"})
    yield connection
    await connection.close()
    await foreign.superuser.execute(f"DROP ROLE {name}")


async def test_the_programs_login_is_neither_backup_nor_auditor(visitor: Connection) -> None:
    for role in PROGRAM_ROLES:
        await visitor.execute(f"SET ROLE {role}")
    for role in set(GROUP_ROLES) - set(PROGRAM_ROLES):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied to set role"):
            await visitor.execute(f"SET ROLE {role}")


async def test_the_programs_login_reads_nothing_until_it_acts_as_a_role(visitor: Connection) -> None:
    if visitor.get_server_version() < (16,):
        pytest.skip("before PostgreSQL 16 a member has the rights of its roles at all times")
    await visitor.fetch("SELECT id FROM candidates")
    await visitor.execute("SET ROLE NONE")
    for table in ("candidates", "vacancies", "schema_migrations"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
            await visitor.fetch(f"SELECT * FROM public.{table}")


async def test_what_only_an_administrator_can_grant_is_told_word_by_word(foreign: Foreign) -> None:
    await foreign.superuser.execute(f"ALTER ROLE {foreign.owner} NOCREATEROLE")
    for role in GROUP_ROLES:
        await foreign.superuser.execute(f"CREATE ROLE {role}")
    options = " WITH INHERIT FALSE, SET TRUE" if foreign.superuser.get_server_version() >= (16,) else ""
    with pytest.raises(MigrationError, match=f"GRANT jembatan_app TO {foreign.owner}{options}"):
        await migrate_at(foreign.url)
    await foreign.superuser.execute(f"GRANT {', '.join(PROGRAM_ROLES)} TO {foreign.owner}{options}")
    assert await migrate_at(foreign.url) == []


async def test_what_only_an_administrator_can_revoke_is_told_word_by_word(foreign: Foreign) -> None:
    await migrate_at(foreign.url)
    options = " WITH SET TRUE" if foreign.superuser.get_server_version() >= (16,) else ""
    await foreign.superuser.execute(f"ALTER ROLE {foreign.owner} NOCREATEROLE")
    await foreign.superuser.execute(f"GRANT jembatan_backup TO {foreign.owner}{options}")
    with pytest.raises(MigrationError, match=f"REVOKE jembatan_backup FROM {foreign.owner}"):
        await migrate_at(foreign.url)
    await foreign.superuser.execute(f"REVOKE jembatan_backup FROM {foreign.owner}")
    assert await migrate_at(foreign.url) == []
