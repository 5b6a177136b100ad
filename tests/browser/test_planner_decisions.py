"""What a planner decides: a list that two approve, an override, a company; and figures taken away as files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit, signed_in, taken_away
from tests.browser.states import sound
from tests.browser.test_planner import under_review

LONG_WAYS = [(True, False), (False, True)]
"""Script, phone."""


@asynccontextmanager
async def second_approval(site: Site) -> AsyncIterator[None]:
    """Where a company has not been written to before, two approve."""
    asked = "UPDATE meta SET second_approval = $1::text[]"
    await site.arranged(asked, ["first_contact"])
    try:
        yield
    finally:
        await site.arranged(asked, [])


@pytest.mark.parametrize(("script", "phone"), LONG_WAYS)
async def test_a_row_is_left_out_with_a_reason_and_two_approve_the_rest(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    async with second_approval(site):
        shortlist = await under_review(site)
        page = await visit(Role.RELEASE_PLANNER, script=script, phone=phone)
        await page.goto(f"/tinjauan/{shortlist}")
        await page.locator("a[href*='/baris/']").nth(2).click()
        await page.get_by_label("Alasan").select_option("other")
        await page.get_by_role("button", name="Simpan perubahan").click()
        await expect(page.get_by_role("alert")).to_be_visible()  # another reason needs its words
        await sound(page, f"/tinjauan/id/baris refused {phone}", phone=phone, script=script)
        await page.get_by_label("Alasan").select_option("data_wrong")
        await page.get_by_label("Catatan").fill(f"Keliru {script}")
        await page.get_by_role("button", name="Simpan perubahan").click()
        await expect(page.locator(".cards > li")).to_have_count(2)
        await expect(page.get_by_text(f"“Keliru {script}”")).to_be_visible()
        await page.get_by_role("button", name="Setujui daftar").click()
        await expect(page.get_by_role("status")).to_contain_text("orang kedua perlu menyetujui juga")
        await sound(page, f"/tinjauan/id approved once {phone}", phone=phone, script=script)
        await page.get_by_role("button", name="Setujui daftar").click()
        await expect(page.get_by_role("alert")).to_be_visible()  # nobody is two
        second = await visit(script=script, phone=phone)
        await signed_in(second, site, "perencana2@contoh.example", f"/tinjauan/{shortlist}")
        await second.get_by_role("button", name="Setujui daftar").click()
        await expect(second.get_by_text("2 dari 2 persetujuan")).to_be_visible()
        await expect(second.get_by_text("dibekukan saat disetujui").first).to_be_visible()
        await expect(second.locator(".reasons").first).to_be_visible()
        await sound(second, f"/tinjauan/id approved twice {phone}", phone=phone, script=script)
    await page.goto("/tinjauan/perubahan")
    await expect(page.get_by_role("row").filter(has_text="Perencana Contoh").first).to_be_visible()
    await sound(page, f"/tinjauan/perubahan counted {phone}", phone=phone, script=script)
    assert b"Data tidak benar" in await taken_away(page.get_by_role("link", name="Unduh CSV"))


@pytest.mark.parametrize(("script", "phone"), LONG_WAYS)
async def test_a_company_is_recorded_and_verified(visit: Visit, *, script: bool, phone: bool) -> None:
    name = f"PT Peramban {uuid4().hex[:6]}"
    page = await visit(Role.RELEASE_PLANNER, script=script, phone=phone)
    await page.goto("/pemberi-kerja/baru")
    await page.get_by_label("Nama resmi").fill(name)
    await page.get_by_label("NIB").fill("12")
    await page.get_by_role("button", name="Catat perusahaan").click()
    await expect(page.locator("#salah-business_number")).to_be_visible()
    await expect(page.get_by_label("Nama resmi")).to_have_value(name)
    await sound(page, f"/pemberi-kerja/baru refused {phone}", phone=phone, script=script)
    await page.get_by_label("NIB").fill(number())
    await page.get_by_role("button", name="Catat perusahaan").click()
    await expect(page.get_by_role("status")).to_contain_text("menunggu diverifikasi")
    await decided(page, "suspended", "false_statements", "")
    await expect(page.locator("#salah-told")).to_be_visible()  # a company is told why
    await sound(page, f"/pemberi-kerja/id refused {phone}", phone=phone, script=script)
    await decided(page, "verified", "checked", "")
    await expect(page.get_by_role("link", name="Catatan petugas: tanpa NIB atau kontak")).to_be_visible()
    await decided(page, "verified", "checked", "", note="Kantornya didatangi.")
    await expect(page.locator("h1 .tag.good")).to_be_visible()
    await page.goto("/pemberi-kerja/baru")
    await sound(page, f"/pemberi-kerja/baru {phone}", phone=phone, script=script)


async def test_a_company_that_was_suspended_appeals_and_registers_anew(visit: Visit, site: Site) -> None:
    planner, company = await visit(Role.RELEASE_PLANNER), await visit(Role.EMPLOYER, phone=True)
    of = "SELECT employer_id FROM duties WHERE id = $1"
    at = f"/pemberi-kerja/{await site.arranged(of, site.actors[Role.EMPLOYER].duty)}"
    await planner.goto(at)
    await decided(planner, "suspended", "complaint", "Ada keluhan tentang upah.")
    await expect(planner.get_by_role("status")).to_be_visible()
    await company.goto("/perusahaan")
    await expect(company.get_by_text("Ada keluhan tentang upah.").first).to_be_visible()
    await sound(company, "/perusahaan suspended", phone=True)
    await company.get_by_label("Keberatan Anda").fill("Upahnya sudah dibayar.")
    await company.get_by_role("button", name="Ajukan keberatan").click()
    await expect(company.get_by_text("menunggu keputusan")).to_be_visible()
    second = await visit()
    await signed_in(second, site, "perencana2@contoh.example", at)
    await sound(second, "/pemberi-kerja/id appealed", phone=False)
    await second.get_by_label("dikabulkan").check()
    await second.get_by_label("Jawaban untuk perusahaan").fill("Buktinya diterima.")
    await second.get_by_role("button", name="Putuskan keberatan").click()
    await expect(second.locator("h1 .tag.good")).to_be_visible()

    await company.goto("/perusahaan")
    await expect(company.get_by_text("Buktinya diterima.").first).to_be_visible()
    await company.get_by_label("NIB").fill(number())
    await company.get_by_label("KBLI").fill("14111")
    await company.get_by_label("Kontak").fill("personalia@contoh.example")
    await company.get_by_label("Mengapa ikut serta").fill("Mencari penjahit.")
    await company.get_by_role("button", name="Simpan keterangan").click()
    await expect(company.get_by_text("Perencana memeriksa keterangan perusahaan")).to_be_visible()
    await sound(company, "/perusahaan unverified", phone=True)
    await planner.goto(at)
    await decided(planner, "verified", "checked", "")
    await expect(planner.locator("h1 .tag.good")).to_be_visible()


async def test_figures_are_taken_away_as_files(visit: Visit) -> None:
    page = await visit(Role.RELEASE_PLANNER)
    await page.goto("/kohort")
    await page.locator("form[action='/kohort'] button").click()
    await page.wait_for_selector("svg.bars")
    plan = page.url.partition("?")[0]
    await page.goto("/keadilan")
    report = str(await page.locator("tbody a").first.get_attribute("href"))
    for path, name, begins in (
        (plan, "Unduh CSV", b""),
        (plan, "Unduh XLSX", b"PK"),
        (f"/kohort/papan?rencana={plan.rpartition('/')[2]}", "CSV", b""),
        ("/hasil", "Unduh CSV", b""),
        (report, "Unduh JSON", b"{"),
    ):
        await page.goto(path)
        file = await taken_away(page.get_by_role("link", name=name).first)
        assert len(file) > 20, path
        assert file.startswith(begins), path


def number() -> str:
    """A NIB that nobody has."""
    return f"9120{uuid4().int % 10**9:09}"


async def decided(page: Page, to: str, reason: str, told: str, *, note: str = "") -> None:
    """About the company whose page it is."""
    form = page.locator("form[action$='/keadaan']")
    await form.locator("#to").select_option(to)
    await form.locator("#reason").select_option(reason)
    await form.locator("#told").fill(told)
    await form.locator("#note").fill(note)
    await form.get_by_role("button").click()
