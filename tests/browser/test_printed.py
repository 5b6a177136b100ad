"""Pages as they come out of a printer: to PDF by Chromium, and read back."""

import re
from uuid import uuid4

from playwright.async_api import FilePayload, Page, expect

from data.sample import DEMO_PERSON
from matching.usecases import records
from matching.usecases.records import CANDIDATES
from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit
from tests.browser.test_case_worker_lists import HEADER
from tests.browser.test_officer import access_asked
from tests.browser.test_planner import under_review
from tests.pdfs import text_of, without_space

NOT_PRINTED = ("Menu utama", "Keluar", "Privasi", "English", "Bandingkan yang dipilih", "Unduh")
OWN_WORDS = """all => all.flatMap(one => [...one.childNodes]).filter(one => one.nodeType === Node.TEXT_NODE)
    .map(one => one.data.trim()).filter(Boolean)"""
"""What elements say themselves, without the tags within them."""


async def printed(page: Page, shown: str) -> tuple[list[str], str]:
    """What is to stand on paper, and what stands there without its space."""
    heads = await page.locator(shown).evaluate_all(OWN_WORDS)
    assert heads, page.url
    return heads, without_space(text_of(await page.pdf(tagged=True), "id"))


async def test_what_is_printed_has_its_words_no_navigation_and_no_other_persons_name(
    visit: Visit, site: Site
) -> None:
    worker, name = site.actors[Role.CASE_WORKER], "Slamet Wicaksana"
    people = await records.page(site.program.gateway, worker, CANDIDATES, limit=100, cursor=None)
    others = {one.identity.name for one in people.records} - {name}
    assert len(others) > 10
    ranking, shortlist = f"/orang/{DEMO_PERSON}/lowongan", await under_review(site)
    papers: list[tuple[Role, str, str, tuple[str, ...]]] = [
        # of whom, where, what of it must stand on paper, and which words more
        (Role.CASE_WORKER, ranking, ".card h2", (name,)),
        (Role.CASE_WORKER, f"/usulan/{shortlist}", "main h2", (name,)),
        (Role.CASE_WORKER, f"/api/v1/shortlists/{shortlist}/sheet?lang=id", "h1, h2, h3", ("Tanggal",)),
        (Role.EMPLOYER, "", ".card h2", ("Jawa Timur",)),
        (Role.RELEASE_PLANNER, "/kohort/papan", "thead th", ("Papan kohort",)),
        (Role.RELEASE_PLANNER, "/hasil", "main h2", ("Hasil",)),
    ]
    wrong: list[tuple[str, str, str]] = []
    for role, path, shown, words_more in papers:
        page = await visit(role)
        await page.goto(path or "/lowongan-kami?keadaan=open")
        if not path:
            await page.goto(f"{await page.locator('tbody a').first.get_attribute('href')}/kandidat")
        heads, written = await printed(page, shown)
        apart = others if name in words_more else {name, *others}
        wrong += [(path, "lacks", one) for one in (*heads, *words_more) if without_space(one) not in written]
        wrong += [(path, "names", one) for one in apart if without_space(one) in written]
        wrong += [(path, "has", one) for one in NOT_PRINTED if without_space(one) in written]
    assert wrong == []


async def test_what_is_wrong_in_a_file_and_who_has_read_of_somebody_are_printed(
    visit: Visit, site: Site
) -> None:
    worker, officer = await visit(Role.CASE_WORKER), await visit(Role.DATA_PROTECTION_OFFICER)
    rows = [
        f"UJI;K-{uuid4().hex[:8]};Contoh Cetak;{place};SMA" for place in ("Antah Berantah", "Negeri Awan")
    ]
    file = FilePayload(name="orang.csv", mimeType="text/csv", buffer="\n".join([HEADER, *rows]).encode())
    await worker.goto("/impor")
    await worker.get_by_label("Orang", exact=True).check()
    await worker.get_by_label("Berkas", exact=True).set_input_files(files=[file])
    await worker.get_by_role("button", name="Periksa berkas").click()
    await expect(worker.get_by_role("cell", name="Negeri Awan")).to_be_visible()
    await officer.goto(f"/permintaan/{await access_asked(site)}/pemrosesan")
    for page, buttons in ((worker, ("Pilihberkaslain",)), (officer, ("←",))):
        heads, written = await printed(page, "main h1, main thead th, main tbody tr:nth-child(-n+9) > *")
        assert len(heads) > 10
        words = re.findall(r"\w+", " ".join(heads))  # a line of a cell stands between those of its neighbours
        assert [one for one in words if one not in written] == [], page.url
        assert [one for one in (*NOT_PRINTED, *buttons) if without_space(one) in written] == [], page.url
