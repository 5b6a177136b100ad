"""The user guides' pictures are taken here. A picture whose page says other words now is too old:

GUIDE_PICTURES=write python -m pytest tests/browser/test_guide.py
"""

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.async_api import FilePayload, Page, ViewportSize

from api import posting
from api.schemas.vacancies import VacancyIn
from api.web import assets
from api.web.guide import GUIDES, PICTURE, chapters, picture
from data.sample import DEMO_PERSON
from matching.messages import Tongue
from matching.model import VacancyId
from matching.usecases import records
from matching.usecases.records import VACANCIES
from matching.vocabulary import Role
from matching.workflow import State
from tests.browser.conftest import Site, Visit
from tests.browser.test_employer import no_barrier
from tests.browser.test_officer import access_asked
from tests.browser.test_planner import an_unfair_month, under_review

WORDS = Path(__file__).parent / "pictures.json"
ASSETS = Path(assets.__file__).parent / "static"
WIDTH, HEIGHT = PICTURE
SAYS = """() => [...new Set(
    [...document.querySelectorAll('th[scope=col], button, legend, .field > label, nav.main a, .tabs a')]
        .map(one => one.innerText.replace(/[\\d%]+/g, '').trim())
)].filter(Boolean).sort()"""
SHOWN = {
    "today": "body",
    "sign-in": "body",
    "fairness": "main h2",
    "import": "main .note",
    "answer": "main form",
}
"""What a picture begins with, where that is not the heading."""
MONTHS = count(6)  # of a year long ago; a report each
Scene = Callable[[Page, Site], Awaitable[object]]


def at(path: str) -> Scene:
    return lambda page, _: page.goto(path)


async def preview(page: Page, _: Site) -> None:
    rows = [
        f"UJI;G-{uuid4().hex[:8]};Contoh Impor;{place};SMA" for place in ("Kab. Madiun", "Antah Berantah")
    ]
    text = "\n".join(["sumber;kunci sumber;nama;kabupaten;pendidikan", *rows])
    await page.goto("/impor")
    await page.locator("input[type=radio]").first.check()
    await page.locator("input[type=file]").set_input_files(
        [FilePayload(name="orang.csv", mimeType="text/csv", buffer=text.encode())]
    )
    await page.locator("form[enctype] button").first.click()
    await page.wait_for_selector("input[name=ticket]", state="attached")


async def consent(page: Page, _: Site) -> None:
    """Of somebody whom no journey goes with, so that it says the same whichever have been made."""
    await page.goto("/orang")
    await page.goto(f"{await page.locator('tbody th a').nth(4).get_attribute('href')}/persetujuan")


async def shortlist(page: Page, site: Site) -> None:
    await page.goto(f"/usulan/{await under_review(site)}")


async def review(page: Page, site: Site) -> None:
    await page.goto(f"/tinjauan/{await under_review(site)}")


async def plan(page: Page, _: Site) -> None:
    await page.goto("/kohort")
    await page.locator("form[action='/kohort'] button").click()
    await page.wait_for_selector("svg.bars")


async def draft(page: Page, site: Site) -> None:
    """A draft with something to find, beside its findings."""
    actor = site.actors[Role.EMPLOYER]
    own = (await records.page(site.program.gateway, actor, VACANCIES, limit=1, cursor=None)).records[0]
    words = "Menjahit seragam sekolah dari pola. Wanita, beragama Islam. Ijazah asli ditahan."
    new = VacancyIn(employer=own.vacancy.employer, title="Penjahit", place="35.19", description=words)
    made = await posting.post(replace(site.program, actor=actor), new, None)
    await page.goto(f"/periksa-lowongan/{made.id}")


async def answer(page: Page, site: Site) -> None:
    """Somebody who was sent to the company, as it answers for them."""
    desk, worker, planner = (
        site.program.shortlists,
        site.actors[Role.CASE_WORKER],
        site.actors[Role.RELEASE_PLANNER],
    )
    await page.goto("/lowongan-kami?keadaan=open")
    at = str(await page.locator("tbody a").first.get_attribute("href"))
    made = await desk.request(
        worker, vacancy=VacancyId(UUID(at.rpartition("/")[2])), today=site.program.today()
    )
    filled = await desk.propose(worker, made.id, today=site.program.today(), size=1)
    await desk.ask(worker, made.id, filled.items[0].id, interested=True)
    asked = await desk.step(worker, made.id, State.UNDER_REVIEW)
    await desk.approve(planner, made.id, version=asked.version, today=site.program.today())
    await desk.step(worker, made.id, State.SENT)
    await page.goto(f"{at}/usulan")
    await page.locator("main table a, main .card a").first.click()
    await page.wait_for_url("**/usulan/*")


