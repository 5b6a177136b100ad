import io
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from api import logs
from api.metrics import GAUGES
from api.program import Program
from api.wiring.server import application
from matching.model import CandidateId
from matching.trail import Act, TrailQuery
from tests.api.entrance import bearer
from tests.api.office import recorded
from tests.staff import OFFICER

TOKEN = "x" * 20


def serving(program: Program, client: str = "127.0.0.1", **settings: object) -> httpx.AsyncClient:
    changed = program.settings.model_copy(update=settings)
    transport = httpx.ASGITransport(application(replace(program, settings=changed)), client=(client, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")


async def signed_in(program: Program, asking: httpx.AsyncClient) -> None:
    asking.headers.update(await bearer(program, program.actor))


@pytest_asyncio.fixture
async def log(client: httpx.AsyncClient) -> AsyncIterator[io.StringIO]:
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.configure("debug", stream=stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]


async def test_answer_log_and_trail_name_the_same_request(
    client: httpx.AsyncClient, program: Program, log: io.StringIO
) -> None:
    person = (await recorded(client)).json()["id"]
    answer = await client.get(f"/api/v1/candidates/{person}", headers={"jembatan-request": "mine"})
    request = UUID(answer.headers["jembatan-request"])
    last = [json.loads(line) for line in log.getvalue().splitlines() if "answered" in line][-1]
    assert (last["request"], last["route"]) == (str(request), "/api/v1/candidates/{candidate_id}")
    async with program.gateway.transaction(OFFICER, read_only=True) as tx:
        rows, _ = await tx.trail.search(
            TrailQuery(subject=CandidateId(UUID(person)), act=Act.READ), limit=1, cursor=None
        )
    assert rows[0].request == request


async def test_a_problem_carries_the_request(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/api/v1/candidates/{uuid4()}")
    assert answer.json()["instance"] == UUID(answer.headers["jembatan-request"]).urn
    refused = await client.get("/", headers={"host": "example.com"})
    assert refused.json()["instance"] == UUID(refused.headers["jembatan-request"]).urn


async def test_the_log_holds_nothing_that_was_sent(client: httpx.AsyncClient, log: io.StringIO) -> None:
    planted = "Rahasia3519014107900001"
    await client.post("/api/v1/candidates", json={"identity": {"name": planted}, planted: 1})
    await client.post("/api/v1/candidates/lookup", json={"national_id": planted})
    await client.get(f"/api/v1/candidates?cursor={planted}")
    await client.get(f"/api/v1/{planted}", headers={"accept-language": planted, "user-agent": planted})
    await client.request(planted, "/")
    person = (await recorded(client)).json()
    await client.get(f"/api/v1/candidates/{person['id']}")
    assert log.getvalue().count("answered") >= 6
    assert planted not in log.getvalue()
    assert person["id"] not in log.getvalue()
    assert person["identity"]["name"] not in log.getvalue()


async def test_metrics_are_not_there_unless_the_settings_say_so(program: Program) -> None:
    for asking in (
        serving(program),
        serving(program, client="192.0.2.1", metrics="loopback"),
        serving(program, metrics="token"),
    ):
        async with asking:
            assert (await asking.get("/metrics")).status_code == 404


async def test_metrics_count_by_template_and_name_nobody(program: Program) -> None:
    async with serving(program, metrics="loopback") as asking:
        await signed_in(program, asking)
        person = (await recorded(asking)).json()["id"]
        await asking.get(f"/api/v1/candidates/{person}")
        await asking.get(f"/nowhere/{person}")
        text = (await asking.get("/metrics")).text
    route = 'method="GET",route="/api/v1/candidates/{candidate_id}",status="200"'
    assert f"jembatan_answers_total{{{route}}} 1.0" in text
    assert 'route="(none)",status="404"' in text
    assert all(f"jembatan_{name} " in text for name in GAUGES)
    assert person not in text


@pytest.mark.parametrize(("sent", "status"), [(f"Bearer {TOKEN}", 200), ("Bearer y", 404), ("", 404)])
async def test_a_token_opens_the_metrics(program: Program, sent: str, status: int) -> None:
    secret = type(program.settings)(metrics="token", metrics_token=TOKEN).metrics_token  # type: ignore[arg-type]
    async with serving(program, client="192.0.2.1", metrics="token", metrics_token=secret) as asking:
        assert (await asking.get("/metrics", headers={"authorization": sent})).status_code == status
