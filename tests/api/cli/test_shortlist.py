"""`jembatan shortlist`, against the running program of the tests."""

import json
from functools import partial

import httpx
import pytest

from api.program import Program
from tests.api.cli.conftest import Run
from tests.api.routers.test_shortlists import a_world_of


@pytest.fixture
def run(commands: Run) -> Run:
    return partial(commands, "shortlist")


async def test_from_the_request_to_the_sheet(program: Program, client: httpx.AsyncClient, run: Run) -> None:
    person, vacancies = await a_world_of(program, client)
    made = json.loads(await run("request", "--candidate", person, "--json"))["id"]
    proposed = json.loads(await run("propose", made, "--size", "2", "--json"))
    assert [item["ranked"] for item in proposed["items"]] == [1, 2]
    other = [one for one in vacancies if one not in [item["vacancy"] for item in proposed["items"]]]
    await run("add", made, "--vacancy", other[0], "--reason", "known_to_employer")
    await run("move", made, "3", "1", "--reason", "candidate_wish")
    await run("remove", made, "3", "--reason", "better_elsewhere")
    await run("restore", made, "3", "--reason", "mistake")
    shown = json.loads(await run("show", made, "--json"))
    assert [item["ranked"] for item in shown["items"]] == [None, 1, 2]
    await run("ask", made, "1", "--not-interested", "--reason", "too_far")
    told = await run("show", made)
    assert "Terlalu jauh" in told
    await run("step", made, "under_review")
    assert "→" in await run("changes", made)
    approved = await run("approve", made)
    assert "first_contact" in str(json.loads(await run("show", made, "--json"))["approval_reasons"])
    assert "local" not in approved
    sheet = await run("sheet", made, "--row", "1")
    assert "Bila Anda tidak setuju" in sheet
    assert (await run("sheet", made, "--page")).startswith("<!doctype html>")
    assert made in await run("list", "--state", "under_review")


async def test_what_is_refused_ends_in_an_error(
    program: Program, client: httpx.AsyncClient, run: Run
) -> None:
    person, _ = await a_world_of(program, client)
    made = json.loads(await run("request", "--candidate", person, "--json"))["id"]
    await run("step", made, "sent", code=1)
    await run("move", made, "1", "1", "--reason", "because", code=2)
    await run("add", made, "--reason", "mistake", code=2)
