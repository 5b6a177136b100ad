"""What an employer has said by telephone, written down on its behalf; and a start that lies before the release."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import httpx

from api.program import Program
from data.pool import Connection
from tests.api.entrance import asking, cookie_of
from tests.api.routers.test_placements import a_place
from tests.api.web.test_planner import Pages
from tests.staff import CASE_WORKER, COLLEAGUE, PLANNER


async def test_what_was_said_by_telephone_is_written_down_and_an_early_start_is_asked_about(
    program: Program, behind: Connection
) -> None:
    place, today = await a_place(program, behind, people=1, openings=1), program.today()
    (row,) = (f"/usulan/{place.shortlist}/baris/{item}" for item in place.items)
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        worker = Pages(browser)

        async def says(**fields: str) -> httpx.Response:
            (seen,) = re.findall(r'name="seen" value="(\d+)"', await worker.opens(f"{row}/pemberi-kerja"))
            return await worker.sends(f"{row}/pemberi-kerja", seen=seen, **fields)

        assert f'href="{row}/pemberi-kerja"' in await worker.opens(row)
        bare = await says(kind="interview", how="video", note="lewat telepon")
        assert (bare.status_code, ">lewat telepon</textarea>" in bare.text) == (422, True)
        day = f"{today + timedelta(days=9)}T09:30"
        invited = await says(kind="interview", meets_at=day, how="video", note="lewat telepon")
        assert invited.headers["location"] == f"{row}?kabar=answered"
        stale = await worker.sends(f"{row}/pemberi-kerja", seen="0", kind="declined", reason="too_far")
        assert (stale.status_code, "diubah orang lain" in stale.text) == (422, True)
        page = await worker.opens(f"{row}/pemberi-kerja")
        assert "dicatat petugas" in page
        assert "lewat telepon" in page
        assert (await says(kind="no_show")).status_code == 422  # nobody has met yet
        assert (await says(kind="hired")).status_code == 303
        (work,) = set(re.findall(r'href="(/penempatan/[^"]+)"', await worker.opens(row)))

        start = {"kind": "started", "on": today.isoformat(), "contract": "daily"}
        asked = await worker.sends(work, **start, note="")
        assert (asked.status_code, 'id="salah-before_release"' in asked.text) == (422, True)
        assert "periksa tanggalnya" in unescape(asked.text)
        unsaid = await worker.sends(work, **start, note="", before_release="true")
        assert (unsaid.status_code, 'id="salah-note"' in unsaid.text) == (422, True)
        assert 'name="before_release" value="true" checked' in re.sub(
            r' (id|aria-\w+)="[^"]*"', "", unsaid.text
        )
        told = await worker.sends(work, **start, note="asimilasi, izin 12", before_release="true")
        assert told.status_code == 303
        assert "asimilasi, izin 12" in await worker.opens(work)
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        assert (await other.get(f"{row}/pemberi-kerja")).status_code == 404


async def test_the_words_of_an_employer_reach_its_staff_by_the_clock_where_the_work_is(
    program: Program, behind: Connection
) -> None:
    place, today = await a_place(program, behind, people=1, openings=1), program.today()
    await behind.execute("UPDATE vacancies SET place = '91.71' WHERE id = $1", UUID(place.vacancy))
    day, (item,) = today + timedelta(days=9), place.items
    row = f"/usulan/{place.shortlist}/baris/{item}"
    given = {"kind": "interview", "meets_at": f"{day}T09:30:00+09:00", "how": "in_person"}
    words = {"place": "Gudang Barat, pos 2", "note": "bawa ijazah asli"}
    said = await place.ask(
        place.member, "POST", f"/shortlist-items/{item}/employer-answers", **given, **words
    )
    assert said.status_code == 201, said.text
    async with asking(program) as browser, asking(program) as region:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        region.cookies.set("jembatan", await cookie_of(program, PLANNER))
        worker, planner = Pages(browser), Pages(region)
        for page in (await worker.opens(row), await planner.opens(f"/tinjauan/{place.shortlist}")):
            assert f"{day.year} 09.30 WIT" in page
            assert " WIB, " not in page  # no interview by another clock
            for one in ("Bertemu langsung", *words.values(), "dari pemberi kerja"):
                assert one in page, one
        sent = {"seen": "1", "kind": "offer", "note": "mulai awal bulan"}
        assert (await worker.sends(f"{row}/pemberi-kerja", **sent)).status_code == 303
        (work,) = set(re.findall(r'href="(/penempatan/[^"]+)"', await worker.opens(row)))
        page = await worker.opens(work)
        for one in (
            f"{day.year} 09.30 WIT",
            *words.values(),
            "mulai awal bulan",
            "dicatat petugas atas nama",
        ):
            assert one in page, one


async def test_what_falls_with_a_consent_is_said_before_it_is_withdrawn(
    program: Program, behind: Connection
) -> None:
    place = await a_place(program, behind, people=1, openings=1)
    at = f"/orang/{place.people[0]}/persetujuan"
    said = await place.ask(
        place.member, "POST", f"/shortlist-items/{place.items[0]}/employer-answers", kind="offer"
    )
    assert said.status_code == 201, said.text
    code = await behind.fetchval("SELECT card_code($1, $2)", UUID(place.people[0]), UUID(place.employer))
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        worker = Pages(browser)
        ledger = await worker.opens(at)
        assert not re.search(r'action="[^"]+/tarik"', ledger)  # no click alone ends anything
        (path,) = re.findall(rf'href="({at}/[^"]+/tarik)"', ledger)
        page = await worker.opens(path)
        (falls,) = re.findall(rf'<li><a href="/usulan/{place.shortlist}">.*?</li>', page, re.DOTALL)
        assert "<strong>Penawaran kerja</strong>" in falls
        assert page.index("Yang ikut berakhir") < page.index(f'action="{path}"')
        assert (await worker.sends(path)).headers["location"] == f"{at}?kabar=withdrawn"
        await worker.opens(path, 404)
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, place.member))
        company = Pages(browser)
        page = (await company.opens(f"/lowongan-kami/{place.vacancy}/usulan")).partition("<main")[2]
    (row,) = re.findall(r'<li class="card">(.*?)</li>', page, re.DOTALL)
    assert (code in row, ">ditarik<" in row, "tidak disampaikan" in row) == (True, True, True)
    assert ("<dl" in row, "<a " in row, place.items[0] in page) == (
        False,
        False,
        False,
    )  # nothing else of them
