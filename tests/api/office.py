"""What tests of the API share: synthetic records over HTTP."""

from itertools import count
from typing import Any

import httpx

from api.program import Program
from api.schemas import examples

_numbers = count(1_001)  # those below are of examples and tenants


def a_nik() -> str:
    return f"351901170594{next(_numbers):04}"


def a_person(**changes: Any) -> dict[str, Any]:
    """A body for a new person whom nobody else is."""
    number = next(_numbers)
    identity = {"name": "Contoh Uji", "national_id": a_nik(), "birth_date": "1994-05-17"}
    references = [{"system": "UJI", "key": f"K{number}"}]
    return examples.CANDIDATE | {"identity": identity, "references": references} | changes


async def posted(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> httpx.Response:
    answer = await client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer


async def an_employer(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    body = examples.EMPLOYER | {"business_number": f"{next(_numbers):013}"} | changes
    return await posted(client, "/employers", body)


async def a_vacancy(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    employer = (await an_employer(client)).json()["id"]
    return await posted(client, "/vacancies", examples.VACANCY | {"employer": employer} | changes)


async def recorded(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await posted(client, "/candidates", a_person(**changes))


async def take_in(program: Program) -> None:
    """What the server does by itself while it runs."""
    await program.indexer.embed_missing(today=program.today())
    await program.catalogue.refresh()
