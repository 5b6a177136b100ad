"""The trail from the command line: what a command read is found, and the first row that was tampered with is named."""

import asyncio
import json
from pathlib import Path

import asyncpg

from api.cli import exit_codes
from data.embedded import embedded_server
from tests.end_to_end.shell import Home

PERSON = "SDP:CONTOH-WELDER-3G"


async def behind_the_walls(folder: Path, *statements: str) -> None:
    """As a superuser who has put the triggers to sleep."""
    async with embedded_server(folder) as server:
        connection = await asyncpg.connect(server.url("postgres", "jembatan"))
        await connection.execute("SET session_replication_role = replica")
        for statement in statements:
            await connection.execute(statement)
        await connection.close()


def test_what_was_read_is_found_sealed_and_whoever_rewrites_it_is_found_out(home: Home) -> None:
    person = home.json("match", PERSON, "--size", 3)["candidate_id"]
    rows = [
        json.loads(line)
        for line in home.run("audit", "search", "--subject", person, "--json").stdout.splitlines()
    ]
    assert {"look_up", "read", "create"} <= {row["act"] for row in rows}
    assert {row["subject"] for row in rows} == {person}

    assert int(home.run("audit", "seal").stdout.split()[0]) > 0
    elsewhere = home.folder / "kept-elsewhere.jsonl"
    home.run("audit", "anchor", "--out", elsewhere)
    found = home.json("audit", "verify", "--anchors", elsewhere)
    assert (found["faults"], found["anchors"]) == ([], 1)
    home.run("audit", "unusual")
    read = next(row["seq"] for row in rows if row["act"] == "read")

    asyncio.run(behind_the_walls(home.folder, f"UPDATE trail SET account = NULL WHERE seq = {read}"))
    said = home.run("audit", "verify", code=exit_codes.PROBLEMS).stdout
    assert f"row {read}: changed" in said

    asyncio.run(behind_the_walls(home.folder, "DELETE FROM trail_links", "DELETE FROM trail_seals"))
    home.run("audit", "seal")
    home.run("audit", "verify", "--anchors", home.folder / "none.jsonl", code=exit_codes.USAGE)
    rewritten = home.run("audit", "verify", "--anchors", elsewhere, code=exit_codes.PROBLEMS).stdout
    assert "rewritten" in rewritten


def test_a_file_that_holds_no_anchors_is_refused(home: Home, tmp_path: Path) -> None:
    wrong = tmp_path / "anchors.jsonl"
    wrong.write_text('{"position": 1}\n')
    assert (
        "anchors.jsonl: 1" in home.run("audit", "verify", "--anchors", wrong, code=exit_codes.PROBLEMS).stderr
    )
