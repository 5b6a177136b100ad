"""Whose a waiting row is, said by forms alone."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import a_nik, recorded
from tests.api.routers.test_imports import NAMELESS, a_waiting_row
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER


@dataclass
class Desk:
    """A case worker's browser, and a row of theirs that waits."""

    browser: httpx.AsyncClient
    row: str
    name: str

    async def sends(self, under: str, **fields: str) -> httpx.Response:
        csrf = mark(await self.browser.get("/antrean"))
        return await self.browser.post(f"/antrean/{self.row}/{under}", data={"csrf": csrf} | fields)

    async def shown(self) -> str:
        """The card of the row, empty where it waits no longer."""
        cards = (await self.browser.get("/antrean")).text.split('<li class="card">')
        return next((card for card in cards if self.row in card), "")


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        row = await a_waiting_row(client)
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield Desk(browser, row["id"], row["cells"]["nama"])
        await Desk(browser, row["id"], "").sends("abaikan", reason="selesai diuji")


async def test_a_row_is_taken_in_as_a_new_persons_and_undone(desk: Desk) -> None:
    assert desk.name in await desk.shown()
    unsaid = await desk.sends("putuskan")
    assert (unsaid.status_code, "pilih siapa orangnya" in unsaid.text) == (422, True)
    taken = await desk.sends("putuskan", whose="baru")
    assert taken.status_code == 303
    assert await desk.shown() == ""
    path = taken.headers["location"].partition("?")[0]
    csrf = mark(await desk.browser.get(path))
    assert (await desk.browser.post(f"{path}/batalkan", data={"csrf": csrf})).status_code == 303
    assert desk.name in await desk.shown()


async def test_a_row_is_taken_in_as_somebodys_who_is_known(program: Program, desk: Desk) -> None:
    """Somebody who is possibly the same is named with what agrees; said to be them, the row is theirs."""
    name = f"Contoh {uuid4().hex[:8]}"
    identity = {"name": name, "national_id": a_nik(), "birth_date": "1995-08-17"}
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        person = (await recorded(client, identity=identity)).json()["id"]
        file = NAMELESS.format(name).encode()
        await client.post("/api/v1/imports/candidates", content=file, headers={"content-type": "text/csv"})
    cards = (await desk.browser.get("/antrean")).text.split('<li class="card">')
    (card,) = [one for one in cards if person in one]
    assert "tanggal lahir = " in card
    row = re.search(r"/antrean/([^/]+)/putuskan", card)
    assert row
    own = Desk(desk.browser, row[1], name)
    assert (await own.sends("putuskan", whose=person)).status_code == 303
    assert await own.shown() == ""


async def test_a_row_is_left_out_with_a_reason(desk: Desk) -> None:
    assert (await desk.sends("abaikan")).status_code == 422
    assert desk.name in await desk.shown()
    assert (await desk.sends("abaikan", reason="baris ganda")).status_code == 303
    assert await desk.shown() == ""
