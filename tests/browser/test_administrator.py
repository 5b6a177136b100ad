"""The administrator's way: somebody is invited, given a duty that another confirms, and signed out; tokens, units,
covers and jobs; how the program stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import expect

from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit, signed_in
from tests.browser.states import sound
from tests.browser.test_employer import no_barrier


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_somebody_is_invited_given_a_duty_and_signed_out(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    name = f"Uji Peramban {uuid4().hex[:6]}"
    page = await visit(Role.ADMINISTRATOR, script=script, phone=phone)
    await page.goto("/")
    await page.goto("/pengguna")
    await page.get_by_text("Undang seseorang").click()
    await page.locator("#login").fill(f"{uuid4().hex[:8]}@uji.example")
    await page.locator("#name").fill(name)
    await page.get_by_role("button", name="Buat undangan").click()
    code = page.locator("code", has_text="jl_")
    await expect(code).to_be_visible()
    link = await code.inner_text()
    await sound(page, f"/pengguna invited {phone}", phone=phone, script=script)
    await page.get_by_role("link", name="Sudah saya salin").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    await page.get_by_label("Peran").select_option("release_planner")
    await page.get_by_role("button", name="Beri penugasan").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await sound(page, f"/pengguna/id refused {phone}", phone=phone, script=script)
    await page.get_by_label("Unit", exact=False).first.select_option(index=1)
    await page.get_by_text("Wilayah, bagi perencana pembebasan").click()
    await page.get_by_label("Jawa Timur").check()
    await page.get_by_role("button", name="Beri penugasan").click()
    await expect(page.get_by_role("status")).to_contain_text("menunggu konfirmasi")
    await sound(page, f"/pengguna/id {phone}", phone=phone, script=script)
    await page.get_by_role("button", name="Keluarkan di semua tempat").click()
    await expect(page.get_by_role("status")).to_contain_text("sudah berakhir")
    await page.goto("/konfirmasi")
    await expect(page.get_by_text("menunggu administrator lain").first).to_be_visible()
    await sound(page, f"/konfirmasi {phone}", phone=phone, script=script)
    await confirmed_and_used(visit, site, name, link, script=script, phone=phone)


async def confirmed_and_used(
    visit: Visit, site: Site, name: str, link: str, *, script: bool, phone: bool
) -> None:
    """Another administrator confirms the duty and the link, with which the newcomer sets a password."""
    second = await visit(script=script, phone=phone)
    await signed_in(second, site, "admin2@contoh.example", "/konfirmasi")
    mine = second.get_by_role("row").filter(has_text=name).filter(has_text="Perencana pembebasan")
    await sound(second, f"/konfirmasi of another {phone}", phone=phone, script=script)
    await mine.get_by_role("button", name="Konfirmasi").click()
    await expect(second.get_by_role("status")).to_contain_text("sekarang berlaku")
    await expect(mine).to_have_count(0)
    await second.get_by_role("row").filter(has_text=name).get_by_role("button", name="Konfirmasi").click()
    await expect(second.get_by_role("row").filter(has_text=name)).to_have_count(0)
    newcomer = await visit(script=script, phone=phone)
    await newcomer.goto(f"/undangan#{link}")
    if not script:
        await newcomer.get_by_label("Kode undangan").fill(link)
    for field in ("password", "password_again"):
        await newcomer.locator(f"#{field}").fill("sawah langit kopi jendela")
    await newcomer.get_by_role("button", name="Tetapkan").click()
    await expect(newcomer.get_by_role("status")).to_contain_text("Kata sandi sudah ditetapkan")


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_a_token_is_made_shown_once_and_taken_back(visit: Visit, *, script: bool, phone: bool) -> None:
    name = f"peramban {script}"
    page = await visit(Role.ADMINISTRATOR, script=script, phone=phone)
    await page.goto("/akun")
    await page.get_by_text("Token baru").click()
    await page.get_by_label("Nama token").fill(name)
    await page.get_by_label("Berlaku berapa hari").fill("2")
    await page.get_by_role("button", name="Buat token").click()
    await expect(page.locator("main code")).to_contain_text("jk_")
    await sound(page, f"/akun/token shown {phone}", phone=phone, script=script)
    await page.get_by_role("link", name="Kembali").click()
    mine = page.get_by_role("listitem").filter(has_text=name)
    await sound(page, f"/akun with a token {phone}", phone=phone, script=script)
    await mine.get_by_role("button", name="Cabut").click()
    await expect(page.get_by_role("status")).to_contain_text("Token sudah dicabut")
    await expect(mine).to_have_count(0)


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_a_unit_a_cover_and_a_job(visit: Visit, site: Site, *, script: bool, phone: bool) -> None:
    unit = f"Rutan Peramban {script}"
    page = await visit(Role.ADMINISTRATOR, script=script, phone=phone)
    await page.goto("/unit")
    await page.get_by_label("Jenis").select_option("rutan")
    await page.get_by_label("Nama").fill(unit)
    await page.get_by_role("button", name="Simpan unit").click()
    await expect(
        page.get_by_role("cell", name=unit).or_(page.get_by_role("rowheader", name=unit))
    ).to_be_visible()
    await page.goto("/pengganti")
    await page.get_by_label("Unit").select_option(index=1)
    await page.get_by_label("Yang tidak ada").fill("local")
    await page.get_by_label("Yang menggantikan").fill("tidak-ada@contoh.example")
    await page.get_by_label("Sampai").fill((site.program.today() + timedelta(days=9)).isoformat())
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.locator("#salah-covering")).to_be_visible()
    await sound(page, f"/pengganti refused {phone}", phone=phone, script=script)
    await page.get_by_label("Yang menggantikan").fill("rekan@contoh.example")
    await page.get_by_label("Unit").select_option(str(site.actors[Role.CASE_WORKER].unit))
    await page.get_by_role("button", name="Simpan").click()
    row = page.get_by_role("row").filter(has_text="Rekan Contoh")
    await sound(page, f"/pengganti covered {phone}", phone=phone, script=script)
    await row.get_by_role("button", name="Akhiri").click()
    await expect(row).to_have_count(0)
    made = (
        "INSERT INTO jobs (kind, account_id, day, state, attempts, problem, ended_at) "
        "VALUES ('mail', $1, $2, 'set_aside', 8, 'smtp_451', now())"
    )
    whose = site.actors[Role.CASE_WORKER].account
    await site.arranged(made, whose, site.program.today() - timedelta(days=1 if script else 2))
    await page.goto("/pekerjaan")
    await sound(page, f"/pekerjaan set aside {phone}", phone=phone, script=script)
    await page.get_by_role("button", name="Coba lagi").first.click()
    await expect(page.get_by_role("status")).to_contain_text("dicoba lagi dari awal")
    await page.goto("/pekerjaan?keadaan=waiting")
    await sound(page, f"/pekerjaan waiting {phone}", phone=phone, script=script)
    await page.get_by_role("button", name="Batalkan").first.click()
    await page.goto("/pekerjaan?keadaan=discarded")
    await expect(page.get_by_role("button", name="Coba lagi").first).to_be_visible()


async def test_pages_have_no_barrier_and_fit_every_screen(visit: Visit) -> None:
    page = await visit(Role.ADMINISTRATOR, phone=True, tongue="en")
    for path in ("/pengguna", "/konfirmasi", "/pengganti", "/unit", "/pekerjaan", "/keadaan", "/pengaturan"):
        await no_barrier(page, path, phone=True, tongue="en")
