"""Work that somebody has found without a list, written down from their page by forms alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import an_employer, recorded
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


async def test_work_with_an_employer_on_record_is_written_down_by_its_name_or_nib(
    program: Program, browser: httpx.AsyncClient, person: str
) -> None:
    at, mark_of = f"/orang/{person}/kerja", uuid4().hex[:6]
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        made = {
            name: (await an_employer(client, name=f"PT {mark_of} {name}", verification=state)).json()
            for name, state in (("Maju", "verified"), ("Maju Jaya", "verified"), ("Mandek", "unverified"))
        }
    given = {
        "csrf": mark(await browser.get(at)), "work": "job", "rung": "accepted", "on": program.today().isoformat(),
        "once": str(uuid4()),
    }  # fmt: skip
    for typed, field in (("", "employer"), (f"PT {mark_of} Mandek", "employer"), (mark_of, "employer_id")):
        answer = await browser.post(at, data=given | {"employer": typed})
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), typed
        assert f'href="#{field}"' in answer.text
        offered = [name for name, one in made.items() if f'value="{one["id"]}"' in answer.text]
        assert offered == (["Maju", "Maju Jaya"] if field == "employer_id" else []), typed
    own = await browser.post(at, data=given | {"work": "self_employment", "employer": mark_of})
    assert (own.status_code, 'id="salah-employer"' in own.text) == (422, True)
    chosen = given | {"employer": mark_of, "employer_id": made["Maju Jaya"]["id"]}
    sent = [await browser.post(at, data=chosen) for _ in range(2)]
    places = {one.headers["location"] for one in sent}
    assert len(places) == 1, places
    assert f"PT {mark_of} Maju Jaya" in (await browser.get(places.pop())).text
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        await client.post(f"/api/v1/candidates/{person}/requests", json={"kind": "access"})
        file = (await client.get(f"/api/v1/candidates/{person}/file")).json()
    assert [one["employer"] for one in file["placements"]] == [f"PT {mark_of} Maju Jaya"]
    assert f"PT {mark_of} Maju Jaya" in (await browser.get(f"/orang/{person}/berkas")).text


@pytest.mark.parametrize("by", ["name", "business_number"])
async def test_a_whole_name_or_a_nib_means_one_employer(
    program: Program, browser: httpx.AsyncClient, person: str, by: str
) -> None:
    at, name = f"/orang/{person}/kerja", f"PT Tunggal {uuid4().hex[:6]}"
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        await an_employer(client, name=f"{name} Dua", verification="verified")
        employer = (await an_employer(client, name=name, verification="verified")).json()
    given = {
        "csrf": mark(await browser.get(at)), "work": "former_employer", "rung": "accepted",
        "on": program.today().isoformat(), "once": str(uuid4()), "employer": employer[by].upper(),
    }  # fmt: skip
    sent = await browser.post(at, data=given)
    assert sent.status_code == 303, sent.text
    assert f"· {name}" in (await browser.get(sent.headers["location"])).text


async def test_what_belongs_to_another_beginning_is_said_and_not_dropped(
    program: Program, browser: httpx.AsyncClient, person: str
) -> None:
    at = f"/orang/{person}/kerja"
    given = {
        "csrf": mark(await browser.get(at)), "work": "former_employer", "rung": "accepted",
        "on": program.today().isoformat(),
    }  # fmt: skip
    for field, value in (("contract", "permanent"), ("wage_monthly_idr", "2500000")):
        answer = await browser.post(at, data=given | {field: value})
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), field
        assert "hanya untuk “Mulai bekerja”: pilih itu, atau kosongkan" in answer.text
    begun = await browser.post(at, data=given | {"rung": "started"})
    assert (begun.status_code, 'id="salah-contract"' in begun.text) == (422, True)


async def test_nobody_records_work_of_whom_they_do_not_have_in_charge(program: Program, person: str) -> None:
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        csrf = mark(await other.get("/beranda"))
        given = {"csrf": csrf, "work": "self_employment", "rung": "accepted", "on": "2026-01-02"}
        assert (await other.get(f"/orang/{person}/kerja")).status_code == 404
        assert (await other.post(f"/orang/{person}/kerja", data=given)).status_code == 404
