"""Sessions by browser and system, in words."""

import pytest

from api.web.browsers import device

X11 = "Mozilla/5.0 (X11; Linux x86_64)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (f"{X11} {KIT} Chrome/130.0.0.0 Safari/537.36", "Chrome", "Linux"),
        (f"{WINDOWS} {KIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0", "Edge", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox", "Linux"),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {KIT} Chrome/130.0.0.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Mobile Safari/604.1",
            "Safari",
            "iPhone",
        ),
        ("python-httpx/0.28", "python-httpx", ""),
        ("", "", ""),
    ],
)
def test_a_session_has_the_names_that_people_know(agent: str, browser: str, system: str) -> None:
    assert device(agent) == (browser, system)
