"""What employers answer and what follows: by telephone, by the keyboard, a complaint decided, a consent withdrawn."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from data.sample import DEMO_PERSON
from matching.errors import StepRefused
from matching.model import VacancyId
from matching.model.shortlists import Shortlist
from matching.vocabulary import Role
from matching.workflow import State
from tests.browser.conftest import Site, Visit, tabbed_to, taken_away
from tests.browser.states import sound
from tests.browser.test_person import spare

LONG_WAYS = [(True, False), (False, True)]
"""Script, phone."""


async def sent_list(site: Site, vacancies: Sequence[VacancyId]) -> Shortlist:
    """A list of one person for the first of these vacancies that anybody fits, approved and sent."""
    desk, worker, today = site.program.shortlists, site.actors[Role.CASE_WORKER], site.program.today()
    made = await filled([await desk.request(worker, vacancy=one, today=today) for one in vacancies], site)
    await desk.ask(worker, made.id, made.items[0].id, interested=True)
    asked = await desk.step(worker, made.id, State.UNDER_REVIEW)
    await desk.approve(site.actors[Role.RELEASE_PLANNER], made.id, version=asked.version, today=today)
    return await desk.step(worker, made.id, State.SENT)


async def filled(lists: Iterable[Shortlist], site: Site) -> Shortlist:
    """The first of these lists that the ranking has a row for, with that row."""
    worker, today = site.actors[Role.CASE_WORKER], site.program.today()
    for one in lists:
        with suppress(StepRefused):  # empty
            return await site.program.shortlists.propose(worker, one.id, today=today, size=1)
    raise AssertionError("none of them has a row")


async def own_vacancies(page: Page) -> list[VacancyId]:
    """The sample company's that are open, of the page of its member; those first that no picture shows."""
    await page.goto("/lowongan-kami?keadaan=open")
    links = await page.locator("tbody a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [VacancyId(UUID(one.rpartition("/")[2])) for one in reversed(links)]


@pytest.mark.parametrize(("script", "phone"), LONG_WAYS)
async def test_an_interview_is_agreed_by_telephone_and_the_company_goes_on(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    company = await visit(Role.EMPLOYER, script=script, phone=phone)
    stands = await sent_list(site, await own_vacancies(company))
    item, vacancy = stands.items[0].id, stands.vacancy
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/usulan/{stands.id}/baris/{item}")
    await page.get_by_role("link", name="Jawaban pemberi kerja lewat telepon").click()
    await page.locator("[name=kind][value=interview]").check()
    await page.get_by_role("button", name="Catat jawaban").click()
    await expect(page.get_by_role("alert")).to_be_visible()  # when and how they meet
    await sound(page, f"/usulan/id/baris/id/pemberi-kerja refused {phone}", phone=phone, script=script)
    meets = site.program.today() + timedelta(days=5)
    await page.get_by_label("Waktu wawancara").fill(f"{meets}T09:30")
    await page.get_by_label("Cara bertemu").select_option("video")
    await page.get_by_role("button", name="Catat jawaban").click()
    await expect(page.get_by_text("dicatat petugas atas nama pemberi kerja")).to_be_visible()
    await sound(page, f"/usulan/id/baris/id interview {phone}", phone=phone, script=script)
    assert "SUMMARY" in await calendar_of(page)

    await company.goto(f"/lowongan-kami/{vacancy}/usulan/{item}")
    await expect(company.get_by_text("dicatat petugas atas nama pemberi kerja")).to_be_visible()
    assert "SUMMARY" in await calendar_of(company)
    if script:  # the company has a keyboard alone
        await company.reload()
        await company.keyboard.press("Tab")
        await company.keyboard.press("Enter")
        await tabbed_to(company, "Undangan wawancara")
        await company.keyboard.press("ArrowDown")
        await tabbed_to(company, "Kirim jawaban")
        await company.keyboard.press("Enter")
    else:
        await company.locator("[name=kind][value=declined]").check()
        await company.locator("#reason").select_option("skills_missing")
        await company.get_by_role("button", name="Kirim jawaban").click()
    await expect(company.get_by_role("status")).to_contain_text("Jawaban dicatat")
    await company.goto(f"/lowongan-kami/{vacancy}/usulan/{item}")
    await expect(company.locator(".card ol")).to_contain_text("Penawaran kerja" if script else "Belum cocok")
    await sound(company, f"/lowongan-kami/id/usulan/id answered {phone}", phone=phone, script=script)


async def calendar_of(page: Page) -> str:
    """The interview as a calendar takes it."""
    return (await taken_away(page.get_by_role("link", name="kalender"))).decode()


@pytest.mark.parametrize(("script", "phone"), LONG_WAYS)
async def test_a_complaint_is_written_down_and_a_planner_upholds_it(
    visit: Visit, *, script: bool, phone: bool
) -> None:
    words = f"Sudah dua kali {script}."
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{DEMO_PERSON}/lowongan")
    await page.locator(".card h2 a").first.click()
    await page.get_by_role("link", name="Catat keluhan tentang pemberi kerja ini").click()
    await page.get_by_label("Siapa yang mengeluh").select_option("candidate")
    await page.get_by_label("Apa yang terjadi").select_option("fee_demanded")
    await page.get_by_label("Catatan").fill(words)
    await sound(page, f"/orang/id/keluhan/id {phone}", phone=phone, script=script)
    await page.get_by_role("button", name="Catat keluhan").click()
    await expect(page.get_by_text("Keluhan tercatat; perencana pembebasan memutuskannya.")).to_be_visible()
    await expect(page.locator("li", has_text=words)).to_contain_text("Diminta membayar")
    await sound(page, f"/orang/id/keluhan/id written {phone}", phone=phone, script=script)
    employer = page.url.partition("?")[0].rpartition("/")[2]
    planner = await visit(Role.RELEASE_PLANNER, script=script, phone=phone)
    await planner.goto(f"/pemberi-kerja/{employer}")
    mine = planner.locator("li", has_text=words)
    await sound(planner, f"/pemberi-kerja/id complaint {phone}", phone=phone, script=script)
    await mine.get_by_role("button", name="Terbukti", exact=False).first.click()
    await expect(planner.locator("li", has_text=words).locator(".tag.bad")).to_be_visible()


@pytest.mark.parametrize(("script", "phone"), LONG_WAYS)
async def test_who_withdraws_a_consent_is_told_what_ends_and_it_ends(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    desk, worker, today = site.program.shortlists, site.actors[Role.CASE_WORKER], site.program.today()
    few = [await spare(site, number) for number in (range(20, 28) if script else range(5, 13))]
    made = await filled([await desk.request(worker, candidate=one, today=today) for one in few], site)
    person = made.candidate
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{person}/persetujuan")
    await page.get_by_role("link", name="Tarik").first.click()
    await expect(page.get_by_text("Yang ikut berakhir:")).to_be_visible()
    await expect(page.locator("main li", has_text=made.items[0].title)).to_be_visible()
    await sound(page, f"/orang/id/persetujuan/id/tarik {phone}", phone=phone, script=script)
    await page.get_by_role("button", name="Tarik persetujuan").click()
    await expect(page.get_by_role("status").first).to_contain_text("Persetujuan sudah ditarik")
    await sound(page, f"/orang/id/persetujuan withdrawn {phone}", phone=phone, script=script)
    await page.goto(f"/orang/{person}/lowongan")
    await expect(page.get_by_text("Pencocokan tertutup bagi orang ini")).to_be_visible()
    await sound(page, f"/orang/id/lowongan closed {phone}", phone=phone, script=script)
    await page.goto(f"/usulan/{made.id}")
    await sound(page, f"/usulan/id withdrawn {phone}", phone=phone, script=script)
