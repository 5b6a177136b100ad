"""The data folder destroyed while people work, and brought back from a backup by the commands that an operator has."""

import asyncio
import os
import re
import shutil
import signal
from pathlib import Path

import asyncpg

from data.backup import new_identity
from data.embedded import Server, embedded_server
from data.sample import DEMO_PERSON
from data.sample.memorable import COOK_HELPER, SEWER_24, SEWER_46, candidate_id
from tests.end_to_end.shell import PATIENCE_S, Home, Served, eventually
from tests.end_to_end.test_crashes import Writer, postmaster

GONE, WITHDRAWS, OBJECTS = map(candidate_id, (COOK_HELPER, SEWER_24, SEWER_46))
LIVING = "SELECT count(*) FROM api_tokens WHERE revoked_at IS NULL"
COUNTED = re.compile(r"\d+ rows of \d+ tables, as of \S+, \w+")


async def asked(home: Home, *questions: str) -> list[int]:
    """Numbers from behind the walls."""
    async with embedded_server(home.folder) as server:
        connection = await asyncpg.connect(server.url("postgres"))
        numbers = [await connection.fetchval(question) for question in questions]
        await connection.close()
        return numbers


def destroyed(home: Home, apart: Path) -> None:
    """Everything but the model is gone; the keys and the anchors have been kept elsewhere."""
    kept = ("keys.json", "anchors.jsonl")
    for name in kept:
        shutil.copy2(home.folder / name, apart)
    os.kill(postmaster(home), signal.SIGKILL)
    eventually(Server(home.folder).is_dead, PATIENCE_S)
    for part in home.folder.iterdir():
        if part.name != "models":
            shutil.rmtree(part) if part.is_dir() else part.unlink()
    for name in kept:
        shutil.copy2(apart / name, home.folder)


def journals(home: Home) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.journal.iterdir()}


def people(server: Served) -> set[str]:
    return {one["id"] for one in server.get("/api/v1/candidates?limit=200")["items"]}


def much_happens(home: Home, server: Served) -> None:
    """What comes after the backup, and must not be undone by it."""
    address = f"/api/v1/candidates/{GONE}"
    tag = server.client.get(address).headers["ETag"]
    assert server.client.delete(address, headers={"If-Match": tag}).status_code == 204
    server.post(f"/candidates/{WITHDRAWS}/requests", {"kind": "withdrawal"})
    server.post(f"/candidates/{OBJECTS}/requests", {"kind": "objection"})
    home.run("audit", "anchor")


def brought_back(home: Home, file: Path, key: Path) -> str:
    """Verified and restored; the line that says what came back."""
    noted = journals(home)
    verified = home.run("restore", file, "--identity", key, "--verify").stdout
    restored = home.run("restore", file, "--identity", key)
    assert verified.removeprefix("fine") == restored.stdout.removeprefix("restored")
    assert journals(home) == noted, "neither writes a journal"
    aside = re.search(r"jembatan_before_\w+", restored.stderr)
    assert aside
    home.run("restore-discard", aside[0])
    return restored.stdout


def test_after_the_data_is_destroyed_under_load_a_backup_comes_back_and_nobody_who_has_left(
    home: Home, tmp_path: Path
) -> None:
    file, key, apart = tmp_path / "backup.age", tmp_path / "key", tmp_path / "apart"
    apart.mkdir()
    with home.serving() as [server]:
        writing = Writer(server, 0, pace_s=0.05)
        writing.start()
        writing.until_acknowledged(10)
        recorded, there = list(writing.acknowledged), people(server)
        backed_up = COUNTED.search(home.run("backup", file, "--recipient", new_identity(key)).stdout)
        assert backed_up
        much_happens(home, server)
        token = server.client.headers["authorization"]
        server.kill()
        writing.end()
    destroyed(home, apart)
    assert backed_up[0] in brought_back(home, file, key)

    assert asyncio.run(asked(home, LIVING, "SELECT count(*) FROM sessions")) == [0, 0]
    with home.serving() as [server]:
        assert server.client.get("/api/v1/candidates", headers={"authorization": token}).status_code == 401
        for identifier in recorded:
            server.get(f"/api/v1/employers/{identifier}")
        assert people(server) == there - {str(GONE)}
        for closed in (WITHDRAWS, OBJECTS):
            assert server.client.get(f"/api/v1/candidates/{closed}/matches").status_code == 409
        assert server.matched(DEMO_PERSON)

    found = home.json("audit", "verify", "--require-anchors")
    assert (found["faults"], [restore["undone"] for restore in found["restores"]]) == ([], [1])
