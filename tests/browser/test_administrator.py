"""The administrator's way: somebody is invited, given a duty and signed out; how the program stands."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from matching.vocabulary import Role
from tests.browser.conftest import Visit
from tests.browser.test_case_worker_lists import sound
from tests.browser.test_employer import no_barrier


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_somebody_is_invited_given_a_duty_and_signed_out(
    visit: Visit, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.ADMINISTRATOR, script=script, phone=phone)
    await page.goto("/")
    await page.goto("/pengguna")
    await page.get_by_text("Undang seseorang").click()
    await page.locator("#login").fill(f"{uuid4().hex[:8]}@uji.example")
    await page.locator("#name").fill("Uji Peramban")
    await page.get_by_role("button", name="Buat undangan").click()
    await expect(page.locator("code")).to_contain_text("jl_")
    await sound(page, f"/pengguna invited {phone}", phone=phone, script=script)
    await page.get_by_role("link", name="Sudah saya salin").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Uji Peramban")
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


async def test_pages_have_no_barrier_and_fit_every_screen(visit: Visit) -> None:
    page = await visit(Role.ADMINISTRATOR, phone=True, tongue="en")
    for path in ("/pengguna", "/konfirmasi", "/pengganti", "/unit", "/pekerjaan", "/keadaan", "/pengaturan"):
        await no_barrier(page, path, phone=True, tongue="en")
