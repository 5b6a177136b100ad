"""A list of 20 over HTTP with everything on, beside the same list in the process and without trail and walls.

    python -m benchmarks.http [--rounds 150] [--out benchmarks/results/http.json]

A real server on a free port here: perimeter, gate (a token asked of the database), role, walls, trail, JSON. One client
asks one request after another in the same process, so its work is in the figures. Two copies of one database, as
`benchmarks.trail` makes them: as it is, and without trail and walls. Kinds take turns, so that what else the machine
does falls on all of them; compare the ratios to the list in the process.
"""

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from api import wiring
from api.accounts.gate import as_oneself
from api.accounts.tokens import TOKEN, digest_of, new_secret
from api.program import Program
from api.settings import Settings
from api.wiring.server import application
from benchmarks.machine import describe
from benchmarks.trail import KINDS, copied, figures, filled, in_turns, way_in
from data.embedded import embedded_server
from data.migrate import migrate_at
from data.reference_load import load_reference_at
from embeddings.hashing import HashingEncoder
from matching.model import CandidateId
from matching.model.accounts import ApiToken, Scope
from matching.model.ids import TokenId

EVERYTHING, BARE = "with both", "without both"
ROUNDS, WARM_UP = 150, 15
RESULTS = Path(__file__).parent / "results" / "http.json"
Ask = Callable[[int], Awaitable[Any]]


async def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of each kind, and its median as a multiple of that in the process."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(embedded_server(folder / "home"))
        await migrate_at(server.url("jembatan_owner"))
        await load_reference_at(server.url("jembatan_owner"))
        asked: dict[str, Ask] = {}
        for number, kind in enumerate((EVERYTHING, BARE)):
            name = f"http_{number}"
            await copied(server, "jembatan", name, KINDS[kind])
            settings = Settings(home=folder / name, requests_per_minute=1_000_000)
            settings.home.mkdir()
            opened = [
                await stack.enter_async_context(
                    way_in(kind).open(server.url(f"jembatan_{role}", name), role=f"jembatan_{role}")
                )
                for role in ("app", "worker")
            ]
            actor = wiring.local_actor("measuring")
            program = wiring.assemble(settings, opened[0], opened[1], HashingEncoder(), actor)
            people = await filled(program)
            client = await stack.enter_async_context(_served(program))
            asked |= {f"in the process, {kind}": _in_process(program, people),
                      f"over HTTP, {kind}": _over_http(client, people)}  # fmt: skip
            asked[f"who one is over HTTP, {kind}"] = _who(client)
        taken = await in_turns(asked, rounds, WARM_UP)
    found = {kind: figures(times) for kind, times in taken.items()}
    base = found[f"in the process, {EVERYTHING}"]["p50"]
    return {
        "machine": describe(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "rounds": rounds,
        "list_of_20_ms": {kind: one | {"ratio": round(one["p50"] / base, 2)} for kind, one in found.items()},
    }


def _in_process(program: Program, people: list[CandidateId]) -> Ask:
    return lambda i: program.matcher.vacancies_for(
        program.actor, people[i % len(people)], today=program.today(), size=20
    )


def _over_http(client: httpx.AsyncClient, people: list[CandidateId]) -> Ask:
    return lambda i: _got(client, f"/api/v1/candidates/{people[i % len(people)]}/matches?limit=20")


def _who(client: httpx.AsyncClient) -> Ask:
    return lambda _: _got(client, "/api/v1/me")


async def _got(client: httpx.AsyncClient, path: str) -> None:
    (await client.get(path)).raise_for_status()


@asynccontextmanager
async def _served(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    config = uvicorn.Config(application(program), host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    headers = {"authorization": f"Bearer {await _token(program)}", "host": "127.0.0.1"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        yield client
    server.should_exit = True
    await serving


async def _token(program: Program) -> str:
    secret, actor = new_secret(TOKEN), program.actor
    assert actor.duty is not None
    until = program.clock() + timedelta(hours=1)
    token = ApiToken(TokenId(uuid4()), actor.account, actor.duty, "ukur", frozenset({Scope.READ}), until)
    async with program.accounts.transaction(as_oneself(actor.account)) as tx:
        await tx.own.add_token(token, digest_of(secret))
    return secret


def main() -> None:
    """Measure, print, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    arguments.add_argument("--out", type=Path, default=RESULTS)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="jembatan-bench-") as folder:
        Path(folder).chmod(0o711)  # root's server runs as somebody else, who must get in
        results = asyncio.run(measure(Path(folder), asked.rounds))
    text = json.dumps(results, indent=2)
    print(text)
    asked.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
