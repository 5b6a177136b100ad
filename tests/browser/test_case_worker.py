"""The case worker's way: find somebody, look at them, at what they could do, and compare."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from data.sample import DEMO_PERSON
from matching.model.caseload import CaseloadQuery
from matching.model.outcome_codes import PlacementKind, Rung
from matching.model.placements import LadderEvent, PlacementId
from matching.usecases import caseload, placements
from matching.vocabulary import ContractKind, Role
from tests.browser.conftest import WAYS, Site, Visit, unfold, words
from tests.browser.states import barriers


@pytest.mark.parametrize(("script", "phone", "tongue"), WAYS)
async def test_somebody_is_found_looked_at_and_ranked_for(
    visit: Visit, *, script: bool, phone: bool, tongue: str
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone, tongue=tongue)
    say = words(tongue)
    await page.goto("/")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(say("Hari ini"))
    await unfold(page)
    await page.get_by_role("link", name=say("Orang"), exact=True).click()
    await page.get_by_label(say("Nama")).fill("slamet wicak")
    await page.get_by_role("button", name=say("Cari")).click()
    await expect(page.get_by_text("1 orang" if tongue == "id" else "1 person")).to_be_visible()
    assert "licak" not in page.url
    assert "slamet" not in page.url.lower()
    await page.get_by_role("link", name="Slamet Wicaksana", exact=True).click()
    await expect(page.get_by_text("Plate Welder SMAW 3G-Up/PF")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_label(say("Nama"))).to_have_value("slamet wicak")
    await page.get_by_role("link", name="Slamet Wicaksana", exact=True).click()
    await page.get_by_role("link", name=say("Lowongan"), exact=True).click()
    counted = "boleh dan dapat diambil" if tongue == "id" else re.compile(r"of \d+ vacancies")
    await expect(page.get_by_text(counted)).to_be_visible()
    await expect(page.locator(".card")).to_have_count(10)
    for choice in (await page.get_by_label(say("pilih")).all())[:2]:
        await choice.check()
    await page.get_by_role("button", name=say("Bandingkan yang dipilih (sampai empat)")).click()
    await expect(page.locator("thead th")).to_have_count(2)
    if script:  # axe is one
        assert await barriers(page, f"/orang/id/lowongan/banding of two {tongue}") == []
    await page.go_back()
    await expect(page.locator(".card")).to_have_count(10)
    await page.locator(".card h2 a").first.click()
    await expect(page.locator(".written")).not_to_be_empty()
    if script:
        assert await barriers(page, f"/orang/id/lowongan/id {tongue}") == []
    await page.get_by_role("link", name=say("Usulkan"), exact=True).click()
    await expect(page.get_by_role("heading", name=say("Yang dipilih"))).to_be_visible()


async def test_what_falls_out_is_told_by_reason(visit: Visit) -> None:
    page = await visit(Role.CASE_WORKER)
    await page.goto(f"/orang/{DEMO_PERSON}/lowongan")
    await page.get_by_text("Lowongan yang tidak masuk, menurut alasannya").click()
    await expect(page.get_by_role("cell", name="Di luar jarak tempuh").first).to_be_visible()


async def test_a_vacancy_is_hidden_with_a_reason_and_shown_again(visit: Visit) -> None:
    page = await visit(Role.CASE_WORKER)
    await page.goto(f"/orang/{DEMO_PERSON}/lowongan")
    first = await page.locator(".card h2").first.inner_text()
    await page.get_by_role("link", name="Sembunyikan").first.click()
    await expect(page.get_by_label("Alasan")).to_be_visible()
    assert await barriers(page, "hide a vacancy") == []
    await page.get_by_label("Alasan").select_option("too_far")
    await page.get_by_role("button", name="Sembunyikan").click()
    await expect(page.locator(".card h2").first).not_to_have_text(first)
    await page.get_by_role("link", name="1 lowongan disembunyikan bagi orang ini").click()
    await expect(page.get_by_role("button", name="Tampilkan lagi")).to_be_visible()
    assert await barriers(page, "hidden vacancies") == []
    await page.get_by_role("button", name="Tampilkan lagi").click()
    await expect(page.get_by_text("Tidak ada lowongan yang disembunyikan bagi orang ini.")).to_be_visible()


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_what_is_not_in_place_is_written_down_and_closed(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    gateway, actor, today = site.program.gateway, site.actors[Role.CASE_WORKER], site.program.today()
    people = (await caseload.people(gateway, actor, CaseloadQuery(today=today))).rows
    person = next(one.candidate for one in people if one.candidate != DEMO_PERSON and not one.blockers)
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{person}")
    await page.get_by_role("link", name="Tambah atau ubah hambatan").click()
    await page.get_by_label("Apa").select_option("health_letter")
    await page.get_by_label("Lama pengurusan, hari").fill("9")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("status")).to_be_visible()
    row = page.locator("tr", has_text="Surat sehat")
    await expect(row).to_contain_text("9 hari")
    if script:  # axe is one
        assert await barriers(page, "blockers") == []
    await row.get_by_role("link").click()
    await page.get_by_label("Keadaan").select_option("in_progress")
    await page.get_by_role("button", name="Simpan").click()
    await row.get_by_role("button").click()
    await expect(row.get_by_role("button")).to_have_count(0)
    await row.get_by_role("link").click()
    await page.get_by_role("button", name="Hapus, keliru dicatat").click()
    await expect(page.locator("tr", has_text="Surat sehat")).to_have_count(0)


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_an_own_task_is_written_down_put_off_and_ended(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    note = f"Menelepon Dinas {script}"
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto("/beranda")
    await page.get_by_text("Catat tugas sendiri").click()
    await page.get_by_label("Catatan").fill(note)
    await page.get_by_label("Tenggat").fill(site.program.today().isoformat())
    await page.get_by_role("button", name="Simpan").click()
    await page.goto("/beranda?jenis=noted")
    mine = page.locator(".lines li", has_text=note)
    await mine.locator("summary").click()
    await mine.get_by_role("button", name="Tunda").click()
    await expect(page.get_by_role("status").first).to_contain_text("Tugas ditunda")
    await expect(mine).to_have_count(0)
    await page.get_by_role("link", name="Juga yang ditunda").click()
    await expect(mine).to_contain_text("ditunda sampai")
    await mine.locator("summary").click()
    await mine.get_by_role("button", name="Selesai").click()
    await expect(mine).to_have_count(0)


async def begun_work(site: Site) -> PlacementId:
    """Work of somebody whom no other test is about, begun 50 days ago and never asked about."""
    gateway, actor, today = site.program.gateway, site.actors[Role.CASE_WORKER], site.program.today()
    person = (await caseload.people(gateway, actor, CaseloadQuery(today=today, page=2))).rows[-1].candidate
    if known := await placements.placements(gateway, actor, person):
        return known[0].id
    day, kind = today - timedelta(days=50), PlacementKind.SELF_EMPLOYMENT
    event = LadderEvent(Rung.STARTED, day, ContractKind.SELF_EMPLOYMENT, note="asimilasi")
    new_id = site.program.new_id
    made = await placements.found_work(
        gateway, actor, person, kind, event, vacancy=None, employer=None, new_id=new_id, before_release=True
    )
    return made.id


PAGES = ["/beranda", "/beranda?tunda=ya", "/pemberitahuan", "/hasil", "/hasil?menurut=scheme", "/orang",
         "/orang?gerbang=without_consent", f"/orang/{DEMO_PERSON}", f"/orang/{DEMO_PERSON}/lowongan",
         f"/orang/{DEMO_PERSON}/lowongan/banding", f"/orang/{DEMO_PERSON}/membuka",
         f"/orang/{DEMO_PERSON}/disembunyikan", f"/orang/{DEMO_PERSON}/hambatan",
         f"/orang/{DEMO_PERSON}/data", f"/orang/{DEMO_PERSON}/sertifikat",
         f"/orang/{DEMO_PERSON}/perkiraan-bebas", f"/orang/{DEMO_PERSON}/kerja", "/orang/baru"]  # fmt: skip


@pytest.mark.parametrize(("phone", "tongue"), [(False, "id"), (True, "en")])
async def test_pages_have_no_barrier_and_fit_every_screen(
    visit: Visit, site: Site, *, phone: bool, tongue: str
) -> None:
    page = await visit(Role.CASE_WORKER, phone=phone, tongue=tongue)
    await page.goto("/beranda")
    lines = await page.locator(".lines li").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert max(lines) <= (320 if phone else 120)  # a day's tasks in about two screens of a desk
    for path in (*PAGES, f"/penempatan/{await begun_work(site)}", "/pemantauan", "/perpindahan"):
        answer = await page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert len(await answer.body()) <= 45_000, path
        assert await barriers(page, f"{path} {tongue}") == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= (320 if phone else 1280), path
        assert await page.evaluate("document.querySelector('header').offsetHeight") <= 90, path


async def test_a_person_of_another_caseload_is_not_there(visit: Visit) -> None:
    page = await visit(Role.RELEASE_PLANNER)
    answer = await page.goto(f"/orang/{DEMO_PERSON}")
    assert answer
    assert answer.status == 403
