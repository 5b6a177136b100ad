"""The release planner's way: a list is reviewed and approved, a plan is made and compared."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from playwright.async_api import expect

from data.sample import DEMO_PERSON
from matching.fairness import as_document, fairness
from matching.model import CandidateId
from matching.model.fairness import Comparison, ComparisonId, FairnessReport, FairnessReportId, Matter
from matching.vocabulary import Role
from matching.workflow import State
from tests.api.web.test_reports import UNFAIR
from tests.browser.conftest import WAYS, Site, Visit, unfold, words
from tests.browser.states import barriers
from tests.browser.test_employer import no_barrier


async def under_review(site: Site) -> str:
    """A list for the sample person, handed to the planners."""
    desk, worker = site.program.shortlists, site.actors[Role.CASE_WORKER]
    made = await desk.request(worker, candidate=CandidateId(DEMO_PERSON), today=site.program.today())
    await desk.propose(worker, made.id, today=site.program.today(), size=3)
    await desk.step(worker, made.id, State.UNDER_REVIEW)
    return str(made.id)


@pytest.mark.parametrize(("script", "phone", "tongue"), WAYS)
async def test_a_list_is_looked_at_and_approved(
    visit: Visit, site: Site, *, script: bool, phone: bool, tongue: str
) -> None:
    shortlist = await under_review(site)
    page = await visit(Role.RELEASE_PLANNER, script=script, phone=phone, tongue=tongue)
    say = words(tongue)
    await page.goto("/")
    await unfold(page)
    await page.get_by_role("link", name=say("Tinjauan"), exact=True).click()
    await page.get_by_role("link", name=shortlist[:8]).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Slamet Wicaksana")
    await expect(page.locator(".cards > li")).to_have_count(3)
    await page.get_by_role("button", name=say("Setujui daftar")).click()
    await expect(page.get_by_role("status")).to_be_visible()
    given = say("%(n)s dari %(all)s persetujuan untuk versi ini.") % {"n": 1, "all": 1}
    await expect(page.get_by_text(given)).to_be_visible()


@pytest.mark.parametrize(("phone", "tongue"), [(False, "id"), (True, "en")])
async def test_pages_have_no_barrier_and_fit_every_screen(
    visit: Visit, site: Site, *, phone: bool, tongue: str
) -> None:
    shortlist = await under_review(site)
    page = await visit(Role.RELEASE_PLANNER, phone=phone, tongue=tongue)
    await page.goto("/pemberi-kerja?keadaan=verified")
    company = str(await page.locator("tbody a").first.get_attribute("href"))
    for path in ("/tinjauan", "/tinjauan?keadaan=sent", f"/tinjauan/{shortlist}", "/pemberi-kerja", company,
                 "/periksa-lowongan", "/beranda", "/pemberitahuan", "/hasil?menurut=region",
                 "/keadilan", "/resep", f"/resep/{await a_comparison(site)}", "/pemantauan-terlambat",
                 "/tinjauan/perubahan", "/kohort"):  # fmt: skip
        await no_barrier(page, path, phone=phone, tongue=tongue)
    await page.goto("/pemantauan-terlambat")
    late = str(await page.locator("tbody a").first.get_attribute("href"))
    await no_barrier(page, late, phone=phone, tongue=tongue)
    await page.goto(f"/tinjauan/{shortlist}")
    row = str(await page.locator("a[href*='/baris/']").first.get_attribute("href"))
    await no_barrier(page, row, phone=phone, tongue=tongue)
    await page.goto("/kohort")
    await page.get_by_role("button").filter(has_text="rencana" if tongue == "id" else "plan").click()
    await expect(page.locator("svg.bars")).to_have_count(3)
    await no_barrier(page, page.url.partition("?")[0].removeprefix(site.address), phone=phone, tongue=tongue)
    made = page.url.partition("?")[0].removeprefix(site.address)
    await expect(page.locator("svg.map")).to_have_count(2)
    for path in (f"/kohort/papan?rencana={made.rpartition('/')[2]}", f"{made}/usulan"):
        await no_barrier(page, path, phone=phone, tongue=tongue)
    for box in (await page.get_by_role("checkbox").all())[:2]:
        await box.check()
    await page.locator("form[action$=usulan] button").click()
    await expect(page.get_by_role("status")).to_be_visible()
    assert await barriers(page, f"accepted {tongue}") == []
    await page.get_by_role("main").get_by_role("link").first.click()
    opened = page.locator("tbody th a").first
    await no_barrier(page, str(await opened.get_attribute("href")), phone=phone, tongue=tongue)
    await page.goto("/keadilan")
    plan = str(await page.locator("tbody a").last.get_attribute("href"))
    month = f"/keadilan/{await an_unfair_month(site, 4 if phone else 5)}"
    for path in (plan, f"{plan}?hal=proposed&menurut=facility", f"{month}?hal=answered&menurut=sex"):
        await no_barrier(page, path, phone=phone, tongue=tongue)
    await expect(page.locator("svg.whiskers circle")).to_have_count(4)
    await page.locator("form[action$='/tanda-tangan'] button").click()
    assert await barriers(page, f"/keadilan unsigned {tongue}") == []
    await page.locator("#reason").fill("Pemberi kerja itu dihubungi.")
    await page.locator("form[action$='/tanda-tangan'] button").click()
    await expect(page.get_by_text("Pemberi kerja itu dihubungi.")).to_be_visible()


async def a_comparison(site: Site) -> ComparisonId:
    """A new recipe under which women are chosen less often."""
    found = as_document(fairness([replace(one, matter=Matter.PROPOSED, employer="") for one in UNFAIR]))
    made, today = ComparisonId(uuid4()), site.program.today()
    both, alarms = {"before": found, "after": found}, len(found["alarms"])
    told = Comparison(made, "model/3-lama", "model/3-baru", today, both, alarms, 80, site.program.clock())
    await site.program.cohorts.fairness.store.add_comparison(told)
    return made


async def an_unfair_month(site: Site, number: int) -> FairnessReportId:
    """A month of long ago in which a firm has turned women away."""
    found = fairness(UNFAIR)
    made = FairnessReportId(uuid4())
    report = FairnessReport(
        made, None, date(2019, number, 1), as_document(found), len(found.alarms), site.program.clock()
    )
    await site.program.cohorts.fairness.store.add(report)
    return made
