"""How tests come in: tokens made in the database, for whichever actor."""

from datetime import timedelta
from uuid import uuid4

import httpx

from api.accounts.gate import as_oneself
from api.accounts.tokens import TOKEN, digest_of, new_secret
from api.program import Program
from api.wiring.server import application
from matching.model import Actor
from matching.model.accounts import ApiToken, Scope
from matching.model.ids import TokenId

EVERYTHING = frozenset(Scope)


async def token_of(program: Program, actor: Actor, scopes: frozenset[Scope] = EVERYTHING) -> str:
    """A token good for a day in the actor's duty."""
    secret = new_secret(TOKEN)
    assert actor.duty is not None
    until = program.clock() + timedelta(days=1)
    token = ApiToken(TokenId(uuid4()), actor.account, actor.duty, "tests", scopes, until)
    async with program.accounts.transaction(as_oneself(actor.account)) as tx:
        await tx.own.add_token(token, digest_of(secret))
    return secret


async def bearer(program: Program, actor: Actor, scopes: frozenset[Scope] = EVERYTHING) -> dict[str, str]:
    """The header of such a token."""
    return {"authorization": f"Bearer {await token_of(program, actor, scopes)}"}


def asking(program: Program, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """A caller on this machine. What the server does not catch is raised here, so it fails the test."""
    transport = httpx.ASGITransport(application(program))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)
