"""Who has come in, who was refused and who let whom in: in the trail, without a secret, a login or an address."""

from uuid import UUID, uuid4

import httpx
import pyotp
import pytest

from api.accounts.throttle import FREE_ATTEMPTS
from api.program import Program
from data.errors import NotPermitted
from data.pool import Connection, Database
from matching.errors import NotFound
from matching.trail import Act
from matching.vocabulary import Role
from tests.api.entrance import PASSWORD, V1, Somebody, another_administrator, asking, bearer, somebody
from tests.postgres import Fresh
from tests.staff import ADMINISTRATOR, CASE_WORKER, HERE, OFFICER

NOBODY = UUID(int=0)
ANOTHER = "empat kata lain yang panjang"
Row = tuple[str, str, tuple[str, ...], UUID | None]


async def told(behind: Connection, account: UUID) -> list[Row]:
    """What the trail says about an account: act, of what, fields, and who did it."""
    rows = await behind.fetch(
        "SELECT act, entity, fields, account FROM trail WHERE record_id = $1 AND entity <> 'accounts' "
        "OR record_id = $1 AND act = 'refuse' ORDER BY seq",
        account,
    )
    return [(row["act"], row["entity"], tuple(row["fields"]), row["account"]) for row in rows]


async def newly(behind: Connection, one: Somebody, seen: list[Row]) -> list[Row]:
    rows = (await told(behind, one.account))[len(seen) :]
    seen += rows
    return rows


async def test_a_day_of_an_account_is_told(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER, Role.RELEASE_PLANNER)
    seen = await told(behind, one.account)
    assert [row[:2] for row in seen] == [("create", "passwords"), *[("create", "duties")] * 2]
    me = one.account
    await one.signs_in(duty=str(one.duties[0]))
    assert await newly(behind, one, seen) == [("sign_in", "sessions", (), me)]
    await one.asks("POST", "/session/duty", {"duty": str(one.duties[1])})
    assert await newly(behind, one, seen) == [("change", "sessions", ("duty_id",), me)]
    token = (await one.asks("POST", "/tokens", {"name": "uji"})).json()["id"]
    await one.asks("DELETE", f"/tokens/{token}")
    assert await newly(behind, one, seen) == [
        ("create", "api_tokens", (), me),
        ("change", "api_tokens", ("revoked_at",), me),
    ]
    secret = (await one.asks("POST", "/second-factor", {"password": PASSWORD})).json()["secret"]
    await one.asks("POST", "/second-factor/confirm", {"code": pyotp.TOTP(secret).now()})
    assert await newly(behind, one, seen) == [
        ("create", "second_factors", (), me),
        ("change", "second_factors", ("confirmed_at",), me),
        ("create", "recovery_codes", (), me),
        ("change", "sessions", ("second_factor",), me),
    ]
    await one.asks("POST", "/password", {"current": PASSWORD, "new": ANOTHER})
    await one.asks("DELETE", "/session")
    assert await newly(behind, one, seen) == [
        ("change", "passwords", ("hash",), me),
        ("sign_out", "sessions", (), me),
    ]


