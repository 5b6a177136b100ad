"""What somebody holds, by forms alone: added, corrected, and refused with what was typed."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, cookie_of
from tests.api.web.person_desk import PersonDesk
from tests.api.web.test_frame import mark
from tests.staff import COLLEAGUE

SEWING = {"kind": "training", "title": "Menjahit Dasar", "verification": "claimed"}


class Desk(PersonDesk):
    """A case worker's browser at the certificates of somebody of theirs, who has none, and that person by the API."""

    under = "sertifikat"

    async def form(self, of: str = "") -> dict[str, str]:
        """What the form carries for us."""
        page = await self.browser.get(f"{self.at}?ubah={of}")
        found = re.findall(r'name="(once|version|of)" value="([^"]+)"', page.text)
        return {"csrf": mark(page), **dict(found)}

    async def sends(self, of: str = "", **fields: str) -> httpx.Response:
        return await self.browser.post(self.at, data=await self.form(of) | SEWING | fields)

    async def held(self) -> list[dict[str, Any]]:
        answer = await self.client.get(f"/api/v1/candidates/{self.person}/certificates")
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    async with Desk.opened(program, certificates=[]) as one:
        yield one


async def test_a_certificate_is_added_once_and_corrected(desk: Desk) -> None:
    page = (await desk.browser.get(f"/orang/{desk.person}")).text
    assert page.count(f'href="{desk.at}"') == 2  # where the profile lacks it, and at the certificates
    first = await desk.form() | SEWING | {"units": "C.24LAS01.001.1 (2018)\n", "kkni_level": "2"}
    for _ in range(2):  # a double click
        assert (await desk.browser.post(desk.at, data=first)).status_code == 303
    [one] = await desk.held()
    assert (one["title"], one["kkni_level"], one["expires"]) == ("Menjahit Dasar", 2, None)
    assert one["units"] == [{"code": "C.24LAS01.001.1", "decree_year": 2018}]
    assert "Menjahit Dasar" in (await desk.browser.get(f"/orang/{desk.person}")).text

    change = {"verification": "original_seen", "verified_by": "Pembimbing", "verified_on": "2026-01-05"}
    right = await desk.form(one["id"]) | SEWING | change | {"issued": "2026-01-02", "expires": "2029-01-02"}
    for _ in range(2):
        assert (await desk.browser.post(desk.at, data=right)).status_code == 303
    [after] = await desk.held()
    assert after["id"] == one["id"]
    assert {name: after[name] for name in change} == change
    assert (after["expires"], after["units"], after["kkni_level"]) == ("2029-01-02", [], None)
    form = (await desk.browser.get(f"{desk.at}?ubah={one['id']}")).text
    assert '<option value="original_seen" selected>' in form
    assert 'value="2029-01-02"' in form


async def test_what_is_wrong_stands_at_its_field_with_what_was_typed(desk: Desk) -> None:
    for field, fields in {
        "expires": {"issued": "2026-05-01", "expires": "2025-05-01"},
        "units": {"units": "las listrik"},
        "issued": {"issued": "kemarin"},
        "training_hours": {"training_hours": "0"},
        "kind": {"kind": ""},
        "verified_on": {"verified_on": "2026-13-01"},
    }.items():
        answer = await desk.sends(**{"title": "Yang diketik"} | fields)
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), field
        assert f'href="#{field}"' in answer.text
        assert 'value="Yang diketik"' in answer.text
    english = await desk.browser.post(f"{desk.at}?lang=en", data=await desk.form() | SEWING | {"title": ""})
    assert "is required" in english.text
    assert await desk.held() == []


async def test_a_stale_tab_changes_nothing(desk: Desk) -> None:
    await desk.sends()
    [one] = await desk.held()
    stale = await desk.form(one["id"])
    await desk.sends(one["id"], title="Menjahit Lanjut")
    answer = await desk.browser.post(desk.at, data=stale | SEWING | {"title": "Dari tab lain"})
    assert answer.status_code == 412
    assert [held["title"] for held in await desk.held()] == ["Menjahit Lanjut"]


async def test_a_colleague_writes_nothing_here(desk: Desk, program: Program) -> None:
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        csrf = mark(await other.get("/usulan"))
        assert (await other.get(desk.at)).status_code == 404
        assert (await other.post(desk.at, data=SEWING | {"csrf": csrf})).status_code == 404
    assert await desk.held() == []
