"""Weight, requests and server time of every page that a link leads to, on the sample world of `jembatan demo`.

    python -m benchmarks.pages [--home FOLDER] [--rounds 20] [--role NAME ...] [--out benchmarks/results/pages.json]

Each role signs in with its sample and a browser follows every link of its pages; pages that differ in an id alone are
one, and the guide, which is the same for all, is read by the stranger. The first view counts bytes over the wire and
requests with an empty cache, as for an address that somebody has typed; then the page is asked for ROUNDS times over
HTTP after one more that is not counted, for the milliseconds until its last byte. A page is named by its role and
address. What is known is written after each role; with `--role` the others stay as they stand in the file. A page that
answers an error is told, and ends the run badly once all others are measured.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import httpx2
from playwright.async_api import APIRequestContext, Page, async_playwright

from benchmarks.machine import describe

PORT, READY_S = 8019, 600
SIGN_IN = re.compile(r"^  (\S+)\s+(\S+-\S+)  \S", re.MULTILINE)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FILES = re.compile(
    r"[./](csv|xlsx|json|pdf|ics|txt|jpg|berkas)\b|[?&](bentuk|format|form)=|^/api/|^/impor/templat/"
)
TARGETS = {"kb": 60, "requests": 5, "p95_ms": 150}
"""What no page may be over: kilobytes over the wire and requests of a first view, milliseconds at the server."""
STRANGER = "tamu"
SAME_FOR_ALL = "/panduan/"
OURS = {"sec-fetch-site": "same-origin"}  # as from a link of our own: compressed
Measured = dict[str, float]
Results = dict[str, Measured]


class PageFailed(Exception):
    """A page that a link leads to has answered an error."""


@contextmanager
def demo(home: Path) -> Iterator[dict[str, str]]:
    """The sample world, served; yields passwords by login."""
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
    address: str, passwords: dict[str, str], roles: Collection[str], rounds: int
) -> AsyncIterator[tuple[str, Results, list[str]]]:
    """Of every role, and of strangers: its name, its pages, and what went wrong; `roles`: of these alone, if any."""
    async with async_playwright() as playwright:
        chromium = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for login in ("", *passwords):
            who = login.partition("@")[0] or STRANGER
            if roles and who not in roles:
                continue
            context = await browser.new_context(base_url=address, locale="id-ID")
            page = await context.new_page()
            if login:
                await _sign_in(page, login, passwords[login])
                await _work(page)
            yield who, *await _crawl(page, who, rounds)
            await context.close()
        await browser.close()


async def _sign_in(page: Page, login: str, password: str) -> None:
    await page.goto("/masuk")
    await page.get_by_label("Nama masuk").fill(login)
    await page.get_by_label("Kata sandi").fill(password)
    await page.locator("main form button").first.click()
    await page.wait_for_url(lambda url: urlsplit(url).path != "/masuk")


async def _work(page: Page) -> None:
    """What must have been done before there is a page of it: a shortlist, a plan, a draft."""
    if await page.locator("nav.main a[href='/orang']").count():
        await page.goto("/orang")
        link = page.locator("a[href$='/lowongan']").first
        await page.goto(str(await link.get_attribute("href")))
        if await page.locator("input[name=v]").count():
            await page.locator("input[name=v]").first.check()
            await page.locator("button[formaction$='/usulan/baru']").click()
            await page.locator("main form button").first.click()
            if await page.locator("button", has_text="Kirim untuk ditinjau").count():
                await page.locator("button", has_text="Kirim untuk ditinjau").click()
    if await page.locator("nav.main a[href='/kohort']").count():
        await page.goto("/kohort")
        await page.locator("form[action='/kohort'] button").click()


async def _crawl(page: Page, who: str, rounds: int) -> tuple[Results, list[str]]:
    waiting, seen = ["/"], set[str]()
    found: Results = {}
    failed: list[str] = []
    while waiting:
        path = waiting.pop(0)
        name = IDS.sub("{id}", urlsplit(path).path)
        if name in seen or (who != STRANGER and name.startswith(SAME_FOR_ALL)):
            continue
        seen.add(name)
        try:
            one = await measured(page, path, rounds)
        except PageFailed as error:
            failed.append(f"{who} {error}")
            continue
        if one is None:
            continue
        landed = IDS.sub("{id}", urlsplit(page.url).path)
        seen.add(landed)
        found[f"{who} {landed}"] = one
        links = await page.eval_on_selector_all(
            "a[href^='/']", "all => all.map(one => one.getAttribute('href'))"
        )
        waiting += [link for link in links if "lang=" not in link and not FILES.search(link)]
        sys.stderr.write(f"{who} {landed} {one}\n")
    return found, failed


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


def kept(out: Path, roles: Collection[str]) -> Results:
    """What stands in the file of other roles than these; nothing where all are measured anew."""
    known = json.loads(out.read_text("utf-8")) if roles and out.exists() else {}
    return {
        name: one
        for name, one in known.items()
        if isinstance(one, dict) and name.partition(" ")[0] not in roles
    }


async def _run(passwords: dict[str, str], asked: argparse.Namespace) -> list[str]:
    found, failed = kept(asked.out, asked.role), list[str]()
    async for who, pages, wrong in measure(f"http://127.0.0.1:{PORT}", passwords, asked.role, asked.rounds):
        found |= pages
        failed += wrong
        written = {"machine": describe(), "rounds": asked.rounds} | dict(sorted(found.items()))
        asked.out.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
        sys.stdout.write(f"{who}: {summary(pages)}\n")
    sys.stdout.write(f"{summary(found)}\n")
    return failed


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
    with tempfile.TemporaryDirectory(prefix="jembatan-pages-") as folder:
        home = asked.home or Path(folder) / "home"
        home.mkdir(exist_ok=True, parents=True)
        home.parent.chmod(0o711)
        with demo(home) as passwords:
            failed = asyncio.run(_run(passwords, asked))
    if failed:
        raise SystemExit(f"pages that answer an error: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
