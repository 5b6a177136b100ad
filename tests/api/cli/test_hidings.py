"""`jembatan hidden`, against the running program of the tests."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app, hidings
from api.program import Program
from tests.api.routers.test_shortlists import a_world_of


async def test_a_vacancy_is_hidden_for_a_person_and_shown_again(
    program: Program, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()

    def with_program(work: Callable[[Program], Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work(program), loop).result()

    monkeypatch.setattr(hidings, "_with", with_program)
    monkeypatch.setenv("COLUMNS", "200")

    async def run(*arguments: str, code: int = 0) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, app, ["hidden", *arguments])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    person, (vacancy, *_) = await a_world_of(program, client)
    assert "Terlalu jauh" in await run("add", person, vacancy, "--reason", "too_far", "--note", "Dua jam.")
    (told,) = json.loads(await run("list", person, "--json"))["items"]
    assert (told["vacancy_id"], told["reason"], told["note"]) == (vacancy, "too_far", "Dua jam.")
    kept = (await client.get(f"/api/v1/candidates/{person}/hidden-vacancies")).json()["items"]
    assert kept == [told | {"at": kept[0]["at"]}]
    assert json.loads(await run("remove", person, vacancy, "--json"))["items"] == []
    await run("add", person, vacancy, "--reason", "because", code=2)
    await run("add", person, vacancy, "--reason", "other", code=1)
