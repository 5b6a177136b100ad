"""The employer's pages, without script: a vacancy written, mended, copied, closed; cards; answers to who was sent."""

import gzip
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unittest.mock import ANY
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.datastructures import FormData

from api.program import Program
from api.rates import Rates
from api.schemas import examples
from api.schemas.vacancies import VacancyIn
from api.web.assets import content
from api.web.employer.candidates import only_nearest
from api.web.employer.posting import asked
from api.web.forms import Posted
from data.pool import Connection
from tests.api.entrance import asking, cookie_of
from tests.api.routers.test_placements import Place, a_place
from tests.api.tenants import World
from tests.api.web.test_planner import Pages, pages_of
from tests.api.web.test_trail import NOTED
from tests.staff import CASE_WORKER, OTHER_COMPANY, OTHER_RECRUITER, PLANNER, RECRUITER

FORM: dict[str, Any] = {
    "title": "Operator Jahit",
    "place": "35.19",
    "description": "Menjahit seragam.",
    "openings": "2",
    "wage/lower_idr": "2400000",
    "wage/unit": "month",
    "hours_per_week": "40",
    "shifts": ["day"],
    "required/education": "SMP",
    "required/certificates": "Menjahit Dasar\n\nMenjahit Pakaian",
    "preferred/licences": ["SIM_C"],
    "lodging": "true",
}


