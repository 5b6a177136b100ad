"""How tests come in: tokens made in the database, for whichever actor."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from api.accounts.gate import as_oneself
from api.accounts.passwords import Hasher
from api.accounts.tokens import SESSION, TOKEN, digest_of, new_secret
from api.program import Program
from api.wiring.server import application
from data.pool import Connection
from matching.model import Actor
from matching.model.accounts import ApiToken, Scope, Session
from matching.model.ids import AccountId, DutyId, SessionId, TokenId
from matching.vocabulary import Role
from tests.staff import HERE

EVERYTHING = frozenset(Scope)
V1 = "/api/v1"
PASSWORD = "sawah langit kopi jendela"
cheap = Hasher(memory_kib=8_192, passes=1, at_once=2)


async def token_of(program: Program, actor: Actor, scopes: frozenset[Scope] = EVERYTHING) -> str:
    """A token good for a day in the actor's duty."""
    secret = new_secret(TOKEN)
    assert actor.duty is not None
    until = program.clock() + timedelta(days=1)
    token = ApiToken(TokenId(uuid4()), actor.account, actor.duty, "tests", scopes, until)
    async with program.accounts.transaction(as_oneself(actor.account)) as tx:
        await tx.own.add_token(token, digest_of(secret))
    return secret


async def cookie_of(program: Program, actor: Actor) -> str:
    """The secret of a session in the actor's duty, as a browser has it."""
    secret = new_secret(SESSION)
    until = program.clock() + timedelta(hours=8)
    session = Session(
        SessionId(uuid4()), actor.account, actor.duty, second_factor=True, agent="tests", until=until
    )
    async with program.accounts.transaction(as_oneself(actor.account)) as tx:
        await tx.own.open_session(session, digest_of(secret))
    return secret


async def bearer(program: Program, actor: Actor, scopes: frozenset[Scope] = EVERYTHING) -> dict[str, str]:
    """The header of such a token."""
    return {"authorization": f"Bearer {await token_of(program, actor, scopes)}"}


def asking(
    program: Program, headers: dict[str, str] | None = None, *, address: str = "127.0.0.1"
) -> httpx.AsyncClient:
    """A caller at an address. What the server does not catch is raised here, so it fails the test."""
    transport = httpx.ASGITransport(application(program), client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)


@dataclass
class Somebody:
    """An account of a test's own, and a browser in which it signs in."""

    program: Program
    account: AccountId
    login: str
    duties: list[DutyId]
    browser: httpx.AsyncClient
    csrf: str = ""

    async def tries(self, password: str = PASSWORD, **more: str) -> httpx.Response:
        """Sign in; the answer, whatever it is."""
        body = {"login": self.login, "password": password, **more}
        answer = await self.browser.post(f"{V1}/session", json=body)
        if answer.status_code == 201:
            self.csrf = answer.json()["csrf"]
        return answer

    async def signs_in(self, **more: str) -> dict[str, Any]:
        answer = await self.tries(**more)
        assert answer.status_code == 201, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def asks(self, method: str, path: str, body: object = None) -> httpx.Response:
        """A request in the session, with what a page must send beside the cookie."""
        answer = await self.browser.request(method, V1 + path, json=body, headers={"x-csrf-token": self.csrf})
        if answer.status_code == 200 and isinstance(answer.json(), dict):
            self.csrf = answer.json().get("csrf") or self.csrf
        return answer

    @property
    def cookie(self) -> str:
        return str(self.browser.cookies["jembatan"])

    def elsewhere(self, program: Program | None = None, *, address: str = "192.0.2.77") -> "Somebody":
        """The same account in another browser at another address."""
        return replace(self, browser=asking(program or self.program, address=address), csrf="")


async def somebody(
    program: Program, behind: Connection, *roles: Role, address: str = "127.0.0.1"
) -> Somebody:
    """Somebody new with a password and, for each role, a duty."""
    account, login = AccountId(uuid4()), f"{uuid4().hex[:12]}@uji.example"
    await behind.execute(
        "INSERT INTO accounts (id, login, name, created_by) VALUES ($1, $2, 'Uji', $1)", account, login
    )
    hashed = await cheap.hash(PASSWORD)
    await behind.execute("INSERT INTO passwords (account_id, hash) VALUES ($1, $2)", account, hashed)
    duties = [await duty_for(behind, account, role) for role in roles]
    return Somebody(program, account, login, duties, asking(program, address=address))


async def another_administrator(program: Program, behind: Connection) -> httpx.AsyncClient:
    """A second administrator, who confirms."""
    one = await somebody(program, behind, Role.ADMINISTRATOR)
    actor = Actor(one.account, Role.ADMINISTRATOR, HERE, "tests", one.duties[0])
    return asking(program, await bearer(program, actor))


async def duty_for(behind: Connection, account: AccountId, role: Role) -> DutyId:
    duty = DutyId(uuid4())
    provinces = ["35"] if role is Role.RELEASE_PLANNER else []
    await behind.execute(
        "INSERT INTO duties (id, account_id, role, unit_id, provinces, granted_by) VALUES ($1, $2, $3, $4, $5, $2)",
        duty, account, str(role), HERE, provinces,
    )  # fmt: skip
    return duty
