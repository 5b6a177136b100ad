"""Weight, requests and server time of every page that a link leads to, on the sample world of `jembatan demo`.

    python -m benchmarks.pages [--home FOLDER] [--rounds 20] [--out benchmarks/results/pages.json]

Each role signs in with its sample and a browser follows every link of its pages; pages that differ in an id alone are
one. The first view counts bytes over the wire and requests with an empty cache; then the page is asked for ROUNDS
times over HTTP, for the milliseconds until its last byte. A page is named by its role and address.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import httpx2
from playwright.async_api import APIRequestContext, Page, async_playwright

from benchmarks.machine import describe

PORT, READY_S = 8019, 600
SIGN_IN = re.compile(r"^  (\S+)\s+(\S+-\S+)  \S", re.MULTILINE)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FILES = re.compile(r"[./](csv|xlsx|json|pdf|ics|txt|jpg|berkas)\b|[?&](bentuk|format|form)=|^/api/")
WEIGHT_KB, REQUESTS, P95_MS = 60, 5, 150
Measured = dict[str, float]


@contextmanager
def demo(home: Path) -> Iterator[dict[str, str]]:
    """The sample world, served; yields passwords by login."""
    setting = os.environ | {
        "JEMBATAN_HOME": str(home),
        "JEMBATAN_ERASURE_JOURNAL": str(home.with_name(home.name + "-journal")),
        "JEMBATAN_PORT": str(PORT),
        "JEMBATAN_REQUESTS_PER_MINUTE": "100000",
    }
    printed = home / "demo.txt"
    with printed.open("w") as out:
        program = Path(sys.executable).with_name("jembatan")
        running = subprocess.Popen([program, "demo"], env=setting, stdout=out, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + READY_S
        while not _answers() and running.poll() is None and time.monotonic() < until:
            time.sleep(1)
        if not _answers():
            raise SystemExit("the demo did not come up")
        yield dict(SIGN_IN.findall(printed.read_text()))
    finally:
        running.terminate()
        running.wait(60)


def _answers() -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{PORT}/health/ready", timeout=2).status_code == 200
    except httpx2.HTTPError:
        return False


async def measure(passwords: dict[str, str], rounds: int) -> dict[str, Measured]:
    """Every page of every role and of strangers."""
    found: dict[str, Measured] = {}
    async with async_playwright() as playwright:
        chromium = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for login in (None, *passwords):
            context = await browser.new_context(base_url=f"http://127.0.0.1:{PORT}", locale="id-ID")
            page = await context.new_page()
            if login:
                await _sign_in(page, login, passwords[login])
                await _work(page)
            await _crawl(page, (login or "tamu").partition("@")[0], rounds, found)
            await context.close()
        await browser.close()
    return found


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


async def _crawl(page: Page, who: str, rounds: int, found: dict[str, Measured]) -> None:
    waiting, seen = ["/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        name = IDS.sub("{id}", urlsplit(path).path)
        if name in seen:
            continue
        seen.add(name)
        first = await _first_view(page, path)
        if first is None:
            continue
        landed = IDS.sub("{id}", urlsplit(page.url).path)
        seen.add(landed)
        first["p95_ms"] = await _p95(page.context.request, page.url, rounds)
        found[f"{who} {landed}"] = first
        links = await page.eval_on_selector_all(
            "a[href^='/']", "all => all.map(one => one.getAttribute('href'))"
        )
        waiting += [link for link in links if "lang=" not in link and not FILES.search(link)]
        sys.stderr.write(f"{who} {landed} {first}\n")


async def _first_view(page: Page, path: str) -> Measured | None:
    """Kilobytes and requests of a page with nothing cached; None where it is no page."""
    wire = await page.context.new_cdp_session(page)
    await wire.send("Network.enable")
    await wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    answer = await page.goto(path, wait_until="networkidle")
    await wire.detach()
    if answer is None or answer.status != 200 or "html" not in (await answer.all_headers())["content-type"]:
        return None
    return {"kb": round(sum(sizes) / 1_000, 1), "requests": len(sizes)}


async def _p95(request: APIRequestContext, url: str, rounds: int) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        await (await request.get(url)).body()
        took.append(1_000 * (time.perf_counter() - began))
    return round(quantiles(took, n=20)[-1], 1)


def main() -> None:
    """Measure, say what is over the bounds, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "pages.json")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jembatan-pages-") as folder:
        home = asked.home or Path(folder) / "home"
        home.mkdir(exist_ok=True, parents=True)
        home.parent.chmod(0o711)
        with demo(home) as passwords:
            found = asyncio.run(measure(passwords, asked.rounds))
    over = [
        name
        for name, one in found.items()
        if one["kb"] > WEIGHT_KB or one["requests"] > REQUESTS or one["p95_ms"] > P95_MS
    ]
    sys.stdout.write(f"{len(found)} pages; over the bounds: {over or 'none'}\n")
    asked.out.write_text(
        json.dumps({"machine": describe()} | dict(sorted(found.items())), indent=1) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
