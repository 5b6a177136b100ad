from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from api.program import Program
from api.schemas.trail import TrailRow
from tests.api.entrance import asking, bearer
from tests.api.office import recorded
from tests.staff import OFFICER

TRAIL = "/api/v1/trail"


@pytest_asyncio.fixture
async def officer(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program, await bearer(program, OFFICER)) as signed_in:
        yield signed_in


async def test_others_are_refused(client: httpx.AsyncClient) -> None:
    for path in (TRAIL, f"{TRAIL}/unusual"):
        assert (await client.get(path)).status_code == 403


async def test_the_officer_follows_a_person(client: httpx.AsyncClient, officer: httpx.AsyncClient) -> None:
    person = (await recorded(client)).json()["id"]
    await client.get(f"/api/v1/candidates/{person}")
    first = await officer.get(TRAIL, params={"subject": person, "limit": 2})
    rows = first.json()["items"]
    assert all(TrailRow.model_validate(row).subject == UUID(person) for row in rows)
    assert rows[0]["act"] == "read"
    assert "digests" not in rows[0]
    rest = await officer.get(TRAIL, params={"subject": person, "cursor": first.json()["next"]})
    acts = [row["act"] for row in (*rows, *rest.json()["items"])]
    assert acts.count("create") >= 2


@pytest.mark.parametrize(("back", "there"), [(1, True), (-1, False)])
async def test_the_time_narrows(
    client: httpx.AsyncClient, officer: httpx.AsyncClient, back: int, *, there: bool
) -> None:
    person = (await recorded(client)).json()["id"]
    since = (datetime.now(UTC) - timedelta(hours=back)).isoformat()
    found = await officer.get(TRAIL, params={"subject": person, "from": since, "act": "create"})
    assert bool(found.json()["items"]) == there


async def test_a_time_without_a_zone_is_refused(officer: httpx.AsyncClient) -> None:
    answer = await officer.get(TRAIL, params={"from": "2026-11-23T00:00:00"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "from")


async def test_unusual_reading_is_told_with_what_would_be_usual(
    program: Program, client: httpx.AsyncClient, officer: httpx.AsyncClient
) -> None:
    people = [UUID((await recorded(client)).json()["id"]) for _ in range(31)]
    async with program.gateway.transaction(program.actor, read_only=True) as tx:
        await tx.candidates.records(people)  # type: ignore[arg-type]
    told = (await officer.get(f"{TRAIL}/unusual")).json()["items"]
    own = {"account": str(program.actor.account), "measure": "people"}
    (found,) = [one for one in told if own.items() <= one.items()]
    assert found["count"] >= 31
