"""Who is let in by a session or a token, and for how long."""

from datetime import timedelta
from http.cookies import SimpleCookie

import httpx
import pytest

from api.accounts.cookies import Cookies
from api.accounts.gate import is_open
from api.program import Program
from data.pool import Connection
from matching.model.accounts import Scope
from matching.vocabulary import Role
from tests.api.entrance import V1, asking, bearer, somebody
from tests.api.office import a_person
from tests.staff import CASE_WORKER, OFFICER

SIGN_IN = "urn:jembatan:problem:sign-in-required"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/candidates"),
        ("POST", "/api/v1/candidates"),
        ("GET", "/api/v1/nothing-here"),
        ("DELETE", "/api/v1/session"),
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/accounts"),
        ("POST", "/api/v1/reference/regencies"),
        ("GET", "/api/v1/referenceless"),
    ],
)
async def test_a_stranger_is_told_to_sign_in_wherever_it_is(
    stranger: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await stranger.request(method, path, json={})
    assert (answer.status_code, answer.json()["type"]) == (401, SIGN_IN)
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/api/v1/openapi.json", "/api/v1/reference/regencies"]
)
async def test_what_names_nobody_is_open_to_all(stranger: httpx.AsyncClient, path: str) -> None:
    assert (await stranger.get(path, headers={"authorization": "Bearer jk_no"})).status_code == 200
    assert is_open("HEAD", path)
    assert not is_open("PUT", path)


