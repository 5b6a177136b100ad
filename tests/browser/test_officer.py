"""The data-protection officer's way: a request is decided, the trail searched and its chain verified, a breach told."""

import pytest
from playwright.async_api import expect

from data.sample import DEMO_PERSON
from matching.model import CandidateId
from matching.model.rights import RequestKind
from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit
from tests.browser.test_case_worker_lists import sound
from tests.browser.test_employer import no_barrier

LOGIN = "local"


async def access_asked(site: Site) -> str:
    """The sample person asks to see the own data."""
    worker = site.actors[Role.CASE_WORKER]
    asked = await site.program.rights.request(worker, CandidateId(DEMO_PERSON), RequestKind.ACCESS)
    return str(asked.id)


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_a_request_is_decided_and_the_trail_looked_through(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    request = await access_asked(site)
    page = await visit(Role.DATA_PROTECTION_OFFICER, script=script, phone=phone)
    await page.goto("/")
    await page.goto(f"/permintaan/{request}")
    await page.get_by_role("button", name="Simpan keputusan").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await sound(page, f"/permintaan/id refused {phone}", phone=phone, script=script)
    await page.get_by_role("link", name="Lihat jejak pemrosesan").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Siapa yang telah melihat")
    await sound(page, f"/permintaan/id/pemrosesan {phone}", phone=phone, script=script)
    await page.goto(f"/permintaan/{request}")
    await page.get_by_label("dikabulkan dan dilaksanakan").check()
    await page.get_by_role("button", name="Simpan keputusan").click()
    await expect(page.get_by_role("status")).to_contain_text("Selesai")

    await page.goto("/jejak")
    await page.get_by_label("Akun", exact=False).first.fill(LOGIN)
    await page.get_by_label("Peran").select_option("case_worker")
    await page.get_by_role("button", name="Cari", exact=True).click()
    await expect(page.locator("tbody tr").first).to_be_visible()
    assert page.url == f"{site.address}/jejak"
    await sound(page, f"/jejak found {phone}", phone=phone, script=script)
    await page.get_by_role("link", name="Rantai segel").click()
    await page.get_by_role("button", name="Periksa rantai sekarang").click()
    for _ in range(50):  # with script the page tells it by itself
        if await page.get_by_role("button", name="Periksa rantai sekarang").is_visible():
            break
        await page.wait_for_timeout(200)
        if not script:
            await page.reload()
    await expect(page.locator(".tag.good", has_text="utuh")).to_be_visible()
    await sound(page, f"/jejak/rantai verified {phone}", phone=phone, script=script)


async def test_pages_have_no_barrier_and_fit_every_screen(visit: Visit, site: Site) -> None:
    request = await access_asked(site)
    page = await visit(Role.DATA_PROTECTION_OFFICER, phone=True, tongue="en")
    for path in ("/permintaan", "/permintaan?lewat=1", f"/permintaan/{request}", "/jejak", "/jejak/tidak-lazim",
                 "/jejak/rantai", "/penyimpanan", "/permintaan/baru", "/resep", "/kebocoran/catat",
                 "/kebocoran"):  # fmt: skip
        await no_barrier(page, path, phone=True, tongue="en")
    await page.get_by_label("Account under suspicion").fill(LOGIN)
    for name in ("since", "until"):
        await page.locator(f"#{name}").fill(site.program.today().isoformat())
    await page.get_by_role("button", name="Make the worksheet").click()
    await expect(page.get_by_role("heading", name="Draft of the notice")).to_be_visible()
    await sound(page, "/kebocoran found", phone=True)
    async with page.expect_download() as file:
        await page.get_by_role("button", name="Download as CSV").click()
    assert (await file.value).suggested_filename == "kebocoran.csv"
    await page.get_by_role(
        "button", name="Make the worksheet"
    ).click()  # the page has stayed, and its form works on
    await expect(page.get_by_role("heading", name="Draft of the notice")).to_be_visible()
