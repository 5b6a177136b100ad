"""A real browser against a real server with the sample world. Where no Chromium is found these tests are skipped with a
loud word; where BROWSER_TESTS=required (as in CI) that is an error."""

import asyncio
import os
import shutil
import socket
import sys
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize, async_playwright

from api import wiring
from api.cli.demo import load_history, load_world
from api.cli.demo_sign_ins import SAMPLES, sample_sign_ins
from api.program import Program
from api.settings import Settings
from api.web.wording import translations
from api.wiring.encoders import encoder
from api.wiring.server import application
from data.embedded import Server
from data.pool import Database
from data.reference_load import load_reference_at
from data.sample import build_history, build_world
from matching.messages import Tongue
from matching.model import Actor
from matching.vocabulary import Role
from tests.api.entrance import cookie_of
from tests.browser import states
from tests.postgres import fresh_database

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run"]  # fmt: skip
PHONE = ViewportSize(width=320, height=640)
WAYS = [(True, False, "id"), (False, True, "id"), (True, True, "en"), (False, False, "en")]
"""Script, phone, language: each pair of two of them is among these, and a journey goes them all."""
DESKTOP = ViewportSize(width=1280, height=800)


@dataclass(frozen=True)
class Site:
    """The running site; `actors` by role are the sample sign-ins, `passwords` by login theirs; `owner`: the address at
    which the database's owner signs in."""

    program: Program
    actors: dict[Role, Actor]
    passwords: dict[str, str]
    served: "_Served"
    owner: str

    @property
    def address(self) -> str:
        """Where it stands, also after another start."""
        return self.served.address

    async def arranged(self, statement: str, *values: object) -> Any:
        """What the database's owner gets of a statement: for what no page brings about."""
        connection = await asyncpg.connect(self.owner)
        try:
            return await connection.fetchval(statement, *values)
        finally:
            await connection.close()

    @asynccontextmanager
    async def stopped(self) -> AsyncIterator[None]:
        """The server is down for as long as this is held, and then there is another one."""
        await self.served.stop()
        try:
            yield
        finally:
            await self.served.start()


@pytest_asyncio.fixture(scope="session")
async def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """The sample world with its past and the real model, served."""
    async with fresh_database(server) as fresh:
        await load_reference_at(fresh.url("jembatan_owner"))
        async with (
            Database.open(fresh.url("jembatan_app")) as app,
            Database.open(fresh.url("jembatan_worker"), role="jembatan_worker") as worker,
        ):
            settings = Settings(
                home=tmp_path_factory.mktemp("site"),
                erasure_journal=tmp_path_factory.mktemp("journal"),
                argon2_memory_kib=8_192,
                argon2_passes=1,
                second_factor="off",
                requests_per_minute=1_000_000,
                address_requests_per_minute=1_000_000,
            )
            program = wiring.assemble(settings, app, worker, encoder(settings), wiring.local_actor("tests"))
            world = build_world(as_of=program.today(), people=60, vacancies=300)
            await load_world(program, world)
            await load_history(program, build_history(world), fresh.url("jembatan_owner"))
            await program.indexer.embed_missing(today=program.today())
            await program.catalogue.load()
            desk = wiring.front_desk(settings, program.accounts, program.clock, program.new_id)
            sign_ins = await sample_sign_ins(desk, world.employers[0].employer.id)
            actors = await _actors(fresh.url("jembatan_owner"))
            served = _Served(program)
            await served.start()
            passwords = {one.sample.login: one.password for one in sign_ins}
            yield Site(program, actors, passwords, served, fresh.url("jembatan_owner"))
            await served.stop()


async def _actors(owner: str) -> dict[Role, Actor]:
    """The sample sign-ins by role, the first of each; and one approval of a list is enough from here on."""
    logins = [sample.login for sample in SAMPLES]
    connection = await asyncpg.connect(owner)
    await connection.execute("UPDATE meta SET second_approval = '{}'")
    rows = await connection.fetch(
        "SELECT d.*, a.login FROM duties d JOIN accounts a ON a.id = d.account_id WHERE a.login = ANY ($1)",
        logins,
    )
    await connection.close()
    found: dict[Role, Actor] = {}
    for row in sorted(rows, key=lambda row: logins.index(row["login"])):
        role = Role(row["role"])
        found.setdefault(role, Actor(row["account_id"], role, row["unit_id"], "tests", row["id"]))
    return found


