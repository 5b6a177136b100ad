"""A person handed over from their page, by forms alone: to another unit, to a colleague; and asked for by NIK."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import recorded
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER, COLLEAGUE, ELSEWHERE, FAR_CASE_WORKER, HERE


@pytest_asyncio.fixture
async def person(program: Program) -> str:
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        return str((await recorded(client)).json()["id"])


@pytest_asyncio.fixture
async def browser(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program) as one:
        one.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield one


async def sent(browser: httpx.AsyncClient, at: str, to: str, **fields: str) -> httpx.Response:
    return await browser.post(to, data={"csrf": mark(await browser.get(at))} | fields)


async def test_a_person_is_offered_to_another_unit_once_and_accepted_there(
    program: Program, browser: httpx.AsyncClient, person: str
) -> None:
    at = f"/orang/{person}/serah-terima"
    assert f'href="{at}"' in (await browser.get(f"/orang/{person}")).text
    page = (await browser.get(at)).text
    assert f'value="{ELSEWHERE}"' in page
    assert f'value="{HERE}"' not in page
    wrong = await sent(browser, at, f"{at}/unit", unit="", note="Surat 12 <b>")
    assert (wrong.status_code, 'id="salah-unit"' in wrong.text) == (422, True)
    assert "Surat 12 &lt;b&gt;" in wrong.text
    own = await sent(browser, at, f"{at}/unit", unit=str(HERE), note="")
    assert (own.status_code, "pilih unit lain dari daftar" in own.text) == (422, True)
    assert (await browser.post(f"{at}/unit", data={"unit": str(ELSEWHERE)})).status_code == 403
    for _ in range(2):  # a double click makes one offer
        offered = await sent(browser, at, f"{at}/unit", unit=str(ELSEWHERE), note="Surat 12")
        assert offered.headers["location"] == "/perpindahan?kabar=offered"
    waiting = (await browser.get("/perpindahan")).text
    assert waiting.count("Surat 12") == 1
    async with asking(program) as far:
        far.cookies.set("jembatan", await cookie_of(program, FAR_CASE_WORKER))
        page = (await far.get("/perpindahan")).text
        (transfer,) = re.findall(r'action="/perpindahan/([0-9a-f-]{36})"', page)
        done = await sent(far, "/perpindahan", f"/perpindahan/{transfer}", apa="terima")
        assert done.status_code == 303
        assert (await far.get(f"/orang/{person}")).status_code == 200
    assert (await browser.get(at)).status_code == 404


async def test_a_person_is_given_to_a_colleague_once(
    program: Program, browser: httpx.AsyncClient, person: str
) -> None:
    at = f"/orang/{person}/serah-terima"
    wrong = await sent(browser, at, f"{at}/rekan", colleague=str(FAR_CASE_WORKER.account))
    assert (wrong.status_code, 'id="salah-colleague"' in wrong.text) == (422, True)
    page, once = await browser.get(at), str(uuid4())
    asked = {"csrf": mark(page), "colleague": str(COLLEAGUE.account), "once": once}
    for _ in range(2):
        given = await browser.post(f"{at}/rekan", data=asked)
        assert given.headers["location"] == "/orang?kabar=handed_over", given.text
    assert (await browser.get(at)).status_code == 404
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        assert (await other.get(at)).status_code == 200


async def test_somebody_who_has_come_is_asked_for_and_nothing_tells_whether_they_are_known(
    program: Program, browser: httpx.AsyncClient
) -> None:
    wrong = await sent(browser, "/perpindahan", "/perpindahan/minta", national_id="12")
    assert (wrong.status_code, 'id="salah-national_id"' in wrong.text) == (422, True)
    assert 'value="12"' in wrong.text
    async with asking(program, await bearer(program, FAR_CASE_WORKER)) as client:
        identity = {"name": "Contoh Jauh", "national_id": "3519011705940001"}
        made = await recorded(client, identity=identity)
        assert made.status_code == 201, made.text
    for number in ("3519011705940001", "3519011705949999"):
        asked = await sent(browser, "/perpindahan", "/perpindahan/minta", national_id=number)
        assert asked.headers["location"] == "/perpindahan?kabar=claimed"
    assert "3519" not in (await browser.get("/perpindahan?kabar=claimed")).text
    async with asking(program) as far:
        far.cookies.set("jembatan", await cookie_of(program, FAR_CASE_WORKER))
        assert (await far.get("/perpindahan")).text.count("Diminta unit lain") == 1