async def request(page: Page, site: Site) -> None:
    await access_asked(site)
    await page.goto("/permintaan")


async def fairness(page: Page, site: Site) -> None:
    await page.goto(f"/keadilan/{await an_unfair_month(site, next(MONTHS))}?hal=answered&menurut=sex")


def of_own_vacancy(path: str) -> Scene:
    async def scene(page: Page, _: Site) -> None:
        await page.goto("/lowongan-kami?keadaan=open")
        await page.goto(f"{await page.locator('tbody a').first.get_attribute('href')}{path}")

    return scene


SCENES: dict[str, tuple[Role | None, Scene]] = {
    "sign-in": (None, at("/masuk")),
    "import": (Role.CASE_WORKER, preview),
    "people": (Role.CASE_WORKER, at("/orang")),
    "matches": (Role.CASE_WORKER, at(f"/orang/{DEMO_PERSON}/lowongan")),
    "shortlist": (Role.CASE_WORKER, shortlist),
    "consent": (Role.CASE_WORKER, consent),
    "review": (Role.RELEASE_PLANNER, review),
    "draft": (Role.RELEASE_PLANNER, draft),
    "plan": (Role.RELEASE_PLANNER, plan),
    "company": (Role.EMPLOYER, at("/perusahaan")),
    "posting": (Role.EMPLOYER, at("/lowongan-kami/baru")),
    "cards": (Role.EMPLOYER, of_own_vacancy("/kandidat")),
    "answer": (Role.EMPLOYER, answer),
    "today": (Role.CASE_WORKER, at("/beranda")),
    "fairness": (Role.RELEASE_PLANNER, fairness),
    "outcomes": (Role.RELEASE_PLANNER, at("/hasil")),
    "requests": (Role.DATA_PROTECTION_OFFICER, request),
    "trail": (Role.DATA_PROTECTION_OFFICER, at("/jejak")),
    "accounts": (Role.ADMINISTRATOR, at("/pengguna")),
}


@pytest.mark.parametrize("tongue", list(Tongue))
async def test_no_picture_shows_what_is_no_longer_there(visit: Visit, site: Site, tongue: Tongue) -> None:
    says: dict[str, list[str]] = {}
    for name, (role, scene) in SCENES.items():
        page = await visit(role, tongue=str(tongue))
        await page.set_viewport_size(ViewportSize(width=WIDTH, height=HEIGHT))
        await scene(page, site)
        says[name] = await page.evaluate(SAYS)
        if os.environ.get("GUIDE_PICTURES") == "write":
            where = SHOWN.get(name, "main h1")  # the frame above it is the same everywhere
            await page.locator(where).first.evaluate("one => scrollTo(0, one.offsetTop - 16)")
            await page.screenshot(path=ASSETS / picture(name, tongue), type="jpeg", quality=35)
        await page.close()
    known = json.loads(WORDS.read_text("utf-8")) if WORDS.exists() else {}
    if os.environ.get("GUIDE_PICTURES") == "write":
        WORDS.write_text(
            json.dumps(known | {str(tongue): says}, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
    else:
        assert says == known[tongue], "take the pictures anew: GUIDE_PICTURES=write"


def test_every_picture_of_the_guides_has_a_scene_and_every_scene_a_picture() -> None:
    shown = {
        name
        for tongue in Tongue
        for guide in GUIDES
        for one in chapters(guide, tongue)
        for name in one.pictures
    }
    assert shown == set(SCENES)


@pytest.mark.parametrize(("phone", "tongue"), [(False, "id"), (True, "en")])
async def test_guides_have_no_barrier_and_fit_every_screen(visit: Visit, *, phone: bool, tongue: str) -> None:
    page = await visit(phone=phone, tongue=tongue)
    for path in ("/panduan", "/panduan/wali/lowongan"):
        await no_barrier(page, path, phone=phone, tongue=tongue)
