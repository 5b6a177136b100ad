from collections.abc import AsyncIterator

import httpx
import pytest

from api.errors import MISDIRECTED
from api.perimeter import is_cross_site, is_loopback, language_asked, refusal

LIVE = "/health/live"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.4:8000", "", "10.0.0.0"]
)
async def test_a_host_that_is_not_this_machine_is_refused(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.get(LIVE, headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000", "127.9.9.9"])
def test_this_machine_has_several_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "null"},
    ],
)
async def test_writing_on_behalf_of_another_site_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.post("/api/v1/employers", json={}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {b"sec-fetch-site": b"same-origin", b"origin": b"http://localhost"}, {b"sec-fetch-site": b"none"}],
)
def test_programs_and_our_own_pages_may_write(headers: dict[bytes, bytes]) -> None:
    assert not is_cross_site(headers, "POST", "localhost")


def test_a_link_from_elsewhere_may_be_followed() -> None:
    assert not is_cross_site(
        {b"sec-fetch-site": b"cross-site", b"sec-fetch-mode": b"navigate"}, "GET", "localhost"
    )


async def test_a_declared_length_beyond_the_limit_is_refused_unread(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/api/v1/employers", content=b"{}", headers={"content-length": "99999999999999999999999"}
    )
    assert answer.status_code == 413


async def test_a_length_that_was_not_declared_is_counted(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1_000

    answer = await client.post(
        "/api/v1/employers", content=endless(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["type"].endswith("too-large")


@pytest.mark.parametrize("path", [LIVE, "/api/v1/nothing", "/api/v1/candidates/no-uuid"])
async def test_no_answer_is_stored(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("asked", "language"), [(b"en-GB,id", "en"), (b"fr, id;q=0.5", "id"), (b"", "id")])
def test_the_language_is_the_first_of_ours_that_is_asked_for(asked: bytes, language: str) -> None:
    assert language_asked({b"accept-language": asked}, "id") == language


async def test_every_answer_carries_the_same_headers(client: httpx.AsyncClient) -> None:
    """Also one that was refused, one that is not there, and one that a handler made."""
    answers = [
        await client.get(LIVE),
        await client.get("/nowhere"),
        await client.get(LIVE, headers={"host": "evil.example"}),
        await client.post("/api/v1/employers", content=b"{"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers  # plain http on loopback cannot have it


def test_only_the_public_name_is_let_in_beside_loopback() -> None:
    public = "jembatan.example.go.id"
    assert refusal({b"host": b"Jembatan.example.go.id"}, "GET", 10, public) is None
    assert refusal({b"host": b"jembatan.example.go.id.evil.example"}, "GET", 10, public) is MISDIRECTED
    assert refusal({b"host": b"jembatan.example.go.id"}, "GET", 10) is MISDIRECTED
