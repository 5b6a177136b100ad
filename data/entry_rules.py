"""Rules about who comes in that the database follows by itself. They are settings, and its owner tells them, since the
application must be able to change neither."""

import asyncpg

from data.errors import reaching_the_server, translated
from data.pool import Asking, act_as
from data.queries import load


async def set_entry_rules_at(url: str, asking: Asking, *, four_eyes: bool, issuer: str | None) -> None:
    """Let the database follow the settings: whether a second administrator confirms what one gives, and from which
    identity provider people come. `url` is the owner's, `asking` who the trail says has turned them."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        with translated():
            async with connection.transaction():
                await act_as(connection, asking)
                query = load("entry_rules")["set_entry_rules"]
                await query.execute(connection, four_eyes=four_eyes, issuer=issuer)
    finally:
        await connection.close()
