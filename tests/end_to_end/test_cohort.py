"""A plan for a cohort on the command line: killed in the middle it goes on, and nobody stays behind."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import asyncpg

from api.cli import exit_codes
from data.embedded import embedded_server
from tests.end_to_end.shell import PATIENCE_S, Home, eventually

HORIZON = 700
ROOT = Path(__file__).parents[2]


async def test_a_plan_that_is_killed_goes_on_where_it_was(home: Home) -> None:
    async with embedded_server(home.folder) as server:
        postgres = await asyncpg.connect(server.url("postgres"))
        process = started(home)
        deadline = time.monotonic() + 4 * PATIENCE_S  # three processes come up
        while await postgres.fetchval("SELECT count(*) FROM cohort_lists") < 4:
            assert process.poll() is None
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        hands = children(process.pid)
        process.kill()
        process.wait()
        eventually(lambda: not [one for one in hands if alive(one)], PATIENCE_S)
        stored = await postgres.fetch("SELECT candidate_id, recorded_at FROM cohort_lists ORDER BY 1")
        (unfinished,) = await postgres.fetch("SELECT id, done_at FROM cohort_plans")
        assert unfinished["done_at"] is None
        words = ("cohort", "plan", "--horizon", HORIZON)
        report = await asyncio.to_thread(home.json, *words)
        assert report["plan"] == str(unfinished["id"])
        assert 4 <= len(stored) < report["people"]
        assert report["with_proposal"]["assigned"] == await postgres.fetchval(
            "SELECT count(vacancy_id) FROM cohort_proposals WHERE plan_id = $1", unfinished["id"]
        )
        assert report["with_proposal"]["assigned"] > 0
        assert await postgres.fetchval("SELECT count(*) FROM cohort_lists") == 0
        accept = ("cohort", "accept", report["plan"])
        first, second = [await asyncio.to_thread(home.json, *accept) for _ in range(2)]
        assert first["requested"] == first["lists"] == report["with_proposal"]["assigned"]
        assert (second["requested"], second["left_out"]) == (0, {"requested_before": first["requested"]})
        board = await asyncio.to_thread(home.json, "cohort", "board", "--horizon", HORIZON)
        assert board["plan"] == report["plan"]
        counts = [row[name] for row in board["rows"] for name in ("leaving", "viable", "proposed", "working")]
        assert counts
        assert not {1, 2, 3, 4} & set(counts)
        told = await asyncio.to_thread(home.run, *words, "--region", "35")
        assert "0 orang, 0 di antaranya" in told.stdout
        here = report["people"]  # the local unit lies in no province, and that is said
        assert f"di unit lain {here}, di antaranya {here} di unit tanpa provinsi" in told.stderr
        await postgres.close()


def test_a_region_that_there_is_not_is_refused(home: Home) -> None:
    refused = home.run("cohort", "plan", "--region", "99", code=exit_codes.USAGE)
    assert "99" in refused.stderr


def started(home: Home) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.slow_cohort", str(HORIZON)],
        env=home.environment(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def children(parent: int) -> list[int]:
    """Processes that a process has started; none where the system does not tell."""
    listing = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in listing.read_text().split()] if listing.exists() else []


def alive(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and ") Z " not in state.read_text()
