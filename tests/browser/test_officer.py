"""The data-protection officer's way: a request is decided, the trail searched and its chain verified, a breach told."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from api.schemas.transfers import RevealIn
from data.sample import DEMO_PERSON
from matching.model import CandidateId
from matching.model.rights import RequestKind
from matching.model.transfers import Number
from matching.usecases import transfers
from matching.vocabulary import RevealPurpose, Role
from tests.browser.conftest import Site, Visit
from tests.browser.states import sound
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


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_a_request_that_came_by_letter_is_written_down(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    errand = RevealIn(number=Number.NATIONAL_ID, purpose=RevealPurpose.SOCIAL_SECURITY, letter="12").errand()
    gateway, worker, person = site.program.gateway, site.actors[Role.CASE_WORKER], CandidateId(DEMO_PERSON)
    whose = await transfers.reveal(gateway, worker, person, Number.NATIONAL_ID, errand)
    page = await visit(Role.DATA_PROTECTION_OFFICER, script=script, phone=phone)
    await page.goto("/permintaan")
    await page.get_by_role("link", name="Catat permintaan dari surat").click()
    await page.get_by_label("Permintaan").select_option("correction")
    await page.get_by_label("Nomor", exact=True).fill("12")
    await page.get_by_label("Hari diterima").fill(site.program.today().isoformat())
    await page.get_by_role("button", name="Catat permintaan").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await sound(page, f"/permintaan/baru refused {phone}", phone=phone, script=script)
    await page.get_by_label("Nomor", exact=True).fill(whose)
    await page.get_by_role("button", name="Catat permintaan").click()
    await expect(page.get_by_role("status")).to_contain_text("menjadi tugas petugas")
    assert whose not in page.url


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
async def test_unusual_reading_is_looked_into_and_a_breach_recorded_and_told(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    whose, today = site.actors[Role.CASE_WORKER], site.program.today()
    found = await site.arranged(
        "INSERT INTO unusual_readings (account, role, unit, day, measure, count) "
        "VALUES ($1, 'case_worker', $2, $3, 'people', 40) RETURNING id",
        whose.account, whose.unit, today - timedelta(days=3 if script else 4),
    )  # fmt: skip
    page = await visit(Role.DATA_PROTECTION_OFFICER, script=script, phone=phone)
    await page.goto("/jejak/tidak-lazim")
    await page.locator(f"a[href$='{found}']").click()
    await sound(page, f"/jejak/tidak-lazim/id {phone}", phone=phone, script=script)
    await page.locator("[name=outcome][value=breach]").check()
    await page.get_by_label("Catatan").fill("Dibaca tanpa perlu.")
    await page.get_by_role("button", name="Simpan tinjauan").click()
    await expect(page.get_by_role("status").first).to_contain_text("Tinjauan tersimpan")
    await page.goto(f"/jejak/tidak-lazim/{found}")
    await page.get_by_role("link", name="Catat kebocoran").click()
    await page.get_by_label("Hari diketahui").fill((today - timedelta(days=1)).isoformat())
    await page.get_by_label("Diketahui oleh").fill("Kanwil")
    await page.get_by_label("Apa yang terjadi").fill("Dibaca tanpa perlu.")
    await page.get_by_role("button", name="Catat kebocoran").click()
    await expect(page.get_by_role("status").first).to_contain_text("tenggatnya berjalan")
    at = page.url.partition("?")[0]
    await sound(page, f"/kebocoran/id {phone}", phone=phone, script=script)
    for act in ("persons_told", "agency_told"):
        await page.locator(f"[name=kind][value={act}]").check()
        await page.get_by_label("Hari", exact=True).fill(today.isoformat())
        await page.get_by_label("Waktu (WIB)").fill("00:00")
        await page.get_by_label("Bagaimana, dan tempat buktinya").fill(f"Surat {act}")
        await page.get_by_role("button", name="Simpan").click()
        await page.goto(at)
        await expect(page.get_by_text(f"Surat {act}")).to_be_visible()
    await expect(page.locator("h1 .tag.good")).to_be_visible()
    await sound(page, f"/kebocoran/id told {phone}", phone=phone, script=script)
