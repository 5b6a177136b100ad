"""`jembatan hidden`, against the running program of the tests."""

import json
from functools import partial

import httpx

from api.program import Program
from tests.api.cli.conftest import Run
from tests.api.routers.test_shortlists import a_world_of


async def test_a_vacancy_is_hidden_for_a_person_and_shown_again(
    program: Program, client: httpx.AsyncClient, commands: Run
) -> None:
    run = partial(commands, "hidden")
    person, (vacancy, *_) = await a_world_of(program, client)
    assert "Terlalu jauh" in await run("add", person, vacancy, "--reason", "too_far", "--note", "Dua jam.")
    (told,) = json.loads(await run("list", person, "--json"))["items"]
    assert (told["vacancy_id"], told["reason"], told["note"]) == (vacancy, "too_far", "Dua jam.")
    kept = (await client.get(f"/api/v1/candidates/{person}/hidden-vacancies")).json()["items"]
    assert kept == [told | {"at": kept[0]["at"]}]
    assert json.loads(await run("remove", person, vacancy, "--json"))["items"] == []
    await run("add", person, vacancy, "--reason", "because", code=2)
    await run("add", person, vacancy, "--reason", "other", code=1)
