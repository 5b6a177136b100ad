"""Notices of changes: a connection of its own that listens, made again whenever it is lost."""

import asyncio
import logging
from collections.abc import AsyncIterator
from itertools import repeat
from typing import Any

from data.errors import DataError
from data.pool import Database
from data.queries import load
from data.translation import translated

CHANNEL = "jembatan_outbox"
_HEARTBEAT_S = 30.0
_RETRY_S = 0.5
_log = logging.getLogger(__name__)


async def notices(database: Database) -> AsyncIterator[None]:
    """One item at every connection, and one after every batch of notices; ends never."""
    for wait_s in repeat(_RETRY_S):
        try:
            async for _ in _while_connected(database):
                yield
        except DataError as problem:
            _log.warning("notices of changes are interrupted: %s", problem)
        await asyncio.sleep(wait_s)


async def _while_connected(database: Database) -> AsyncIterator[None]:
    woken = asyncio.Event()
    async with database.dedicated() as connection:
        connection.add_termination_listener(lambda _: woken.set())
        with translated():
            await connection.add_listener(CHANNEL, lambda *_: woken.set())
        yield
        while not connection.is_closed():
            if not await _happens(woken, _HEARTBEAT_S):
                await _still_there(connection)
            elif not connection.is_closed():
                woken.clear()
                yield


async def _still_there(connection: Any) -> None:
    """A connection that has died without a word is given up."""
    try:
        with translated():
            await asyncio.wait_for(load("index_store")["still_there"].execute(connection), _HEARTBEAT_S)
    except TimeoutError:
        connection.terminate()


async def _happens(event: asyncio.Event, within_s: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), within_s)
    except TimeoutError:
        return False
    return True
