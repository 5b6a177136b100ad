import asyncio
import json
from uuid import uuid4

import httpx
import pytest

from api.program import Program
from api.schemas import examples
from api.schemas.candidates import CandidateOut
from tests.api.office import a_nik, a_person, a_vacancy, recorded, take_in

PEOPLE = "/api/v1/candidates"


async def test_a_person_who_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PEOPLE}/{uuid4()}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:jembatan:problem:not-found"


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"home": "35.19", "education": "SMK"}, "/facts/education"),
        ({"home": "Madiun", "education": "SMA"}, "/facts/home"),
        (
            {"home": "35.19", "education": "SMA", "licences": [{"licence": "SIM_Z"}]},
            "/facts/licences/0/licence",
        ),
        ({"home": "35.19", "education": "SMA", "max_travel_m": -1}, "/facts/max_travel_m"),
        ({"home": "35.19", "education": "SMA", "accepted_places": ["35.01"] * 9}, "/facts"),
    ],
)
async def test_what_is_wrong_is_named_by_its_path(
    client: httpx.AsyncClient, facts: dict[str, object], pointer: str
) -> None:
    answer = await client.post(PEOPLE, json=a_person(facts=facts))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_place_that_is_no_regency_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(PEOPLE, json=a_person(facts={"home": "99.99", "education": "SMA"}))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "home"


async def test_a_field_of_work_that_nobody_knows_is_refused(client: httpx.AsyncClient) -> None:
    facts = {"home": "35.19", "education": "SMA", "blocked_fields": ["FW99"]}
    answer = await client.post(PEOPLE, json=a_person(facts=facts))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "blocked_fields")


async def test_a_wrong_number_is_not_repeated_in_the_answer(client: httpx.AsyncClient) -> None:
    identity = {"name": "Contoh Rahasia", "national_id": "3519019999999999"}
    answer = await client.post(PEOPLE, json=a_person(identity=identity))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/identity/national_id"
    assert "9999" not in answer.text
    assert "Rahasia" not in answer.text


async def test_supervision_without_a_window_is_refused(client: httpx.AsyncClient) -> None:
    body = a_person(window=None, supervision=examples.SUPERVISION)
    assert (await client.post(PEOPLE, json=body)).status_code == 422


async def test_a_person_is_recorded_and_read_again(client: httpx.AsyncClient) -> None:
    new = await recorded(client)
    answer = await client.get(new.headers["location"])
    assert answer.json() == new.json()
    assert answer.headers["etag"] == new.headers["etag"]
    CandidateOut.model_validate(answer.json())


async def test_numbers_are_shown_by_their_last_four_and_protected_attributes_never(
    client: httpx.AsyncClient,
) -> None:
    nik = a_nik()
    identity = {"name": "Contoh Uji", "national_id": nik, "register_number": "B.I 117/2024"}
    protected = {"religion": "rahasia-agama", "sex": "female"}
    answer = await recorded(client, identity=identity, protected=protected)
    assert answer.json()["identity"]["national_id_last4"] == nik[-4:]
    assert answer.json()["identity"]["register_number_last4"] == "2024"
    for secret in (nik, "117/2024", "rahasia-agama", "female"):
        assert secret not in answer.text


async def test_a_person_is_found_by_number_only_through_the_body(client: httpx.AsyncClient) -> None:
    nik = a_nik()
    new = await recorded(client, identity={"name": "Contoh Uji", "national_id": nik})
    found = await client.post(f"{PEOPLE}/lookup", json={"national_id": nik})
    assert found.json()["id"] == new.json()["id"]
    assert (await client.post(f"{PEOPLE}/lookup", json={"national_id": a_nik()})).status_code == 404
    assert (await client.post(f"{PEOPLE}/lookup", json={})).status_code == 404


async def test_the_copy_that_the_caller_holds_is_not_sent_again(client: httpx.AsyncClient) -> None:
    new = await recorded(client)
    answer = await client.get(new.headers["location"], headers={"if-none-match": new.headers["etag"]})
    assert (answer.status_code, answer.content) == (304, b"")


async def test_a_change_needs_the_state_that_stands(client: httpx.AsyncClient) -> None:
    new = await recorded(client)
    path, patch = new.headers["location"], {"facts": {"willing_to_move": True}}
    assert (await client.patch(path, json=patch)).status_code == 428
    first = await client.patch(path, json=patch, headers={"if-match": new.headers["etag"]})
    assert first.status_code == 200
    assert first.json()["facts"] == new.json()["facts"] | {"willing_to_move": True}
    late = await client.patch(path, json=patch, headers={"if-match": new.headers["etag"]})
    assert late.status_code == 412


async def test_a_change_keeps_the_numbers_that_it_does_not_name(client: httpx.AsyncClient) -> None:
    nik = a_nik()
    new = await recorded(client, identity={"name": "Contoh Uji", "national_id": nik})
    changed = await client.patch(
        new.headers["location"],
        json={"identity": {"district": "Mejayan"}},
        headers={"if-match": new.headers["etag"]},
    )
    assert changed.json()["identity"]["district"] == "Mejayan"
    found = await client.post(f"{PEOPLE}/lookup", json={"national_id": nik})
    assert found.json()["id"] == new.json()["id"]


