"""The case worker's way: find somebody, look at them, at what they could do, and compare."""

import pytest
from playwright.async_api import expect

from data.sample import DEMO_PERSON
from matching.vocabulary import Role
from tests.browser.conftest import WAYS, Visit, words
from tests.browser.states import barriers
from tests.pdfs import text_of, without_space


@pytest.mark.parametrize(("script", "phone", "tongue"), WAYS)
async def test_somebody_is_found_looked_at_and_ranked_for(
    visit: Visit, *, script: bool, phone: bool, tongue: str
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone, tongue=tongue)
    say = words(tongue)
    await page.goto("/")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(say("Hari ini"))
    await page.get_by_role("link", name=say("Orang"), exact=True).click()
    await page.get_by_label(say("Nama")).fill("slamet wicak")
    await page.get_by_role("button", name=say("Cari")).click()
    await expect(page.get_by_text("1 orang" if tongue == "id" else "1 person")).to_be_visible()
    assert "licak" not in page.url
    assert "slamet" not in page.url.lower()
    await page.get_by_role("link", name="Slamet Wicaksana", exact=True).click()
    await expect(page.get_by_text("Plate Welder SMAW 3G-Up/PF")).to_be_visible()
    await page.get_by_role("link", name=say("Lowongan"), exact=True).click()
    await expect(
        page.get_by_text("boleh dan dapat diambil" if tongue == "id" else "of 300 vacancies")
    ).to_be_visible()
    await expect(page.locator(".card")).to_have_count(10)
    for choice in (await page.get_by_label(say("pilih")).all())[:2]:
        await choice.check()
    await page.get_by_role("button", name=say("Bandingkan yang dipilih (sampai empat)")).click()
    await expect(page.locator("thead th")).to_have_count(2)
    await page.go_back()
    await expect(page.locator(".card")).to_have_count(10)


async def test_the_printed_list_has_every_row_and_no_navigation(visit: Visit) -> None:
    page = await visit(Role.CASE_WORKER)
    await page.goto(f"/orang/{DEMO_PERSON}/lowongan")
    titles = await page.locator(".card h2").evaluate_all("all => all.map(one => one.childNodes[1].data)")
    assert len(titles) == 10
    written = without_space(text_of(await page.pdf(tagged=True), "id"))
    assert [title for title in titles if without_space(title) not in written] == []
    assert "SlametWicaksana" in written
    for left_out in ("Menu utama", "Antrean", "Keluar", "Privasi", "Bandingkan yang dipilih", "Unduh"):
        assert without_space(left_out) not in written, left_out


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
    assert await barriers(page, "hide a vacancy") == []
    await page.get_by_label("Alasan").select_option("too_far")
    await page.get_by_role("button", name="Sembunyikan").click()
    await expect(page.locator(".card h2").first).not_to_have_text(first)
    await page.get_by_role("link", name="1 lowongan disembunyikan bagi orang ini").click()
    assert await barriers(page, "hidden vacancies") == []
    await page.get_by_role("button", name="Tampilkan lagi").click()
    await expect(page.get_by_text("Tidak ada lowongan yang disembunyikan bagi orang ini.")).to_be_visible()


PAGES = ["/beranda", "/beranda?tunda=ya", "/pemberitahuan", "/hasil", "/hasil?menurut=scheme", "/orang",
         "/orang?gerbang=without_consent", f"/orang/{DEMO_PERSON}", f"/orang/{DEMO_PERSON}/lowongan",
         f"/orang/{DEMO_PERSON}/lowongan/banding", f"/orang/{DEMO_PERSON}/membuka",
         f"/orang/{DEMO_PERSON}/disembunyikan"]  # fmt: skip


@pytest.mark.parametrize(("phone", "tongue"), [(False, "id"), (True, "en")])
async def test_pages_have_no_barrier_and_fit_every_screen(visit: Visit, *, phone: bool, tongue: str) -> None:
    page = await visit(Role.CASE_WORKER, phone=phone, tongue=tongue)
    for path in PAGES:
        answer = await page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert len(await answer.body()) <= 45_000, path
        assert await barriers(page, f"{path} {tongue}") == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= (320 if phone else 1280), path


async def test_a_person_of_another_caseload_is_not_there(visit: Visit) -> None:
    page = await visit(Role.RELEASE_PLANNER)
    answer = await page.goto(f"/orang/{DEMO_PERSON}")
    assert answer
    assert answer.status == 403
