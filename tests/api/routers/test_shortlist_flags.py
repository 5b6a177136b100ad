"""Whatever moves under a live list is found, and told in words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest_asyncio

from api.program import Program
from data.pool import Connection
from tests.api.office import take_in
from tests.api.routers.test_shortlists import a_world_of, acting_as, does, refused
from tests.staff import CASE_WORKER, COLLEAGUE, PLANNER


@pytest_asyncio.fixture
async def caller(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with acting_as(program, CASE_WORKER) as client:
        yield client


async def a_list(program: Program, client: httpx.AsyncClient) -> tuple[str, str]:
    """A proposed list that the program has looked at."""
    person, _ = await a_world_of(program, client)
    made = await does(client, "", candidate_id=person)
    await does(client, f"/{made['id']}/propose")
    await program.verdicts.renew(today=program.today())
    assert await open_flags(client, made["id"]) == []
    return person, made["id"]


async def open_flags(client: httpx.AsyncClient, shortlist: str) -> list[dict[str, Any]]:
    document = (await client.get(f"/api/v1/shortlists/{shortlist}")).json()
    return [flag for item in document["items"] for flag in item["flags"] if flag["resolved_at"] is None]


async def move_window(client: httpx.AsyncClient, person: str, year: int) -> None:
    path = f"/api/v1/candidates/{person}/window"
    read = await client.get(path)
    days = {"earliest": f"{year}-01-01", "expected": f"{year}-02-01", "latest": f"{year}-03-01"}
    body = {"window": read.json()["window"] | days, "supervision": read.json()["supervision"]}
    answer = await client.put(path, json=body, headers={"if-match": read.headers["etag"]})
    assert answer.status_code == 200, answer.text


async def test_a_window_that_moves_is_told_and_the_flag_ends_with_its_cause(
    program: Program, caller: httpx.AsyncClient
) -> None:
    person, made = await a_list(program, caller)
    await move_window(caller, person, 2031)
    done = await program.verdicts.renew(today=program.today())
    assert done is not None
    assert done.flags >= 1
    flags = await open_flags(caller, made)
    assert {flag["words"] for flag in flags} >= {"Mulai kerja kini sebelum perkiraan bebas"}
    assert {flag["kind"] for flag in flags} == {"window"}
    english = (await caller.get(f"/api/v1/shortlists/{made}?lang=en")).json()
    assert "The work now starts before the person can be out" in str(english)
    again = await program.verdicts.renew(today=program.today())
    assert again is not None
    assert again.flags == 0
    await move_window(caller, person, 2027)
    await program.verdicts.renew(today=program.today())
    assert "start_before_release" not in {flag["code"] for flag in await open_flags(caller, made)}


async def test_a_closed_vacancy_an_expired_certificate_a_closed_gate_and_other_hands_are_told(
    program: Program, caller: httpx.AsyncClient, behind: Connection
) -> None:
    person, made = await a_list(program, caller)
    document = (await caller.get(f"/api/v1/shortlists/{made}")).json()
    await behind.execute(
        "UPDATE vacancies SET status = 'closed' WHERE id = $1", document["items"][0]["vacancy"]
    )
    await program.verdicts.renew(today=program.today())
    assert [flag["code"] for flag in await open_flags(caller, made)] == ["vacancy_closed"]

    await behind.execute(
        "UPDATE certificates SET expires = $2 WHERE candidate_id = $1",
        person,
        program.today() + timedelta(days=3),
    )
    await program.verdicts.renew(today=program.today())
    assert "certificate_expired" not in {flag["code"] for flag in await open_flags(caller, made)}
    await program.verdicts.renew(today=program.today() + timedelta(days=4))  # time alone has passed
    assert "certificate_expired" in {flag["code"] for flag in await open_flags(caller, made)}

    await caller.put(
        f"/api/v1/candidates/{person}/gates",
        json={"consented": False, "objected": False},
        headers={"if-match": (await caller.get(f"/api/v1/candidates/{person}/gates")).headers["etag"]},
    )
    await program.verdicts.renew(today=program.today())
    flags = await open_flags(caller, made)
    assert {flag["code"] for flag in flags} == {
        "gate_closed"
    }  # of whom takes no part, nothing else is reckoned
    assert "jangan kirim" in flags[0]["words"]

    answer = await caller.post(
        f"/api/v1/candidates/{person}/hand-over", json={"colleague": str(COLLEAGUE.account)}
    )
    assert answer.status_code == 204, answer.text
    await program.verdicts.renew(today=program.today())
    async with acting_as(program, COLLEAGUE) as colleague:
        flags = await open_flags(colleague, made)
        assert {flag["code"] for flag in flags} == {"gate_closed", "person_transferred"}
        moved = next(flag for flag in flags if flag["code"] == "person_transferred")
        for status in (204, 404):
            answer = await colleague.post(f"/api/v1/shortlists/flags/{moved['id']}/resolve")
            assert answer.status_code == status
    assert (await caller.get(f"/api/v1/shortlists/{made}")).status_code == 404


async def test_a_closed_list_is_left_alone_and_nothing_is_embedded(
    program: Program, caller: httpx.AsyncClient, behind: Connection
) -> None:
    person, made = await a_list(program, caller)
    await does(caller, f"/{made}/steps", to="closed", reason="mistake")
    await take_in(program)
    vectors = "SELECT count(*), max(xmin::text::bigint) FROM facet_vectors"
    before = await behind.fetchrow(vectors)
    await move_window(caller, person, 2031)
    await program.verdicts.renew(today=program.today())
    assert await open_flags(caller, made) == []
    assert await behind.fetchrow(vectors) == before


async def test_what_moved_before_the_first_look_or_while_an_item_was_left_out_is_told(
    program: Program, caller: httpx.AsyncClient, behind: Connection
) -> None:
    person, _ = await a_world_of(program, caller)
    run = (await caller.post("/api/v1/runs", json={"candidate_id": person})).json()
    gone, *_ = [row["id"] for row in run["result"]["rows"]]
    close = "UPDATE vacancies SET status = 'closed' WHERE id = $1"
    await behind.execute(close, gone)
    await program.verdicts.renew(today=program.today())  # nobody has it in a list yet
    made = await does(caller, "", candidate_id=person)
    proposed = await does(caller, f"/{made['id']}/propose", run_id=run["id"])
    await program.verdicts.renew(today=program.today())
    assert [flag["code"] for flag in await open_flags(caller, made["id"])] == ["vacancy_closed"]

    other = next(item for item in proposed["items"] if item["vacancy"] != gone)
    path = f"/{made['id']}/items/{other['id']}/changes"
    await does(caller, path, change="remove", reason="mistake")
    await program.verdicts.renew(today=program.today())
    await behind.execute(close, other["vacancy"])
    await program.verdicts.renew(today=program.today())
    assert len(await open_flags(caller, made["id"])) == 1
    await does(caller, path, change="restore", reason="mistake")
    await program.verdicts.renew(today=program.today())
    assert [flag["code"] for flag in await open_flags(caller, made["id"])] == ["vacancy_closed"] * 2


async def test_whoever_has_the_last_opening_is_not_told_that_none_is_left(
    program: Program, caller: httpx.AsyncClient, behind: Connection
) -> None:
    _, made = await a_list(program, caller)
    item, vacancy = await behind.fetchrow(
        "SELECT id, vacancy_id FROM shortlist_items WHERE shortlist_id = $1 ORDER BY position LIMIT 1", made
    )
    await behind.execute("UPDATE vacancies SET openings = 1 WHERE id = $1", vacancy)
    assert (await caller.post(f"/api/v1/shortlist-items/{item}/hold")).status_code == 204
    await program.verdicts.renew(today=program.today())
    assert await open_flags(caller, made) == []
    await behind.execute(
        "UPDATE holds SET candidate_id = NULL, item_id = NULL WHERE vacancy_id = $1", vacancy
    )
    await program.verdicts.renew(today=program.today() + timedelta(days=1))  # somebody else has it now
    assert "openings_filled" in {flag["code"] for flag in await open_flags(caller, made)}


async def test_a_list_of_somebody_who_takes_part_no_longer_goes_nowhere(
    program: Program, caller: httpx.AsyncClient
) -> None:
    person, made = await a_list(program, caller)
    stands = (await caller.get(f"/api/v1/shortlists/{made}")).json()
    item = stands["items"][0]["id"]
    gates = f"/api/v1/candidates/{person}/gates"
    read = await caller.get(gates)
    closed = {"consented": False, "objected": False}
    await caller.put(gates, json=closed, headers={"if-match": read.headers["etag"]})
    for path, asked in (
        (f"/{made}/steps", {"to": "under_review"}),
        (f"/{made}/items/{item}/answers", {"interested": True}),
    ):
        assert "tidak terbuka" in await refused(caller, path, **asked)
    assert (await caller.get(f"/api/v1/shortlists/{made}/sheet")).status_code == 409
    await program.verdicts.renew(today=program.today())
    tasks = (await caller.get("/api/v1/tasks")).json()["items"]
    assert {one["kind"] for one in tasks if made in str(one)} == {"list_flagged"}

    # Left out or closed, it may be.
    await does(caller, f"/{made}/steps", to="closed", reason="mistake")


async def test_nobody_approves_a_list_of_somebody_who_takes_part_no_longer(
    program: Program, caller: httpx.AsyncClient
) -> None:
    person, made = await a_list(program, caller)
    stands = await does(caller, f"/{made}/steps", to="under_review")
    gates = f"/api/v1/candidates/{person}/gates"
    read = await caller.get(gates)
    closed = {"consented": False, "objected": False}
    await caller.put(gates, json=closed, headers={"if-match": read.headers["etag"]})
    async with acting_as(program, PLANNER) as planner:
        assert "tidak terbuka" in await refused(planner, f"/{made}/approvals", version=stands["version"])


async def test_what_moved_between_the_adding_and_the_first_look_is_told(
    program: Program, caller: httpx.AsyncClient, behind: Connection
) -> None:
    """And what stood against it when somebody added it is not: they have added it as it was."""
    person, _ = await a_world_of(program, caller)
    run = (await caller.post("/api/v1/runs", json={"candidate_id": person})).json()
    closed, moves, still = [row["id"] for row in run["result"]["rows"]][:3]
    close = "UPDATE vacancies SET status = 'closed' WHERE id = $1"
    await behind.execute(close, closed)
    made = await does(caller, "", candidate_id=person)
    for one in (closed, moves, still):
        await does(caller, f"/{made['id']}/items", vacancy_id=one, reason="candidate_wish")
    await behind.execute(close, moves)
    await program.verdicts.renew(today=program.today())
    document = (await caller.get(f"/api/v1/shortlists/{made['id']}")).json()
    assert {item["vacancy"]: [flag["code"] for flag in item["flags"]] for item in document["items"]} == {
        closed: [],
        moves: ["vacancy_closed"],
        still: [],
    }
    again = await program.verdicts.renew(today=program.today())
    assert again is not None
    assert again.flags == 0


async def test_a_person_whom_a_planner_adds_is_held_against_that_moment_too(
    program: Program, caller: httpx.AsyncClient
) -> None:
    person, (first, second, _) = await a_world_of(program, caller)
    async with acting_as(program, PLANNER) as planner:
        unmoved = await does(planner, "", vacancy_id=first)
        await does(planner, f"/{unmoved['id']}/items", candidate_id=person, reason="candidate_wish")
        await program.verdicts.renew(today=program.today())
        assert await open_flags(planner, unmoved["id"]) == []  # the planner has seen what the program sees
        made = await does(planner, "", vacancy_id=second)
        await does(planner, f"/{made['id']}/items", candidate_id=person, reason="candidate_wish")
        await move_window(caller, person, 2031)
        await program.verdicts.renew(today=program.today())
        assert "start_before_release" in {flag["code"] for flag in await open_flags(planner, made["id"])}
