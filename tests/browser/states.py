"""States of pages that are looked at by axe, and what it found; written for `benchmarks/results/axe.json`."""

from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
LOOKED_AT: dict[str, int] = {}


async def barriers(page: Page, name: str) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on the page as it stands, as `rule: places`."""
    results: Any = (await Axe().run(page, options=RULES)).response
    found = [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in results["violations"]]
    LOOKED_AT[name] = len(found)
    return found