class _Served:
    """The application behind a real server, on one port through all its starts."""

    def __init__(self, program: Program) -> None:
        self._program = program
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """A new server with nothing in its memory of the one before."""
        config = uvicorn.Config(
            application(self._program), port=self._port, log_level="critical", access_log=False
        )
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 - the library tells it by a flag alone
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Let it answer what it has begun, and end."""
        self._server.should_exit = True
        await self._task


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, headless."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("no Chromium was found, and BROWSER_TESTS=required")
        warnings.warn("NO CHROMIUM WAS FOUND: the pages are not tested in a browser", stacklevel=1)
        pytest.skip("no Chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        await browser.close()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write what axe has found, where AXE_RESULTS says: of a whole run in which all has passed, and of no other."""
    if path := os.environ.get("AXE_RESULTS"):
        sound = states.is_whole(session) and exitstatus == pytest.ExitCode.OK
        sys.stderr.write(f"\n{states.write(Path(path), states.LOOKED_AT, sound=sound)}\n")


def words(tongue: str) -> Callable[[str], str]:
    """What a line of the templates says in that language."""
    return translations(Tongue(tongue)).gettext


async def unfold(page: Page) -> None:
    """Open the menu, which is folded on a phone."""
    menu = page.locator(".menu summary")
    if await menu.is_visible():
        await menu.click()


async def taken_away(link: Locator) -> bytes:
    """The file that a link gives."""
    async with link.page.expect_download() as coming:
        await link.click()
    file = await (await coming.value).path()
    return await asyncio.to_thread(file.read_bytes)


async def signed_in(page: Page, site: Site, login: str, to: str) -> None:
    """One of the sample sign-ins comes in by the door and goes on to that address."""
    await page.goto(f"/masuk?ke={to}")
    await page.locator("#login").fill(login)
    await page.locator("#password").fill(site.passwords[login])
    await page.locator("main form button").click()
    await page.wait_for_url(f"**{to}*")


LIT = """async () => {
    const one = document.activeElement;
    let box = one.getBoundingClientRect();
    for (let frame = 0; frame < 60 && !(box.top < innerHeight && box.bottom > 0); frame++) {  // it scrolls there
        await new Promise(requestAnimationFrame);
        box = one.getBoundingClientRect();
    }
    // of a date, its day, month or year has the outline
    const lit = getComputedStyle(one).outlineStyle !== 'none' || one.type.startsWith('date');
    return [one.outerHTML.slice(0, 80), lit, box.top < innerHeight && box.bottom > 0];
}"""
"""What has the focus, whether it is seen to have it, and whether it is on the screen."""


async def tabbed_to(page: Page, words: str) -> None:
    """Tab until what has the focus says so; all that is passed shows its focus and is on the screen."""
    for _ in range(90):
        await page.keyboard.press("Tab")
        what, lit, there = await page.evaluate(LIT)
        assert lit, what
        assert there, what
        if words in await page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText"
        ):
            return
    raise AssertionError(f"no way to {words} by the keyboard")


Visit = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture
async def visit(chromium: Browser, site: Site) -> AsyncIterator[Visit]:
    """A page in a fresh browser: `await visit(role, script=…, phone=…, tongue=…)`; role None is a stranger. At the end
    no page may have logged an error or asked anything of another host."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    async def come(
        role: Role | None = None, *, script: bool = True, phone: bool = False, tongue: str = "id"
    ) -> Page:
        context = await chromium.new_context(
            base_url=site.address, java_script_enabled=script, viewport=PHONE if phone else DESKTOP,
            locale={"id": "id-ID", "en": "en-GB"}[tongue],
        )  # fmt: skip
        opened.append(context)
        await context.add_cookies([{"name": "bahasa", "value": tongue, "url": site.address}])
        if role:
            secret = await cookie_of(site.program, site.actors[role])
            await context.add_cookies([{"name": "jembatan", "value": secret, "url": site.address}])
        context.on(
            "request", lambda one: None if one.url.startswith(site.address) else complaints.append(one.url)
        )
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda one: complaints.append(one.text) if "Content Security Policy" in one.text else None,
        )
        return page

    yield come
    for context in opened:
        await context.close()
    assert complaints == []
