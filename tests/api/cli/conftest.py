"""Commands against the running program of the tests."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from api.cli import app, hidings, shortlist
from api.program import Program

Run = Callable[..., Awaitable[str]]


@pytest_asyncio.fixture
async def commands(program: Program, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command in a thread, its errands on the loop of the tests; what it prints."""
    loop = asyncio.get_running_loop()

    def with_program(purpose: str, work: Callable[[Program], Any], *, ranking: bool = False) -> Any:
        assert purpose
        assert ranking in (True, False)
        return asyncio.run_coroutine_threadsafe(work(program), loop).result()

    for module in (hidings, shortlist):
        monkeypatch.setattr(module, "with_program", with_program)
    monkeypatch.setenv("COLUMNS", "200")

    async def ran(*arguments: str, code: int = 0) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, app, arguments)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return ran
