from uuid import uuid4

import httpx
import pytest

from api.schemas import examples
from tests.api.office import recorded

PEOPLE = "/api/v1/candidates"


@pytest.mark.parametrize("part", ["certificates", "window", "gates", f"certificates/{uuid4()}"])
async def test_a_person_who_is_not_there_has_no_parts(client: httpx.AsyncClient, part: str) -> None:
    assert (await client.get(f"{PEOPLE}/{uuid4()}/{part}")).status_code == 404


async def test_another_persons_certificate_is_not_found(client: httpx.AsyncClient) -> None:
    one, other = await recorded(client), await recorded(client)
    certificate = one.json()["certificates"][0]["id"]
    path = f"{other.headers['location']}/certificates/{certificate}"
    assert (await client.get(path)).status_code == 404
    assert (await client.put(path, json=examples.CERTIFICATE, headers={"if-match": "*"})).status_code == 404


async def test_dates_out_of_order_are_refused(client: httpx.AsyncClient) -> None:
    person = (await recorded(client)).headers["location"]
    window = examples.WINDOW | {"earliest": "2027-03-01"}
    answer = await client.put(f"{person}/window", json={"window": window}, headers={"if-match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/window")


async def test_an_area_of_supervision_that_is_no_regency_is_refused(client: httpx.AsyncClient) -> None:
    person = (await recorded(client)).headers["location"]
    body = {"window": examples.WINDOW, "supervision": {"area": ["99.99"]}}
    answer = await client.put(f"{person}/window", json=body, headers={"if-match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "supervision.area")


@pytest.mark.parametrize(("part", "body"), [("window", examples.WINDOW_SETTING), ("gates", examples.GATES)])
async def test_parts_too_are_changed_by_who_has_seen_them(
    client: httpx.AsyncClient, part: str, body: dict[str, object]
) -> None:
    path = f"{(await recorded(client)).headers['location']}/{part}"
    assert (await client.put(path, json=body)).status_code == 428
    assert (await client.put(path, json=body, headers={"if-match": '"0-0"'})).status_code == 412


async def test_a_certificate_is_added_read_and_replaced(client: httpx.AsyncClient) -> None:
    person = (await recorded(client, certificates=[])).headers["location"]
    new = await client.post(f"{person}/certificates", json=examples.CERTIFICATE)
    assert new.status_code == 201
    listed = await client.get(f"{person}/certificates")
    assert listed.json()["items"] == [new.json()]
    replaced = await client.put(
        new.headers["location"],
        json=examples.CERTIFICATE | {"verification": "confirmed_by_issuer"},
        headers={"if-match": new.headers["etag"]},
    )
    assert replaced.json() == new.json() | {"verification": "confirmed_by_issuer"}
    assert (await client.get(new.headers["location"])).headers["etag"] == replaced.headers["etag"]


async def test_one_key_adds_one_certificate(client: httpx.AsyncClient) -> None:
    person = (await recorded(client, certificates=[])).headers["location"]
    key = {"idempotency-key": str(uuid4())}
    for _ in range(2):
        await client.post(f"{person}/certificates", json=examples.CERTIFICATE, headers=key)
    assert len((await client.get(f"{person}/certificates")).json()["items"]) == 1


async def test_a_new_window_stands_and_the_one_before_is_kept(client: httpx.AsyncClient) -> None:
    path = f"{(await recorded(client)).headers['location']}/window"
    before = await client.get(path)
    later = examples.WINDOW | {"expected": "2027-02-10"}
    after = await client.put(path, json={"window": later}, headers={"if-match": before.headers["etag"]})
    assert after.json()["window"] == later
    assert after.json()["history"] == [later, examples.WINDOW]


async def test_a_changed_part_changes_the_tag_of_the_person(client: httpx.AsyncClient) -> None:
    person = await recorded(client)
    path = person.headers["location"]
    await client.put(f"{path}/gates", json={"consented": False}, headers={"if-match": "*"})
    seen_before = {"if-match": person.headers["etag"]}
    assert (await client.patch(path, json={"facility": "Lain"}, headers=seen_before)).status_code == 412
