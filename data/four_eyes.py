"""Whether a second administrator confirms what one gives: told to the database by its owner, since the application must
not be able to turn it off."""

import asyncpg

from data.errors import reaching_the_server, translated
from data.pool import Asking, act_as
from data.queries import load


async def set_four_eyes_at(url: str, asking: Asking, *, on: bool) -> None:
    """Let the database follow the setting; `url` is the owner's, `asking` who the trail says has turned it."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        with translated():
            async with connection.transaction():
                await act_as(connection, asking)
                await load("four_eyes")["set_four_eyes"].execute(connection, on=on)
    finally:
        await connection.close()
