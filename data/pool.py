"""Connections, and the one way to work with them: a transaction in which somebody named asks.

Row-level security and triggers read the actor from the session:

    nullif(current_setting('app.unit', true), '')::uuid

`nullif`, because a pooled connection that has ever had a `SET LOCAL` answers '' and no longer NULL.
The keys are `app.account`, `app.role`, `app.unit`, `app.duty`, `app.purpose` and `app.request`.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import asyncpg

from data.queries import load
from data.rows import NOBODY
from data.translation import reaching_the_server, translated
from matching.vocabulary import Role

# asyncpg ships no types; the name says what is meant.
Connection: TypeAlias = Any

_JSONB_VERSION = b"\x01"  # first byte of jsonb on the wire
_EMPTY_LIST = _JSONB_VERSION + b"[]"  # what most columns of lists hold


class Asking(Protocol):
    """What the session must know of who asks; `matching.model.actor.Actor` has it. `duty` and `request` may be None."""

    @property
    def account(self) -> object: ...
    @property
    def role(self) -> object: ...
    @property
    def unit(self) -> object: ...
    @property
    def duty(self) -> object: ...
    @property
    def purpose(self) -> object: ...
    @property
    def request(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Program:
    """Who asks when the program itself does, and for what."""

    purpose: object
    account: object = NOBODY
    role: object = Role.WORKER
    unit: object = ""
    duty: object = None
    request: object = None


class Closing(Protocol):
    """What must be written before anything leaves a transaction; false while there is nothing. `data.trail.Notes`."""

    def __bool__(self) -> bool: ...
    async def write(self, connection: Connection) -> None: ...


Noted: TypeAlias = Callable[[], Awaitable[object]]


class Database:
    """A pool of connections under one database role. Raises `data.errors.Unavailable` when the server is away."""

    def __init__(self, pool: Any, url: str, role: str, noted: Noted | None = None) -> None:
        self._pool = pool
        self._url = url
        self._role = role
        self._noted = noted

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        url: str,
        *,
        role: str = "jembatan_app",
        min_size: int = 1,
        max_size: int = 10,
        timeout_s: float = 10.0,
        noted: Noted | None = None,
    ) -> "AsyncIterator[Database]":
        """Open a pool that acts as `role`: the login of `url` is that role or a member of it. `noted` is called after
        each transaction that has noted something for the rights journal, before the transaction is left."""
        with reaching_the_server():
            pool = await asyncpg.create_pool(
                url,
                min_size=min_size,
                max_size=max_size,
                timeout=timeout_s,
                init=set_codecs,
                server_settings=_settings(role),
            )
        try:
            yield cls(pool, url, role, noted)
        finally:
            with translated():
                await pool.close()

    @asynccontextmanager
    async def transaction(
        self, actor: Asking, *, read_only: bool = False, closing: Closing | None = None
    ) -> AsyncIterator[Connection]:
        """One transaction in which the database knows who asks, and for what.

        Reads take `read_only=True` and then see one state throughout (repeatable read). The driver's errors leave
        here as `data.errors` or as the domain error of the broken constraint, those of deferred constraints included.

        `closing` is written with the transaction; after one that only reads, or has failed, in one of its own. When it
        cannot be written, this raises and nobody gets what was read.
        """
        noted = False
        with reaching_the_server():
            connection = await self._pool.acquire()
        try:
            with translated():
                closed = False
                try:
                    async with _begun(connection, actor, read_only=read_only):
                        yield connection
                        if closing and not read_only:
                            await closing.write(connection)
                        if self._noted and not read_only:
                            noted = await load("session")["has_noted"].fetchval(connection)
                    closed = not read_only
                finally:
                    if closing and not closed:
                        async with _begun(connection, actor, read_only=False):
                            await closing.write(connection)
        finally:
            with translated():
                await self._pool.release(connection)
        if noted and self._noted:
            await self._noted()

    @asynccontextmanager
    async def dedicated(self) -> AsyncIterator[Connection]:
        """A connection outside the pool and outside any transaction: for LISTEN. It belongs to no actor."""
        with reaching_the_server():
            connection = await asyncpg.connect(self._url, server_settings=_settings(self._role))
            await set_codecs(connection)
        try:
            yield connection
        finally:
            if not connection.is_closed():
                with translated():
                    await connection.close()


@asynccontextmanager
async def _begun(connection: Connection, actor: Asking, *, read_only: bool) -> AsyncIterator[None]:
    isolation = "repeatable_read" if read_only else "read_committed"
    async with connection.transaction(isolation=isolation, readonly=read_only):
        await act_as(connection, actor)
        yield


async def act_as(connection: Connection, actor: Asking) -> None:
    """Tell the database who asks in the transaction that has begun."""
    query = load("session")["act_as"]
    await query.execute(connection, **{name: _told(getattr(actor, name)) for name in query.parameters})


def _told(value: object) -> str:
    return "" if value is None else str(value)


def _settings(role: str) -> dict[str, str]:
    return {"role": role, "application_name": "jembatan-kerja", "timezone": "UTC"}


async def set_codecs(connection: Connection) -> None:
    """Let jsonb be Python values. Binary, because COPY takes nothing else; uuid, text[] and dates are asyncpg's own."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", format="binary", encoder=_encode_jsonb, decoder=_decode_jsonb
    )


def _encode_jsonb(value: object) -> bytes:
    return _JSONB_VERSION + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _decode_jsonb(wire: bytes) -> object:
    return [] if wire == _EMPTY_LIST else json.loads(wire[1:].decode())
