import httpx
import pytest

from api.program import Program
from tests.api.office import a_vacancy, take_in


async def test_the_server_lives_and_says_as_whom_it_acts(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}


@pytest.mark.parametrize("probe", ["live", "ready"])
async def test_health_has_an_address_of_this_version_too(client: httpx.AsyncClient, probe: str) -> None:
    bare = await client.get(f"/health/{probe}")
    assert bare.status_code == 200
    assert (await client.get(f"/api/v1/health/{probe}")).json() == bare.json()


async def test_readiness_tells_what_is_indexed_and_what_is_pending(
    client: httpx.AsyncClient, program: Program
) -> None:
    await take_in(program)
    before = (await client.get("/health/ready")).json()["index"]
    assert before["pending_vacancies"] == 0
    await a_vacancy(client)
    waiting = (await client.get("/health/ready")).json()["index"]
    assert waiting["pending_vacancies"] == 1
    await take_in(program)
    after = (await client.get("/health/ready")).json()
    assert after["index"]["vacancies"] == before["vacancies"] + 1
    assert after["index"]["snapshot"] != before["snapshot"]