async def written(pages: Pages, **changes: Any) -> str:
    answer = await pages.sends("/lowongan-kami", **{"once": str(uuid4()), **FORM, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


async def test_the_head_of_a_page_names_the_company_and_not_the_platforms_unit(world: World) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company, pages_of(world, CASE_WORKER) as worker:
        head = (await company.opens("/beranda")).partition("<main")[0]
        unit = (await worker.opens("/beranda")).partition("<main")[0]
    assert "<small>Pihak pemberi kerja</small><small>PT Uji 2</small>" in head
    assert re.search(r"<small>[^<]+</small><small>\w[^<]+</small>", unit)


async def test_work_abroad_is_ticked_and_never_follows_from_an_empty_place(world: World) -> None:
    stands = "SELECT place FROM vacancies WHERE id = $1"
    async with pages_of(world, OTHER_RECRUITER) as company:
        empty = FORM | {"once": str(uuid4()), "place": ""}
        asked = await company.sends("/lowongan-kami", **empty)
        assert (asked.status_code, 'id="salah-place"' in asked.text, "harus diisi" in asked.text) == (
            422,
            True,
            True,
        )
        both = await company.sends("/lowongan-kami", **FORM | {"once": str(uuid4()), "abroad": "true"})
        assert (both.status_code, "lepas tanda di luar negeri" in both.text) == (422, True)

        at = await written(company, place="", abroad="true")
        vacancy = UUID(at.rpartition("/")[2])
        assert await world.owner.fetchval(stands, vacancy) is None
        form = await company.opens(f"{at}/ubah")
        assert re.search(r'name="abroad" value="true" checked', form)
        (version,) = set(re.findall(r'name="version" value="(\d+)"', form))
        change = FORM | {"version": version, "place": ""}
        assert (await company.sends(f"{at}/ubah", **change)).status_code == 422
        assert (await company.sends(f"{at}/ubah", **change, abroad="true")).status_code == 303


async def test_a_vacancy_is_written_and_its_findings_are_shown(world: World) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company:
        page = await company.opens("/lowongan-kami/baru")
        (once,) = set(re.findall(r'name="once" value="([^"]+)"', page))
        parts = sum(len(gzip.compress(content(one))) for one in ("style.css", "script.js", "mark.svg"))
        assert len(gzip.compress(page.encode())) + parts <= 30_000  # as our own pages ask for it
        assert len(page.encode()) + parts <= 60_000  # as a link from elsewhere brings it
        wrong = await company.sends("/lowongan-kami", **FORM | {"once": once, "title": "", "closes": "besok"})
        assert wrong.status_code == 422
        for kept in ('id="salah-title"', 'id="salah-closes"', "Menjahit seragam.", 'value="2400000"', once):
            assert kept in wrong.text, kept
        assert re.search(r'value="SIM_C" checked', wrong.text)
        sent = FORM | {"once": once, "description": "Menjahit. Beragama Islam."}
        made = [await company.sends("/lowongan-kami", **sent) for _ in range(2)]
        assert made[0].headers["location"] == made[1].headers["location"]
        at = made[0].headers["location"].partition("?")[0]
        shown = await company.opens(at)
        for said in (
            "Rancangan",
            "<mark>",
            "Permenaker 18/2024",
            "Menjahit Dasar; Menjahit Pakaian",
            "SIM C",
        ):
            assert said in shown, said
        assert at in await company.opens("/lowongan-kami?keadaan=draft")
        assert at not in await company.opens("/lowongan-kami?keadaan=open")
    async with pages_of(world, RECRUITER) as other:
        for path in (at, f"{at}/ubah", f"{at}/usulan", f"{at}/kandidat"):
            await other.opens(path, 404)


async def test_a_vacancy_is_looked_at_before_it_is_stored(world: World) -> None:
    before = await world.owner.fetchval("SELECT count(*) FROM vacancies")
    asked_before = await world.owner.fetchval("SELECT coalesce(sum(lists), 0) FROM employer_lists")
    async with pages_of(world, OTHER_RECRUITER) as company:
        once, typed = str(uuid4()), FORM | {"description": "Menjahit. Beragama Islam."}
        shown = await company.sends("/lowongan-kami/baru", once=once, **typed)
        assert shown.status_code == 200
        for said in (
            "<mark>",
            "Permenaker 18/2024",
            "kurang dari 5",
            once,
            ">Menjahit. Beragama Islam.</textarea>",
        ):
            assert said in shown.text, said
        part = await company.sends_for_part("/lowongan-kami/baru", **typed)
        assert part.text.strip().startswith('<div id="pratinjau">')
        assert "<mark>" in part.text
        assert len(part.content) < 6_000
        bare = {"title": "Penjahit", "description": "Beragama Islam.", "openings": "1", "place": ""}
        early = await company.sends_for_part("/lowongan-kami/baru", **bare)
        assert (early.status_code, "<mark>" in early.text) == (200, True)
        assert "setelah tempatnya dipilih" in early.text
        abroad = await company.sends_for_part("/lowongan-kami/baru", **bare, abroad="true")
        assert (abroad.status_code, "<mark>" in abroad.text, "luar negeri" in abroad.text) == (
            200,
            True,
            True,
        )
        wrong = await company.sends("/lowongan-kami/baru", **typed | {"title": ""})
        assert (wrong.status_code, 'id="salah-title"' in wrong.text) == (422, True)
        unfinished = await company.sends_for_part("/lowongan-kami/baru", **typed | {"title": ""})
        assert (unfinished.status_code, "Temuan pada teks" in unfinished.text) == (200, True)
        assert await world.owner.fetchval("SELECT count(*) FROM vacancies") == before
        at = await written(company)
        again = await company.sends(f"{at}/periksa", version="7", **typed)
        assert f'action="{at}/ubah"' in again.text
        assert 'name="version" value="7"' in again.text
        assert "Islam" not in await company.opens(at)
    async with pages_of(world, RECRUITER) as other:
        assert (await other.sends(f"{at}/periksa", **typed)).status_code == 404
    assert await world.owner.fetchval("SELECT coalesce(sum(lists), 0) FROM employer_lists") == asked_before


async def test_how_many_could_fit_is_told_to_the_verified_and_so_often_a_day(world: World) -> None:
    rates = world.app.state.rates
    world.app.state.rates = Rates.of(9, 9, 1)
    try:
        async with pages_of(world, OTHER_RECRUITER) as company:
            first, second = [await company.sends("/lowongan-kami/baru", **FORM) for _ in range(2)]
            assert "kurang dari 5" in first.text
            assert "sudah sering ditanyakan" in second.text
            assert "kurang dari" not in second.text
            await world.owner.execute(
                "UPDATE employers SET verification = 'unverified' WHERE id = $1", OTHER_COMPANY
            )
            assert (
                "setelah perusahaan diverifikasi" in (await company.sends("/lowongan-kami/baru", **FORM)).text
            )
    finally:
        world.app.state.rates = rates
        await world.owner.execute(
            "UPDATE employers SET verification = 'verified' WHERE id = $1", OTHER_COMPANY
        )


async def test_a_vacancy_is_changed_as_it_was_seen_and_what_is_emptied_is_gone(world: World) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company:
        at = await written(company)
        page = await company.opens(f"{at}/ubah")
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page))
        assert "<option value=35.19 selected>" in page
        lean = {name: value for name, value in FORM.items() if name not in ("lodging", "preferred/licences")}
        changed = lean | {"title": "Penjahit", "wage/lower_idr": "", "version": version}
        assert (await company.sends(f"{at}/ubah", **changed)).status_code == 303
        after = await company.opens(at)
        assert "<h1>Penjahit" in after
        assert "Rp2.400.000" not in after
        assert "SIM C" not in after
        stale = await company.sends(f"{at}/ubah", **changed)
        assert stale.status_code == 412


