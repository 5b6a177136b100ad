from uuid import uuid4

import httpx
import pytest

from api.schemas import examples
from api.schemas.vacancies import VacancyDetail
from tests.api.office import a_vacancy, an_employer

VACANCIES = "/api/v1/vacancies"


async def test_a_vacancy_that_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{VACANCIES}/{uuid4()}")).status_code == 404


async def test_a_vacancy_of_nobody_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(VACANCIES, json=examples.VACANCY | {"employer": str(uuid4())})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"wage": {"lower_idr": 3, "upper_idr": 2, "unit": "month"}}, "/wage"),
        ({"openings": 0}, "/openings"),
        ({"openings": 10**30}, "/openings"),
        ({"limits": {"age_min": 40, "age_max": 20}}, "/limits"),
        ({"occupation": "tukang"}, "/occupation"),
        ({"place": None, "setting": "inside_facility"}, "/place"),
        ({"held": 1}, "/held"),
    ],
)
async def test_what_is_wrong_is_named_by_its_path(
    client: httpx.AsyncClient, wrong: dict[str, object], pointer: str
) -> None:
    answer = await client.post(VACANCIES, json=examples.VACANCY | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_what_the_title_says_is_read(client: httpx.AsyncClient) -> None:
    new = await a_vacancy(client, title="Satpam gudang")
    assert "FW01" in new.json()["fields"]
    VacancyDetail.model_validate(new.json())


async def test_what_the_text_asks_fills_silent_fields_and_never_becomes_the_employers_word(
    client: httpx.AsyncClient,
) -> None:
    text = (
        "Kualifikasi :\n- Pendidikan minimal SMA\n- Pengalaman minimal 2 tahun\n- Wanita, usia maks 30 tahun"
    )
    stated = {"required": {"experience_months": 6}, "wage": None}
    new = (await a_vacancy(client, description=text, **stated)).json()
    assert (new["required"]["education"], new["required"]["experience_months"]) == ("SMA", 6)
    assert new["from_text"] == ["required.education"]
    (one,) = new["contradictions"]
    assert (one["field"], one["stated"], one["read"]) == ("required.experience_months", "6", "24")
    assert f"{new['title']}\n{text}"[one["start"] : one["end"]] == "Pengalaman minimal 2 tahun"
    assert new["limits_in_text"] == {"age_min": None, "age_max": 30, "sex": "female"}
    changed = await client.patch(
        f"{VACANCIES}/{new['id']}", json={"description": "Kerja ringan"}, headers={"if-match": "*"}
    )
    assert changed.json()["required"]["education"] == "NONE"
    assert changed.json()["from_text"] == changed.json()["contradictions"] == []


async def test_a_field_of_an_old_title_is_given_up_and_a_declared_one_stays(
    client: httpx.AsyncClient,
) -> None:
    new = await a_vacancy(client, title="Satpam gudang", fields=["FW06"])
    changed = await client.patch(
        new.headers["location"],
        json={"title": "Tukang las", "description": ""},
        headers={"if-match": new.headers["etag"]},
    )
    assert changed.json()["fields"] == ["FW06"]


async def test_verifying_the_employer_changes_the_tag_of_the_vacancy(client: httpx.AsyncClient) -> None:
    employer = await an_employer(client, verification="unverified")
    vacancy = await a_vacancy(client, employer=employer.json()["id"])
    assert vacancy.json()["employer_verified"] is False
    await client.patch(
        employer.headers["location"], json={"verification": "verified"}, headers={"if-match": "*"}
    )
    answer = await client.get(vacancy.headers["location"], headers={"if-none-match": vacancy.headers["etag"]})
    assert (answer.status_code, answer.json()["employer_verified"]) == (200, True)
