"""Which browser and system a session came from, by names that people know."""

from typing import NamedTuple

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
"""What stands in a user agent, and the name; the first that is found counts, for most say that they are others, too."""
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


class Device(NamedTuple):
    """Names of browser and system; empty where they are not known."""

    browser: str
    system: str


def device(agent: str) -> Device:
    """By the user agent that a browser sends; of another program its own name, without version."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    return Device(browser or ("" if system else agent.partition("/")[0][:40]), system)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in known if mark in agent), "")
