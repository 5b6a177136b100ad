"""Pages on the line of a prison office: 256 kbit/s and 300 ms there and back, on the sample world of `jembatan demo`.

    python -m benchmarks.slow_line [--home FOLDER] [--pages 12] [--out benchmarks/results/slow_line.json]

Each role opens the first PAGES pages that its links lead to, twice: with an empty cache, and with what the first view
has left there. `<page>.{drawn,loaded}_{first,again}_s`: seconds until something is drawn (first contentful paint) and
until all has come (load), as the browser tells them. The line is Chromium's own (`Network.emulateNetworkConditions`).
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from statistics import median

from playwright.async_api import CDPSession, Page

from benchmarks.machine import describe
from benchmarks.pages import ADDRESS, HREFS, STRANGER, Results, demo, firsts, is_file, name_of
from benchmarks.pages_work import chromium, sign_in

BITS, LATENCY_MS = 256_000, 300
TOLD = """() => ({
    drawn: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""


async def _measure(passwords: dict[str, str], most: int) -> Results:
    found: Results = {}
    async with chromium() as browser:
        for who, (login, _) in {STRANGER: ("", None), **firsts(passwords, ())}.items():
            page = await (await browser.new_context(base_url=ADDRESS, locale="id-ID")).new_page()
            if login:
                await sign_in(page, login, passwords[login])
            pages = await _opened(page, most)
            found |= {f"{who} {name}": one for name, one in pages.items()}
            sys.stdout.write(f"{who}: {summary(pages)}\n")
    return found


async def _opened(page: Page, most: int) -> Results:
    """The first pages that links lead to, from the beginning on."""
    found: Results = {}
    line = await page.context.new_cdp_session(page)
    await line.send("Network.enable")
    waiting = ["/"]
    while waiting and len(found) < most:
        path = waiting.pop(0)
        first = await _view(page, line, path, cached=False)
        if (name := name_of(page.url)) not in found:
            again = await _view(page, line, path, cached=True)
            found[name] = {
                f"{one}_{when}_s": told[one]
                for when, told in (("first", first), ("again", again))
                for one in told
            }
        links = await page.eval_on_selector_all("main a[href^='/'], nav a[href^='/']", HREFS)
        known = {name_of(one) for one in waiting} | found.keys()
        waiting += [one for one in dict.fromkeys(links) if name_of(one) not in known and not is_file(one)]
    return found


async def _view(page: Page, line: CDPSession, path: str, *, cached: bool) -> dict[str, float]:
    """Seconds until something is drawn and until all has come."""
    await page.goto("about:blank")
    await line.send("Network.setCacheDisabled", {"cacheDisabled": not cached})
    slow = {"latency": LATENCY_MS, "downloadThroughput": BITS / 8, "uploadThroughput": BITS / 8}
    await line.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    await page.goto(path, wait_until="load")
    await page.wait_for_timeout(500)  # what is drawn is told a moment after it is there
    told = await page.evaluate(TOLD)
    return {name: round(ms / 1_000, 2) for name, ms in told.items()}


def summary(found: Results) -> str:
    """The usual page and the slowest, with an empty cache and without."""
    told = []
    for what in ("drawn_first_s", "loaded_first_s", "loaded_again_s"):
        slowest = max(found, key=lambda name: found[name][what])
        told.append(
            f"{what} {median(one[what] for one in found.values()):.2f}, {slowest} {found[slowest][what]:.2f}"
        )
    return f"{len(found)} pages; {'; '.join(told)}"


def main() -> None:
    """Measure, write and say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "slow_line.json")
    asked = parser.parse_args()
    with demo(asked.home) as (_, passwords):
        found = asyncio.run(_measure(passwords, asked.pages))
    line = {"machine": describe(), "bits_per_second": BITS, "latency_ms": LATENCY_MS}
    asked.out.write_text(json.dumps(line | dict(sorted(found.items())), indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{summary(found)}\n")


if __name__ == "__main__":
    main()
