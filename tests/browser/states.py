"""States of pages that are looked at by axe, and what it found.

AXE_RESULTS=benchmarks/results/axe.json python -m pytest tests/browser
"""

import asyncio
import json
from pathlib import Path
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
    async with asyncio.timeout(60):  # in a page whose script is off it would wait for ever
        results: Any = (await Axe().run(page, options=RULES)).response
    found = [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in results["violations"]]
    LOOKED_AT[name] = len(found)
    return found


def write(path: Path) -> None:
    """Put down what was looked at in this run."""
    found = {"states": len(LOOKED_AT), "violations": sum(LOOKED_AT.values()), "by_state": LOOKED_AT}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
