"""What a person agrees to and asks for, by forms alone."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import recorded
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER

WRITTEN = {"purpose": "matching", "how": "written", "evidence": "Map 12", "language": "id"}
CLOSED = {"gates": {"consented": False, "objected": False}}


@dataclass
class Desk:
    """A case worker's browser on one person's page of consents."""

    browser: httpx.AsyncClient
    path: str

    async def shows(self) -> str:
        return (await self.browser.get(self.path)).text

    async def sends(self, under: str = "", **fields: Any) -> httpx.Response:
        csrf = mark(await self.browser.get(self.path))
        return await self.browser.post(self.path + under, data={"csrf": csrf} | fields)

    async def may_be_matched(self) -> bool:
        page = await self.browser.get(self.path.replace("persetujuan", "lowongan"))
        return "Pencocokan tertutup" not in page.text


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        person = (await recorded(client, **CLOSED)).json()["id"]
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield Desk(browser, f"/orang/{person}/persetujuan")


async def test_a_consent_opens_the_gate_and_its_withdrawal_closes_it(desk: Desk) -> None:
    assert not await desk.may_be_matched()
    assert (await desk.sends(**WRITTEN)).status_code == 303
    page = await desk.shows()
    assert "naskah 1, bahasa Indonesia" in page
    assert "Map 12" in page
    assert await desk.may_be_matched()
    (consent,) = re.findall(r"persetujuan/([0-9a-f-]{36})/tarik", page)
    assert (await desk.sends(f"/{consent}/tarik")).status_code == 303
    assert not await desk.may_be_matched()
    assert "/tarik" not in await desk.shows()


async def test_a_double_submit_enters_one_consent(desk: Desk) -> None:
    once = str(uuid4())
    for _ in range(2):
        assert (await desk.sends(**WRITTEN, once=once)).status_code == 303
    assert (await desk.shows()).count("/tarik") == 1


async def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    answer = await desk.sends(**WRITTEN | {"evidence": ""}, guardian_relation="ibu <b>")
    assert answer.status_code == 422
    assert 'id="salah-guardian_name"' in answer.text
    assert "ibu &lt;b&gt;" in answer.text
    unproved = await desk.sends(**WRITTEN | {"evidence": ""})
    assert "tulis di mana surat atau rekamannya disimpan" in unproved.text
    assert 'id="salah-evidence"' in unproved.text
    assert not await desk.may_be_matched()


@pytest.mark.parametrize("tongue", ["id", "en"])
async def test_what_belongs_to_a_disclosure_is_not_dropped_from_another_consent(
    desk: Desk, tongue: str
) -> None:
    said = {
        "id": "hanya untuk “Membuka identitas kepada satu pemberi kerja”: pilih itu, atau kosongkan",
        "en": "only for “Disclosing identity to one employer”: choose that, or leave this empty",
    }[tongue]
    for field, value in (("employer_id", str(uuid4())), ("fields", ["name", "phone"])):
        answer = await desk.sends(f"?lang={tongue}", **WRITTEN | {field: value})
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Map 12"' in answer.text
    assert "/tarik" not in await desk.shows()


async def test_an_objection_closes_the_gate_at_once(desk: Desk) -> None:
    await desk.sends(**WRITTEN)
    assert (
        await desk.sends("/permintaan", kind="objection", note="tidak mau", sure="true")
    ).status_code == 303
    page = await desk.shows()
    assert "Orang ini berkeberatan atas pencocokan otomatis." in page
    assert "dilaksanakan" in page
    assert not await desk.may_be_matched()


async def test_a_restriction_is_ended_again(desk: Desk) -> None:
    await desk.sends(**WRITTEN)
    await desk.sends("/permintaan", kind="restriction", sure="true")
    assert not await desk.may_be_matched()
    assert "Akhiri pembatasan" in await desk.shows()
    await desk.sends("/lanjutkan")
    assert await desk.may_be_matched()


async def test_a_request_for_access_waits_with_its_clock_and_opens_the_file(desk: Desk) -> None:
    await desk.sends("/permintaan", kind="access")
    page = await desk.shows()
    assert "menunggu keputusan" in page
    file = re.search(r'href="(/orang/[^"]+/berkas)"', page)
    assert file
    copy = await desk.browser.get(file[1])
    assert copy.status_code == 200
    for way in re.findall(r'<a href="([^"]+)"', copy.text):
        assert (await desk.browser.get(way)).status_code == 200, way
    assert f'href="{desk.path}"' in copy.text
    assert "Copy of personal data" in (await desk.browser.get(f"{file[1]}?lang=en")).text
    assert (await desk.browser.get(f"{file[1]}/json")).json()["identity"]["nik"]


@pytest.mark.parametrize("under", ["berkas", "berkas/json"])
async def test_a_copy_sends_strangers_to_the_door_and_says_of_the_erased_that_they_are_gone(
    desk: Desk, program: Program, under: str
) -> None:
    address = f"{desk.path.removesuffix('persetujuan')}{under}"
    async with asking(program) as stranger:
        answer = await stranger.get(address)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/masuk?ke=")
    gone = await desk.browser.get(f"/orang/{uuid4()}/{under}")
    assert gone.status_code == 404
    assert gone.headers["content-type"].startswith("text/html")
    waits = await desk.browser.get(address)
    assert (waits.status_code, waits.headers["content-type"][:9]) == (409, "text/html")
