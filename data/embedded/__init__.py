"""The PostgreSQL that comes along: used when no database URL is set.

    async with embedded_server(home) as server:
        connection = await asyncpg.connect(server.url("jembatan_app"))

Several processes may enter at once, by the same `home`; the first starts the server, the last one stops it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from data.embedded.server import Server
from data.errors import EmbeddedServerError

__all__ = ["Server", "embedded_server"]

_WATCH_S = 0.5
_log = logging.getLogger(__name__)


@asynccontextmanager
async def embedded_server(
    home: Path, *, bin_folder: Path | None = None, timeout_s: float = 60.0
) -> AsyncIterator[Server]:
    """Hold the server of `home`, started if it was not running; `bin_folder` chooses the PostgreSQL programs.

    Raises `data.errors.EmbeddedServerError` when the server cannot be started within `timeout_s`.
    """
    server = Server(home, bin_folder=bin_folder, timeout_s=timeout_s)
    try:
        await _to_the_end(server.enter)
        watch = asyncio.create_task(_watch(server), name="embedded PostgreSQL")
        try:
            yield server
        finally:
            watch.cancel()
            await asyncio.wait([watch])
    finally:
        await _to_the_end(server.leave)


async def _watch(server: Server) -> None:
    """Start a killed server again while we need it."""
    while True:
        await asyncio.sleep(_WATCH_S)
        if server.is_dead():
            _log.warning("the embedded PostgreSQL has died; starting it again")
            try:
                await _to_the_end(server.revive)
            except EmbeddedServerError as problem:
                _log.error("%s", problem)  # tried again in a moment


async def _to_the_end(step: Callable[[], None]) -> None:
    """Run `step` in a thread; a cancellation waits for its end, so that no half-entered server is left behind."""
    running = asyncio.ensure_future(asyncio.to_thread(step))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
