"""Passwords, second factors, waits: through HTTP, on a real database."""

import asyncio
import time
from dataclasses import replace

import httpx
import pyotp
import pytest

from api.accounts.throttle import FREE_ATTEMPTS
from api.program import Program
from data.pool import Connection
from matching.vocabulary import Role
from tests.api.entrance import PASSWORD, V1, Somebody, asking, somebody

WRONG = "bukan sandi yang benar"
NOT_THEM = (401, "urn:jembatan:problem:sign-in-refused")
CODE = (401, "urn:jembatan:problem:code-required")
TOO_MANY = (429, "urn:jembatan:problem:too-many-attempts")


def said(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]  # type: ignore[attr-defined]


async def test_the_right_password_opens_a_session_in_the_only_duty(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    me = await one.signs_in()
    assert (me["duty"], me["next"]) == (str(one.duties[0]), None)
    assert me["account"]["login"] == one.login
    assert (await one.asks("GET", "/candidates")).status_code == 200
    stored = await behind.fetchrow("SELECT digest, agent FROM sessions WHERE account_id = $1", one.account)
    assert one.cookie.encode() not in stored["digest"]


async def test_a_login_is_the_same_however_it_is_written(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    assert (await replace(one, login=f"  {one.login.upper()} ").tries()).status_code == 201


def headers_told(answer: httpx.Response) -> list[tuple[str, str]]:
    """All but the id of the request, which is another every time."""
    return [(name, value) for name, value in answer.headers.items() if name != "jembatan-request"]


async def test_unknown_disabled_invited_and_mistaken_people_get_one_answer(
    program: Program, behind: Connection
) -> None:
    mistaken, disabled, invited = [await somebody(program, behind, Role.CASE_WORKER) for _ in range(3)]
    await behind.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", disabled.account)
    await behind.execute("DELETE FROM passwords WHERE account_id = $1", invited.account)
    answers = [
        await mistaken.tries(WRONG),
        await disabled.tries(),
        await invited.tries(),
        await replace(mistaken, login="nobody@uji.example").tries(),
        await replace(mistaken, login="").tries("x"),
    ]
    told = [{**answer.json(), "instance": ""} for answer in answers[:4]]
    assert told == [told[0]] * 4
    assert [said(answer) for answer in answers[:4]] == [NOT_THEM] * 4
    assert len({frozenset(headers_told(answer)) for answer in answers[:4]}) == 1
    assert answers[4].status_code == 422


async def test_an_unknown_login_takes_as_long_as_a_known_one(program: Program, behind: Connection) -> None:
    """One hash is computed for either: without it the answer would come in a tenth of the time."""
    slow = replace(
        program,
        settings=program.settings.model_copy(update={"argon2_memory_kib": 65_536, "argon2_passes": 4}),
    )
    one = await somebody(slow, behind, Role.CASE_WORKER)
    await one.signs_in()  # hashed anew at the new cost
    known, unknown = [
        [await _seconds(replace(one, login=login.format(n), browser=one.browser)) for n in range(4)]
        for login in (one.login, "{}@nowhere.example")
    ]
    assert min(unknown) > 0.5 * min(known)


async def _seconds(one: Somebody) -> float:
    begun = time.perf_counter()
    assert said(await one.tries(WRONG)) == NOT_THEM
    return time.perf_counter() - begun


async def test_guessing_waits_longer_and_longer_and_the_rightful_do_not(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()  # this browser is known from now on
    guesser = replace(one, browser=asking(program))  # same address, another browser
    for _ in range(FREE_ATTEMPTS):
        assert said(await guesser.tries(WRONG)) == NOT_THEM
    waits = []
    for _ in range(3):
        while (answer := await guesser.tries(WRONG)).status_code == 401:
            pass
        assert said(answer) == TOO_MANY
        waits.append(int(answer.headers["retry-after"]))
        assert said(await guesser.tries()) == TOO_MANY, "not even with the right password"
        await behind.execute("UPDATE sign_in_attempts SET wait_until = now()")
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert (await one.tries()).status_code == 201, "from the known browser"
    assert (await one.elsewhere().tries()).status_code == 201, "from another address"
    other = await somebody(program, behind, Role.CASE_WORKER)
    assert (await other.tries()).status_code == 201, "another account at the same address"


async def test_success_forgets_failures(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    for _ in range(3):
        for _ in range(FREE_ATTEMPTS - 1):
            assert said(await one.tries(WRONG)) == NOT_THEM
        assert (await one.tries()).status_code == 201


async def test_attempts_at_one_moment_count_too(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    answers = await asyncio.gather(*(one.tries(WRONG) for _ in range(4 * FREE_ATTEMPTS)))
    assert sum(answer.status_code == 401 for answer in answers) <= FREE_ATTEMPTS + 1


async def test_no_address_and_no_login_is_stored_with_attempts(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER, address="198.51.100.7")
    await one.tries(WRONG)
    rows = await behind.fetch("SELECT key FROM sign_in_attempts")
    assert rows
    assert not [row for row in rows if "198.51" in row["key"] or one.login in row["key"]]


async def test_signing_in_again_ends_the_session_that_was_open_here(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    before = one.cookie
    await one.signs_in()
    assert before != one.cookie
    assert (await asking(program, {"cookie": f"jembatan={before}"}).get(f"{V1}/me")).status_code == 401
    assert await behind.fetchval("SELECT count(*) FROM sessions WHERE account_id = $1", one.account) == 1


async def test_a_hash_of_another_cost_is_made_anew_at_sign_in(program: Program, behind: Connection) -> None:
    dearer = replace(program, settings=program.settings.model_copy(update={"argon2_passes": 3}))
    one = await somebody(program, behind, Role.CASE_WORKER)
    hash_of = "SELECT hash FROM passwords WHERE account_id = $1"
    await one.signs_in()
    assert "t=1" in await behind.fetchval(hash_of, one.account)
    await one.elsewhere(dearer).signs_in()
    assert "t=3" in await behind.fetchval(hash_of, one.account)
    await one.elsewhere().signs_in()


async def test_with_several_duties_one_is_named_or_chosen_and_the_cookie_changes(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER, Role.ADMINISTRATOR)
    worker, administrator = one.duties
    me = await one.signs_in()
    assert (me["duty"], me["next"]) == (None, "choose_duty")
    assert (await one.asks("GET", "/candidates")).status_code == 403
    before = one.cookie
    me = (await one.asks("POST", "/session/duty", {"duty": str(worker)})).json()
    assert me["duty"] == str(worker)
    assert one.cookie != before
    assert (await asking(program, {"cookie": f"jembatan={before}"}).get(f"{V1}/me")).status_code == 401
    assert (await one.asks("GET", "/candidates")).status_code == 200
    assert (await one.asks("GET", "/accounts")).status_code == 403
    assert (await one.asks("POST", "/session/duty", {"duty": str(administrator)})).status_code == 200
    assert (await one.asks("GET", "/accounts")).status_code == 200
    assert (await one.signs_in(duty=str(administrator)))["duty"] == str(administrator)


async def test_a_duty_of_somebody_else_is_none(program: Program, behind: Connection) -> None:
    one, other = [await somebody(program, behind, Role.CASE_WORKER) for _ in range(2)]
    await one.signs_in()
    answer = await one.asks("POST", "/session/duty", {"duty": str(other.duties[0])})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:jembatan:problem:not-found")
    assert (await one.tries(duty=str(other.duties[0]))).status_code == 404


async def with_second_factor(one: Somebody, behind: Connection) -> tuple[pyotp.TOTP, list[str]]:
    """Set one up, as people do; the authenticator's next code is unused."""
    await one.signs_in()
    secret = (await one.asks("POST", "/second-factor", {"password": PASSWORD})).json()["secret"]
    totp = pyotp.TOTP(secret)
    answer = await one.asks("POST", "/second-factor/confirm", {"code": totp.now()})
    assert answer.status_code == 200, answer.text
    await behind.execute("UPDATE second_factors SET last_step = 0 WHERE account_id = $1", one.account)
    codes: list[str] = answer.json()["recovery_codes"]
    return totp, codes


async def test_a_second_factor_is_asked_for_and_its_code_works_once(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    totp, _ = await with_second_factor(one, behind)
    assert said(await one.tries()) == CODE
    assert said(await one.tries(code="000000")) == CODE
    assert said(await one.tries(WRONG, code=totp.now())) == NOT_THEM
    code = totp.now()
    assert (await one.signs_in(code=code))["second_factor_shown"]
    assert said(await one.tries(code=code)) == CODE, "a code that was seen over a shoulder"
    assert secret_is_sealed(
        await behind.fetchval("SELECT secret FROM second_factors WHERE account_id = $1", one.account)
    )


def secret_is_sealed(stored: str) -> bool:
    return stored.startswith("v1:")


async def test_a_code_given_twice_at_one_moment_works_once(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    totp, _ = await with_second_factor(one, behind)
    code = totp.now()
    browsers = [one.elsewhere(address=f"192.0.2.{n}") for n in range(4)]
    answers = await asyncio.gather(*(browser.tries(code=code) for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401]


@pytest.mark.parametrize("written", [str, str.upper, lambda code: code.replace("-", " ")])
async def test_a_recovery_code_works_once(program: Program, behind: Connection, written: object) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    _, codes = await with_second_factor(one, behind)
    assert len(set(codes)) == 10
    given = written(codes[0])  # type: ignore[operator]
    assert (await one.tries(code=given)).status_code == 201
    assert said(await one.tries(code=given)) == CODE
    assert (await one.tries(code=codes[1])).status_code == 201


async def test_guessing_codes_waits_wherever_it_comes_from(program: Program, behind: Connection) -> None:
    """Six digits are few: whoever has the password must not try them from many addresses."""
    one = await somebody(program, behind, Role.CASE_WORKER)
    totp, _ = await with_second_factor(one, behind)
    answers = [await one.elsewhere(address=f"203.0.113.{n}").tries(code=f"{n:06}") for n in range(15)]
    assert said(answers[-1]) == TOO_MANY
    assert (await one.tries(code=totp.now())).status_code == 201, "the known browser counts apart"


async def test_a_second_factor_is_removed_by_password_and_code_and_sessions_end(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    totp, codes = await with_second_factor(one, behind)
    elsewhere = one.elsewhere()
    await elsewhere.signs_in(code=codes[0])
    replaced = await one.asks("POST", "/second-factor", {"password": PASSWORD})
    assert replaced.status_code == 422, "nobody replaces it without a code"
    assert (
        await one.asks("POST", "/second-factor/remove", {"password": PASSWORD, "code": "1"})
    ).status_code == 401
    done = await one.asks("POST", "/second-factor/remove", {"password": PASSWORD, "code": totp.now()})
    assert done.status_code == 204
    assert (await elsewhere.asks("GET", "/me")).status_code == 401
    assert (await one.tries()).status_code == 201


@pytest.mark.parametrize(
    ("policy", "role", "asked"),
    [
        ("staff", Role.CASE_WORKER, True),
        ("staff", Role.ADMINISTRATOR, True),
        ("all", Role.CASE_WORKER, True),
        ("off", Role.CASE_WORKER, False),
    ],
)
async def test_where_a_second_factor_is_asked_nothing_opens_before_it_is_set_up(
    program: Program, behind: Connection, policy: str, role: Role, asked: bool
) -> None:
    strict = replace(program, settings=program.settings.model_copy(update={"second_factor": policy}))
    one = await somebody(strict, behind, role)
    me = await one.signs_in()
    assert (me["duty"] is None) == asked
    if not asked:
        return
    assert me["next"] == "set_up_second_factor"
    choice = {"duty": str(one.duties[0])}
    refused = await one.asks("POST", "/session/duty", choice)
    assert said(refused) == (403, "urn:jembatan:problem:second-factor-required")
    secret = (await one.asks("POST", "/second-factor", {"password": PASSWORD})).json()["secret"]
    before = one.cookie
    confirmed = await one.asks("POST", "/second-factor/confirm", {"code": pyotp.TOTP(secret).now()})
    assert confirmed.status_code == 200
    assert one.cookie != before
    assert (await one.asks("POST", "/session/duty", choice)).status_code == 200
