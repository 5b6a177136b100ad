import httpx
import pytest

REFERENCE = "/api/v1/reference"


@pytest.mark.parametrize("address", ["vocabularies/nothing", "regencies?q=xyzzy", "occupations?limit=0"])
async def test_what_is_not_known_is_refused(client: httpx.AsyncClient, address: str) -> None:
    assert (await client.get(f"{REFERENCE}/{address}")).status_code in (404, 422)


@pytest.mark.parametrize(
    ("text", "codes"), [("Madiun", ["35.19", "35.77"]), ("kota madiun", ["35.77"]), ("35.19", ["35.19"])]
)
async def test_a_place_is_found_as_people_write_it(
    client: httpx.AsyncClient, text: str, codes: list[str]
) -> None:
    answer = await client.get(f"{REFERENCE}/regencies", params={"q": text})
    assert [item["code"] for item in answer.json()["items"]] == codes


async def test_occupations_are_found_by_the_beginnings_of_words_and_of_codes(
    client: httpx.AsyncClient,
) -> None:
    by_word = (await client.get(f"{REFERENCE}/occupations", params={"q": "pengelas", "limit": 3})).json()
    assert by_word["items"]
    assert all("pengelas" in item["title"].lower() for item in by_word["items"])
    by_code = (await client.get(f"{REFERENCE}/occupations", params={"q": "7212"})).json()
    assert {item["code"][:4] for item in by_code["items"]} == {"7212"}


async def test_every_vocabulary_that_is_named_is_there(client: httpx.AsyncClient) -> None:
    for name in (await client.get(f"{REFERENCE}/vocabularies")).json()["items"]:
        assert (await client.get(f"{REFERENCE}/vocabularies/{name}")).json()["items"]


@pytest.mark.parametrize("name", ["regencies", "sectors", "fields-of-work", "sources"])
async def test_reference_data_is_sent_once(client: httpx.AsyncClient, name: str) -> None:
    first = await client.get(f"{REFERENCE}/{name}")
    assert first.json()["items"]
    tag = {"if-none-match": first.headers["etag"]}
    assert (await client.get(f"{REFERENCE}/{name}", headers=tag)).status_code == 304
