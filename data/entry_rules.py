"""Rules that the database follows by itself: about who comes in, and what a shortlist needs. They are settings, and its
owner tells them, since the application must be able to change none."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from data.errors import reaching_the_server, translated
from data.pool import Asking, act_as
from data.queries import load


@dataclass(frozen=True, slots=True)
class EntryRules:
    """Whether a second administrator confirms what one gives; from which identity provider people come; whether a
    shortlist is sent only when everybody in it has said yes; what asks for a second approval of one."""

    four_eyes: bool
    issuer: str | None
    shortlist_interest: bool
    second_approval: Sequence[str]


async def set_entry_rules_at(url: str, asking: Asking, rules: EntryRules) -> None:
    """Let the database follow the rules. `url` is the owner's, `asking` who the trail says has turned them."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        with translated():
            async with connection.transaction():
                await act_as(connection, asking)
                query = load("entry_rules")["set_entry_rules"]
                await query.execute(
                    connection,
                    four_eyes=rules.four_eyes,
                    issuer=rules.issuer,
                    shortlist_interest=rules.shortlist_interest,
                    second_approval=sorted(rules.second_approval),
                )
    finally:
        await connection.close()
