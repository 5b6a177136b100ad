"""What must be in place before somebody starts, by forms alone: written down, changed, closed, taken away."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest_asyncio

from api.program import Program
from api.schemas import examples
from tests.api.entrance import asking, cookie_of
from tests.api.web.person_desk import PersonDesk
from tests.api.web.test_frame import mark
from tests.staff import COLLEAGUE


class Desk(PersonDesk):
    """A case worker's browser at the blockers of somebody of theirs, and that person by the API."""

    under = "hambatan"

    async def sends(self, version: str = "", **fields: str) -> httpx.Response:
        page = await self.browser.get(self.at)
        found = re.search(r'name="version" value="(\d+)"', page.text)
        assert found
        sent = {"csrf": mark(page), "version": version or found[1]} | fields
        return await self.browser.post(self.at, data=sent)

    async def standing(self) -> list[tuple[str, str, int]]:
        held = (await self.client.get(f"/api/v1/candidates/{self.person}")).json()["facts"]["blockers"]
        return [(one["kind"], one["status"], one["lead_days"]) for one in held]


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    window = examples.WINDOW | {
        name: (program.today() + timedelta(days=day)).isoformat()
        for name, day in (("earliest", 20), ("expected", 30), ("latest", 60))
    }
    facts = examples.CANDIDATE["facts"] | {"blockers": []}
    async with Desk.opened(program, facts=facts, window=window) as one:
        yield one


async def test_a_blocker_is_written_down_changed_and_closed(desk: Desk, program: Program) -> None:
    assert f'href="{desk.at}"' in (await desk.browser.get(f"/orang/{desk.person}")).text
    for _ in range(2):  # a double click writes one
        sent = await desk.sends("1", kind="identity_card", status="open", lead_days="40")
        assert sent.status_code == 303, sent.text
    assert await desk.standing() == [("identity_card", "open", 40)]
    page = (await desk.browser.get(desk.at)).text
    assert "sudah lewat" in page  # 40 days, and the release is expected in 30
    assert '<option value="identity_card"' not in page  # each kind stands once
    profile = await desk.browser.get(f"/orang/{desk.person}")
    assert (profile.status_code, "40 hari" in profile.text) == (200, True)
    assert 'value="40"' in (await desk.browser.get(f"{desk.at}?ubah=identity_card")).text

    await desk.sends(kind="identity_card", status="in_progress", lead_days="10", of="identity_card")
    await desk.sends(kind="police_record_letter", status="open", lead_days="14")
    await desk.sends(kind="identity_card", status="done", lead_days="10")
    assert await desk.standing() == [("identity_card", "done", 10), ("police_record_letter", "open", 14)]
    page = (await desk.browser.get(desk.at)).text
    assert page.count("Sudah selesai") == 1
    assert "sudah lewat" not in page
    await desk.sends(kind="police_record_letter", status="open", lead_days="14", apa="hapus")
    assert await desk.standing() == [("identity_card", "done", 10)]


async def test_what_is_wrong_or_stale_changes_nothing(desk: Desk) -> None:
    wrong = await desk.sends(kind="bank_account", status="open", lead_days="-1")
    assert (wrong.status_code, 'id="salah-lead_days"' in wrong.text) == (422, True)
    assert '<option value="bank_account" selected>' in wrong.text
    assert 'id="salah-kind"' in (await desk.sends(kind="", status="open", lead_days="3")).text
    assert (await desk.sends(kind="housing", status="open", lead_days="3")).status_code == 303
    stale = await desk.sends("1", kind="housing", status="done", lead_days="3")
    assert stale.status_code == 412
    assert await desk.standing() == [("housing", "open", 3)]


async def test_a_colleague_writes_nothing_here(desk: Desk, program: Program) -> None:
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        csrf = mark(await other.get("/usulan"))
        assert (await other.get(desk.at)).status_code == 404
        form = {"csrf": csrf, "version": "1", "kind": "housing", "status": "open", "lead_days": "3"}
        assert (await other.post(desk.at, data=form)).status_code == 404
    assert await desk.standing() == []
