"""The rights of people over HTTP: consents, requests, the person's own file, erasure."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.program import Program
from api.schemas import examples, rights_examples
from tests.api.office import a_nik, a_vacancy, an_employer, posted, recorded, take_in

CLOSED = {"gates": {"consented": False, "objected": False}}


async def a_path(client: httpx.AsyncClient, **changes: Any) -> str:
    location: str = (await recorded(client, **changes)).headers["location"]
    return location


async def consented(client: httpx.AsyncClient, person: str, **changes: Any) -> dict[str, Any]:
    answer = await client.post(f"{person}/consents", json=rights_examples.CONSENT | changes)
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


async def test_a_consent_that_is_sent_again_is_entered_once(client: httpx.AsyncClient) -> None:
    person = await a_path(client, **CLOSED)
    once = {"idempotency-key": str(uuid4())}
    for _ in range(2):
        answer = await client.post(f"{person}/consents", json=rights_examples.CONSENT, headers=once)
        assert answer.status_code == 201
    assert len((await client.get(f"{person}/consents")).json()["items"]) == 1


async def gates(client: httpx.AsyncClient, person: str) -> Any:
    return (await client.get(f"{person}/gates")).json()


async def test_a_consent_opens_the_gate_and_its_withdrawal_closes_it_in_every_list_and_index(
    client: httpx.AsyncClient, program: Program
) -> None:
    person = await a_path(client, **CLOSED)
    vacancy = (await a_vacancy(client)).json()["id"]
    entry = await consented(client, person)
    assert (entry["state"], entry["wording"]) == ("current", "matching/1")
    assert await gates(client, person) == {"consented": True, "objected": False}
    await take_in(program)
    before = int(program.catalogue.profiles.alive.sum())
    assert (await client.get(f"{person}/matches")).status_code == 200

    withdrawn = await client.post(f"{person}/consents/{entry['id']}/withdrawal", json={})
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    assert (await client.get(f"{person}/matches")).status_code == 409
    people = (await client.get(f"/api/v1/vacancies/{vacancy}/candidates?size=50")).text
    assert person.rpartition("/")[2] not in people
    await take_in(program)
    assert int(program.catalogue.profiles.alive.sum()) == before - 1
    again = await client.post(f"{person}/consents/{entry['id']}/withdrawal", json={})
    assert again.status_code == 404


async def test_a_disclosure_names_an_employer_and_ends_by_itself(client: httpx.AsyncClient) -> None:
    person = await a_path(client)
    employer = (await an_employer(client)).json()["id"]
    entry = await consented(client, person, purpose="disclosure", employer_id=employer, fields=["name"])
    assert entry["until"] is not None
    assert entry["wording"] == "disclosure/1"
    unknown = rights_examples.CONSENT | {
        "purpose": "disclosure",
        "employer_id": str(uuid4()),
        "fields": ["name"],
    }
    assert (await client.post(f"{person}/consents", json=unknown)).status_code == 404


@pytest.mark.parametrize("wrong", [
    {"purpose": "disclosure", "fields": ["name"]},
    {"fields": ["name"]},
    {"evidence": ""},
    {"how": "source"},
    {"given_at": "2100-01-01T00:00:00Z"},
    {"given_at": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
])  # fmt: skip
async def test_a_consent_that_cannot_be_is_refused(client: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    person = await a_path(client)
    answer = await client.post(f"{person}/consents", json=rights_examples.CONSENT | wrong)
    assert answer.status_code == 422, answer.text


async def test_for_a_child_the_guardian_is_asked_for(client: httpx.AsyncClient, program: Program) -> None:
    born = program.today().replace(year=program.today().year - 16, day=1).isoformat()
    identity = {"name": "Contoh Uji", "national_id": a_nik(), "birth_date": born}
    person = await a_path(client, identity=identity, **CLOSED)
    refused = await client.post(f"{person}/consents", json=rights_examples.CONSENT)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "guardian")
    guardian = {"name": "Wali Contoh", "relation": "ibu"}
    assert (await consented(client, person, guardian=guardian))["guardian"] == guardian


async def test_objection_and_restriction_take_effect_with_the_request_and_can_be_ended(
    client: httpx.AsyncClient,
) -> None:
    person = await a_path(client)
    for kind, end in (("restriction", "restriction/end"), ("objection", None)):
        assert (await client.get(f"{person}/matches")).status_code == 200
        asked = await client.post(f"{person}/requests", json={"kind": kind, "note": "tidak ingin"})
        assert (asked.status_code, asked.json()["state"], asked.json()["due_in_hours"]) == (201, "done", None)
        assert (await client.get(f"{person}/matches")).status_code == 409
        if end:
            assert (await client.post(f"{person}/{end}")).status_code == 204
    notes = [one["note"] for one in (await client.get(f"{person}/requests")).json()["items"]]
    assert notes == ["tidak ingin", "tidak ingin"]


async def test_a_request_waits_with_its_clock_and_is_decided_once(client: httpx.AsyncClient) -> None:
    person = await a_path(client)
    asked = (await client.post(f"{person}/requests", json=rights_examples.REQUEST)).json()
    assert 71 < asked["due_in_hours"] <= 72
    waiting = (await client.get("/api/v1/subject-requests")).json()["items"]
    assert asked["id"] in [one["id"] for one in waiting]
    overdue = (await client.get("/api/v1/subject-requests?overdue=true")).json()["items"]
    assert asked["id"] not in [one["id"] for one in overdue]
    decision = f"/api/v1/subject-requests/{asked['id']}/decision"
    assert (await client.post(decision, json={"granted": False})).status_code == 422
    done = await client.post(decision, json=rights_examples.DECISION)
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert (await client.post(decision, json=rights_examples.DECISION)).status_code == 422


async def test_an_erasure_that_is_granted_has_been_carried_out(client: httpx.AsyncClient) -> None:
    person = await a_path(client)
    asked = (await client.post(f"{person}/requests", json={"kind": "erasure"})).json()
    assert (await client.get(person)).status_code == 200
    done = await client.post(f"/api/v1/subject-requests/{asked['id']}/decision", json={"granted": True})
    assert (done.json()["state"], done.json()["candidate"]) == ("done", None)
    for path in ("", "/consents", "/requests", "/file", "/gates"):
        assert (await client.get(person + path)).status_code == 404


async def test_a_persons_file_is_theirs_in_full_as_json_and_as_a_page(client: httpx.AsyncClient) -> None:
    nik = a_nik()
    identity = {"name": "Contoh <b>Uji</b>", "national_id": nik, "birth_date": "1994-05-17"}
    person = await a_path(client, identity=identity)
    await posted(client, "/runs", {"candidate_id": person.rpartition("/")[2], "size": 3})
    refused = await client.get(f"{person}/file")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:jembatan:problem:access-not-requested")
    await posted(client, f"{person.removeprefix('/api/v1')}/requests", rights_examples.REQUEST)
    answer = await client.get(f"{person}/file")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["identity"]["nik"] == nik
    assert answer.json()["proposed"]
    page = await client.get(f"{person}/file?page=true")
    assert page.headers["content-type"].startswith("text/html")
    assert "Contoh &lt;b&gt;Uji&lt;/b&gt;" in page.text
    assert nik in page.text
    assert not [word for word in ("<script", "http://", "https://", "src=") if word in page.text]


@pytest.mark.parametrize("part", ["consents", "requests", "file"])
async def test_of_nobody_there_is_nothing(client: httpx.AsyncClient, part: str) -> None:
    assert (await client.get(f"/api/v1/candidates/{uuid4()}/{part}")).status_code == 404


async def test_the_texts_of_consent_are_public_to_the_staff(client: httpx.AsyncClient) -> None:
    items = (await client.get("/api/v1/consent-wordings")).json()["items"]
    assert {(one["key"], one["language"]) for one in items} >= {("matching/1", "id"), ("disclosure/1", "en")}


async def test_the_gates_of_a_record_say_what_the_ledger_says(client: httpx.AsyncClient) -> None:
    person = await a_path(client)
    (entry,) = (await client.get(f"{person}/consents")).json()["items"]
    assert (entry["how"], entry["wording"], entry["state"]) == ("source", None, "current")
    tag = (await client.get(f"{person}/gates")).headers["etag"]
    await client.put(f"{person}/gates", json=examples.GATES | {"consented": False}, headers={"if-match": tag})
    (entry,) = (await client.get(f"{person}/consents")).json()["items"]
    assert entry["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ({"consented": False}, {"consented": True}),
        ({"consented": True, "objected": True}, {"consented": True, "objected": False}),
        ({"consented": False, "objected": True}, {"consented": True, "objected": True}),
    ],
)
async def test_a_gate_is_closed_at_its_address_and_opened_by_the_ledger_alone(
    client: httpx.AsyncClient, before: dict[str, bool], asked: dict[str, bool]
) -> None:
    person = await a_path(client, gates=before)
    refused = await client.put(f"{person}/gates", json=asked, headers={"if-match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:jembatan:problem:consent-needed")
    assert await gates(client, person) == {"objected": False} | before
    await consented(client, person)
    assert await gates(client, person) == {"consented": True, "objected": False}


async def test_a_withdrawal_is_not_undone_at_the_gates(client: httpx.AsyncClient) -> None:
    person = await a_path(client, **CLOSED)
    entry = await consented(client, person)
    await client.post(f"{person}/consents/{entry['id']}/withdrawal", json={})
    refused = await client.put(f"{person}/gates", json={"consented": True}, headers={"if-match": "*"})
    assert refused.status_code == 409
    assert (await gates(client, person))["consented"] is False


async def test_of_a_child_no_record_opens_the_gate(client: httpx.AsyncClient, program: Program) -> None:
    born = program.today().replace(year=program.today().year - 16, day=1).isoformat()
    identity = {"name": "Contoh Uji", "national_id": a_nik(), "birth_date": born}
    person = await a_path(client, identity=identity, gates={"consented": True})
    assert (await gates(client, person))["consented"] is False
