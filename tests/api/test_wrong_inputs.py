"""Whatever is sent, the answer is a refusal with a reason, never a failure, and never an echo."""

import base64
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.schemas import examples
from tests.api.office import a_person, recorded

SECRET = "rahasia-3519011705940001"
JSON = {"content-type": "application/json"}
V1 = "/api/v1"


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


BODIES: list[Any] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b'{"a": NaN}',
    b"[" * 20_000,
    json.dumps({"name": "a\0b"}).encode(),
    b'{"name": "\\ud800"}',
    json.dumps({"name": SECRET * 100}).encode(),
    json.dumps({SECRET: SECRET}).encode(),
    json.dumps({"identity": SECRET, "facts": {"home": SECRET, "max_travel_m": 10**40}}).encode(),
    json.dumps(examples.CANDIDATE | {"facts": examples.FACTS | {"home": "00.00"}}).encode(),
    json.dumps(examples.CANDIDATE | {"window": examples.WINDOW | {"latest": "9999-12-31"}}).encode(),
    json.dumps(examples.CANDIDATE | {"references": [{"system": "", "key": ""}]}).encode(),
    json.dumps(examples.VACANCY | {"starts": "2026-02-30", "title": "\n"}).encode(),
    json.dumps({"candidate_id": SECRET}).encode(),
]
POSTS = [
    "/candidates",
    "/candidates/lookup",
    "/employers",
    "/vacancies",
    "/runs",
    "/imports/candidates",
    f"/candidates/{uuid4()}/what-if",
]
GETS = [
    "/candidates?cursor=%00",
    "/candidates?cursor=" + cursor("after x"),
    "/candidates?cursor=" + cursor("after -1"),
    "/candidates?limit=-1",
    "/candidates?limit=99999999999999999999",
    f"/candidates/{SECRET}",
    f"/candidates/{uuid4()}/certificates/{SECRET}",
    f"/candidates/{uuid4()}/matches?as_of={SECRET}",
    "/vacancies?cursor=%C3%A9",
    f"/runs/{uuid4()}/replay",
    "/reference/regencies?q=%00",
    "/reference/regencies?q=" + "a" * 500,
    "/reference/regencies?q=",
    "/reference/occupations?q=(((",
    f"/reference/vocabularies/{SECRET}",
    f"/{SECRET}",
]


def is_a_refusal(answer: httpx.Response) -> bool:
    assert answer.status_code < 500, answer.text
    assert SECRET not in answer.text
    assert "3519011705940001" not in answer.text
    return answer.status_code >= 400


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:24]))
@pytest.mark.parametrize("path", POSTS)
async def test_no_wrong_body_makes_the_server_fail(client: httpx.AsyncClient, path: str, body: bytes) -> None:
    headers = {"content-type": "text/csv"} if "imports" in path else JSON
    answer = await client.post(V1 + path, content=body, headers=headers)
    assert is_a_refusal(answer)
    if "imports" not in path:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", GETS)
async def test_no_wrong_address_makes_the_server_fail(client: httpx.AsyncClient, path: str) -> None:
    is_a_refusal(await client.get(V1 + path))


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:24]))
async def test_no_wrong_change_makes_the_server_fail(client: httpx.AsyncClient, body: bytes) -> None:
    path = (await recorded(client)).headers["location"]
    is_a_refusal(await client.patch(path, content=body, headers=JSON | {"if-match": "*"}))
    for part in ("window", "gates"):
        is_a_refusal(await client.put(f"{path}/{part}", content=body, headers=JSON | {"if-match": "*"}))


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_foreign_form_could_send_is_no_json(client: httpx.AsyncClient, kind: str) -> None:
    body = json.dumps(a_person()).encode()
    answer = await client.post(f"{V1}/candidates", content=body, headers={"content-type": kind})
    assert is_a_refusal(answer)


@pytest.mark.parametrize("key", [b"", b"a b", b"x" * 101, "é".encode()])
async def test_a_key_that_is_none_is_refused(client: httpx.AsyncClient, key: bytes) -> None:
    answer = await client.post(f"{V1}/candidates", json=a_person(), headers=[(b"idempotency-key", key)])
    assert is_a_refusal(answer)


async def test_a_text_longer_than_the_setting_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{V1}/vacancies", json=examples.VACANCY | {"description": "x" * 5_001})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/description")


@pytest.mark.parametrize(
    "address", ["candidates?limit=51", "vacancies?limit=1000", f"candidates/{uuid4()}/matches?size=51"]
)
async def test_more_than_a_page_holds_is_refused_and_the_most_is_named(
    client: httpx.AsyncClient, address: str
) -> None:
    answer = await client.get(f"{V1}/{address}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["problem"] == "paling besar 50 / at most 50"


async def test_every_address_refuses_methods_that_it_does_not_know(client: httpx.AsyncClient) -> None:
    answer = await client.request("DELETE", f"{V1}/candidates")
    assert (answer.status_code, answer.json()["type"]) == (405, "urn:jembatan:problem:method-not-allowed")