async def test_a_vacancy_is_copied_once_and_closed_with_a_reason(world: World) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company:
        at, once = await written(company), str(uuid4())
        copies = {(await company.sends(f"{at}/gandakan", once=once)).headers["location"] for _ in range(2)}
        assert len(copies) == 1
        assert copies != {at}
        assert '<option value="">pilih</option>' in await company.opens(
            at
        )  # nobody closes for a reason not chosen
        for no_reason in ("", "bosan"):
            assert (await company.sends(f"{at}/tutup", reason=no_reason)).status_code == 422
        assert (await company.sends(f"{at}/tutup", reason="filled")).status_code == 303
        page = await company.opens(at)
        assert "Semua tempat sudah terisi" in page
        assert f'action="{at}/tutup"' not in page


@pytest.mark.usefixtures("nobody_works")
async def test_cards_show_no_name_and_no_exact_count(world: World) -> None:
    vacancy = world.tenants["recruiter"].ids["vacancy_id"]
    async with pages_of(world, RECRUITER) as company:
        page = await company.opens(f"/lowongan-kami/{vacancy}/kandidat")
        assert re.search(r"Orang yang cocok: <strong>(kurang dari 5|5–9|10–19)<", page)
        assert "Jawa Timur" in page
        assert "kartu dengan kata yang lebih lemah dapat berada di atas" in page
        for hidden in ("Rahasia", "Madiun", "Lapas", "conditional"):
            assert hidden not in page, hidden
        assert "Yang tidak ditanyakan" in await company.opens("/lowongan-kami/tentang-kandidat")


async def says(company: Pages, path: str, **fields: str) -> httpx.Response:
    """The answer to a proposal, as its page stands now."""
    seen = re.findall(r'name="seen" value="(\d+)"', await company.opens(path))
    return await company.sends(path, seen="".join(seen), **fields)


def test_what_supports_is_told_as_the_nearest_only_where_that_line_asks_for_what_is_missing() -> None:
    proof = {"certificate": "Plate Welder SMAW", "line": "Sertifikat Fillet Welder GMAW"}
    for kind, what, line, nearest in (
        ("certificate", "fillet welder GMAW", "", True),
        ("certificate", "Las", "Sertifikat Fillet Welder GMAW", True),
        ("certificate", "Operator Jahit", "", False),
        ("education", "SMA", "", False),
    ):
        assert only_nearest(proof, [{"kind": kind, "asked": what, "line": line}]) == nearest, what
    assert not only_nearest(None, [{"kind": "certificate", "asked": "Las", "line": ""}])