@pytest.mark.parametrize(
    "header", ["Bearer jk_nobody", "Bearer", "", "Basic bG9jYWw6bG9jYWw=", "Bearer \xff", "jk_nobody"]
)
async def test_a_token_that_nobody_has_lets_nobody_in(stranger: httpx.AsyncClient, header: str) -> None:
    headers = [(b"authorization", header.encode("latin-1"))]
    assert (await stranger.get(f"{V1}/me", headers=headers)).json()["type"] == SIGN_IN


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE api_tokens SET created_at = now() - interval '2 days', until = now() - interval '1 second'",
        "UPDATE api_tokens SET revoked_at = now()",
        "UPDATE duties SET until = now()",
        "UPDATE accounts SET status = 'disabled'",
    ],
)
async def test_a_token_ends_at_once_when_it_its_duty_or_its_account_ends(
    program: Program, behind: Connection, ended: str
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    secret = (await one.asks("POST", "/tokens", {"name": "uji"})).json()["secret"]
    async with asking(program, {"authorization": f"Bearer {secret}"}) as by_token:
        assert (await by_token.get(f"{V1}/candidates")).status_code == 200
        column = "id" if ended.startswith("UPDATE accounts") else "account_id"
        await behind.execute(f"{ended} WHERE {column} = $1", one.account)
        assert (await by_token.get(f"{V1}/candidates")).status_code == 401
        await behind.execute("UPDATE accounts SET status = 'active' WHERE id = $1", one.account)
        assert (await by_token.get(f"{V1}/candidates")).status_code == 401, "it must not come back"


async def test_a_token_does_what_its_scopes_say(program: Program) -> None:
    reading = await bearer(program, CASE_WORKER, frozenset({Scope.READ}))
    writing = await bearer(program, CASE_WORKER, frozenset({Scope.WRITE}))
    async with asking(program) as client:
        assert (await client.get(f"{V1}/candidates", headers=reading)).status_code == 200
        refused = await client.post(f"{V1}/candidates", json=a_person(), headers=reading)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:jembatan:problem:scope")
        asked = {"national_id": "3519011705949999"}
        assert (await client.post(f"{V1}/candidates/lookup", json=asked, headers=reading)).status_code == 404
        assert (await client.post(f"{V1}/candidates", json=a_person(), headers=writing)).status_code == 201
        assert (await client.get(f"{V1}/candidates", headers=writing)).status_code == 403


async def test_a_token_may_not_touch_what_lets_people_in(program: Program) -> None:
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        for method, path, body in (
            ("POST", "/tokens", {"name": "more"}),
            ("GET", "/tokens", None),
            ("GET", "/sessions", None),
            ("POST", "/password", {"current": "x", "new": "sawah langit kopi jendela"}),
            ("POST", "/second-factor", {"password": "x"}),
            ("POST", "/session/duty", {"duty": str(CASE_WORKER.duty)}),
        ):
            answer = await client.request(method, V1 + path, json=body)
            assert (path, answer.status_code) == (path, 403)


async def test_a_token_says_in_which_duty_it_asks(program: Program) -> None:
    async with asking(program, await bearer(program, OFFICER, frozenset({Scope.READ}))) as client:
        me = (await client.get(f"{V1}/me")).json()
    assert (me["duty"], me["scopes"], me["csrf"], me["next"]) == (str(OFFICER.duty), ["read"], None, None)
    assert me["account"]["login"] == "officer@uji.example"


async def test_a_session_that_nobody_has_used_for_long_is_over(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    idle = timedelta(minutes=program.settings.session_idle_minutes)
    await _seen(behind, one.account, idle - timedelta(minutes=1))
    assert (await one.asks("GET", "/candidates")).status_code == 200
    await _seen(behind, one.account, idle - timedelta(minutes=1))
    assert (await one.asks("GET", "/candidates")).status_code == 200, "using it kept it alive"
    await _seen(behind, one.account, idle + timedelta(seconds=1))
    assert (await one.asks("GET", "/candidates")).status_code == 401


async def _seen(behind: Connection, account: object, ago: timedelta) -> None:
    await behind.execute(
        "UPDATE sessions SET seen_at = now() - $2::interval WHERE account_id = $1", account, ago
    )


async def test_a_session_ends_however_much_it_is_used(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    hours = await behind.fetchval(
        "SELECT extract(epoch FROM until - now()) / 3600 FROM sessions WHERE account_id = $1", one.account
    )
    assert float(hours) == pytest.approx(program.settings.session_hours, abs=0.01)
    await behind.execute("UPDATE sessions SET until = now() WHERE account_id = $1", one.account)
    assert (await one.asks("GET", "/candidates")).status_code == 401


async def test_a_disabled_account_is_out_at_once_and_its_sessions_do_not_come_back(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    await behind.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", one.account)
    assert (await one.asks("GET", "/candidates")).status_code == 401
    await behind.execute("UPDATE accounts SET status = 'active' WHERE id = $1", one.account)
    assert (await one.asks("GET", "/candidates")).status_code == 401
    assert (await one.tries()).status_code == 201


async def test_a_session_whose_duty_has_ended_may_only_choose_another(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    await behind.execute("UPDATE duties SET until = now() WHERE account_id = $1", one.account)
    refused = await one.asks("GET", "/candidates")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:jembatan:problem:duty-required")
    me = (await one.asks("GET", "/me")).json()
    assert (me["duty"], me["duties"], me["next"]) == (None, [], "choose_duty")


async def test_a_change_in_a_session_needs_its_mark_and_a_reading_does_not(
    program: Program, behind: Connection
) -> None:
    one, other = [await somebody(program, behind, Role.CASE_WORKER) for _ in range(2)]
    await one.signs_in()
    await other.signs_in()
    assert (await one.browser.get(f"{V1}/candidates")).status_code == 200
    for mark in ({}, {"x-csrf-token": ""}, {"x-csrf-token": other.csrf}, {"x-csrf-token": one.cookie}):
        answer = await one.browser.post(f"{V1}/candidates", json=a_person(), headers=mark)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:jembatan:problem:csrf")
    assert (await one.asks("POST", "/candidates", a_person())).status_code == 201


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_for_this_host_alone_and_not_for_scripts(https: bool) -> None:
    cookies = Cookies(https)
    cookie = SimpleCookie(cookies.set(cookies.session, "js_x"))[cookies.session]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True,
        "Lax",
        "/",
        "",
    )
    assert (cookie["secure"] is True) == https == cookies.session.startswith("__Host-")
    assert cookies.read(f"a=b; {cookies.session}=js_x".encode(), cookies.session) == "js_x"
