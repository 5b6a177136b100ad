"""Tasks, notices and jobs over HTTP: in words, with where to go, each for whom it is."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from typer.testing import CliRunner

from api.cli import app as command_line
from api.cli.tasks import ACTORS
from api.program import Program
from api.schemas.tasks import OF_A_PERSON, OF_NOBODY, WHERE, about_words
from data.pool import Connection
from matching.messages import Tongue
from matching.model.tasks import KINDS, Task, TaskId, TaskKind
from tests.api.routers.test_shortlists import acting_as
from tests.api.tenants import World
from tests.api.test_matrix import operations
from tests.staff import ADMINISTRATOR, CASE_WORKER, COLLEAGUE, PLANNER, RECRUITER

V1 = "/api/v1"


@pytest_asyncio.fixture
async def caller(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with world.caller(CASE_WORKER) as client:
        yield client


def test_every_kind_says_where_it_is_seen_to(world: World) -> None:
    """The address is one that can be read, for the roles whose task it is."""
    readable = {one.path.removeprefix(V1) for one in operations(world.app) if one.method == "GET"}
    assert set(WHERE) == set(KINDS)
    named = [address for address in (*WHERE.values(), *OF_NOBODY.values(), *OF_A_PERSON.values()) if address]
    for address in named:
        shape = address.replace("{candidate}", "{candidate_id}")
        first = shape.strip("/").split("/")[0]
        record = {
            "shortlists": "shortlist_id",
            "vacancies": "vacancy_id",
            "employers": "employer_id",
            "fairness-reports": "report_id",
            "fairness-comparisons": "comparison_id",
            "trail": "finding_id",
            "breaches": "breach_id",
        }.get(first, "")
        assert shape.replace("{record}", f"{{{record}}}") in readable, address


async def test_tasks_are_told_in_words_with_what_they_block(world: World, caller: httpx.AsyncClient) -> None:
    answer = await caller.get(f"{V1}/tasks")
    assert answer.status_code == 200, answer.text
    document = answer.json()
    kinds = {one["kind"]: one for one in document["items"]}
    assert document["total"] == len(document["items"]) > 3
    assert {"list_flagged", "transfer_claimed", "rows_waiting", "request_open", "noted"} - set(kinds) <= {
        "transfer_claimed"
    }
    flagged = kinds["list_flagged"]
    own = world.tenants["case_worker"].ids
    assert flagged["where"] == f"/shortlists/{own['shortlist_id']}"
    assert flagged["candidate"] == str(own["candidate_id"])
    assert "Perkiraan bebas bergeser" in flagged["about_words"]
    assert (flagged["ends"], flagged["urgency"]) == ("fact", "ahead")
    assert flagged["blocks"] == "Usulan mungkin tidak berlaku lagi"
    english = (await caller.get(f"{V1}/tasks?lang=en&kind=list_flagged")).json()
    assert [one["words"] for one in english["items"]] == ["Something has moved under a shortlist"]
    for one in document["items"]:
        if one["where"] is not None:
            assert (await caller.get(V1 + one["where"])).status_code == 200, one


async def test_a_task_is_written_down_put_off_and_ended(world: World, caller: httpx.AsyncClient) -> None:
    due = (world.program.today() + timedelta(days=5)).isoformat()
    made = await caller.post(f"{V1}/tasks", json={"note": "Telepon bengkel", "due": due})
    assert made.status_code == 201
    (task,) = [one for one in await noted(caller) if one["record"] == made.json()["id"]]
    assert (task["about"], task["due"]) == ("Telepon bengkel", due)
    assert task["where"] is None
    until = (world.program.today() + timedelta(days=2)).isoformat()
    assert (await caller.post(f"{V1}/tasks/{task['id']}/snooze", json={"until": until})).status_code == 204
    assert task["id"] not in [one["id"] for one in await noted(caller)]
    assert task["id"] in [one["id"] for one in await noted(caller, snoozed="true")]
    late = (world.program.today() + timedelta(days=99)).isoformat()
    refused = await caller.post(f"{V1}/tasks/{task['id']}/snooze", json={"until": late})
    assert refused.status_code == 422
    async with world.caller(COLLEAGUE) as other:
        assert (await other.post(f"{V1}/tasks/{task['id']}/done")).status_code == 404
    assert (await caller.post(f"{V1}/tasks/{task['id']}/done")).status_code == 204
    assert (await caller.post(f"{V1}/tasks/{task['id']}/done")).status_code == 404


async def noted(client: httpx.AsyncClient, **asked: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{V1}/tasks", params={"kind": "noted", **asked})
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_what_ends_by_a_fact_says_so(caller: httpx.AsyncClient) -> None:
    (flagged,) = (await caller.get(f"{V1}/tasks?kind=list_flagged")).json()["items"]
    refused = await caller.post(f"{V1}/tasks/{flagged['id']}/done")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:jembatan:problem:out-of-order"
    assert "berakhir begitu" in refused.json()["errors"][0]["problem"]


async def test_notices_are_counted_and_read(world: World, caller: httpx.AsyncClient) -> None:
    for note in ("Satu", "Dua"):
        await caller.post(f"{V1}/tasks", json={"note": note, "due": world.program.today().isoformat()})
    await world.program.teller.go_round()
    first = (await caller.get(f"{V1}/notices?limit=1")).json()
    assert first["unread"] >= 2
    assert first["next"] is not None
    (notice,) = first["items"]
    assert (notice["read_at"], notice["open"]) == (None, True)
    assert (await caller.post(f"{V1}/notices/{notice['id']}/read")).status_code == 204
    assert (await caller.get(f"{V1}/notices")).json()["unread"] == first["unread"] - 1
    following = (await caller.get(f"{V1}/notices?limit=1&cursor={first['next']}")).json()
    assert following["items"][0]["id"] != notice["id"]
    assert (await caller.post(f"{V1}/notices/read")).status_code == 204
    assert (await caller.get(f"{V1}/notices?unread=true")).json() == {"items": [], "next": None, "unread": 0}


async def test_everybody_chooses_how_to_be_told(program: Program) -> None:
    async with acting_as(program, PLANNER) as client:
        assert (await client.get(f"{V1}/notices/choice")).json() == {
            "mail": "daily",
            "address": "planner@uji.example",
        }
        chosen = {"mail": "at_once", "address": "lain@uji.example"}
        assert (await client.post(f"{V1}/notices/choice", json=chosen)).json() == chosen
        for wrong in ("tanpa", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>"):
            refused = await client.post(f"{V1}/notices/choice", json={"mail": "off", "address": wrong})
            assert refused.status_code == 422
            assert wrong not in refused.text
        await client.post(f"{V1}/notices/choice", json={"mail": "off"})
        assert (await client.get(f"{V1}/notices/choice")).json()["mail"] == "off"


async def test_jobs_are_an_administrators(program: Program, behind: Connection) -> None:
    job = await behind.fetchval(
        "INSERT INTO jobs (kind, account_id, day, state, attempts, problem, ended_at) "
        "VALUES ('mail', $1, '2026-11-27', 'set_aside', 8, 'no_connection', now()) RETURNING id",
        CASE_WORKER.account,
    )
    for actor in (CASE_WORKER, PLANNER):
        async with acting_as(program, actor) as client:
            assert (await client.get(f"{V1}/jobs")).status_code == 403
            assert (await client.post(f"{V1}/jobs/{job}/retry")).status_code == 403
    async with acting_as(program, ADMINISTRATOR) as client:
        listed = (await client.get(f"{V1}/jobs?state=set_aside")).json()["items"]
        assert [(one["id"], one["problem"], one["attempts"]) for one in listed] == [
            (str(job), "no_connection", 8)
        ]
        assert "jobs_set_aside" in (await client.get(f"{V1}/tasks")).text
        assert (await client.post(f"{V1}/jobs/{job}/retry")).status_code == 204
        assert (await client.post(f"{V1}/jobs/{job}/retry")).status_code == 404
        assert (await client.post(f"{V1}/jobs/{job}/discard")).status_code == 204
        assert (await client.post(f"{V1}/jobs/{uuid4()}/discard")).status_code == 404
    row = await behind.fetchrow("SELECT state, attempts, decided_by FROM jobs WHERE id = $1", job)
    assert tuple(row) == ("discarded", 0, ADMINISTRATOR.account)


async def test_a_company_is_told_by_vacancy_and_of_nobody(world: World) -> None:
    async with world.caller(RECRUITER) as client:
        items = (await client.get(f"{V1}/tasks")).json()["items"]
    assert items
    assert {one["candidate"] for one in items} == {None}


@pytest.mark.parametrize("kind", TaskKind)
def test_codes_have_words_and_titles_stay(kind: TaskKind) -> None:
    codes = {
        TaskKind.LIST_FLAGGED: "window_moved vacancy_closed",
        TaskKind.BLOCKER_LEAD: "housing",
        TaskKind.CHECK_DUE: "kept_30",
        TaskKind.CHECK_ESCALATED: "kept_365",
        TaskKind.UNUSUAL_READING: "people",
        TaskKind.BREACH_TO_TELL: "persons agency",
        TaskKind.COMPLAINT_TO_DECIDE: "wage_not_paid",
    }
    task = Task(TaskId(UUID(int=1)), kind, UUID(int=2), None, due=date(2026, 11, 27),
                about=codes.get(kind, "Tukang Las"))  # fmt: skip
    assert bool(about_words(task, Tongue.INDONESIAN)) == (kind in codes)


def test_the_command_line_knows_every_local_account() -> None:
    told = CliRunner().invoke(command_line, ["tasks", "--help"])
    assert told.exit_code == 0
    assert {actor("x").role for actor in ACTORS.values()} == {
        role for one in KINDS.values() for role in one.roles
    } - {RECRUITER.role}
