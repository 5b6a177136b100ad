"""What must have been done in the sample world before there is a page of it, for `benchmarks.pages`: through the pages
as each role does it, and by the database's owner what no page brings about."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from playwright.async_api import Browser, FilePayload, Page, async_playwright

from data.embedded import embedded_server

FILE = """nama;kabupaten;pendidikan
Contoh Ukuran;Kab. Madiun;SMA
Contoh Ukuran Dua;Antah Berantah;SMA
"""
COMPARED = 4
OF_NO_PAGE = (
    "INSERT INTO unusual_readings (account, role, unit, day, measure, count) "
    "SELECT account_id, role, unit_id, current_date - 1, 'people', 40 FROM duties WHERE role = 'case_worker' LIMIT 1 "
    "ON CONFLICT DO NOTHING",
    "INSERT INTO fairness_comparisons (id, before, after, as_of, report, alarms, people, made_at) "
    "SELECT gen_random_uuid(), 'model/lama', 'model/baru', current_date, "
    "jsonb_build_object('before', report, 'after', report), alarms, 100, now() FROM fairness_reports LIMIT 1",
)
"""What the worker finds in a night, and what a new model brings."""
LETTER = (
    "WITH asked AS (INSERT INTO subject_requests "
    "(id, kind, subject, candidate_id, received_at, due_at, unit_id, caseload, recorded_by) "
    "SELECT gen_random_uuid(), 'objection', c.id, c.id, now(), now() + interval '3 days', "
    "c.unit_id, c.caseload, c.caseload "
    "FROM candidates c JOIN accounts a ON a.id = c.caseload AND a.login = 'local' LIMIT 1 RETURNING candidate_id, id) "
    "SELECT format('/orang/%s/persetujuan/permintaan/%s', candidate_id, id) FROM asked"
)
"""What an officer writes down by a letter, and its case worker carries out."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this machine, else that of Playwright."""
    async with async_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def sign_in(page: Page, login: str, password: str) -> None:
    """One of the samples comes in."""
    await page.goto("/masuk")
    await page.get_by_label("Nama masuk").fill(login)
    await page.get_by_label("Kata sandi").fill(password)
    await page.locator("main form button").first.click()
    await page.wait_for_url(lambda url: urlsplit(url).path != "/masuk")


async def work(page: Page) -> list[str]:
    """Do it as whoever is signed in; gives addresses that only a form leads to."""
    entries = await page.locator("nav.main a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    found: list[str] = []
    for entry, done in {"/orang": _lists, "/impor": _file, "/kohort": _plan, "/kebocoran": _breach}.items():
        if entry in entries:
            found += await done(page)
    return found


async def arranged(home: Path) -> str:
    """Do what no page brings about; gives the address at which the sample case worker carries out a letter."""
    async with embedded_server(home) as server:
        connection = await asyncpg.connect(server.url("jembatan_owner"))
        for statement in OF_NO_PAGE:
            await connection.execute(statement)
        letter: str = await connection.fetchval(LETTER)
        await connection.close()
    return letter


async def _lists(page: Page) -> list[str]:
    """Vacancies compared and one of them proposed, and a person who asks for a copy of the data."""
    await page.goto("/orang")
    links = page.locator("a[href$='/lowongan']")
    for ranking in await links.evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        await page.goto(ranking)
        if boxes := await page.locator("input[name=v]").all():
            break
    else:
        raise SystemExit("nobody on the first page of people has a vacancy")
    for one in boxes[:COMPARED]:
        await one.check()
    await _pressed(page, "form[action$='/banding'] button:not([formaction])")
    compared = page.url
    await page.goto(ranking)
    await page.locator("input[name=v]").first.check()
    await _pressed(page, "button[formaction$='/usulan/baru']")
    await _pressed(page, "main form button")
    if await page.locator("button[value=under_review]").count():
        await _pressed(page, "button[value=under_review]")
    await page.goto(ranking.replace("/lowongan", "/persetujuan"))
    await page.locator("select[name=kind]").select_option("access")
    await _pressed(page, "form[action$='/permintaan'] button")
    return [compared, ranking.replace("/lowongan", "/berkas")]


async def _file(page: Page) -> list[str]:
    """A file whose right rows are taken in, and its preview."""
    await page.goto("/impor")
    await page.locator("input[name=kind][value=candidates]").check()
    await page.locator("input[type=file]").set_input_files(
        [FilePayload(name="orang.csv", mimeType="text/csv", buffer=FILE.encode())]
    )
    await page.locator("form[enctype] button").first.click()
    await page.locator("input[name=ticket]").wait_for(state="attached")  # after what may be a page that waits
    preview = page.url
    await _pressed(page, "form[action='/impor/masukkan'] button")
    return [preview]


async def _plan(page: Page) -> list[str]:
    """A plan for everybody in the region."""
    await page.goto("/kohort")
    await _pressed(page, "form[action='/kohort'] button")
    return []


async def _breach(page: Page) -> list[str]:
    """A breach recorded."""
    await page.goto("/kebocoran/catat")
    await page.locator("#found_on").fill((date.today() - timedelta(days=1)).isoformat())  # noqa: DTZ011 - any day past
    await page.locator("#found_by").fill("Kanwil")
    await page.locator("#what").fill("Berkas terkirim ke alamat yang keliru.")
    await _pressed(page, "form[action='/kebocoran/catat'] button")
    return [page.url]


async def _pressed(page: Page, button: str) -> None:
    """Press the first such button, and wait for the page that answers."""
    async with page.expect_navigation():
        await page.locator(button).first.click()
