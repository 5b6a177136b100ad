"""Keyboard alone, every theme, large text: as people with other eyes and hands use the pages."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize, expect

from data.sample import DEMO_PERSON
from matching.vocabulary import Role
from tests.browser.conftest import LIT, Visit, tabbed_to
from tests.browser.states import ID, barriers

KINDS: dict[Role, tuple[str, ...]] = {
    Role.CASE_WORKER: ("/beranda", "/orang", f"/orang/{DEMO_PERSON}/lowongan", f"/orang/{DEMO_PERSON}/persetujuan"),
    Role.EMPLOYER: ("/lowongan-kami/baru",),
    Role.RELEASE_PLANNER: ("/kohort", "/hasil", "/keadilan"),
    Role.DATA_PROTECTION_OFFICER: ("/jejak",),
    Role.ADMINISTRATOR: ("/pengguna", "/keadaan"),
}  # fmt: skip
"""Pages of every kind: lists, cards, drawings, forms, tables, settings."""
WITH_LONG_WORDS: dict[Role, tuple[str, ...]] = {
    Role.CASE_WORKER: (
        f"/orang/{DEMO_PERSON}",
        f"/orang/{DEMO_PERSON}/hambatan",
        f"/orang/{DEMO_PERSON}/sertifikat",
        f"/orang/{DEMO_PERSON}/perkiraan-bebas",
        f"/orang/{DEMO_PERSON}/data",
    ),
    Role.EMPLOYER: ("/panduan/pemberi-kerja/lowongan",),
    Role.RELEASE_PLANNER: ("/panduan/perencana/hasil",),
    Role.DATA_PROTECTION_OFFICER: ("/panduan/wali/lowongan",),
    Role.ADMINISTRATOR: (),
}
"""Pages more with long words in buttons, tabs and steps."""
PLAIN: dict[str, Any] = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
THEMES: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}
ORDER = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(one => one.checkVisibility() && one.tabIndex >= 0)
    .filter(one => one.type !== 'radio' || one.checked || !document.querySelector(`[name="${one.name}"]:checked`) )
    .map(one => one.outerHTML.slice(0, 80))"""
SIDEWAYS = """() => [...document.querySelectorAll('main *, header *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !one.closest('.wide-table, svg, .unseen, .skip, thead, caption');
}).map(one => one.outerHTML.slice(0, 90))"""


LINES = """() => ['.top .brand, .who > *', '.main li'].map(lines => new Set([...document.querySelectorAll(lines)].map(
    one => { const box = one.getBoundingClientRect(); return Math.round((box.top + box.bottom) / 2 / 12); })).size)"""
"""On how many lines stand who it is, and where to go; to half a line."""


