"""Weight, requests and server time of every page, on the sample world of `jembatan demo`.

    python -m benchmarks.pages [--home FOLDER] [--rounds 20] [--role NAME ...] [--out benchmarks/results/pages.json]

Which pages there are is known from the program's own routes (`benchmarks.addresses`). Each role signs in with its
first sample and does what must have been done before there is a page of it (`benchmarks.pages_work`); a browser follows
every link of its pages, then opens those that no link leads to. Pages that differ in an id alone are one, and the
guide, which is the same for all, is read by the stranger. The first view counts bytes over the wire and requests with
an empty cache, as for an address that somebody has typed; then the page is asked for ROUNDS times over HTTP after one
more that is not counted, for the milliseconds until its last byte. A page is named by its role and address.

What is known is written after each role; with `--role` the others stay as they stand in the file. A page that
answers an error, and one that has no row at the end, is told, and ends the run badly once all others are measured.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import httpx2
from playwright.async_api import APIRequestContext, Page

from api.cli.demo_sign_ins import SAMPLES
from benchmarks.addresses import addresses, at, pages_of, unmeasured
from benchmarks.machine import describe
from benchmarks.pages_work import arranged, chromium, sign_in, work
from matching.vocabulary import Role

PORT, READY_S = 8019, 600
ADDRESS = f"http://127.0.0.1:{PORT}"
ROLES = {one.login.partition("@")[0]: one.role for one in SAMPLES}
SIGN_IN = re.compile(r"^  (\S+)\s+(\S+-\S+)  \S", re.MULTILINE)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FILES = re.compile(
    r"[./](csv|xlsx|json|pdf|ics|txt|jpg|berkas)\b|[?&](bentuk|format|form)=|^/api/|^/impor/templat/"
)
TARGETS = {"kb": 60, "requests": 5, "p95_ms": 150}
"""What no page may be over: kilobytes over the wire and requests of a first view, milliseconds at the server."""
STRANGER = "tamu"
SAME_FOR_ALL = "/panduan/"
OF_ONESELF = ("/akun", "/penugasan")
HREFS = "all => all.map(one => one.getAttribute('href'))"
OURS = {"sec-fetch-site": "same-origin"}  # as from a link of our own: compressed
Measured = dict[str, float]
Results = dict[str, Measured]


class PageFailed(Exception):
    """A page that a link leads to has answered an error."""


@contextmanager
def demo(asked: Path | None) -> Iterator[tuple[Path, dict[str, str]]]:
    """The sample world, served from this home or from one of its own; yields the home, and passwords by login."""
    with tempfile.TemporaryDirectory(prefix="jembatan-pages-") as folder:
        home = asked or Path(folder) / "home"
        home.mkdir(exist_ok=True, parents=True)
        home.parent.chmod(0o711)
        with _served(home) as passwords:
            yield home, passwords


@contextmanager
def _served(home: Path) -> Iterator[dict[str, str]]:
    setting = os.environ | {
        "JEMBATAN_HOME": str(home),
        "JEMBATAN_ERASURE_JOURNAL": str(home.with_name(home.name + "-journal")),
        "JEMBATAN_PORT": str(PORT),
        "JEMBATAN_REQUESTS_PER_MINUTE": "100000",
        "JEMBATAN_EMPLOYER_LISTS_A_DAY": "10000",
    }
    printed = home / "demo.txt"
    with printed.open("w") as out:
        program = Path(sys.executable).with_name("jembatan")
        running = subprocess.Popen([program, "demo"], env=setting, stdout=out, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + READY_S
        while not _answers() and running.poll() is None and time.monotonic() < until:
            time.sleep(1)
        if not _answers():
            raise SystemExit(f"the demo did not come up: {printed.read_text()[-500:]}")
        yield dict(SIGN_IN.findall(printed.read_text()))
    finally:
        running.terminate()
        running.wait(60)


def _answers() -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{PORT}/health/ready", timeout=2).status_code == 200
    except httpx2.HTTPError:
        return False


async def measure(
    home: Path, passwords: dict[str, str], roles: Collection[str], rounds: int
) -> AsyncIterator[tuple[str, Results, list[str]]]:
    """Of every role, and of strangers: its name, its pages, and what went wrong; `roles`: of these alone, if any."""
    async with chromium() as browser:
        inside: dict[str, tuple[Page, list[str]]] = {}
        for who, (login, _) in {STRANGER: ("", None), **firsts(passwords, roles)}.items():
            context = await browser.new_context(base_url=ADDRESS, locale="id-ID")
            inside[who] = await context.new_page(), []
            if login:
                await sign_in(inside[who][0], login, passwords[login])
                inside[who] = inside[who][0], await work(inside[who][0])
        letter = await arranged(home)
        for who, (page, begins) in inside.items():
            if not roles or who in roles:
                walk = Walk(page, who, rounds)
                await walk.go([*begins, letter] if ROLES.get(who) is Role.CASE_WORKER else begins)
                yield who, walk.found, walk.failed


def firsts(passwords: Collection[str], asked: Collection[str]) -> dict[str, tuple[str, Role]]:
    """Login and role by name: the first sample of each role, and whoever is asked for."""
    found: dict[str, tuple[str, Role]] = {}
    for one in SAMPLES:
        who, taken = one.login.partition("@")[0], {role for _, role in found.values()}
        if one.login in passwords and (one.role not in taken or who in asked):
            found[who] = one.login, one.role
    return found


class Walk:
    """Through all pages of one who is in `page`: by links, then by ids out of them."""

    def __init__(self, page: Page, who: str, rounds: int) -> None:
        self.found: Results = {}
        self.failed: list[str] = []
        self._page, self._who, self._rounds = page, who, rounds
        self._links: dict[str, None] = {}
        self._seen: set[str] = set()

    async def go(self, begins: Iterable[str]) -> None:
        """Measure every page that is theirs; `begins`: addresses that no link leads to."""
        own = pages_of(ROLES.get(self._who))
        self._links = dict.fromkeys(["/", *begins, *OF_ONESELF, *(one.path for one in own if not one.names)])
        while waiting := [one for one in self._links if self._is_new(one)]:
            self._seen.add(name_of(waiting[0]))
            try:
                await self._look(waiting[0])
            except PageFailed as error:
                self.failed.append(f"{self._who} {error}")
        for one in unmeasured(own, self.found):
            for path in one.among(self._links, own):
                with suppress(PageFailed):
                    await self._look(path)
                if not unmeasured([one], self.found):
                    break

    def _is_new(self, link: str) -> bool:
        told = self._who != STRANGER and link.startswith(SAME_FOR_ALL)
        return name_of(link) not in self._seen and not told and "lang=" not in link and not is_file(link)

    async def _look(self, path: str) -> None:
        if (one := await measured(self._page, path, self._rounds)) is None:
            return
        landed = name_of(self._page.url)
        self._seen.add(landed)
        self.found[f"{self._who} {landed}"] = one
        self._links |= dict.fromkeys(await self._page.eval_on_selector_all("a[href^='/']", HREFS))
        sys.stderr.write(f"{self._who} {landed} {one}\n")


def is_file(link: str) -> bool:
    """A page is none, whatever it is called, unless a form of it is asked for."""
    parts = urlsplit(link)
    return bool(FILES.search(link)) and (bool(parts.query) or at(parts.path, addresses()) is None)


def name_of(address: str) -> str:
    """An address without the ids in it and without its query."""
    return IDS.sub("{id}", urlsplit(address).path)


async def measured(page: Page, path: str, rounds: int) -> Measured | None:
    """Kilobytes, requests and milliseconds of a page; None where a file is. Raises PageFailed where it answers an
    error."""
    first = await _first_view(page, path)
    return first and first | {"p95_ms": await _p95(page.context.request, page.url, rounds)}


async def _first_view(page: Page, path: str) -> Measured | None:
    await page.goto("about:blank")  # whatever the page before still asks for ends here, and is not counted
    wire = await page.context.new_cdp_session(page)
    await wire.send("Network.enable")
    await wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    # Pictures that the browser itself holds, such as those of its date fields: for them nothing is sent.
    drawn: set[str] = set()
    wire.on(
        "Network.requestWillBeSent",
        lambda one: drawn.add(one["requestId"]) if one["request"]["url"].startswith("data:") else None,
    )
    wire.on(
        "Network.loadingFinished",
        lambda one: sizes.append(one["encodedDataLength"]) if one["requestId"] not in drawn else None,
    )
    answer = await page.goto(path, wait_until="networkidle")
    await wire.detach()
    if answer is None or answer.status >= HTTPStatus.BAD_REQUEST:
        raise PageFailed(f"{IDS.sub('{id}', path)}: {answer.status if answer else 'no answer'}")
    if "html" not in (await answer.all_headers())["content-type"]:
        return None
    return {"kb": round(sum(sizes) / 1_000, 1), "requests": len(sizes)}


async def _p95(request: APIRequestContext, url: str, rounds: int) -> float:
    took = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        answer = await request.get(url, headers=OURS)
        await answer.body()
        took.append(1_000 * (time.perf_counter() - began))
        if not answer.ok:
            raise PageFailed(f"{IDS.sub('{id}', urlsplit(url).path)}: {answer.status} when asked again")
    return round(quantiles(took[1:], n=20, method="inclusive")[-1], 1)


def summary(found: Results) -> str:
    """One line: how many pages, and which are over each target."""
    over = {
        name: [f"{page} ({one[name]:g})" for page, one in sorted(found.items()) if one[name] > most]
        for name, most in TARGETS.items()
    }
    told = (f"{name} <= {TARGETS[name]}: {', '.join(pages) or 'all'}" for name, pages in over.items())
    return f"{len(found)} pages; {'; '.join(told)}"


def lacking(found: Collection[str], roles: Collection[Role]) -> list[str]:
    """Pages of these roles that no row tells of, each with who should have seen it; `found`: names of rows. What is
    for everybody is seen once."""
    told = [f"{STRANGER} {one.path}" for one in unmeasured(pages_of(None), found)]
    for role in sorted(roles):
        own = [name for name in found if ROLES.get(name.partition(" ")[0]) is role]
        told += [f"{role} {one.path}" for one in unmeasured(pages_of(role), own)]
    return told


def kept(out: Path, roles: Collection[str]) -> Results:
    """What stands in the file of other roles than these; nothing where all are measured anew."""
    known = json.loads(out.read_text("utf-8")) if roles and out.exists() else {}
    return {
        name: one
        for name, one in known.items()
        if isinstance(one, dict) and name.partition(" ")[0] not in roles
    }


async def _run(home: Path, passwords: dict[str, str], asked: argparse.Namespace) -> list[str]:
    found, failed = kept(asked.out, asked.role), list[str]()
    async for who, pages, wrong in measure(home, passwords, asked.role, asked.rounds):
        found |= pages
        failed += wrong
        written = {"machine": describe(), "rounds": asked.rounds} | dict(sorted(found.items()))
        asked.out.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
        sys.stdout.write(f"{who}: {summary(pages)}\n")
    sys.stdout.write(f"{summary(found)}\n")
    looked = {role for who, role in ROLES.items() if not asked.role or who in asked.role}
    return failed + [f"{one} has no row" for one in lacking(found, looked)]


def main() -> None:
    """Measure, write, and say what is over the targets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--role", action="append", default=[], help=f"local, perencana, … or {STRANGER}")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "pages.json")
    asked = parser.parse_args()
    with demo(asked.home) as (home, passwords):
        failed = asyncio.run(_run(home, passwords, asked))
    if failed:
        raise SystemExit(f"pages that answer an error or were not measured: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