async def test_recovery_codes_and_factors_that_go_are_told(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    secret = (await one.asks("POST", "/second-factor", {"password": PASSWORD})).json()["secret"]
    confirmed = await one.asks("POST", "/second-factor/confirm", {"code": pyotp.TOTP(secret).now()})
    codes = confirmed.json()["recovery_codes"]
    seen = await told(behind, one.account)
    assert (await one.elsewhere().tries(code=codes[0])).status_code == 201
    assert [row[:3] for row in await newly(behind, one, seen)] == [
        ("remove", "recovery_codes", ()),
        ("sign_in", "sessions", ("second_factor",)),
    ]
    await one.asks("POST", "/second-factor/remove", {"password": PASSWORD, "code": codes[1]})
    assert [row[:2] for row in await newly(behind, one, seen)] == [
        ("remove", "recovery_codes"),
        ("remove", "second_factors"),
        ("remove", "recovery_codes"),
        ("sign_out", "sessions"),
        ("sign_out", "sessions"),
    ]


async def test_what_administrators_do_is_told_under_their_account(
    program: Program, behind: Connection, stranger: httpx.AsyncClient
) -> None:
    one = await somebody(program, behind)
    seen = await told(behind, one.account)
    by = ADMINISTRATOR.account
    async with asking(program, await bearer(program, ADMINISTRATOR)) as first:
        place = f"{V1}/accounts/{one.account}"
        link = (await first.post(f"{place}/link", json={"clears_second_factor": True})).json()
        given = await first.post(f"{place}/duties", json={"role": "case_worker", "unit": str(HERE)})
    assert await newly(behind, one, seen) == [
        ("create", "account_links", ("clears_second_factor", "pending"), by),
        ("create", "duties", (), by),
    ]
    async with await another_administrator(program, behind) as second:
        await second.post(f"{V1}/duties/{given.json()['id']}/confirm")
        await second.post(f"{V1}/links/{link['id']}/confirm")
        await second.post(f"{V1}/duties/{given.json()['id']}/end")
    rows = await newly(behind, one, seen)
    assert [row[:3] for row in rows] == [
        ("change", "duties", ("confirmed_at", "confirmed_by", "pending", "since")),
        ("change", "account_links", ("pending",)),
        ("change", "duties", ("until",)),
    ]
    assert not {row[3] for row in rows} & {by, one.account, None}
    await stranger.post(f"{V1}/links/use", json={"link": link["link"], "password": ANOTHER})
    assert await newly(behind, one, seen) == [
        ("change", "account_links", ("used_at",), one.account),
        ("change", "passwords", ("hash",), one.account),
    ]


async def test_refusals_are_told_once_and_then_at_every_power_of_ten(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    seen = await told(behind, one.account)
    for _ in range(FREE_ATTEMPTS + 1):
        assert (await one.tries("salah sama sekali")).status_code == 401
    assert (await one.tries()).status_code == 429
    assert await newly(behind, one, seen) == [
        ("refuse", "accounts", ("password",), NOBODY),
        ("refuse", "accounts", ("too_many",), NOBODY),
    ]
    await behind.execute("UPDATE sign_in_refusals SET times = 9 WHERE account_id = $1", one.account)
    assert (await one.elsewhere().tries("salah")).status_code == 401
    assert (await one.elsewhere().tries("salah")).status_code == 401
    assert [row[2] for row in await newly(behind, one, seen)] == [("password", "times_10")]
    await behind.execute(
        "UPDATE sign_in_refusals SET since = now() - interval '2 hours' WHERE account_id = $1", one.account
    )
    assert (await one.elsewhere().tries("salah")).status_code == 401
    assert [row[2] for row in await newly(behind, one, seen)] == [("password",)]


async def test_strangers_fill_no_table_with_logins_that_nobody_has(
    program: Program, behind: Connection
) -> None:
    before = await behind.fetchval("SELECT count(*) FROM trail")
    for number in range(12):
        async with asking(program, address=f"198.51.100.{number}") as stranger:
            body = {"login": f"{uuid4().hex}@nowhere.example", "password": "salah"}
            assert (await stranger.post(f"{V1}/session", json=body)).status_code == 401
    assert await behind.fetchval("SELECT count(*) FROM trail") - before <= 2
    assert await behind.fetchval(
        "SELECT count(*) = 0 FROM sign_in_refusals r WHERE r.account_id <> $1 "
        "AND NOT EXISTS (SELECT FROM accounts a WHERE a.id = r.account_id)",
        NOBODY,
    )


async def test_the_officer_finds_all_about_an_account_by_one_search(
    program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.tries("salah")
    await one.signs_in()
    async with asking(program, await bearer(program, OFFICER)) as officer:
        answer = await officer.get(f"{V1}/trail", params={"record": str(one.account), "limit": 50})
        acts = [(item["act"], item["entity"]) for item in answer.json()["items"]]
        assert acts[:2] == [("sign_in", "sessions"), ("refuse", "accounts")]
        assert ("create", "duties") in acts
        assert one.login not in answer.text
        found = await officer.get(f"{V1}/trail", params={"act": "sign_in", "account": str(one.account)})
        assert len(found.json()["items"]) == 1
        person = await officer.get(f"{V1}/trail", params={"record": str(CASE_WORKER.account), "act": "read"})
        assert person.json()["items"] == []


async def test_no_row_holds_what_lets_in_or_who_calls(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in()
    await one.tries("salah")
    rows = await behind.fetch(
        "SELECT t::text AS line FROM trail t WHERE record_id = $1 AND entity <> 'duties'", one.account
    )
    lines = " ".join(row["line"] for row in rows)
    assert not [hidden for hidden in (one.login, one.cookie, "127.0.0.1", "$argon2id$") if hidden in lines]
    entities = ["passwords", "second_factors", "recovery_codes", "sessions", "api_tokens", "account_links"]
    assert not await behind.fetchval(
        "SELECT count(*) FROM trail WHERE entity = ANY ($1) AND digests IS NOT NULL", entities
    )


@pytest.mark.parametrize("act", [Act.SIGN_IN, Act.SIGN_OUT, Act.REFUSE])
async def test_the_application_can_claim_no_sign_in(filled: Fresh, act: Act) -> None:
    async with Database.open(filled.url("jembatan_app")) as app:
        with pytest.raises((NotFound, NotPermitted)):
            async with app.transaction(CASE_WORKER) as connection:
                await connection.execute(
                    "INSERT INTO trail (act, entity, record_id) VALUES ($1, 'sessions', $2)",
                    act.value, CASE_WORKER.account,
                )  # fmt: skip