async def pressed(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_with_a_keyboard_alone_somebody_is_found_ranked_for_and_proposed(visit: Visit) -> None:
    page = await visit(Role.CASE_WORKER)
    await page.goto("/beranda")
    await tabbed_to(page, "Orang")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/orang")
    await tabbed_to(page, "Nama")
    await page.keyboard.type("slamet wicak")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 orang")).to_be_visible()
    await tabbed_to(page, "Slamet Wicaksana")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/orang/*")
    for words in ("Langsung ke isi", "Lowongan"):
        await tabbed_to(page, words)
        await page.keyboard.press("Enter")
    await page.wait_for_url("**/lowongan")
    await pressed(page, "Tab", "Enter")  # past the navigation
    await tabbed_to(page, "pilih")
    await page.keyboard.press("Space")
    await tabbed_to(page, "Usulkan yang dipilih")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/usulan/baru?*")
    await pressed(page, "Tab", "Enter")
    await tabbed_to(page, "Usulkan")
    await page.keyboard.press("Enter")
    await expect(page.locator(".steps [aria-current]")).to_have_text("diusulkan")


async def test_a_keyboard_goes_through_a_page_in_its_order(visit: Visit) -> None:
    page = await visit(Role.EMPLOYER)
    for path in ("/lowongan-kami/baru", "/perusahaan"):
        await page.goto(path)
        expected = await page.evaluate(ORDER)
        went = [""]
        while len(went) <= len(expected):
            await page.keyboard.press("Tab")
            what, lit, _there = await page.evaluate(LIT)
            assert lit, what
            went += [what] if what != went[-1] else []  # through a date in several steps
        assert went[1:] == expected, path


@pytest.mark.parametrize("role", list(KINDS))
async def test_every_theme_is_without_barriers(visit: Visit, *, role: Role) -> None:
    page = await visit(role)
    for path in KINDS[role]:
        await page.goto(path)
        for name, theme in THEMES.items():
            await page.emulate_media(**(PLAIN | theme))
            assert await barriers(page, f"{re.sub(ID, '…', path)} {name}") == [], (path, name)


async def letters(page: Page, size: int) -> None:
    """The size of letters that somebody has chosen in the browser, in pixels; 16 unless told."""
    wire = await page.context.new_cdp_session(page)
    await wire.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    await wire.detach()
    assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{size}px"


@pytest.mark.parametrize("tongue", ["id", "en"])
@pytest.mark.parametrize("role", list(KINDS))
async def test_the_head_is_two_lines_on_every_desk(visit: Visit, *, role: Role, tongue: str) -> None:
    page = await visit(role, tongue=tongue)
    await page.goto("/beranda")
    for width in (1024, 1100, 1280):
        await page.set_viewport_size(ViewportSize(width=width, height=800))
        assert await page.evaluate(LINES) == [1, 1], width
    await letters(page, 32)
    assert await page.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("role", list(KINDS))
async def test_large_text_is_all_there_without_scrolling_sideways(visit: Visit, *, role: Role) -> None:
    page = await visit(role)
    for path in KINDS[role] + WITH_LONG_WORDS[role]:
        await page.set_viewport_size(ViewportSize(width=1280, height=800))
        await page.goto(path)
        words = await page.locator("main").text_content()
        await letters(page, 32)
        assert await page.evaluate(SIDEWAYS) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= 1280, path
        assert await page.locator("main").text_content() == words, path
        for width in (1024, 768, 390, 320):
            await page.set_viewport_size(ViewportSize(width=width, height=800))
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        await letters(page, 16)
        await page.set_viewport_size(ViewportSize(width=640, height=400))  # 1280 at 200 %
        assert await page.evaluate("document.documentElement.scrollWidth") <= 640, path
        await page.set_viewport_size(ViewportSize(width=320, height=256))  # 1280 at 400 %
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert await page.evaluate(SIDEWAYS) == [], path


@pytest.mark.parametrize("width", [680, 800, 1024])
async def test_no_word_on_a_button_of_a_table_is_broken(visit: Visit, width: int) -> None:
    page = await visit(Role.CASE_WORKER)
    await page.set_viewport_size(ViewportSize(width=width, height=768))
    for path in (f"/orang/{DEMO_PERSON}/sertifikat", f"/orang/{DEMO_PERSON}/persetujuan"):
        await page.goto(path)
        for button in await page.locator("td .button").all():
            box = await button.bounding_box()
            assert box, path
            assert box["height"] < 60, (path, width, await button.inner_text())  # two lines would be more


LONG = """word => {
    const typed = "th[scope=row] > a, .breaks, .card h2 a, .card h2, .facts dd";
    for (const one of document.querySelectorAll(typed)) one.textContent = word;
    return document.documentElement.scrollWidth;
}"""


@pytest.mark.parametrize("width", [360, 800, 1100])
@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.EMPLOYER, ("/lowongan-kami", "/perusahaan")),
        (Role.RELEASE_PLANNER, ("/pemberi-kerja", "/periksa-lowongan")),
        (Role.CASE_WORKER, ("/orang", "/usulan", f"/orang/{DEMO_PERSON}/lowongan")),
        (Role.ADMINISTRATOR, ("/pengguna",)),
    ],
)
async def test_a_title_without_a_blank_widens_no_page(
    visit: Visit, role: Role, paths: tuple[str, ...], width: int
) -> None:
    page = await visit(role)
    await page.set_viewport_size(ViewportSize(width=width, height=768))
    for path in paths:
        await page.goto(path)
        assert await page.evaluate(LONG, "m" * 150) <= width, (path, width)
