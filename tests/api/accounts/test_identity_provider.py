"""Signing in by an identity provider that runs in a process of its own, on a real database."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api import wiring
from api.accounts.oidc.provider import AGAIN_S
from api.program import Program
from api.settings import Settings
from api.wiring.accounts import front_desk
from api.wiring.server import application
from data.errors import ConstraintBroken, NotPermitted
from data.pool import Connection, Database
from matching.model.accounts import ExternalIdentity, ProvidedDuty
from matching.model.ids import AccountId
from matching.vocabulary import Role
from tests.api.accounts.provider import CLIENT, SECRET, RunningProvider, running
from tests.api.entrance import V1, another_administrator, asking, bearer, duty_for, somebody
from tests.postgres import Fresh
from tests.staff import ADMINISTRATOR, CASE_WORKER, ELSEWHERE, HERE

REFUSED = (401, "urn:jembatan:problem:provider-refused")
NO_DUTY = (403, "urn:jembatan:problem:no-duty")
SECOND_FACTOR = (403, "urn:jembatan:problem:second-factor-required")
AWAY = (503, "urn:jembatan:problem:unavailable")
CASE_WORK = {"groups": ["wali", "other"], "unit": "here"}
EMPLOYERS = {"pt-satu": UUID(int=0xE1), "pt-dua": UUID(int=0xE2)}
MAPPING = f"""
[second_factor]
amr = ["mfa"]
acr = ["urn:gold"]
[units]
here = "{HERE}"
elsewhere = "{ELSEWHERE}"
nowhere = "{UUID(int=0xAA)}"
[employers]
pt-satu = "{EMPLOYERS["pt-satu"]}"
pt-dua = "{EMPLOYERS["pt-dua"]}"
[[duty]]
role = "case_worker"
when = {{ groups = "wali" }}
unit_claim = "unit"
[[duty]]
role = "release_planner"
when = {{ "realm.roles" = "planner" }}
unit = "{HERE}"
provinces_claim = "provinces"
[[duty]]
role = "employer"
when = {{ groups = "company" }}
employer_claim = "company"
"""


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]


@pytest.fixture(scope="module")
def process() -> Iterator[RunningProvider]:
    with running() as one:
        yield one


@pytest.fixture
def provider(process: RunningProvider) -> RunningProvider:
    """It knows nothing of the tests before."""
    process.told(reset=True)
    return process


@dataclass
class Way:
    """A browser, and the served program with the provider in its settings."""

    program: Program
    provider: RunningProvider
    served: FastAPI
    browser: httpx.AsyncClient

    def under(self, **settings: Any) -> "Way":
        """The same under other settings, and without anything remembered of the provider."""
        program = replace(self.program, settings=Settings(**self.program.settings.model_dump() | settings))
        return replace(self, program=program).afresh()

    def afresh(self) -> "Way":
        settings, clock = self.program.settings, self.program.clock
        self.served.state.desk = front_desk(settings, self.program.accounts, clock, self.program.new_id)
        return self.another()

    async def away(self, next_: str = "/") -> httpx.URL:
        """Leave for the provider, and stand before the way back: the address of the callback."""
        answer = await self.browser.get(f"{V1}/session/oidc", params={"next": next_})
        assert answer.status_code == 303, answer.text
        return self.provider.sends_back(answer.headers["location"])

    async def comes(self, **claims: Any) -> httpx.Response:
        """The whole way of somebody of whom the provider says this."""
        if claims:
            self.provider.told(claims={"sub": "andi", **claims})
        return await self.browser.get(await self.away())

    async def me(self) -> dict[str, Any]:
        answer = await self.browser.get(f"{V1}/me")
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def duties(self) -> set[tuple[str, str, str | None]]:
        return {(one["role"], one["unit"], one["employer"]) for one in (await self.me())["duties"]}

    def another(self) -> "Way":
        """Another browser."""
        return replace(self, browser=browser_of(self.served))

    async def administrator(self) -> httpx.AsyncClient:
        return browser_of(self.served, await bearer(self.program, ADMINISTRATOR))


def browser_of(served: FastAPI, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(served)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)


@pytest_asyncio.fixture(scope="module")
async def with_provider(
    program: Program, process: RunningProvider, filled: Fresh, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Program]:
    """The program with the provider in its settings."""
    folder = tmp_path_factory.mktemp("oidc")
    mapping, secret = folder / "oidc.toml", folder / "secret"
    mapping.write_text(MAPPING)
    secret.write_text(f"{SECRET}\n")
    given = program.settings.model_dump() | {
        "oidc_issuer": process.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret_file": secret,
        "oidc_mapping_file": mapping,
    }
    settings = Settings(**given)
    owner = filled.url("jembatan_owner")
    async with wiring.telling_entry_rules(settings)(owner):
        yield replace(program, settings=settings)
    async with wiring.telling_entry_rules(program.settings)(owner):
        pass


@pytest.fixture(scope="module")
def served(with_provider: Program) -> FastAPI:
    return application(with_provider)


@pytest.fixture
def way(with_provider: Program, provider: RunningProvider, served: FastAPI) -> Way:
    return Way(with_provider, provider, served, browser_of(served)).afresh()


@pytest.fixture
async def companies(behind: Connection) -> None:
    await behind.executemany(
        "INSERT INTO employers (id, name, business_number, sector, contact, verification, unit_id, caseload,"
        " recorded_by) VALUES ($1, $2, '', '', '', 'verified', $3, $4, $4) ON CONFLICT DO NOTHING",
        [(employer, name, HERE, CASE_WORKER.account) for name, employer in EMPLOYERS.items()],
    )


async def test_somebody_new_with_a_duty_gets_an_account_and_a_session(way: Way, behind: Connection) -> None:
    way.provider.told(claims={"sub": "new", "name": "Andi Contoh", "email": "andi@uji.example", **CASE_WORK})
    back = await way.away("/beranda?tab=1")
    from_elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}  # as browsers say it here
    answer = await way.browser.get(back, headers=from_elsewhere)
    assert (answer.status_code, answer.headers["location"]) == (303, "/beranda?tab=1")
    me = await way.me()
    assert me["account"]["name"] == "Andi Contoh"
    assert (me["duties"][0]["role"], me["duties"][0]["unit"]) == ("case_worker", str(HERE))
    assert me["duty"] == me["duties"][0]["id"]
    assert (await way.browser.get(f"{V1}/candidates")).status_code == 200
    stored = await behind.fetchrow("SELECT * FROM accounts WHERE id = $1", UUID(me["account"]["id"]))
    assert "andi" not in stored["login"]  # no address is taken, so nobody can take somebody else's
    again = way.another()
    await again.browser.get(await again.away())
    assert (await again.me())["account"]["id"] == me["account"]["id"]


async def test_what_leaves_is_what_the_flow_asks_for(way: Way) -> None:
    back = await way.away()
    asked = way.provider.told()["asked"]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile"}
    assert asked["acr_values"] == "urn:gold"
    assert asked["redirect_uri"] == str(back.copy_with(query=None))
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    cookie = next(iter(way.browser.cookies.jar))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert str(cookie.value) not in str(asked)


async def test_without_claims_that_give_a_duty_there_is_no_account(way: Way, behind: Connection) -> None:
    before = await behind.fetchval("SELECT count(*) FROM accounts")
    for claims in (
        {},
        {"groups": "other"},
        {"groups": ["wali"], "unit": "nowhere"},
        {"groups": ["wali"], "unit": 7},
    ):
        assert said(await way.comes(sub=uuid4().hex, **claims)) == NO_DUTY
    assert await behind.fetchval("SELECT count(*) FROM accounts") == before


async def test_keys_that_change_between_two_sign_ins_are_fetched_once(way: Way) -> None:
    assert (await way.comes(**CASE_WORK)).status_code == 303
    assert (await way.comes(**CASE_WORK)).status_code == 303
    assert way.provider.fetched("keys") == 1
    way.provider.told(rotate=True)
    assert (await way.comes(**CASE_WORK)).status_code == 303
    assert way.provider.fetched("keys") == 2
    assert way.provider.fetched("metadata") == 1


async def test_unknown_keys_do_not_make_us_ask_without_end(way: Way, provider: RunningProvider) -> None:
    ahead, clock = [timedelta()], way.program.clock
    way = replace(way, program=replace(way.program, clock=lambda: clock() + ahead[0])).afresh()
    provider.told(wrong={"signed": "by an unknown key"}, claims={"sub": "andi", **CASE_WORK})
    for _ in range(5):
        assert said(await way.browser.get(await way.away())) == REFUSED
    assert provider.fetched("keys") == 2
    ahead[0] = timedelta(seconds=AGAIN_S)
    assert said(await way.browser.get(await way.away())) == REFUSED
    assert provider.fetched("keys") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"iss": "http://127.0.0.1:1"}},
        {"claims": {"iss": ["http://127.0.0.1:1"]}},
        {"claims": {"iss": None}},
        {"claims": {"aud": "another"}},
        {"claims": {"aud": ["another"]}},
        {"claims": {"aud": [CLIENT, "another"]}},  # for several, without saying for whom
        {"claims": {"aud": None}},
        {"claims": {"azp": "another"}},
        {"claims": {"sub": None}},
        {"claims": {"sub": ["andi"]}},
        {"claims": {"sub": "x" * 256}},
        {"claims": {"exp": -70}},
        {"claims": {"exp": None}},
        {"claims": {"nbf": 90}},
        {"claims": {"iat": 90}},
        {"claims": {"iat": -700}},
        {"claims": {"iat": None}},
        {"claims": {"at_hash": "another"}},
        {"claims": {"at_hash": 7}},
        {"signed": "none"},
        {"signed": "with the public key"},
        {"signed": "by somebody else"},
        {"answer": {"iss": "http://127.0.0.1:1"}},
        {"answer": {"code": "another"}},
        {"answer": {"code": ""}},
        {"answer": {"state": "another"}},
    ],
    ids=str,
)  # fmt: skip
async def test_an_answer_that_is_not_as_it_must_be_opens_nothing(
    way: Way, behind: Connection, wrong: Any
) -> None:
    subject = uuid4().hex
    way.provider.told(wrong=wrong, claims={"sub": subject, **CASE_WORK})
    assert said(await way.browser.get(await way.away())) == REFUSED
    assert "jembatan" not in way.browser.cookies
    assert not await behind.fetchval("SELECT count(*) FROM external_identities WHERE subject = $1", subject)


@pytest.mark.parametrize(
    "right",
    [
        {"claims": {"aud": [CLIENT]}},
        {"claims": {"aud": [CLIENT, "another"], "azp": CLIENT}},
        {"claims": {"exp": -30}},
        {"claims": {"nbf": 30, "iat": 30}},
    ],
    ids=str,
)
async def test_clocks_may_differ_a_little_and_others_may_listen(way: Way, right: Any) -> None:
    way.provider.told(wrong=right, claims={"sub": "andi", **CASE_WORK})
    assert (await way.browser.get(await way.away())).status_code == 303


async def test_a_way_back_is_good_once(way: Way) -> None:
    way.provider.told(claims={"sub": "andi", **CASE_WORK})
    back, held = await way.away(), dict(way.browser.cookies)
    assert (await way.browser.get(back)).status_code == 303
    thief = way.another()
    thief.browser.cookies.update(held)  # with the cookie, and still
    assert said(await thief.browser.get(back)) == REFUSED
    code = parse_qs(urlsplit(str(back)).query)["code"][0]
    fresh = await thief.away()
    assert said(await thief.browser.get(fresh.copy_set_param("code", code))) == REFUSED


async def test_a_way_back_is_good_in_the_same_browser_and_in_time(way: Way, behind: Connection) -> None:
    way.provider.told(claims={"sub": "andi", **CASE_WORK})
    back = await way.away()
    other = way.another()
    assert said(await other.browser.get(back)) == REFUSED
    await other.away()  # with a cookie of its own
    assert said(await other.browser.get(back)) == REFUSED
    assert (await way.browser.get(back)).status_code == 303
    late = await way.away()
    await behind.execute("UPDATE external_sign_ins SET until = now()")
    assert said(await way.browser.get(late)) == REFUSED


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example/", "\\\\evil.example", "javascript:1", "", "x",
     "/\t/evil.example", "/a\r\nset-cookie: x=y", "/a b", "/a\\b", "/" + "a" * 600],
)  # fmt: skip
async def test_nobody_is_sent_to_another_site(way: Way, elsewhere: str) -> None:
    answer = await way.browser.get(f"{V1}/session/oidc", params={"next": elsewhere})
    assert answer.status_code == 422
    assert "location" not in answer.headers


async def test_an_address_that_a_local_account_has_opens_nothing_of_it(way: Way, behind: Connection) -> None:
    victim = await somebody(way.program, behind, Role.ADMINISTRATOR)
    claims = {"email": victim.login, "email_verified": True, "preferred_username": victim.login}
    assert said(await way.comes(sub="thief", **claims)) == NO_DUTY
    assert (await way.comes(sub="thief", **claims, **CASE_WORK)).status_code == 303
    me = await way.me()
    assert me["account"]["id"] != str(victim.account)
    assert [one["role"] for one in me["duties"]] == ["case_worker"]


async def test_an_administrator_can_let_an_identity_into_an_account(way: Way, behind: Connection) -> None:
    subject, local = uuid4().hex, await somebody(way.program, behind, Role.CASE_WORKER)
    place = f"{V1}/accounts/{local.account}/identities"
    async with await way.administrator() as admin:
        assert (await admin.post(place, json={"subject": subject})).status_code == 204
        assert (await admin.post(place, json={"subject": uuid4().hex})).status_code == 422  # has one
        own = f"{V1}/accounts/{ADMINISTRATOR.account}/identities"
        assert (await admin.post(own, json={"subject": uuid4().hex})).status_code == 403
        assert (await way.comes(sub=subject)).status_code == 403, (
            "a second administrator has not confirmed it"
        )
        assert (await admin.post(f"{place}/confirm")).status_code == 422, "not by the same one"
        async with await another_administrator(way.program, behind) as second:
            waiting = (await second.get(f"{V1}/confirmations")).json()["identities"]
            assert str(local.account) in {one["account"] for one in waiting}
            assert (await second.post(f"{place}/confirm")).status_code == 204
            assert (await second.post(f"{place}/confirm")).status_code == 404
        assert (await way.comes(sub=subject)).status_code == 303
        me = await way.me()
        assert (me["account"]["id"], me["duty"]) == (str(local.account), str(local.duties[0]))
        (known,) = (await admin.get(place)).json()["items"]
        assert (known["issuer"], known["subject"]) == (way.provider.issuer, subject)
        assert known["signed_in_at"]
        assert (await admin.post(f"{place}/end")).status_code == 204
        assert (await admin.post(f"{place}/end")).status_code == 404
    assert (await way.browser.get(f"{V1}/me")).status_code == 401
    assert said(await way.comes(sub=subject)) == NO_DUTY


async def test_only_an_administrator_sees_and_ties_identities(way: Way) -> None:
    place = f"{V1}/accounts/{CASE_WORKER.account}/identities"
    async with browser_of(way.served, await bearer(way.program, CASE_WORKER)) as other:
        assert (await other.get(place)).status_code == 403
        assert (await other.post(place, json={"subject": "x"})).status_code == 403
        assert (await other.post(f"{place}/end")).status_code == 403


@pytest.mark.usefixtures("companies")
async def test_duties_follow_the_claims(way: Way, behind: Connection) -> None:
    subject, here, there = (
        uuid4().hex,
        ("case_worker", str(HERE), None),
        ("case_worker", str(ELSEWHERE), None),
    )
    await way.comes(sub=subject, **CASE_WORK)
    account = AccountId(UUID((await way.me())["account"]["id"]))
    local = await duty_for(behind, account, Role.DATA_PROTECTION_OFFICER)
    officer = ("data_protection_officer", str(HERE), None)
    assert await way.duties() == {here, officer}

    moved = way.another()
    await moved.comes(sub=subject, groups=["wali"], unit="elsewhere")
    assert await moved.duties() == {there, officer}
    assert (await way.browser.get(f"{V1}/me")).status_code == 401  # the session ran in the duty that is gone

    both = way.another()
    await both.comes(
        sub=subject, groups="wali", unit=["here", "elsewhere"], realm={"roles": ["planner"]}, provinces=["35"]
    )
    assert await both.duties() == {here, there, officer, ("release_planner", str(HERE), None)}

    company = way.another()
    await company.comes(sub=subject, groups=["company"], company="pt-satu")
    assert {one[2] for one in await company.duties()} == {None, str(EMPLOYERS["pt-satu"])}
    await company.comes(sub=subject, groups=["company"], company="pt-dua")
    assert {one[2] for one in await company.duties()} == {None, str(EMPLOYERS["pt-dua"])}

    await company.comes(sub=subject)
    assert await company.duties() == {officer}
    ended = await behind.fetch(
        "SELECT until FROM duties WHERE account_id = $1 AND issuer IS NOT NULL", account
    )
    assert len(ended) == 6
    assert all(row["until"] for row in ended)
    assert await behind.fetchval("SELECT until IS NULL FROM duties WHERE id = $1", local)


async def test_a_token_in_a_duty_of_claims_does_not_outlive_them(
    way: Way, program: Program, behind: Connection
) -> None:
    subject = uuid4().hex
    await way.comes(sub=subject, **CASE_WORK)
    me = await way.me()
    account, mark = UUID(me["account"]["id"]), {"x-csrf-token": me["csrf"]}
    made = (await way.browser.post(f"{V1}/tokens", json={"name": "uji"}, headers=mark)).json()
    async with asking(program, {"authorization": f"Bearer {made['secret']}"}) as by_token:
        assert (await by_token.get(f"{V1}/me")).status_code == 200
        late = (
            "UPDATE external_identities SET signed_in_at = now() - interval '25 hours' WHERE account_id = $1"
        )
        await behind.execute(late, account)
        assert (await by_token.get(f"{V1}/me")).status_code == 401
        await way.another().comes(sub=subject, **CASE_WORK)
        assert (await by_token.get(f"{V1}/me")).status_code == 200


async def test_the_same_claims_leave_duties_and_sessions_as_they_are(way: Way) -> None:
    subject, other = uuid4().hex, way.another()
    await way.comes(sub=subject, **CASE_WORK)
    duty = (await way.me())["duty"]
    await other.comes(sub=subject, **CASE_WORK)
    assert {(await one.me())["duty"] for one in (way, other)} == {duty}


async def test_who_has_lost_every_duty_is_out(way: Way) -> None:
    subject, other = uuid4().hex, way.another()
    await way.comes(sub=subject, **CASE_WORK)
    async with browser_of(way.served) as by_token:
        me = await way.me()
        body = {"name": "uji", "scopes": ["read"], "days": 1}
        made = await way.browser.post(f"{V1}/tokens", json=body, headers={"x-csrf-token": me["csrf"]})
        header = {"authorization": f"Bearer {made.json()['secret']}"}
        assert (await by_token.get(f"{V1}/me", headers=header)).status_code == 200
        assert said(await other.comes(sub=subject, groups=[])) == NO_DUTY
        assert (await way.browser.get(f"{V1}/me")).status_code == 401
        assert (await by_token.get(f"{V1}/me", headers=header)).status_code == 401


async def test_a_disabled_account_stays_out(way: Way, behind: Connection) -> None:
    subject = uuid4().hex
    await way.comes(sub=subject, **CASE_WORK)
    account = UUID((await way.me())["account"]["id"])
    await behind.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", account)
    assert said(await way.another().comes(sub=subject, **CASE_WORK)) == NO_DUTY


async def test_the_provider_vouches_for_the_second_factor(way: Way) -> None:
    way = way.under(second_factor="staff")
    for shown in ({}, {"amr": ["pwd"]}, {"acr": "urn:silver"}):
        assert said(await way.comes(**CASE_WORK, **shown)) == SECOND_FACTOR
        assert "jembatan" not in way.browser.cookies
    for shown in ({"amr": ["pwd", "mfa"]}, {"acr": "urn:gold"}):
        assert (await way.comes(**CASE_WORK, **shown)).status_code == 303
        me = await way.me()
        assert me["second_factor_shown"]
        assert me["duty"]


async def test_signing_out_ends_the_session_and_says_where_to_end_the_others(way: Way) -> None:
    await way.comes(**CASE_WORK)
    me = await way.me()
    assert (await way.browser.post(f"{V1}/session/oidc/end")).status_code == 403
    answer = await way.browser.post(f"{V1}/session/oidc/end", headers={"x-csrf-token": me["csrf"]})
    place = urlsplit(answer.json()["location"])
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{way.provider.issuer}/end"
    assert parse_qs(place.query) == {
        "client_id": [CLIENT],
        "post_logout_redirect_uri": ["http://127.0.0.1:8000/"],
    }
    assert (await way.browser.get(f"{V1}/me")).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"metadata": {"issuer": "http://127.0.0.1:1"}},
        {"metadata": {"token_endpoint": "http://evil.example/token"}},
        {"metadata": {"jwks_uri": "file:///etc/passwd"}},
        {"metadata": {"authorization_endpoint": None}},
        {"metadata": {"end_session_endpoint": "javascript:1"}},
    ],
    ids=str,
)
async def test_a_provider_that_describes_itself_wrongly_is_not_used(way: Way, wrong: Any) -> None:
    way.provider.told(wrong=wrong)
    assert said(await way.browser.get(f"{V1}/session/oidc")) == AWAY


async def test_no_redirect_is_followed(way: Way) -> None:
    way.provider.told(
        wrong={"keys_at": "/.well-known/openid-configuration"}, claims={"sub": "andi", **CASE_WORK}
    )
    assert said(await way.browser.get(await way.away())) == AWAY
    assert way.provider.fetched("metadata") == 1


async def test_without_a_provider_there_is_no_such_place(stranger: httpx.AsyncClient) -> None:
    for place in ("/session/oidc", "/session/oidc/callback?state=x&code=y"):
        assert (await stranger.get(V1 + place)).status_code == 404


async def test_nothing_that_opens_anything_is_logged_told_or_stored(
    way: Way, behind: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("asyncio").setLevel(logging.INFO)
    way.provider.told(claims={"sub": "marked-subject", "name": "Marked Name", **CASE_WORK})
    back = await way.away()
    asked, held = way.provider.told()["asked"], way.browser.cookies["jembatan-oidc"]
    stored = str(await behind.fetch("SELECT * FROM external_sign_ins"))
    assert (await way.browser.get(back)).status_code == 303
    way.provider.told(wrong={"claims": {"aud": "marked-audience"}})
    refused = await way.browser.get(await way.away())
    again = await way.browser.get((await way.away()).copy_set_param("code", "marked-code"))
    secrets = [asked["state"], asked["nonce"], held, SECRET, back.params["code"], "marked-", "Marked"]
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore."))]
    told = "\n".join([stored, refused.text, again.text, *(record.getMessage() for record in ours)])
    assert "InvalidClaimError aud" in told
    assert [one for one in secrets if one in told] == []


async def test_the_database_makes_no_administrator_by_claims(way: Way) -> None:
    who = ExternalIdentity(way.provider.issuer, uuid4().hex)
    stores = way.program.accounts.providers
    with pytest.raises(ConstraintBroken, match="duties_no_administrator_by_claims"):
        await stores.enter(who, "Uji", [ProvidedDuty(Role.ADMINISTRATOR, HERE)])


@pytest.mark.parametrize("issuer", ["https://masuk.lain.example", ""])
async def test_the_database_lets_nobody_in_from_another_provider(way: Way, issuer: str) -> None:
    with pytest.raises(NotPermitted):
        await way.program.accounts.providers.enter(
            ExternalIdentity(issuer, "andi"), "Uji", [ProvidedDuty(Role.CASE_WORKER, HERE)]
        )


async def test_the_application_can_neither_tie_identities_nor_read_who_is_away(
    filled: Fresh, way: Way
) -> None:
    await way.away()
    async with Database.open(filled.url("jembatan_app")) as app, app.transaction(CASE_WORKER) as connection:
        assert await connection.fetchval("SELECT count(*) FROM external_identities") == 0
        for statement in (
            "SELECT digest FROM external_sign_ins",
            "INSERT INTO external_identities (issuer, subject, account_id) SELECT 'x', 'x', asking_account()",
            "UPDATE duties SET issuer = 'x'",
            "SELECT end_provided_duties(asking_account(), 'x', '[]')",
            "SELECT link_identity(gen_random_uuid(), 'x', 'x')",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.execute(statement)
