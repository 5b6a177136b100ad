"""Requests that schemathesis makes up from the description of the API, right and wrong ones, as every role: the server
never fails, and nobody is told anything of another tenant.

The requests are the same in every run (one seed, no stored examples). Each goes out as it was made up, and with
ids of the caller's own and of another tenant in the place of those in it.
"""

import json
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from data.embedded import Server
from matching.model.accounts import Scope
from matching.vocabulary import Role
from tests.api.entrance import Somebody, bearer, somebody
from tests.api.tenants import EVERYBODY, World, a_world, strange
from tests.api.test_matrix import Operation, assert_nothing_foreign

EXAMPLES = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}
"""Requests for each operation: as it is described, and not so."""
ROLES = ("case_worker", "planner", "recruiter", "administrator", "officer")
BASE = "http://127.0.0.1:8000"
LEFT_OUT = {
    "/api/v1/imports/{kind}": "takes a file: rows are made up in tests/matching/intake",
}


@dataclass(frozen=True)
class MadeUp:
    """A request as it was made up: the template of its address, the query with `?`, JSON where it has any."""

    operation: Operation
    path: str
    query: str
    headers: dict[str, str]
    body: bytes | None

    def asked(self, ids: dict[str, Any]) -> tuple[str, bytes | None]:
        """Address and body, with these ids in place; as it is without any."""
        if not ids:
            return self.path + self.query, self.body
        path, filled = self.operation.asked(ids)
        return path + self.query, None if self.body is None else json.dumps(filled).encode()


def made_up(app: Any) -> Iterator[MadeUp]:
    """Requests for every operation that the application describes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_dict(app.openapi())
        for result in schema.get_all_operations():
            assert isinstance(result, Ok), "the description is not right"
            operation = result.ok()
            if operation.path not in LEFT_OUT:
                for mode in GenerationMode:
                    yield from _made_up(operation, mode)


def _made_up(operation: Any, mode: GenerationMode) -> list[MadeUp]:
    found: list[MadeUp] = []

    @seed(1)
    @settings(
        max_examples=EXAMPLES[mode], database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        sent = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
        address = urlsplit(str(sent.url))
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body
        assert body is None or isinstance(body, bytes)
        headers = {
            name: str(value)
            for name, value in sent.headers.items()
            if name.lower()
            not in ("content-length", "authorization", "cookie", "host", "x-schemathesis-testcaseid")
        }
        found.append(
            MadeUp(
                Operation(operation.method.upper(), operation.path, _json(body)),
                address.path,
                f"?{address.query}" if address.query else "",
                headers,
                body,
            )
        )

    with suppress(
        *([Unsatisfiable] if mode is GenerationMode.NEGATIVE else [])
    ):  # nothing wrong can be said to it
        collect()
    return found


def _json(body: bytes | None) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


@pytest_asyncio.fixture(scope="module")
async def own_world(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world of this module's own: what is made up changes it."""
    async with a_world(server, tmp_path_factory.mktemp("generated")) as made:
        yield made


@pytest.fixture(scope="module")
def wishes(own_world: World) -> list[MadeUp]:
    """Made up once, asked by everybody."""
    return list(made_up(own_world.app))


async def test_nothing_made_up_makes_the_server_fail_or_tell_of_others(
    own_world: World, wishes: list[MadeUp]
) -> None:
    world, said = own_world, Counter[str]()
    statuses = Counter[int]()
    async with AsyncExitStack() as stack:
        callers = {name: await stack.enter_async_context(world.caller(EVERYBODY[name])) for name in ROLES}
        callers["nobody"] = await stack.enter_async_context(world.caller(None))
        reading = httpx.AsyncClient(
            transport=httpx.ASGITransport(world.app),
            base_url=BASE,
            headers=await bearer(world.program, EVERYBODY["case_worker"], frozenset({Scope.READ})),
        )
        callers["case_worker by a token to read"] = await stack.enter_async_context(reading)
        for caller, client in callers.items():
            name = caller.partition(" ")[0]
            for number, wish in enumerate(wishes):
                ids = _ids(world, name, number)
                path, body = wish.asked({key: ids[key] for key in wish.operation.names & set(ids)})
                answer = await client.request(wish.operation.method, path, content=body, headers=wish.headers)
                assert answer.status_code < 500, (caller, wish.operation, path, answer.text)
                assert_nothing_foreign(world, name, wish.operation, answer)
                said[caller] += 1
                statuses[answer.status_code] += 1
    print(f"\n{len(wishes)} requests made up; {said.total()} asked: {dict(said)}; statuses {dict(statuses)}")
    assert len(wishes) > 240
    assert {200, 403, 404, 422} <= set(statuses)


def _ids(world: World, name: str, number: int) -> dict[str, Any]:
    """Nobody's, one's own or another tenant's, in turn."""
    if number % 3 == 1 and name in world.tenants:
        return dict(world.tenants[name].ids)
    foreign = world.foreign(name)
    return strange(name, foreign[number % len(foreign)]) if number % 3 else {}


async def test_nothing_made_up_in_a_session_makes_the_server_fail(
    own_world: World, wishes: list[MadeUp]
) -> None:
    """What lets people in is asked in a session alone; who is put out by it comes in again."""
    someone: Somebody = await somebody(
        own_world.program, own_world.owner, Role.CASE_WORKER, Role.ADMINISTRATOR
    )
    paths = ("session", "me", "password", "second-factor", "sessions", "tokens", "links")
    asked = Counter[int]()
    for wish in wishes:
        if wish.path.split("/")[3:4] and wish.path.split("/")[3] in paths:
            if someone.csrf == "":
                await someone.signs_in()
            answer = await someone.browser.request(
                wish.operation.method, wish.path + wish.query, content=wish.body,
                headers=wish.headers | {"x-csrf-token": someone.csrf},
            )  # fmt: skip
            assert answer.status_code < 500, (wish.operation, answer.text)
            asked[answer.status_code] += 1
            if answer.status_code in (201, 204, 401):
                someone.csrf = ""
    print(f"\n{asked.total()} asked in a session: {dict(asked)}")
    assert asked.total() > 30