async def test_a_change_that_makes_a_record_wrong_names_the_field(client: httpx.AsyncClient) -> None:
    new = await recorded(client)
    answer = await client.patch(
        new.headers["location"], json={"facts": {"home": None}}, headers={"if-match": new.headers["etag"]}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/facts/home")


async def test_the_same_request_with_the_same_key_creates_one_person(client: httpx.AsyncClient) -> None:
    body, key = a_person(), {"idempotency-key": str(uuid4())}
    first = await client.post(PEOPLE, json=body, headers=key)
    again = await client.post(PEOPLE, json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await client.post(PEOPLE, json=a_person(), headers=key)
    assert other.status_code == 409
    assert other.json()["type"].endswith("idempotency-key-reused")


async def test_pages_lead_through_everybody_once(client: httpx.AsyncClient) -> None:
    new = {(await recorded(client)).json()["id"] for _ in range(3)}
    met: list[str] = []
    address: str | None = f"{PEOPLE}?limit=2"
    while address:
        answer = await client.get(address)
        assert len(answer.json()["items"]) <= 2
        met += [item["id"] for item in answer.json()["items"]]
        link = answer.links.get("next")
        assert (link is None) == (answer.json()["next"] is None)
        address = link["url"] if link else None
    assert len(met) == len(set(met))
    assert new <= set(met)


async def test_an_erased_person_is_gone_from_lists_and_leaves_runs_that_say_so(
    client: httpx.AsyncClient, program: Program
) -> None:
    vacancy, person = await a_vacancy(client), await recorded(client)
    await take_in(program)
    place, offer = person.headers["location"], vacancy.headers["location"]
    ranked = (await client.get(f"{offer}/candidates?size=50")).json()["matches"]
    assert person.json()["id"] in {row["candidate_id"] for row in ranked}
    own = await client.post("/api/v1/runs", json={"candidate_id": person.json()["id"]})
    others = await client.post("/api/v1/runs", json={"vacancy_id": vacancy.json()["id"]})

    answer = await client.delete(place, headers={"if-match": person.headers["etag"]})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await client.get(place)).status_code == 404
    assert (await client.get(f"{place}/matches")).status_code == 404
    await program.catalogue.refresh()
    ranked = (await client.get(f"{offer}/candidates")).json()["matches"]
    assert person.json()["id"] not in {row["candidate_id"] for row in ranked}
    erased = (await client.get(own.headers["location"])).json()
    assert erased["erased"]
    assert person.json()["id"] not in json.dumps(erased)
    assert person.json()["id"] not in (await client.get(others.headers["location"])).text


async def test_only_who_has_seen_a_person_as_they_stand_may_erase_them(client: httpx.AsyncClient) -> None:
    person = await recorded(client)
    place = person.headers["location"]
    assert (await client.delete(place)).status_code == 428
    assert (await client.delete(place, headers={"if-match": '"0-0"'})).status_code == 412
    assert (await client.get(place)).status_code == 200
    nobody = f"/api/v1/candidates/{uuid4()}"
    assert (await client.delete(nobody, headers={"if-match": "*"})).status_code == 404


async def test_a_number_makes_one_person_of_a_caseload(client: httpx.AsyncClient) -> None:
    identity = {"name": "Contoh Uji", "national_id": a_nik()}
    bodies = [a_person(identity=identity) for _ in range(4)]
    answers = await asyncio.gather(*(client.post(PEOPLE, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    (made,) = (answer.json()["id"] for answer in answers if answer.status_code == 201)
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert refused["type"] == "urn:jembatan:problem:already-recorded"
    assert made in refused["errors"][0]["problem"]
    assert identity["national_id"] not in str(refused)
    other = await recorded(client)
    answer = await client.patch(
        other.headers["location"], json={"identity": identity}, headers={"if-match": other.headers["etag"]}
    )
    assert (answer.status_code, made in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("birth", "education", "field"),
    [
        ("2099-05-17", "SMA", "birth_date"),
        ("2016-05-17", "SMA", "birth_date"),
        ("2011-05-17", "S3", "education"),
    ],
)
async def test_what_cannot_be_true_of_a_person_is_refused(
    client: httpx.AsyncClient, birth: str, education: str, field: str
) -> None:
    wrong = a_person(
        identity={"name": "Contoh Uji", "birth_date": birth}, facts={"home": "35.19", "education": education}
    )
    answer = await client.post(PEOPLE, json=wrong)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    right = await recorded(client)
    patch = {"identity": {"birth_date": birth}, "facts": {"education": education}}
    answer = await client.patch(
        right.headers["location"], json=patch, headers={"if-match": right.headers["etag"]}
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("name", ["\N{HAMMER}" * 50, "12345", "???"])
async def test_a_name_or_title_is_written_in_letters(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.post(PEOPLE, json=a_person(identity={"name": name}))
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/identity/name"]
    answer = await client.post("/api/v1/vacancies", json=examples.VACANCY | {"title": name})
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, ["/title"])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"identity": {"name": ""}}, "paling sedikit 1 karakter / at least 1 characters"),
        (
            {"facts": {"home": "35.19", "education": "SMA", "max_travel_m": "x"}},
            "bukan bilangan bulat / is not a whole number",
        ),
        ({"facts": {"home": "35.19", "education": "SMA", "max_travel_m": 10**9}}, " / at most "),
        ({"facts": {"home": "35.19", "education": "SMK"}}, "pilih salah satu / choose one of: "),
        ({"certificates": {}}, "bukan daftar / is not a list"),
        ({"gates": []}, "bukan objek / is not an object"),
    ],
)
async def test_a_problem_speaks_both_languages(
    client: httpx.AsyncClient, changes: dict[str, object], problem: str
) -> None:
    answer = await client.post(PEOPLE, json=a_person(**changes))
    assert answer.status_code == 422
    assert problem in answer.json()["errors"][0]["problem"]


async def test_a_key_that_another_record_has_is_told_in_both_languages(client: httpx.AsyncClient) -> None:
    new = await recorded(client)
    body = a_person(references=new.json()["references"])
    answer = await client.post(PEOPLE, json=body)
    assert (
        answer.json()["errors"][0]["problem"] == "kunci ini milik catatan lain / another record has this key"
    )
