"""Processes that send, killed in the middle: every letter goes, and but for the one in hand none goes twice."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import asyncpg

from data.embedded import Server
from tests.postgres import fresh_database
from tests.smtp import mail_server
from tests.staff import CASE_WORKER

PEOPLE, KILLED_AT = 12, 5
DUE = (
    "WITH a AS (INSERT INTO accounts (id, login, name, created_by) SELECT gen_random_uuid(), "
    "'petugas' || n || '@uji.example', 'Uji', $1 FROM generate_series(1, $3::integer) n RETURNING id), "
    "d AS (INSERT INTO duties (id, account_id, role, unit_id, granted_by) "
    "SELECT gen_random_uuid(), id, 'case_worker', $2, $1 FROM a RETURNING id, account_id) "
    "INSERT INTO notice_choices (account_id, mail) SELECT account_id, 'at_once' FROM d"
)
NOTES = (
    "INSERT INTO noted_tasks (id, note, due_on, unit_id, caseload, recorded_by) SELECT gen_random_uuid(), 'Qxcatatan', "
    "'2026-11-01', $1, id, id FROM accounts WHERE login LIKE 'petugas%'"
)


async def until(met: Callable[[], bool], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < limit
        await asyncio.sleep(0.05)


async def test_a_killed_process_loses_no_letter_and_repeats_at_most_the_one_in_hand(
    server: Server, tmp_path: Path
) -> None:
    async with fresh_database(server) as fresh:
        owner = await asyncpg.connect(fresh.url("jembatan_owner"))
        await owner.execute(DUE, CASE_WORKER.account, CASE_WORKER.unit, PEOPLE)
        await owner.execute(NOTES, CASE_WORKER.unit)
        with mail_server(tmp_path) as mail:
            sender = [
                sys.executable, "-m", "tests.end_to_end.sending",
                fresh.url("jembatan_app"), fresh.url("jembatan_worker"),
            ]  # fmt: skip
            settings = os.environ | {
                "JEMBATAN_HOME": str(tmp_path),
                "JEMBATAN_SMTP_HOST": "127.0.0.1",
                "JEMBATAN_SMTP_PORT": str(mail.port),
                "JEMBATAN_SMTP_SECURITY": "none",
                "JEMBATAN_SMTP_FROM": "jembatan@uji.example",
            }
            mail.stall_after(KILLED_AT)
            process = await asyncio.create_subprocess_exec(*sender, env=settings)
            await until(lambda: len(mail.raw()) > KILLED_AT)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            assert (
                await owner.fetchval("SELECT count(*) FROM jobs WHERE kind = 'mail' AND state = 'done'")
                == KILLED_AT
            )
            in_hand = await owner.fetchval(
                "SELECT id FROM jobs WHERE kind = 'mail' AND state = 'waiting' AND attempts = 1"
            )
            mail.go_on()
            for _ in range(2):  # two at once; then, when the lease is over, two again
                together = [await asyncio.create_subprocess_exec(*sender, env=settings) for _ in range(2)]
                assert [await one.wait() for one in together] == [0, 0]
                await owner.execute("UPDATE jobs SET run_at = now() WHERE state = 'waiting'")
            letters = mail.letters()
            content = " ".join(one["content"] for one in mail.raw())
        times = Counter(str(one["Message-ID"]) for one in letters)
        assert len(times) == PEOPLE
        assert {name for name, many in times.items() if many > 1} == {f"<{in_hand}@uji.example>"}
        assert max(times.values()) == 2
        assert len({str(one["To"]) for one in letters}) == PEOPLE
        assert (
            await owner.fetchval("SELECT count(*) FROM jobs WHERE kind = 'mail' AND state = 'done'") == PEOPLE
        )
        assert "Qxcatatan" not in content
        await owner.close()
