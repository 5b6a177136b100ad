"""Sessions, tokens and passwords of whoever is signed in; links that work once."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from api.accounts.strength import require_strong
from api.program import Program
from data.pool import Connection
from matching.errors import InvalidValue
from matching.vocabulary import Role
from tests.api.accounts.test_sign_in import with_second_factor
from tests.api.entrance import PASSWORD, V1, Somebody, another_administrator, asking, bearer, somebody
from tests.staff import ADMINISTRATOR

ANOTHER = "empat kata lain yang panjang"


async def test_sessions_are_listed_and_ended_one_by_one_and_all_others(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    others = [one.elsewhere(address=f"192.0.2.{n}") for n in range(3)]
    for browser in (one, *others):
        await browser.signs_in()
    items = (await one.asks("GET", "/sessions")).json()["items"]
    assert [item["this"] for item in items] == [True, False, False, False]
    assert (await one.asks("DELETE", f"/sessions/{items[1]['id']}")).status_code == 204
    assert (await others[0].asks("GET", "/me")).status_code == 401
    assert (await others[1].asks("GET", "/me")).status_code == 200
    assert (await one.asks("DELETE", "/sessions")).status_code == 204
    assert [(await other.asks("GET", "/me")).status_code for other in others] == [401] * 3
    assert (await one.asks("GET", "/me")).status_code == 200
    assert (await one.asks("DELETE", "/session")).status_code == 204
    assert "jembatan" not in one.browser.cookies
    assert (await one.asks("GET", "/me")).status_code == 401


async def test_nobody_ends_a_session_or_token_of_somebody_else(program: Program, behind: Connection) -> None:
    one, other = [await somebody(program, behind, Role.CASE_WORKER) for _ in range(2)]
    await one.signs_in()
    await other.signs_in()
    token = (await other.asks("POST", "/tokens", {"name": "uji"})).json()
    session = (await other.asks("GET", "/sessions")).json()["items"][0]["id"]
    for path in (f"/sessions/{session}", f"/tokens/{token['id']}"):
        assert (await one.asks("DELETE", path)).status_code == 404
    assert (await one.asks("GET", "/tokens")).json()["items"] == []


async def test_a_token_is_shown_once_and_revoked_at_once(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    made = (await one.asks("POST", "/tokens", {"name": "laporan", "scopes": ["read"], "days": 7})).json()
    stored = await behind.fetchrow("SELECT digest FROM api_tokens WHERE id = $1", made["id"])
    assert made["secret"].encode() not in stored["digest"]
    listing = (await one.asks("GET", "/tokens")).text
    assert made["secret"] not in listing
    async with asking(program, {"authorization": f"Bearer {made['secret']}"}) as by_token:
        assert (await by_token.get(f"{V1}/candidates")).status_code == 200
        assert (await one.asks("DELETE", f"/tokens/{made['id']}")).status_code == 204
        assert (await by_token.get(f"{V1}/candidates")).status_code == 401
    assert (await one.asks("DELETE", f"/tokens/{made['id']}")).status_code == 404


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "x", "scopes": []}, {"name": "x", "days": 367}, {}])
async def test_a_token_that_cannot_be_is_refused(program: Program, behind: Connection, body: object) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    assert (await one.asks("POST", "/tokens", body)).status_code == 422


async def test_another_password_ends_the_other_sessions_and_renews_this_one(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    elsewhere = one.elsewhere()
    await elsewhere.signs_in()
    await one.signs_in()
    made = (await elsewhere.asks("POST", "/tokens", {"name": "uji"})).json()["secret"]
    before = one.cookie
    wrong = await one.asks("POST", "/password", {"current": "bukan ini", "new": ANOTHER})
    assert wrong.status_code == 401
    assert (await one.asks("POST", "/password", {"current": PASSWORD, "new": ANOTHER})).status_code == 200
    assert one.cookie != before
    assert (await one.asks("GET", "/me")).status_code == 200
    assert (await elsewhere.asks("GET", "/me")).status_code == 401
    async with asking(program, {"authorization": f"Bearer {made}"}) as by_token:
        assert (await by_token.get(f"{V1}/me")).status_code == 401, "a token of before would be the thief's"
    assert (await elsewhere.tries()).status_code == 401
    assert (await elsewhere.tries(ANOTHER)).status_code == 201


PAST = "UPDATE sessions SET shown_at = now() - interval '11 minutes' WHERE account_id = $1"


async def test_a_session_left_open_makes_no_token_before_its_owner_is_shown_again(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    body = {"name": "laporan"}
    assert (await one.asks("POST", "/tokens", body)).status_code == 201, "whoever has just signed in is known"
    await behind.execute(PAST, one.account)
    late = await one.asks("POST", "/tokens", body)
    assert (late.status_code, late.json()["type"]) == (403, "urn:jembatan:problem:show-again")
    wrong = await one.asks("POST", "/session/show-again", {"password": "tebakan"})
    assert (wrong.status_code, (await one.asks("POST", "/tokens", body)).status_code) == (401, 403)
    before = one.cookie
    assert (await one.asks("POST", "/session/show-again", {"password": PASSWORD})).status_code == 200
    assert one.cookie != before
    assert (await one.asks("POST", "/tokens", body)).status_code == 201


async def test_where_there_is_a_second_factor_it_is_shown_again_too(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    _, codes = await with_second_factor(one, behind)
    await behind.execute(PAST, one.account)
    assert (await one.asks("POST", "/session/show-again", {"password": PASSWORD})).status_code == 401
    change = {"current": PASSWORD, "new": ANOTHER}
    refused = await one.asks("POST", "/password", change)
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:jembatan:problem:code-required")
    assert (await one.asks("POST", "/tokens", {"name": "uji"})).status_code == 403
    again = {"password": PASSWORD, "code": codes[0]}
    assert (await one.asks("POST", "/session/show-again", again)).status_code == 200
    assert (await one.asks("POST", "/tokens", {"name": "uji"})).status_code == 201
    assert (await one.asks("POST", "/password", change)).status_code == 200, "the code was shown a moment ago"


async def test_whoever_finds_an_open_session_cannot_guess_the_password_through_it(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    body = {"current": "tebakan", "new": ANOTHER}
    answers = [(await one.asks("POST", "/password", body)).status_code for _ in range(8)]
    assert answers[0] == 401
    assert answers[-1] == 429
    owner = one.elsewhere()
    await owner.signs_in()
    change = {"current": PASSWORD, "new": ANOTHER}
    assert (await owner.asks("POST", "/password", change)).status_code == 200, "which ends the other session"
    assert (await one.asks("GET", "/me")).status_code == 401


@pytest.mark.parametrize(
    "weak",
    ["pendek", "password1234", "123456789012", "qwertyuiop12", "Bismillah1234", "jembatankerja1", "Petugas.Contoh",
     "petugas@contoh", "x" * 257],
)  # fmt: skip
async def test_passwords_that_are_guessed_early_are_refused(weak: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        await require_strong(weak, ("petugas@contoh.example", "Petugas Contoh"))
    assert weak not in str(refused.value)


async def test_a_long_password_of_common_letters_is_welcome() -> None:
    await require_strong("sawah langit kopi jendela", ("petugas@contoh.example", "Petugas Contoh"))


async def invited(program: Program) -> tuple[str, str, str]:
    """(account, login, link) of somebody whom an administrator has just added."""
    login = f"baru-{uuid4().hex}@uji.example"
    async with asking(program, await bearer(program, ADMINISTRATOR)) as administrator:
        answer = await administrator.post(f"{V1}/accounts", json={"login": login, "name": "Baru"})
        assert answer.status_code == 201, answer.text
        return answer.json()["account"], login, answer.json()["link"]


async def used(client: httpx.AsyncClient, link: str, password: str = ANOTHER) -> int:
    return (await client.post(f"{V1}/links/use", json={"link": link, "password": password})).status_code


async def test_an_invitation_sets_a_password_once(
    program: Program, stranger: httpx.AsyncClient, behind: Connection
) -> None:
    account, login, link = await invited(program)
    one = Somebody(program, account, login, [], asking(program))  # type: ignore[arg-type]
    assert (await one.tries(ANOTHER)).status_code == 401
    assert await used(stranger, link, "pendek") == 422
    assert await used(stranger, link) == 204, "a weak password has not used it up"
    assert await used(stranger, link, PASSWORD) == 410
    assert (await one.tries(ANOTHER)).status_code == 201
    stored = await behind.fetchval("SELECT digest FROM account_links WHERE account_id = $1::uuid", account)
    assert link.encode() not in stored


async def test_a_link_used_twice_at_one_moment_works_once(
    program: Program, stranger: httpx.AsyncClient
) -> None:
    _, _, link = await invited(program)
    statuses = await asyncio.gather(*(used(stranger, link, f"{ANOTHER} {n}") for n in range(4)))
    assert sorted(statuses) == [204, 410, 410, 410]


@pytest.mark.parametrize(
    "spoiled",
    [
        "UPDATE account_links SET until = now() WHERE account_id = $1::uuid",
        "UPDATE accounts SET status = 'disabled' WHERE id = $1::uuid",
    ],
)
async def test_a_link_expires_and_ends_with_its_account(
    program: Program, stranger: httpx.AsyncClient, behind: Connection, spoiled: str
) -> None:
    account, _, link = await invited(program)
    await behind.execute(spoiled, account)
    assert await used(stranger, link) == 410
    await behind.execute("UPDATE accounts SET status = 'active' WHERE id = $1::uuid", account)
    assert await used(stranger, link) == 410
    assert await used(stranger, "jl_that-never-was") == 410


async def test_a_reset_closes_whatever_was_open_and_the_other_links(
    program: Program, stranger: httpx.AsyncClient, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    token = (await one.asks("POST", "/tokens", {"name": "uji"})).json()["secret"]
    await behind.execute(
        "INSERT INTO second_factors (account_id, secret, confirmed_at) VALUES ($1, 'lost', now())",
        one.account,
    )
    async with asking(program, await bearer(program, ADMINISTRATOR)) as administrator:
        path = f"{V1}/accounts/{one.account}/link"
        first = (await administrator.post(path, json={})).json()["link"]
        made = (await administrator.post(path, json={"clears_second_factor": True})).json()
        second = made["link"]
    async with await another_administrator(program, behind) as confirming:
        assert (await confirming.post(f"{V1}/links/{made['id']}/confirm")).status_code == 204
    assert await used(stranger, second) == 204
    assert await used(stranger, first) == 410
    assert (await one.asks("GET", "/me")).status_code == 401
    async with asking(program, {"authorization": f"Bearer {token}"}) as by_token:
        assert (await by_token.get(f"{V1}/me")).status_code == 401
    assert (await one.tries(ANOTHER)).status_code == 201, "without the factor that was lost"
    assert (await replace(one, browser=asking(program)).tries()).status_code == 401