async def test_who_was_proposed_is_invited_and_answered_in_order(
    program: Program, behind: Connection
) -> None:
    place = await a_place(program, behind, people=1, openings=1)
    cookies = {"cookie": f"jembatan={await cookie_of(program, place.member)}"}
    async with asking(program, cookies) as browser:
        browser.cookies["jembatan"] = cookies["cookie"].partition("=")[2]
        company = Pages(browser)
        at = f"/lowongan-kami/{place.vacancy}/usulan"
        assert "menunggu jawaban" in await company.opens(at)
        one = f"{at}/{place.items[0]}"
        for path in (at, one):  # whoever is shown somebody who was sent leaves a row
            request = UUID((await browser.get(path)).headers["jembatan-request"])
            assert await behind.fetch(NOTED, UUID(place.people[0]), request, ["read"]), path
        await company.opens(f"{at}/{uuid4()}", 404)
        bare = await says(company, one, kind="interview", how="video", note="di kantor kami")
        assert (bare.status_code, ">di kantor kami</textarea>" in bare.text) == (422, True)
        assert ("wawancara perlu waktu" in bare.text, "an interview has" in bare.text) == (True, False)
        odd = await says(company, one, kind="interview", how="video", meets_at="besok")
        assert ("bukan tanggal dan jam" in odd.text, "Input should" in odd.text) == (True, False)
        day = program.today() + timedelta(days=30)
        meets = {"kind": "interview", "meets_at": f"{day}T09:30", "how": "video"}
        assert (await says(company, one, **meets)).status_code == 303
        assert f"{day.year} 09.30 WIB" in await company.opens(one)
        late = await company.sends(one, seen="0", kind="declined", reason="too_far")  # of another tab
        assert (late.status_code, "diubah orang lain" in late.text) == (422, True)
        await the_calendars(program, company, place, one, f"{day:%Y%m%d}T023000Z")
        assert (await says(company, one, kind="declined")).status_code == 422
        assert (await says(company, one, kind="withdrawn", reason="postponed")).status_code == 422
        assert "Salah menjawab?" not in await company.opens(one)
        assert (await says(company, one, kind="declined", reason="too_far")).status_code == 303
        assert "Salah menjawab?" in await company.opens(one)  # and what is taken back is an offer
        await of_two_minds(company, one, meets)
        assert (await says(company, one, kind="hired")).status_code == 303
        assert "1 terisi" in await company.opens(at)
        await company.opens(f"{one}/wawancara.ics", 404)
        assert "/perusahaan/keberatan" not in await company.opens("/perusahaan")
        block = {"to": "blocked", "reason": "complaint", "told": "Ada keluhan.", "note": ""}
        assert (await place.ask(PLANNER, "POST", f"/employers/{place.employer}/state", **block)).is_success
        assert 'action="/perusahaan/keberatan"' in await company.opens("/perusahaan")
        for path in ("/beranda", at):
            assert "ditangguhkan atau diblokir" in await company.opens(path), path
        appealed = await company.sends("/perusahaan/keberatan", words="Keluhan itu sudah kami selesaikan.")
        assert appealed.status_code == 303
        assert "menunggu keputusan" in await company.opens("/perusahaan")


