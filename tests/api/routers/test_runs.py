import asyncio
from uuid import UUID, uuid4

import httpx
import pytest

from api.program import Program
from api.schemas.runs import RunOut
from data.errors import ConstraintBroken
from matching.model import CandidateId, RunId
from matching.usecases.records import Once
from matching.usecases.runs import record_run
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


async def test_equal_keys_at_the_same_moment_record_one_run(
    client: httpx.AsyncClient, program: Program
) -> None:
    vacancy, person = await a_vacancy(client), await recorded(client)
    await take_in(program)
    for body in ({"candidate_id": person.json()["id"]}, {"vacancy_id": vacancy.json()["id"]}):
        key = {"idempotency-key": str(uuid4())}
        before = await all_runs(client)
        answers = await asyncio.gather(*(client.post(RUNS, json=body, headers=key) for _ in range(4)))
        assert {answer.status_code for answer in answers} <= {201, 503}  # 503: try again
        assert len(await all_runs(client) - before) == 1
        again = await client.post(RUNS, json=body, headers=key)
        assert {again.json()["id"]} == {one.json()["id"] for one in answers if one.status_code == 201}


async def test_a_run_whose_key_cannot_be_kept_is_not_recorded(
    client: httpx.AsyncClient, program: Program
) -> None:
    person = await recorded(client)
    await take_in(program)
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(UUID(person.json()["id"])), today=program.today(), size=5
    )
    before = await all_runs(client)
    with pytest.raises(ConstraintBroken):
        await record_run(
            program.gateway,
            program.actor,
            answer,
            program.matcher.recipe.weights,
            run=RunId(program.new_id()),
            at=program.clock(),
            parameters={"size": 5},
            once=Once(None, "digest"),  # type: ignore[arg-type]
        )
    assert await all_runs(client) == before


async def all_runs(client: httpx.AsyncClient) -> set[str]:
    answer = await client.get(RUNS, params={"limit": 50})
    assert answer.json()["next"] is None
    return {item["id"] for item in answer.json()["items"]}


async def test_a_listing_of_runs_leaves_out_their_rows(client: httpx.AsyncClient, program: Program) -> None:
    person = await recorded(client)
    await client.post(RUNS, json={"candidate_id": person.json()["id"]})
    items = (await client.get(RUNS)).json()["items"]
    assert items
    assert all("features" not in item for item in items)
