"""States of pages that are looked at by axe, and what it found.

AXE_RESULTS=benchmarks/results/axe.json python -m pytest tests/browser
"""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
HERE = Path(__file__).parent
ID = r"[0-9a-f-]{36}"
LOOKED_AT: dict[str, int] = {}
SEEN: set[str] = set()
"""Paths of the pages that were looked at."""


async def barriers(page: Page, name: str) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on the page as it stands, as `rule: places`."""
    async with asyncio.timeout(60):  # in a page whose script is off it would wait for ever
        results: Any = (await Axe().run(page, options=RULES)).response
    found = [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in results["violations"]]
    LOOKED_AT[name] = len(found)
    SEEN.add(urlsplit(page.url).path)
    return found


async def sound(page: Page, state: str, *, phone: bool, script: bool = True) -> None:
    """No barrier, as far as axe can run there; small, and not wider than the screen."""
    await page.locator("main").wait_for()
    assert not script or await barriers(page, state) == [], state
    assert await page.evaluate("document.documentElement.scrollWidth") <= (320 if phone else 1280), state
    assert len((await page.content()).encode()) <= 45_000, state


def is_whole(session: pytest.Session) -> bool:
    """Whether nothing of these tests was left out of a run."""
    asked = session.config
    ran = {one.path.name for one in session.items if one.path.parent == HERE}
    narrowed = asked.option.keyword or asked.option.markexpr or any("::" in one for one in asked.args)
    return not narrowed and ran == {one.name for one in HERE.glob("test_*.py")}


def write(path: Path, looked_at: Mapping[str, int], *, sound: bool) -> str:
    """Put down what was looked at in a run, if it was sound; says what was done, and which states were lost."""
    if not sound:
        return f"{path} stays as it is: a part of the tests has not run or not passed, so states would be missing"
    known = json.loads(path.read_text("utf-8"))["by_state"] if path.exists() else {}
    lost = sorted(set(known) - set(looked_at))
    found = {"states": len(looked_at), "violations": sum(looked_at.values()), "by_state": looked_at}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return f"{path}: {len(looked_at)} states; no longer among them: {', '.join(lost) or 'none'}"
