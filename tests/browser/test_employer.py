"""A vacancy's way: its company writes it, a planner checks and publishes it; and the company's other pages."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Dialog, Page, expect

from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit, unfold
from tests.browser.states import barriers, sound


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_a_vacancy_goes_from_its_company_through_the_check(
    visit: Visit, *, script: bool, phone: bool
) -> None:
    title = f"Penjahit Seragam {script}"
    company = await visit(Role.EMPLOYER, script=script, phone=phone)
    await company.goto("/")
    await unfold(company)
    await company.get_by_role("link", name="Lowongan kami", exact=True).click()
    await company.get_by_role("link", name="Tulis lowongan baru").click()
    await company.get_by_label("Judul").fill(title)
    await company.get_by_label("Uraian pekerjaan").fill("Menjahit seragam sekolah. Beragama Islam.")
    if script:
        await first_step_by_step(company)
    else:
        await company.get_by_label("Kabupaten atau kota").select_option("35.19")
    await company.get_by_label("Upah terendah").fill("2400000")
    await company.get_by_label("Jam seminggu").fill("40")
    if not script:  # the same by a button, and nothing that was typed is lost
        await company.get_by_role("button", name="Periksa dahulu").click()
        await expect(company.locator("#pratinjau mark")).to_contain_text("Islam")
        await expect(company.get_by_label("Kabupaten atau kota")).to_have_value("35.19")
    await company.get_by_role("button", name="Simpan rancangan").click()
    await expect(company.get_by_role("status")).to_contain_text("hanya perusahaan Anda yang melihatnya")
    if script:  # axe is one
        assert await barriers(company, "/lowongan-kami/… kept") == []
    await company.get_by_role("button", name="Kirim untuk diperiksa").click()
    await expect(company.get_by_role("status")).to_contain_text("menunggu pemeriksaan")
    await expect(company.locator("mark")).to_contain_text("Islam")

    planner = await visit(Role.RELEASE_PLANNER, script=script, phone=phone)
    await planner.goto("/periksa-lowongan")
    await planner.get_by_role("link", name=title).click()
    await planner.get_by_role("button", name="Terbitkan lowongan").click()
    await expect(planner.get_by_role("alert")).to_contain_text("belum diakui")
    if script:  # axe is one
        assert await barriers(planner, "/periksa-lowongan refused") == []
    for box in await planner.get_by_role("checkbox").all():
        await box.check()
    await planner.get_by_label("Alasan tetap menerbitkan").select_option("not_so")
    await planner.locator("#note").fill("Sudah ditanyakan kepada perusahaan.")
    await planner.get_by_role("button", name="Terbitkan lowongan").click()
    await expect(planner.get_by_role("status")).to_contain_text("diterbitkan")
    await stopped_and_copied(planner, company, title, script=script, phone=phone)


async def stopped_and_copied(planner: Page, company: Page, title: str, *, script: bool, phone: bool) -> None:
    """The planner suspends what is published, with words for its company, which copies it and closes the copy."""
    own = urlsplit(company.url).path
    for state in ("open", "suspended"):
        await planner.goto(f"/periksa-lowongan?keadaan={state}")
        await sound(planner, f"/periksa-lowongan {state} {phone}", phone=phone, script=script)
    await planner.goto(own.replace("lowongan-kami", "periksa-lowongan"))
    await sound(planner, f"/periksa-lowongan/id published {phone}", phone=phone, script=script)
    await planner.get_by_label("Keputusan").select_option("suspended")
    await planner.get_by_label("Alasan").select_option("complaint")
    told = planner.get_by_label("Kata-kata untuk perusahaan")
    await told.evaluate("one => one.form.noValidate = true")
    await planner.get_by_role("button", name="Simpan keputusan").click()
    await expect(planner.locator("#salah-told")).to_be_visible()
    await sound(planner, f"/periksa-lowongan/id refused {phone}", phone=phone, script=script)
    await planner.get_by_label("Kata-kata untuk perusahaan").fill("Ada keluhan.")
    await planner.get_by_role("button", name="Simpan keputusan").click()
    await expect(planner.get_by_role("status")).to_contain_text("Selesai")
    await planner.goto("/periksa-lowongan?keadaan=suspended")
    await expect(planner.get_by_role("link", name=title)).to_be_visible()

    await company.goto(own)
    await expect(company.get_by_text("Ada keluhan.")).to_be_visible()
    await sound(company, f"/lowongan-kami/id suspended {phone}", phone=phone, script=script)
    await company.get_by_role("button", name="Gandakan lowongan").click()
    await expect(company.get_by_role("status")).to_contain_text("menjadi rancangan baru")
    await company.get_by_label("Alasan").select_option("no_longer_needed")
    await company.get_by_role("button", name="Tutup lowongan").click()
    await expect(company.get_by_role("status")).to_contain_text("Lowongan ditutup")
    await sound(company, f"/lowongan-kami/id closed {phone}", phone=phone, script=script)


@pytest.mark.parametrize(("phone", "tongue"), [(False, "id"), (True, "en")])
async def test_pages_have_no_barrier_and_fit_every_screen(
    visit: Visit, site: Site, *, phone: bool, tongue: str
) -> None:
    page = await visit(Role.EMPLOYER, phone=phone, tongue=tongue)
    await page.goto("/lowongan-kami?keadaan=open")
    own = str(await page.locator("tbody a").first.get_attribute("href"))
    for path in ("/beranda", "/lowongan-kami", "/lowongan-kami/baru", "/lowongan-kami/tentang-kandidat", own,
                 f"{own}/ubah", f"{own}/usulan", "/perusahaan", f"{own}/kandidat"):  # fmt: skip
        await no_barrier(page, path, phone=phone, tongue=tongue)
    await contact_asked(page, tongue)
    await page.goto("/perusahaan")
    await page.locator("#business_number").fill("12")
    await page.locator("#motivation").fill("Uji")
    await page.locator("form[action='/perusahaan/pendaftaran'] button").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    assert await barriers(page, f"/perusahaan refused {tongue}") == []


async def contact_asked(page: Page, tongue: str) -> None:
    """From a card, with one button; and what stands on it then."""
    card = page.locator(".card").filter(has=page.locator("form")).first
    code = re.findall(r"(?:[0-9A-F]{4}-){2}[0-9A-F]{4}", await card.inner_text())[0]
    await card.get_by_role("button").click()
    await expect(page.get_by_role("row").filter(has_text=code)).to_be_visible()
    assert await barriers(page, f"/lowongan-kami/…/kontak {tongue}") == []
    await page.go_back()
    await page.reload()
    await expect(page.locator(".card").filter(has_text=code).get_by_role("button")).to_have_count(0)
    assert await barriers(page, f"/lowongan-kami/…/kandidat asked {tongue}") == []


async def first_step_by_step(company: Page) -> None:
    """The first step with what is found beside it, and to the second."""
    await expect(company.locator("#pratinjau mark")).to_contain_text("Islam", timeout=20_000)
    await expect(company.locator("#pratinjau [role=status]")).to_contain_text("setelah tempatnya dipilih")
    await company.get_by_label("Cari tempat").fill("Kabupaten Madiun")
    await expect(company.get_by_label("Kabupaten atau kota")).to_have_value("35.19")
    assert await barriers(company, "/lowongan-kami/baru step 1") == []
    await expect(company.get_by_label("Upah terendah")).to_be_hidden()
    await expect(company.get_by_role("button", name="Kembali")).to_be_hidden()
    await company.get_by_role("button", name="Lanjut").click()
    await expect(company.locator("main .steps [aria-current]")).to_have_text("Upah dan waktu")
    await expect(company.get_by_role("heading", name="2. Upah dan waktu")).to_be_focused()
    await company.get_by_role("button", name="Kembali").click()
    await company.get_by_role("button", name="Lanjut").click()


async def test_what_is_wrong_is_shown_in_its_step_and_a_changed_form_asks_before_it_is_left(
    visit: Visit,
) -> None:
    page = await visit(Role.EMPLOYER, tongue="en")
    await page.goto("/lowongan-kami/baru")
    await page.get_by_label("Title").press_sequentially("tukang las")
    await page.locator("#place").select_option("35.19")
    await expect(page.locator("#title-pilihan option").first).to_be_attached()
    await page.get_by_role("button", name="Next").click()
    await page.locator('[id="wage/lower_idr"]').fill("3000000")
    await page.locator('[id="wage/upper_idr"]').fill("2000000")
    await page.get_by_role("button", name="Save the draft").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.locator("main .steps [aria-current]")).to_have_text("Pay and hours")
    assert await barriers(page, "/lowongan-kami refused in step 2") == []
    asked: list[str] = []

    async def leaves(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    page.on("dialog", leaves)
    await page.get_by_role("link", name="Our vacancies").first.click()
    await page.wait_for_url("**/lowongan-kami")
    assert asked == ["beforeunload"]


async def no_barrier(page: Page, path: str, *, phone: bool, tongue: str) -> None:
    """No violation, no scrolling sideways, no more than goes over a slow line."""
    answer = await page.goto(path)
    assert answer
    assert answer.status == 200, path
    assert len(await answer.body()) <= 48_000, (path, len(await answer.body()))
    name = re.sub(r"[0-9a-f-]{36}", "…", path)
    assert await barriers(page, f"{name} {tongue}") == [], path
    assert await page.evaluate("document.documentElement.scrollWidth") <= (320 if phone else 1280), path
