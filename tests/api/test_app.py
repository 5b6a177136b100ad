import asyncio
from dataclasses import replace
from datetime import datetime

import httpx
import pytest

from api.program import Program
from api.wiring.server import application
from data.embedded import Server
from data.gateway import PostgresGateway
from data.pool import Database
from data.vault import vault_from_file
from matching.usecases.catalogue import Catalogue
from matching.usecases.trail import Sealer
from tests.api.entrance import asking, bearer
from tests.api.office import a_person, recorded
from tests.postgres import fresh_database


async def test_a_database_that_is_away_is_said_and_worth_another_try(
    program: Program, server: Server
) -> None:
    async with fresh_database(server) as fresh:
        opened = Database.open(fresh.url("jembatan_app"))
        database = await opened.__aenter__()
    try:
        gateway = PostgresGateway(database, vault_from_file(program.settings.keys_path))
        async with asking(replace(program, gateway=gateway), await bearer(program, program.actor)) as client:
            answer = await client.get("/api/v1/candidates")
    finally:
        await opened.__aexit__(None, None, None)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["type"] == "urn:jembatan:problem:unavailable"


async def test_a_program_whose_indexes_are_not_loaded_is_not_ready(program: Program) -> None:
    catalogue = Catalogue(
        program.index, program.catalogue._shelf, program.matcher.recipe.world, program.catalogue._settings
    )
    async with asking(replace(program, catalogue=catalogue)) as client:
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:jembatan:problem:not-ready")
        assert (await client.get("/health/live")).status_code == 200


async def test_a_running_server_takes_changes_in_by_itself(program: Program) -> None:
    app = application(program)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=await bearer(program, program.actor)
        ) as client:
            before = (await client.get("/health/ready")).json()["index"]["profiles"]
            await client.post("/api/v1/candidates", json=a_person())
            for _ in range(100):
                now = (await client.get("/health/ready")).json()["index"]
                if now["profiles"] != before and not now["people_pending"]:
                    return
                await asyncio.sleep(0.05)
    pytest.fail("five seconds later the change is still not taken in")


class LosesACancellation(Sealer):
    """Seals nothing; what is first to end it comes out as another error, as it can where a transaction is closing."""

    def __init__(self, instead_of: Sealer) -> None:
        super().__init__(instead_of.seals, instead_of.anchors)
        self.begun = asyncio.Event()

    async def seal(self, *, now: datetime) -> int:
        first = not self.begun.is_set()
        self.begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if first:
                raise RuntimeError("the transaction could not be closed") from None
            raise
        return now.year


async def test_a_server_ends_though_a_cancellation_is_lost(program: Program) -> None:
    deaf = LosesACancellation(program.sealer)
    app = application(replace(program, sealer=deaf))

    async def serve() -> None:
        async with app.router.lifespan_context(app):
            await deaf.begun.wait()

    served = asyncio.create_task(serve())
    ended, _ = await asyncio.wait([served], timeout=20)
    served.cancel()  # where it has not, it must not keep the other tests
    assert ended == {served}


async def test_of_two_changes_at_once_one_is_refused(client: httpx.AsyncClient) -> None:
    person = await recorded(client)
    path, seen = person.headers["location"], {"if-match": person.headers["etag"]}
    answers = await asyncio.gather(
        *(client.patch(path, json={"facility": name}, headers=seen) for name in ("A", "B"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_of_two_changes_of_a_part_at_once_one_is_refused(client: httpx.AsyncClient) -> None:
    person = await recorded(client)
    path = f"{person.headers['location']}/gates"
    seen = {"if-match": (await client.get(path)).headers["etag"]}
    bodies = ({"consented": False}, {"consented": True, "objected": True})
    answers = await asyncio.gather(*(client.put(path, json=body, headers=seen) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_two_creations_with_one_key_at_once_make_one_person(client: httpx.AsyncClient) -> None:
    body, key = a_person(), {"idempotency-key": "at-once"}
    answers = await asyncio.gather(
        *(client.post("/api/v1/candidates", json=body, headers=key) for _ in range(4))
    )
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert {answer.status_code for answer in answers} <= {201, 409, 422, 503}
