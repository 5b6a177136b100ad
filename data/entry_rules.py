"""Rules that the database follows by itself: about who comes in, and what a shortlist needs. They are settings, and its
owner tells them, since the application must be able to change none. A server holds them while it runs: another one may
ask for more, and for less only when it is alone."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from data.errors import DataError
from data.pool import Asking, act_as
from data.queries import load
from data.translation import reaching_the_server, translated


@dataclass(frozen=True, slots=True)
class EntryRules:
    """Whether a second administrator confirms what one gives; from which identity provider people come; whether a
    shortlist is sent only when everybody in it has said yes; what asks for a second approval of one."""

    four_eyes: bool
    issuer: str | None
    shortlist_interest: bool
    second_approval: Sequence[str]


class OthersDemandMore(DataError):
    """Another server runs under rules that these would loosen."""


@asynccontextmanager
async def entry_rules_at(url: str, asking: Asking, rules: EntryRules) -> AsyncIterator[None]:
    """Let the database follow the rules; while this is held, nobody else can loosen them. `url` is the owner's,
    `asking` who the trail says has turned them. Raises OthersDemandMore."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        with translated():
            await _told(connection, asking, rules)
        yield
    finally:
        await connection.close()


async def _told(connection: asyncpg.Connection, asking: Asking, rules: EntryRules) -> None:
    queries = load("entry_rules")
    told = {
        "four_eyes": rules.four_eyes,
        "shortlist_interest": rules.shortlist_interest,
        "second_approval": sorted(rules.second_approval),
    }
    await queries["hold_entry_rules"].execute(connection)
    async with connection.transaction():
        await act_as(connection, asking)
        loosens = await queries["loosens_entry_rules"].fetchval(connection, **told)
        if loosens and not await queries["alone_under_entry_rules"].fetchval(connection):
            raise OthersDemandMore
        await queries["set_entry_rules"].execute(connection, issuer=rules.issuer, **told)
