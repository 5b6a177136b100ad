"""Programs and servers killed in the middle: nothing that was acknowledged is lost, and a batch is all or nothing."""

import asyncio
import os
import signal
import threading
import time
from pathlib import Path

import asyncpg
import httpx
import pytest

from api.cli import exit_codes
from api.schemas import examples
from data.embedded import Server, embedded_server
from data.sample import build_world, sample_rows
from tests.end_to_end.conftest import NewHome
from tests.end_to_end.sheets import written
from tests.end_to_end.shell import PATIENCE_S, Home, Served, eventually

ENOUGH = 40
ROWS = 2_000
BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = 'jembatan' AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


class Writer(threading.Thread):
    """Records employers one after another, and remembers those that were acknowledged."""

    def __init__(self, server: Served, first: int, pace_s: float = 0) -> None:
        super().__init__(daemon=True)
        self.server, self.number, self.pace_s = server, first, pace_s
        self.acknowledged: list[str] = []
        self.ending = threading.Event()

    def run(self) -> None:
        while not self.ending.wait(self.pace_s):
            self.number += 1
            body = examples.EMPLOYER | {"business_number": f"{self.number:013}"}
            try:
                answer = self.server.client.post("/api/v1/employers", json=body)
            except (httpx.TransportError, RuntimeError):  # the server is dead, or its client has been closed
                time.sleep(0.01)
                continue
            if answer.status_code == 201:
                self.acknowledged.append(answer.json()["id"])

    def until_acknowledged(self, more: int = ENOUGH) -> None:
        goal = len(self.acknowledged) + more
        eventually(lambda: len(self.acknowledged) >= goal, PATIENCE_S)

    def end(self) -> list[str]:
        self.ending.set()
        self.join(PATIENCE_S)
        return self.acknowledged


def test_what_was_acknowledged_outlives_a_killed_program_and_a_killed_database(new_home: NewHome) -> None:
    home = new_home()
    first = home.serve()
    first.until_ready()
    writing = Writer(first, 0)
    writing.start()
    writing.until_acknowledged()
    first.kill()
    acknowledged = list(writing.end())
    with home.serving() as [server]:
        writing = Writer(server, 1_000_000)
        writing.start()
        writing.until_acknowledged()
        os.kill(postmaster(home), signal.SIGKILL)
        writing.until_acknowledged()  # the server has brought its database back
        acknowledged += writing.end()
        for identifier in acknowledged:
            server.get(f"/api/v1/employers/{identifier}")
        assert server.process.poll() is None
        assert "starting it again" in server.log.read_text()
    assert server.process.returncode == exit_codes.INTERRUPTED
    eventually(Server(home.folder).is_dead, PATIENCE_S)  # the last one out has stopped the database


def postmaster(home: Home) -> int:
    return int((home.folder / "postgres" / "postmaster.pid").read_text().split()[0])


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of people, as a file."""
    rows = sample_rows(build_world(people=ROWS, vacancies=80))["candidates"]
    return written(tmp_path_factory.mktemp("sheets") / "people.csv", rows)


async def test_an_import_that_is_killed_has_stored_nothing_and_can_be_repeated(
    new_home: NewHome, people: Path
) -> None:
    home = new_home()
    words = ("import", "candidates", people, "--no-embed")
    async with embedded_server(home.folder) as server:
        await asyncio.to_thread(home.run, "migrate")
        postgres = await asyncpg.connect(server.url("postgres"))
        process = home.start(*words)
        deadline = time.monotonic() + PATIENCE_S
        while not await postgres.fetchval(BUSY):
            assert process.poll() is None
            assert time.monotonic() < deadline
        process.kill()
        process.wait()
        deadline = time.monotonic() + PATIENCE_S
        while await postgres.fetchval(BUSY):
            assert time.monotonic() < deadline
        for table in ("candidates", "candidate_identities", "imports", "outbox"):
            assert await postgres.fetchval(f"SELECT count(*) FROM {table}") == 0, table
        again = await asyncio.to_thread(home.json, *words)
        assert (again["created"], again["refused"]) == (ROWS, 0)
        assert await postgres.fetchval("SELECT count(*) FROM candidates") == ROWS
        once_more = await asyncio.to_thread(home.json, *words)
        assert (once_more["unchanged"], once_more["created"], once_more["updated"]) == (ROWS, 0, 0)
        assert once_more["import_id"] is None
        await postgres.close()
