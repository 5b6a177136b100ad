from uuid import uuid4

import httpx
import pytest

from api.program import Program
from api.schemas.matches import CandidateList, VacancyList
from api.schemas.what_if import WhatIfList, WhatOpensOut
from tests.api.office import a_vacancy, recorded, take_in

pytestmark = pytest.mark.usefixtures("client")


async def test_nobody_gets_a_list_for_somebody_who_is_not_there(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/api/v1/candidates/{uuid4()}/matches")).status_code == 404
    assert (await client.get(f"/api/v1/vacancies/{uuid4()}/candidates")).status_code == 404


async def test_a_person_whose_gate_is_closed_has_no_list(client: httpx.AsyncClient) -> None:
    person = await recorded(client, gates={"consented": False})
    answer = await client.get(f"{person.headers['location']}/matches")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jembatan:problem:gate-closed")


@pytest.mark.parametrize(
    "query", ["size=0", "size=x", "as_of=31-12-2026", "as_of=0001-01-01", "lang=fr", "near=9"]
)
async def test_a_question_that_makes_no_sense_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/api/v1/candidates/{uuid4()}/matches?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


async def test_a_person_gets_a_list_with_reasons(client: httpx.AsyncClient, program: Program) -> None:
    vacancy, person = await a_vacancy(client), await recorded(client)
    await take_in(program)
    answer = await client.get(f"{person.headers['location']}/matches?size=50&lang=en&as_of=2026-11-22")
    VacancyList.model_validate(answer.json())
    (row,) = [m for m in answer.json()["matches"] if m["vacancy_id"] == vacancy.json()["id"]]
    assert row["employer"]["name"] == "PT Contoh Karya"
    assert row["place"]["code"] == "35.19"
    assert sum(row["contributions"].values()) == pytest.approx(row["score"], abs=1e-4)
    assert row["window"]["verdict"] == "tight"
    assert row["window"]["starts"] == "2027-02-01"
    assert "Contoh Uji" not in answer.text


async def test_a_vacancy_gets_people_by_the_same_score(client: httpx.AsyncClient, program: Program) -> None:
    vacancy, person = await a_vacancy(client), await recorded(client)
    await take_in(program)
    people = await client.get(f"{vacancy.headers['location']}/candidates?size=50&as_of=2026-11-22")
    CandidateList.model_validate(people.json())
    works = await client.get(f"{person.headers['location']}/matches?size=50&as_of=2026-11-22")
    (there,) = [m for m in people.json()["matches"] if m["candidate_id"] == person.json()["id"]]
    (back,) = [m for m in works.json()["matches"] if m["vacancy_id"] == vacancy.json()["id"]]
    assert there["score"] == back["score"]
    assert "Contoh Uji" not in people.text


async def test_what_fell_out_is_counted_with_words(client: httpx.AsyncClient, program: Program) -> None:
    await a_vacancy(client, place="91.71", title="Juru las")
    person = await recorded(client)
    await take_in(program)
    answer = await client.get(f"{person.headers['location']}/matches?lang=id&near=0")
    assert answer.json()["would_open"] == []
    assert set(answer.json()["dropped"]) == set(answer.json()["words"])
    assert answer.json()["dropped"]


async def test_a_reading_records_no_run(client: httpx.AsyncClient, program: Program) -> None:
    person = await recorded(client)
    before = (await client.get("/api/v1/runs?limit=50")).json()
    await client.get(f"{person.headers['location']}/matches")
    assert (await client.get("/api/v1/runs?limit=50")).json() == before


async def test_a_supposed_list_is_the_list_once_the_certificate_is_recorded(
    client: httpx.AsyncClient, program: Program
) -> None:
    person = await recorded(client)
    await a_vacancy(client, title="Teknisi AC split")
    await take_in(program)
    here = person.headers["location"]
    held = {"kind": "competence", "title": "Teknisi AC", "verification": "confirmed_by_issuer"}
    query = "size=50&as_of=2026-11-22"
    stored = (await client.get(f"{here}/certificates")).json()
    confirmed_unless_said = {"certificates": [{"kind": "competence", "title": "Teknisi AC"}]}
    supposed = await client.post(f"{here}/what-if?{query}", json=confirmed_unless_said)
    assert supposed.status_code == 200, supposed.text
    WhatIfList.model_validate(supposed.json())
    before = (await client.get(f"{here}/matches?{query}")).json()["matches"]
    assert (await client.get(f"{here}/certificates")).json() == stored
    assert (await client.post(f"{here}/certificates", json=held)).status_code == 201
    await take_in(program)
    after = (await client.get(f"{here}/matches?{query}")).json()["matches"]
    told = supposed.json()["matches"]
    assert [{key: row[key] for key in row if key != "rank_before"} for row in told] == after
    assert len(after) > len(before)
    ranks = {row["vacancy_id"]: row["rank"] for row in before}
    assert all(row["rank_before"] == ranks.get(row["vacancy_id"]) for row in told if not row["similar"])


@pytest.mark.parametrize("body", [{}, {"licences": ["SIM_Z"]}, {"certificates": [{"title": "x"}]}])
async def test_a_supposition_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answer = await client.post(f"/api/v1/candidates/{uuid4()}/what-if", json=body)
    assert answer.status_code == 422
    answer = await client.post(f"/api/v1/candidates/{uuid4()}/what-if", json={"licences": ["SIM_A"]})
    assert answer.status_code == 404


async def test_what_would_open_more_is_told(client: httpx.AsyncClient, program: Program) -> None:
    person = await recorded(client)
    await a_vacancy(client, title="Sopir Truk SIM B1 dan Tukang Las")
    await take_in(program)
    answer = await client.get(f"{person.headers['location']}/what-opens?as_of=2026-11-22")
    WhatOpensOut.model_validate(answer.json())
    assert "SIM_B1" in {row["licence"] for row in answer.json()["licences"]}
