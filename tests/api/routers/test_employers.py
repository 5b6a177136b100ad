from uuid import uuid4

import httpx

from tests.api.office import an_employer

EMPLOYERS = "/api/v1/employers"


async def test_an_employer_who_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{EMPLOYERS}/{uuid4()}")).status_code == 404


async def test_a_business_number_has_thirteen_digits(client: httpx.AsyncClient) -> None:
    answer = await client.post(EMPLOYERS, json={"name": "PT Contoh", "business_number": "12"})
    assert answer.json()["errors"][0]["pointer"] == "/business_number"


async def test_a_name_is_required(client: httpx.AsyncClient) -> None:
    answer = await client.post(EMPLOYERS, json={"name": "   "})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name")


async def test_an_employer_is_recorded_and_verified_later(client: httpx.AsyncClient) -> None:
    new = await an_employer(client, verification="unverified")
    path = new.headers["location"]
    changed = await client.patch(
        path, json={"verification": "verified"}, headers={"if-match": new.headers["etag"]}
    )
    assert changed.json()["verification"] == "verified"
    assert changed.json()["stamp"]["version"] == new.json()["stamp"]["version"] + 1
    assert (await client.get(path)).json() == changed.json()
