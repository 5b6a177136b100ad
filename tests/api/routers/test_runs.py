from uuid import uuid4

import httpx
import pytest

from api.program import Program
from api.schemas.runs import RunOut
from tests.api.office import a_vacancy, recorded, take_in

RUNS = "/api/v1/runs"


@pytest.mark.parametrize("body", [{}, {"candidate_id": str(uuid4()), "vacancy_id": str(uuid4())}])
async def test_a_run_is_of_one_person_or_of_one_vacancy(
    client: httpx.AsyncClient, body: dict[str, str]
) -> None:
    assert (await client.post(RUNS, json=body)).status_code == 422


async def test_a_run_of_nobody_is_not_recorded(client: httpx.AsyncClient) -> None:
    assert (await client.post(RUNS, json={"candidate_id": str(uuid4())})).status_code == 404
    assert (await client.post(RUNS, json={"vacancy_id": str(uuid4())})).status_code == 404


async def test_a_run_is_recorded_once_and_replays_to_the_same_list(
    client: httpx.AsyncClient, program: Program
) -> None:
    vacancy, person = await a_vacancy(client), await recorded(client)
    await take_in(program)
    key = {"idempotency-key": str(uuid4())}
    for body in ({"candidate_id": person.json()["id"]}, {"vacancy_id": vacancy.json()["id"]}):
        new = await client.post(RUNS, json=body)
        assert new.status_code == 201
        RunOut.model_validate(new.json())
        assert (await client.get(new.headers["location"])).json() == new.json()
        replay = (await client.get(f"{new.headers['location']}/replay")).json()
        assert replay["same"]
        assert replay["rows"]
    first = await client.post(RUNS, json={"candidate_id": person.json()["id"]}, headers=key)
    again = await client.post(RUNS, json={"candidate_id": person.json()["id"]}, headers=key)
    assert first.json() == again.json()


async def test_a_listing_of_runs_leaves_out_their_rows(client: httpx.AsyncClient, program: Program) -> None:
    person = await recorded(client)
    await client.post(RUNS, json={"candidate_id": person.json()["id"]})
    items = (await client.get(RUNS)).json()["items"]
    assert items
    assert all("features" not in item for item in items)
