"""Work that somebody has found without a list, written down from their page by forms alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import recorded
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER, COLLEAGUE


@pytest_asyncio.fixture
async def person(program: Program) -> str:
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        return str((await recorded(client, window=None)).json()["id"])


@pytest_asyncio.fixture
async def browser(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program) as one:
        one.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield one


async def test_an_own_business_is_written_down_once_and_checked_like_other_work(
    program: Program, browser: httpx.AsyncClient, person: str
) -> None:
    at, day = f"/orang/{person}/kerja", (program.today() - timedelta(days=3)).isoformat()
    assert f'href="{at}"' in (await browser.get(f"/orang/{person}")).text
    given = {
        "csrf": mark(await browser.get(at)),
        "on": day,
        "note": "Warung <b>di rumah",
        "contract": "self_employment",
    }
    bare = await browser.post(at, data=given)
    assert (bare.status_code, 'id="salah-work"' in bare.text) == (422, True)
    assert "Warung &lt;b&gt;di rumah" in bare.text
    given |= {"work": "self_employment"}
    bare = await browser.post(at, data=given)
    assert (bare.status_code, 'id="salah-rung"' in bare.text) == (422, True)
    given |= {"rung": "started", "once": str(uuid4())}
    undated = await browser.post(at, data=given | {"on": ""})
    assert (undated.status_code, 'id="salah-on"' in undated.text) == (422, True)
    later = await browser.post(at, data=given | {"on": (program.today() + timedelta(days=3)).isoformat()})
    assert (later.status_code, 'id="salah-on"' in later.text) == (422, True)
    assert (await browser.post(at, data=given | {"csrf": "x"})).status_code == 403
    sent = [await browser.post(at, data=given) for _ in range(2)]
    places = {one.headers["location"] for one in sent}
    assert len(places) == 1, places
    work = (await browser.get(places.pop())).text
    assert "Wirausaha" in work
    assert "Warung &lt;b&gt;di rumah" in work
    assert (await browser.get(f"/orang/{person}")).text.count("/penempatan/") == 1


async def test_nobody_records_work_of_whom_they_do_not_have_in_charge(program: Program, person: str) -> None:
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        csrf = mark(await other.get("/beranda"))
        given = {"csrf": csrf, "work": "self_employment", "rung": "accepted", "on": "2026-01-02"}
        assert (await other.get(f"/orang/{person}/kerja")).status_code == 404
        assert (await other.post(f"/orang/{person}/kerja", data=given)).status_code == 404
