"""When somebody can be out, by a form alone: set anew with its supervision, refused with what was typed."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from api.program import Program
from api.schemas import examples
from tests.api.entrance import asking, cookie_of
from tests.api.web.person_desk import PersonDesk
from tests.api.web.test_frame import mark
from tests.staff import COLLEAGUE

MOVED = {
    "mode": "conditional_leave", "earliest": "2027-03-01", "expected": "2027-03-10", "latest": "2027-04-01",
    "basis": "decision", "as_of": "2026-12-01", "source": "SK",
}  # fmt: skip
SUPERVISED = {
    "supervised": "ya",
    "until": "2028-03-01",
    "report_every_days": "14",
    "area": "kota madiun\r\nKabupaten Madiun",
}


class Desk(PersonDesk):
    """A case worker's browser at the release of somebody of theirs, and that person's windows by the API."""

    under = "perkiraan-bebas"

    async def form(self) -> dict[str, str]:
        page = await self.browser.get(self.at)
        found = re.search(r'name="version" value="([^"]+)"', page.text)
        assert found
        return {"csrf": mark(page), "version": found[1]}

    async def standing(self) -> dict[str, Any]:
        answer = await self.client.get(f"/api/v1/candidates/{self.person}/window")
        document: dict[str, Any] = answer.json()
        return document


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    async with Desk.opened(program, supervision=examples.SUPERVISION) as one:
        yield one


async def test_a_window_is_set_once_and_the_one_before_stays_in_the_history(desk: Desk) -> None:
    assert f'href="{desk.at}"' in (await desk.browser.get(f"/orang/{desk.person}")).text
    shown = (await desk.browser.get(desk.at)).text
    assert 'value="2027-01-20"' in shown
    assert '<option value="conditional_release" selected>' in shown
    form = await desk.form() | MOVED | SUPERVISED
    for _ in range(2):  # a double click
        sent = await desk.browser.post(desk.at, data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, f"/orang/{desk.person}?kabar=saved")
    after = await desk.standing()
    assert after["window"] == MOVED
    assert [one["expected"] for one in after["history"]] == ["2027-03-10", "2027-01-20"]
    area = ["35.77", "35.19"]
    assert after["supervision"] == {"until": "2028-03-01", "area": area, "report_every_days": 14}
    assert "Kota Madiun, Kabupaten Madiun" in (await desk.browser.get(f"/orang/{desk.person}")).text
    assert "Kota Madiun\nKabupaten Madiun</textarea>" in (await desk.browser.get(desk.at)).text
    await desk.browser.post(desk.at, data=await desk.form() | MOVED)
    assert (await desk.standing())["supervision"] is None


async def test_what_is_wrong_stands_at_its_field_with_what_was_typed(desk: Desk) -> None:
    for field, fields in {
        "window": {"latest": "2027-01-01"},
        "expected": {"expected": "segera"},
        "mode": {"mode": ""},
        "basis": {"basis": "entahlah"},
        "report_every_days": SUPERVISED | {"report_every_days": "0"},
        "as_of": {"as_of": ""},
        "area": SUPERVISED | {"area": "Jawa Timur"},
    }.items():
        form = await desk.form() | MOVED | {"source": "Yang diketik"} | fields
        answer = await desk.browser.post(desk.at, data=form)
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), field
        assert f'href="#{field}"' in answer.text
        assert 'value="Yang diketik"' in answer.text
    english = await desk.form() | MOVED | {"latest": "2027-01-01"}
    assert "are not in order" in (await desk.browser.post(f"{desk.at}?lang=en", data=english)).text
    assert len((await desk.standing())["history"]) == 1


async def test_what_is_said_of_no_supervision_is_refused_and_what_stands_goes_with_its_tick(
    desk: Desk,
) -> None:
    untold, another = await desk.form() | MOVED, {"until": "2029-01-01", "area": "Kota Blitar"}
    for field in ("until", "area"):
        answer = await desk.browser.post(desk.at, data=untold | {field: another[field]})
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), field
    unknown = await desk.browser.post(desk.at, data=untold | SUPERVISED | {"area": "Negeri Dongeng"})
    assert (unknown.status_code, 'id="salah-area"' in unknown.text) == (422, True)
    await desk.browser.post(desk.at, data=untold | SUPERVISED)
    unticked = (
        await desk.form() | MOVED | SUPERVISED | {"supervised": "", "area": "Kota Madiun\r\nKabupaten Madiun"}
    )
    assert (await desk.browser.post(desk.at, data=unticked)).status_code == 303
    assert (await desk.standing())["supervision"] is None


async def test_a_stale_tab_changes_nothing(desk: Desk) -> None:
    stale = await desk.form()
    await desk.browser.post(desk.at, data=await desk.form() | MOVED)
    late = await desk.browser.post(desk.at, data=stale | MOVED | {"source": "dari tab lain"})
    assert late.status_code == 412
    assert (await desk.standing())["window"]["source"] == "SK"


async def test_a_colleague_sets_nothing_here(desk: Desk, program: Program) -> None:
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        csrf = mark(await other.get("/usulan"))
        assert (await other.get(desk.at)).status_code == 404
        assert (await other.post(desk.at, data=MOVED | {"csrf": csrf})).status_code == 404
    assert len((await desk.standing())["history"]) == 1
