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


@pytest.mark.parametrize("text", ["tukang las", "ngelas", "welder"])
async def test_an_occupation_is_found_by_what_people_call_it(client: httpx.AsyncClient, text: str) -> None:
    answer = (await client.get(f"{REFERENCE}/occupations", params={"q": text, "limit": 200})).json()
    assert "7212" in {item["code"] for item in answer["items"]}


@pytest.mark.parametrize(
    ("name", "query", "key", "value"),
    [
        ("provinces", {"q": "jawa ti"}, "code", "35"),
        ("schemes", {"q": "batik tulis"}, "title", "Pembuatan Batik Tulis"),
        ("units", {"q": "A.01TPG01.001"}, "decree_year", 2025),
        ("construction-jobs", {"q": "si011001"}, "title", "Ahli Teknik Bangunan Gedung"),
        ("facilities", {"q": "nusakambangan"}, "province", "Jawa Tengah"),
        ("minimum-wages", {"q": "aceh", "year": 2015}, "monthly_idr", 1_900_000),
    ],
)
async def test_a_list_is_searched_and_read_in_parts(
    client: httpx.AsyncClient, name: str, query: dict[str, str | int], key: str, value: str | int
) -> None:
    found = (await client.get(f"{REFERENCE}/{name}", params=query)).json()["items"]
    assert value in {item[key] for item in found}
    parts: list[dict[str, object]] = []
    more = True
    while more and len(parts) < 6:
        part = await client.get(f"{REFERENCE}/{name}", params={"limit": 3, "offset": len(parts)})
        parts, more = parts + part.json()["items"], part.json()["more"]
    whole = (await client.get(f"{REFERENCE}/{name}", params={"limit": 6})).json()["items"]
    assert parts == whole
    assert (await client.get(f"{REFERENCE}/{name}", params={"q": "xyzzy"})).json()["items"] == []
