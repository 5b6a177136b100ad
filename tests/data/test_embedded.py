"""The embedded server as a program lives it: in processes of their own, which are killed."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from data.embedded import Server, account, binaries, embedded_server
from data.errors import EmbeddedServerError, Unavailable
from data.translation import translated
from tests.postgres import open_folder

ROOT = os.geteuid() == 0
# A program that holds the server until its standard input is closed.
HOLDER = """
import asyncio, sys
from pathlib import Path
from data.embedded import embedded_server

async def main():
    async with embedded_server(Path(sys.argv[1])):
        print("holding", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


@pytest.fixture
def home() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder / "home"


def start_holder(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def wait_until_holding(holder: "subprocess.Popen[str]") -> None:
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"


def let_go(holder: "subprocess.Popen[str]") -> None:
    holder.communicate("")
    assert holder.returncode == 0


def postmaster(server: Server) -> int:
    return int((server.data_folder / "postmaster.pid").read_text().split()[0])


async def connected(server: Server, patience_s: float = 20) -> asyncpg.Connection:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return await asyncpg.connect(server.url("jembatan_owner"))
        except (OSError, asyncpg.PostgresError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)


async def test_every_role_logs_in_with_its_own_password_only(home: Path) -> None:
    async with embedded_server(home) as server:
        for role in (
            "jembatan_owner",
            "jembatan_app",
            "jembatan_worker",
            "jembatan_auditor",
            "jembatan_backup",
        ):
            connection = await asyncpg.connect(server.url(role))
            assert await connection.fetchval("SELECT current_user") == role
            assert not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            await connection.close()
        impostor = server.url("jembatan_app").replace("jembatan_app:", "jembatan_owner:")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(impostor)
    assert stat.S_IMODE((home / "postgres-passwords.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700


async def test_the_server_keeps_what_it_promised_and_listens_to_no_network(home: Path) -> None:
    async with embedded_server(home) as server:
        connection = await asyncpg.connect(server.url("jembatan_app"))
        found = {
            name: await connection.fetchval("SELECT current_setting($1)", name)
            for name in ("fsync", "synchronous_commit", "full_page_writes", "server_encoding", "TimeZone")
        }
        assert found == {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "server_encoding": "UTF8",
            "TimeZone": "UTC",
        }
        assert await connection.fetchval("SELECT current_setting('listen_addresses')") == ""
        await connection.close()


async def test_no_acknowledged_row_is_lost_when_the_server_is_killed(home: Path) -> None:
    async with embedded_server(home) as server:
        connection = await connected(server)
        await connection.execute("CREATE TABLE kept (n int)")
        acknowledged = 0

        async def write() -> None:
            nonlocal acknowledged
            while True:
                await connection.execute("INSERT INTO kept VALUES ($1)", acknowledged + 1)
                acknowledged += 1

        writing = asyncio.create_task(write())
        await asyncio.sleep(0.3)
        os.kill(postmaster(server), signal.SIGKILL)
        with pytest.raises(Unavailable), translated():
            await writing
        connection.terminate()

        again = await connected(server)  # started again while it is held
        kept = [row["n"] for row in await again.fetch("SELECT n FROM kept ORDER BY n")]
        assert acknowledged > 10
        assert kept[:acknowledged] == list(range(1, acknowledged + 1))
        assert len(kept) <= acknowledged + 1  # the last one was perhaps written, but not told
        await again.close()


async def test_a_program_killed_while_holding_leaves_a_server_that_the_next_one_takes_over(
    home: Path,
) -> None:
    holder = start_holder(home)
    wait_until_holding(holder)
    holder.kill()
    holder.communicate()
    async with embedded_server(home) as server:
        taken_over = postmaster(server)
        connection = await connected(server)
        begun = await connection.fetchval("SELECT pg_postmaster_start_time() < now() - interval '100 ms'")
        assert begun
        await connection.close()
    with pytest.raises(OSError):  # noqa: PT011 - and the last one to leave has stopped it
        await asyncpg.connect(server.url("jembatan_app"))
    assert _ends(taken_over)


async def test_program_and_server_killed_together_start_again(home: Path) -> None:
    holder = start_holder(home)
    wait_until_holding(holder)
    pid = int((_data_folder(home) / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    holder.kill()
    holder.communicate()
    async with embedded_server(home) as server:
        assert postmaster(server) != pid
        await (await connected(server)).close()


async def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(home: Path) -> None:
    async with embedded_server(home) as server:
        pass
    stranger = await asyncio.create_subprocess_exec("sleep", "60")
    try:
        (server.data_folder / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data_folder}\n0\n5432\n")
        async with embedded_server(home) as server:
            await (await connected(server)).close()
        assert stranger.returncode is None
    finally:
        stranger.kill()
        await stranger.wait()


async def test_two_programs_share_the_server_and_the_last_one_stops_it(home: Path) -> None:
    first, second = start_holder(home), start_holder(home)
    for holder in (first, second):
        wait_until_holding(holder)
    pid_file = _data_folder(home) / "postmaster.pid"
    pid = int(pid_file.read_text().split()[0])
    let_go(first)
    assert _lives(pid)
    let_go(second)
    assert _ends(pid)
    assert not pid_file.exists()


async def test_a_start_that_is_cancelled_leaves_no_server(home: Path) -> None:
    async def hold() -> None:
        async with embedded_server(home):
            await asyncio.sleep(60)

    starting = asyncio.create_task(hold())
    while not (home / "postgres" / "postmaster.pid").exists():  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.005)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert Server(home).is_dead()
    assert not (home / "postgres" / "postmaster.pid").exists()


async def test_an_interrupted_beginning_is_begun_again(home: Path) -> None:
    server = Server(home)
    server._make_home()
    server._locate()
    half_done = server.data_folder.with_name("postgres.new")
    (half_done / "data" / "base").mkdir(parents=True)
    (half_done / "data" / "PG_VERSION").write_text("18")
    async with embedded_server(home) as server:
        await (await connected(server)).close()
    assert not half_done.exists()


async def test_a_beginning_without_its_database_is_completed(home: Path) -> None:
    async with embedded_server(home) as server:
        superuser = await asyncpg.connect(server.url("postgres", "postgres"))
        await superuser.execute("DROP DATABASE jembatan")
        await superuser.execute("DROP ROLE jembatan_auditor")
        await superuser.close()
        async with embedded_server(home) as same:  # two holds in one process
            await (await asyncpg.connect(same.url("jembatan_auditor"))).close()


async def test_a_home_with_a_long_and_odd_name_works(home: Path) -> None:
    async with embedded_server(home / ("panjang 'sekali' " * 8)) as server:
        await (await connected(server)).close()
    assert len(str(server.socket_folder)) < 90
    server.socket_folder.rmdir()


async def test_passwords_that_do_not_fit_are_told_as_such(home: Path) -> None:
    async with embedded_server(home):
        pass
    (home / "postgres-passwords.json").unlink()
    with pytest.raises(EmbeddedServerError, match="does not fit"):
        async with embedded_server(home):
            pass


async def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    async with embedded_server(home) as server:
        pass
    (server.data_folder / "local.conf").write_text("shared_buffers = 'a lot'\n")
    (server.data_folder / "local.conf").chmod(0o644)
    with pytest.raises(EmbeddedServerError, match="shared_buffers"):
        async with embedded_server(home):
            pass


async def test_data_of_another_major_version_is_refused_by_number(home: Path) -> None:
    if not (folders := binaries.system_folders()):
        pytest.skip("no PostgreSQL on this system")
    async with embedded_server(home, bin_folder=folders[-1]) as server:
        written_by = (server.data_folder / "PG_VERSION").read_text().strip()
    if folders[-1] != binaries.packaged_folder() and (packaged := binaries.packaged_folder()):
        with pytest.raises(EmbeddedServerError, match=f"PostgreSQL {written_by} is needed"):
            async with embedded_server(home, bin_folder=packaged):
                pass
    async with embedded_server(home) as server:  # not told which, it finds the programs that fit the data
        await (await connected(server)).close()


async def test_the_log_does_not_keep_values(home: Path) -> None:
    async with embedded_server(home) as server:
        connection = await connected(server)
        await connection.execute("CREATE TABLE person (nik text UNIQUE)")
        for statement in (
            "INSERT INTO person VALUES ('3519010101900001'), ('3519010101900001')",
            "SELECT '3519010101900001'::date",
        ):
            with pytest.raises(asyncpg.PostgresError):
                await connection.execute(statement)
        await connection.close()
    assert "3519010101900001" not in (home / "postgres.log").read_text()


@pytest.mark.skipif(not ROOT, reason="only root has a home that its server cannot enter")
async def test_as_root_with_a_closed_home_and_closed_programs_it_works(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = home.parent / "state"
    monkeypatch.setattr(account, "STATE_OF_ROOT", state)
    monkeypatch.setattr(binaries, "STATE_OF_ROOT", state)
    packaged = binaries.packaged_folder()
    assert packaged is not None
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    (closed / packaged.parent.parent.name).symlink_to(packaged.parent.parent)
    (closed / f"{packaged.parent.parent.name}.libs").symlink_to(f"{packaged.parent.parent}.libs")
    monkeypatch.setattr(
        binaries, "packaged_folder", lambda: closed / packaged.relative_to(packaged.parents[2])
    )
    async with embedded_server(closed / "home") as server:
        connection = await connected(server)
        assert (await connection.fetchval("SELECT version()")).startswith("PostgreSQL 18")
        await connection.close()
        user, program = _runs_as(postmaster(server))
        assert user != 0
        assert program.is_relative_to(state)
    assert server.data_folder.is_relative_to(state)


def _data_folder(home: Path) -> Path:
    return home / "postgres"


def _runs_as(pid: int) -> tuple[int, Path]:
    return Path(f"/proc/{pid}").stat().st_uid, Path(f"/proc/{pid}/exe").readlink()


def _ends(pid: int) -> bool:
    """Whether it is gone, or in a moment: a dying process lets go of its files a little earlier than of its life."""
    deadline = time.monotonic() + 5
    while _lives(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not _lives(pid)


def _lives(pid: int) -> bool:
    """Whether it runs; a zombie, which nobody has buried yet, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
