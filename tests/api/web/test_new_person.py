"""One new person, recorded from the list of people by a form alone."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest_asyncio

from api.program import Program
from matching.model.caseload import CaseloadQuery
from matching.usecases import caseload
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import a_nik, recorded
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER, COLLEAGUE

AT = "/orang/baru"
Form = dict[str, str]


@pytest_asyncio.fixture
async def browser(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program) as one:
        one.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield one


async def filled(browser: httpx.AsyncClient, **typed: str) -> Form:
    """The form with what must be there, and this."""
    given = {
        "name": f"Contoh Baru {uuid4().hex[:6]}",
        "home": "35.19",
        "education": "SMA",
        "once": str(uuid4()),
    }
    return given | {"csrf": mark(await browser.get(AT))} | typed


async def people(program: Program) -> int:
    return (await caseload.people(program.gateway, CASE_WORKER, CaseloadQuery(today=program.today()))).total


async def test_a_person_is_recorded_once_and_shown_with_what_is_missing(
    program: Program, browser: httpx.AsyncClient
) -> None:
    assert f'href="{AT}"' in (await browser.get("/orang")).text
    nik = a_nik()
    given = await filled(
        browser, birth_date="1990-02-03", sex="female", national_id=nik, register_number=f"B.I {nik[-4:]}/2024",
        facility="Lapas Uji", phone="0812 0000 0003", district="Mejayan",
    )  # fmt: skip
    sent = [await browser.post(AT, data=given) for _ in range(2)]  # a double click
    assert [one.status_code for one in sent] == [303, 303], sent[-1].text
    places = {one.headers["location"] for one in sent}
    assert len(places) == 1
    at = places.pop()
    assert at.endswith("?kabar=person_recorded")
    page = (await browser.get(at)).text
    assert "Lengkapi bagian profil" in page
    assert "1 dari 5" in page
    person = at.partition("?")[0].removeprefix("/orang/")
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        document = (await client.get(f"/api/v1/candidates/{person}")).json()
    assert document["identity"]["national_id_last4"] == nik[-4:]
    assert document["identity"]["phone"] == "+6281200000003"
    assert (document["facility"], document["facts"]["home"]) == ("Lapas Uji", "35.19")
    assert document["gates"] == {"consented": False, "objected": False}
    assert nik not in page


async def test_what_is_wrong_stands_at_its_field_with_what_was_typed(
    program: Program, browser: httpx.AsyncClient
) -> None:
    before = await people(program)
    wrong = {
        "name": {"name": ""},
        "home": {"home": ""},
        "education": {"education": ""},
        "national_id": {"national_id": "12"},
        "birth_date": {"birth_date": "2025-01-01"},
        "phone": {"phone": "bukan telepon"},
        "sex": {"sex": "lain"},
    }
    for field, typed in wrong.items():
        answer = await browser.post(AT, data=await filled(browser, district="Diketik <b>") | typed)
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), field
        assert f'href="#{field}"' in answer.text
        assert 'value="Diketik &lt;b&gt;"' in answer.text
        assert ("35.19 selected" in answer.text) == (field != "home")
    assert (await browser.post(AT, data=await filled(browser) | {"csrf": "x"})).status_code == 403
    assert await people(program) == before


async def test_who_has_the_nik_already_is_shown_and_nobody_is_recorded(
    program: Program, browser: httpx.AsyncClient
) -> None:
    nik = a_nik()
    given = await filled(browser, national_id=nik)
    first = (await browser.post(AT, data=given)).headers["location"].partition("?")[0]
    again = await browser.post(AT, data=await filled(browser, national_id=nik, another="ya"))
    assert (again.status_code, 'id="salah-national_id"' in again.text) == (422, True)
    assert f'href="{first}"' in again.text


async def test_somebody_of_the_same_name_and_birth_date_is_asked_about(
    program: Program, browser: httpx.AsyncClient
) -> None:
    given = await filled(browser, birth_date="1990-02-04")
    first = (await browser.post(AT, data=given)).headers["location"].partition("?")[0]
    assert (
        (await browser.post(AT, data=given)).headers["location"].startswith(first)
    )  # sent twice: no question
    same = await filled(browser, birth_date="1990-02-04", name=given["name"].upper())
    asked = await browser.post(AT, data=same)
    assert (asked.status_code, 'id="salah-another"' in asked.text) == (422, True)
    assert f'href="{first}"' in asked.text
    second = await browser.post(AT, data=same | {"another": "ya"})
    assert second.status_code == 303
    assert not second.headers["location"].startswith(first)


async def test_a_register_number_that_another_has_is_asked_about(
    program: Program, browser: httpx.AsyncClient
) -> None:
    number = f"B.I {uuid4().int % 10_000}/2023"
    first = (await browser.post(AT, data=await filled(browser, register_number=number))).headers["location"]
    asked = await browser.post(AT, data=await filled(browser, register_number=number))
    assert (asked.status_code, 'id="salah-another"' in asked.text) == (422, True)
    assert f'href="{first.partition("?")[0]}"' in asked.text


async def test_whom_a_colleague_has_in_charge_is_not_told(
    program: Program, browser: httpx.AsyncClient
) -> None:
    nik, name = a_nik(), f"Contoh Rekan {uuid4().hex[:6]}"
    async with asking(program, await bearer(program, COLLEAGUE)) as client:
        await recorded(client, identity={"name": name, "birth_date": "1991-02-03", "national_id": nik})
    given = await filled(browser, name=name, birth_date="1991-02-03", national_id=nik)
    assert (await browser.post(AT, data=given)).status_code == 303