async def test_a_company_that_is_checked_again_reads_why_it_sees_nobody(
    program: Program, behind: Connection
) -> None:
    place = await a_place(program, behind, people=1, openings=1)
    cookies = {"cookie": f"jembatan={await cookie_of(program, place.member)}"}
    async with asking(program, cookies) as browser:
        browser.cookies["jembatan"] = cookies["cookie"].partition("=")[2]
        company = Pages(browser)
        at = f"/lowongan-kami/{place.vacancy}"
        paths = ("/beranda", f"{at}/usulan")
        for path in paths:
            assert "sedang diperiksa" not in await company.opens(path), path
        typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', await company.opens("/perusahaan")))
        number = {"business_number": "8120000000017", "sector": "25111", "contact": "hrd@contoh.example"}
        renamed = {**typed, **number, "name": "Nama Yang Dibetulkan", "motivation": "Kami kekurangan orang."}
        assert (await company.sends("/perusahaan/pendaftaran", **renamed)).status_code == 303
        for path in paths:
            page = await company.opens(path)
            assert "sedang diperiksa" in page, path
            assert "Belum ada orang" not in page, path


async def of_two_minds(company: Pages, path: str, meets: Mapping[str, str]) -> None:
    """What does not belong to an answer is refused and shown again, and never dropped without a word; then an offer."""
    timed = {**meets, "kind": "offer", "note": "gaji UMK"}
    for fields, name in ((timed, "meets_at"), ({"kind": "offer", "reason": "other", "note": ""}, "reason")):
        torn = await says(company, path, **fields)
        assert (torn.status_code, f'id="salah-{name}"' in torn.text) == (422, True)
        assert "tidak termasuk jawaban yang dipilih" in torn.text
        assert f">{fields['note']}</textarea>" in torn.text
    assert (await says(company, path, kind="offer")).status_code == 303


async def the_calendars(program: Program, company: Pages, place: Place, at: str, starts: str) -> None:
    """The company's file and the case worker's: the time, a code or the vacancy, a link, and nothing of anybody."""
    (code,) = re.findall(r"<h1>.*?</h1>.*?<h2>([^<]+)</h2>", await company.opens(at), re.DOTALL)[:1]
    theirs = (await company.opens(f"{at}/wawancara.ics")).replace("\r\n ", "")
    cookies = {"cookie": f"jembatan={await cookie_of(program, CASE_WORKER)}"}
    shortlist = place.shortlist
    path = f"/usulan/{shortlist}/baris/{place.items[0]}"
    async with asking(program, cookies) as worker:
        assert f"{path}/wawancara.ics" in (await worker.get(path)).text
        code_of_row = f"<code>{place.items[0][:8]}</code>"
        assert (code_of_row in (await worker.get(path)).text, code_of_row in await company.opens(at)) == (
            True,
            True,
        )
        answer = await worker.get(f"{path}/wawancara.ics")
        strange = await worker.get(f"/usulan/{uuid4()}/baris/{place.items[0]}/wawancara.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert strange.status_code == 404
    ours = answer.text.replace("\r\n ", "")
    for file, named, link in (
        (theirs, code, at),
        (ours, f"{examples.VACANCY['title']} · {examples.EMPLOYER['name']}", path),
    ):
        assert dict(line.split(":", 1) for line in file.splitlines()) == {
            "BEGIN": "VEVENT", "VERSION": "2.0", "PRODID": "-//Jembatan Kerja//ID", "METHOD": "PUBLISH",
            "SUMMARY": f"Wawancara {named}", "DTSTART": starts, "DURATION": "PT1H",
            "DTSTAMP": ANY, "UID": f"{place.items[0]}@jembatan-kerja", "SEQUENCE": "1",
            "URL": f"http://127.0.0.1:8000{link}", "END": "VCALENDAR",
        }  # fmt: skip


def test_a_form_is_read_into_the_shape_that_the_api_takes() -> None:
    typed = FormData([(name, one) for name, value in FORM.items() for one in many(value)])
    new = VacancyIn.model_validate({"employer": str(uuid4()), **lean(asked(Posted(typed)))})
    assert new.required.certificates == ("Menjahit Dasar", "Menjahit Pakaian")
    assert (new.wage and new.wage.upper_idr, new.lodging, new.limits.age_min) == (2_400_000, True, None)


def many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def lean(patch: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: lean(value) if isinstance(value, Mapping) else value
        for name, value in patch.items()
        if value is not None
    }
