"""What happens to people at work: a double click, two tabs, the way back, a session that ends, a server that is started
anew in the middle of a form. Nothing that was typed is lost, and nothing is stored twice."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit, words
from tests.browser.states import barriers

WORDS = "Menjahit dari pola; dua tingkat, tanpa lif."


async def written(page: Page, title: str) -> None:
    """A vacancy's form, filled in and not sent."""
    await page.goto("/lowongan-kami/baru")
    await page.locator("#title").fill(title)
    await page.locator("#description").fill(WORDS)
    await page.locator("#place").select_option("35.19")


async def drafts(page: Page, title: str) -> int:
    """How many drafts of that title there are."""
    await page.goto("/lowongan-kami?keadaan=draft")
    return await page.get_by_role("link", name=title, exact=True).count()


@pytest.mark.parametrize("script", [True, False])
async def test_a_double_click_and_the_way_back_make_one_vacancy(visit: Visit, *, script: bool) -> None:
    title = f"Penjahit Ganda {script}"
    page = await visit(Role.EMPLOYER, script=script)
    await written(page, title)
    await page.get_by_role("button", name="Simpan rancangan").dblclick()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    await page.go_back()  # to a form of its own: browsers keep none of our pages, for computers are shared
    await expect(page.locator("#title")).to_have_value("")
    await page.go_forward()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    assert await drafts(page, title) == 1


@pytest.mark.parametrize("script", [True, False])
async def test_a_form_whose_answer_is_lost_on_the_line_is_sent_again_and_makes_one_vacancy(
    visit: Visit, *, script: bool
) -> None:
    title = f"Penjahit Putus {script}"
    page = await visit(Role.EMPLOYER, script=script)
    sent: list[int] = []

    async def lost(route: Route) -> None:
        answer = await route.fetch(max_redirects=0)
        sent.append(answer.status)
        await (route.abort() if len(sent) == 1 else route.fulfill(response=answer))

    await page.route("**/lowongan-kami", lost)
    await written(page, title)
    await page.get_by_role("button", name="Simpan rancangan").click()
    await page.wait_for_url("chrome-error://**")
    await page.reload()  # sends the same form
    await expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    assert sent == [303, 303]
    assert await drafts(page, title) == 1


@pytest.mark.parametrize(("script", "tongue"), [(True, "en"), (False, "id")])
async def test_of_two_tabs_the_later_does_not_overwrite_the_earlier(
    visit: Visit, *, script: bool, tongue: str
) -> None:
    title = f"Penjahit Dua {script}"
    say = words(tongue)
    first = await visit(Role.EMPLOYER, script=script, tongue=tongue)
    await written(first, title)
    await first.get_by_role("button", name=say("Simpan rancangan")).click()
    await expect(first.get_by_role("heading", level=1)).to_contain_text(title)
    at = urlsplit(first.url).path
    second = await first.context.new_page()
    for tab in (first, second):
        await tab.goto(f"{at}/ubah")
    for tab, said in ((first, "Yang pertama."), (second, "Yang kedua.")):
        await tab.locator("#description").fill(said)
        await tab.get_by_role("button", name=say("Simpan rancangan")).click()
        await expect(tab.locator("#description")).to_have_count(0)
    await expect(second.get_by_role("definition").filter(has_text="Yang kedua.")).to_be_visible()
    assert not script or await barriers(second, "stale") == []
    await first.goto(at)
    await expect(first.get_by_text("Yang pertama.").first).to_be_visible()


@pytest.mark.parametrize(("script", "phone"), [(True, True), (False, False)])
async def test_a_session_that_ends_loses_nothing_typed(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    title = f"Penjahit Larut {script}"
    page = await visit(script=script, phone=phone)
    await page.goto("/masuk?ke=/lowongan-kami/baru")
    await signed_in(page, site)
    await written(page, title)
    await page.context.clear_cookies(name="jembatan")  # the night has passed
    await page.get_by_role("button", name="Simpan rancangan").click()
    await expect(page.get_by_text("isian Anda tidak hilang")).to_be_visible()
    await signed_in(page, site)
    await page.get_by_role("button", name="Kirim sekali lagi").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    await expect(page.get_by_text(WORDS).first).to_be_visible()
    assert await drafts(page, title) == 1


async def signed_in(page: Page, site: Site) -> None:
    """The sample employer comes in by the page that stands there."""
    await page.locator("#login").fill("perusahaan@contoh.example")
    await page.locator("#password").fill(site.passwords["perusahaan@contoh.example"])
    await page.locator("main form button").click()


@pytest.mark.parametrize("script", [True, False])
async def test_a_server_that_starts_anew_takes_a_form_begun_before(
    visit: Visit, site: Site, *, script: bool
) -> None:
    title = f"Penjahit Siaga {script}"
    page = await visit(Role.EMPLOYER, script=script)
    await written(page, title)
    async with site.stopped():
        pass
    await page.get_by_role("button", name="Simpan rancangan").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    await expect(page.get_by_text(WORDS).first).to_be_visible()
    await written(page, f"{title} 2")
    async with site.stopped():
        await page.get_by_role("button", name="Simpan rancangan").click()
        await page.wait_for_url("chrome-error://**")
    await page.reload()  # sends what the browser could not
    await expect(page.get_by_role("heading", level=1)).to_contain_text(f"{title} 2")
    assert await drafts(page, f"{title} 2") == 1


@pytest.mark.parametrize("script", [True, False])
async def test_another_language_in_the_middle_of_a_refused_form_loses_nothing(
    visit: Visit, *, script: bool
) -> None:
    page = await visit(Role.EMPLOYER, script=script)
    await written(page, "Penjahit Dua Bahasa")
    await page.locator("form[data-guard]").evaluate("one => one.noValidate = true")
    await page.locator("[name=openings]").evaluate("one => one.value = '0'")
    await page.locator("form[data-guard] button", has_text="Simpan rancangan").click()
    await expect(page.locator(".summary")).to_be_visible()
    await page.locator("#title").evaluate("one => one.value = 'Penjahit Lain'")  # after it was refused
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("main dl")).to_contain_text(WORDS)
    await expect(page.locator("main dl")).to_contain_text(
        "Penjahit Lain" if script else "Penjahit Dua Bahasa"
    )
    if script:  # axe-core waits for timers, which a page without script has not
        assert await barriers(page, "form in another language") == []
    await page.locator("main form button").click()
    await expect(page.locator(".summary h2")).to_have_text(words("en")("Ada yang perlu diperbaiki"))
    await expect(page.locator("#description")).to_have_value(WORDS)
    assert await drafts(page, "Penjahit Lain") == 0
