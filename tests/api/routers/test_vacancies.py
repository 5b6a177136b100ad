from uuid import uuid4

import httpx
import pytest

from api.schemas import examples
from api.schemas.vacancies import VacancyOut
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
        ({"place": None, "setting": "inside_facility"}, ""),
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
    VacancyOut.model_validate(new.json())


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
