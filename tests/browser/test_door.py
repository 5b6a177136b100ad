"""The door and the frame, as a person with a keyboard or a small screen meets them."""

import pytest
from playwright.async_api import expect

from benchmarks.pages import TARGETS, PageFailed, measured
from matching.vocabulary import Role
from tests.browser.conftest import WAYS, Site, Visit, unfold
from tests.browser.states import barriers


@pytest.mark.parametrize(("script", "phone", "tongue"), WAYS)
async def test_somebody_comes_in_and_goes_out(
    visit: Visit, site: Site, *, script: bool, phone: bool, tongue: str
) -> None:
    page = await visit(script=script, phone=phone, tongue=tongue)
    await page.goto("/akun")
    await page.get_by_label("Nama masuk" if tongue == "id" else "Login", exact=False).fill(
        "admin@contoh.example"
    )
    await page.locator("#password").fill(site.passwords["admin@contoh.example"])
    await page.get_by_role("button", name="Masuk" if tongue == "id" else "Sign in").click()
    await expect(page).to_have_url(f"{site.address}/akun")
    await expect(page.get_by_text("admin@contoh.example").first).to_be_visible()
    await unfold(page)
    await page.get_by_role("button", name="Keluar" if tongue == "id" else "Sign out", exact=True).click()
    await expect(page).to_have_url(f"{site.address}/masuk?kabar=signed_out")


async def test_with_a_keyboard_alone_one_comes_in(visit: Visit, site: Site) -> None:
    page = await visit()
    await page.goto("/masuk")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("admin@contoh.example")
    await page.keyboard.press("Tab")
    await page.keyboard.type(site.passwords["admin@contoh.example"])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Administrator Contoh")).to_be_visible()


OPEN = [
    "/",
    "/masuk",
    "/tentang",
    "/algoritma",
    "/privasi",
    "/aksesibilitas",
    "/gaya",
    "/undangan",
    "/tidak-ada",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_open_pages_have_no_barrier(visit: Visit, *, scheme: str) -> None:
    page = await visit()
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in OPEN:
        await page.goto(path)
        assert await barriers(page, f"{path} {scheme}") == [], path


async def test_the_own_account_has_no_barrier_and_fits_a_small_screen(visit: Visit) -> None:
    page = await visit(Role.ADMINISTRATOR, phone=True)
    for path in ("/akun", "/penugasan"):
        await page.goto(path)
        assert await barriers(page, path) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_a_page_is_measured_as_a_browser_loads_it_and_an_error_is_told(visit: Visit) -> None:
    page = await visit()
    found = await measured(page, "/tentang", rounds=2)
    assert found
    assert set(found) == set(TARGETS)
    assert 5 < found["kb"] < 20  # compressed
    assert found["requests"] <= 5
    with pytest.raises(PageFailed, match="/tidak-ada: 404"):
        await measured(page, "/tidak-ada", rounds=2)
