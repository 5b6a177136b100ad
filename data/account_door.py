"""What is asked before it is known who asks. Implements `matching.account_stores.DoorStore`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from data.pool import Database
from data.queries import load
from matching.model.accounts import Account, ActingDuty, Admitted, Credentials, Refusal, Scope
from matching.model.ids import AccountId, DutyId, UnitId
from matching.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Nobody:
    """As whom the database is asked at the door: no account, so no wall opens."""

    account: None = None
    role: None = None
    unit: None = None
    duty: None = None
    purpose: str = "sign-in"
    request: None = None


class Door:
    """Each question is a transaction of its own: an attempt stays counted, whatever becomes of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("door")

    async def by_session(self, digest: bytes, *, idle: timedelta) -> Admitted | None:
        row = await self._row("session_asking", digest=digest, idle=idle)
        if row is None:
            return None
        return Admitted(
            AccountId(row["account_id"]),
            _duty(row),
            row["session_id"],
            row["second_factor"],
            shown_at=row["shown_at"],
        )

    async def by_token(self, digest: bytes) -> Admitted | None:
        row = await self._row("token_asking", digest=digest)
        if row is None:
            return None
        scopes = frozenset(map(Scope, row["scopes"]))
        return Admitted(AccountId(row["account_id"]), _duty(row), scopes=scopes)

    async def credentials(self, login: str) -> Credentials | None:
        row = await self._row("credentials_of", login=login)
        return Credentials(row["account_id"], row["active"], row["hash"], row["secret"]) if row else None

    async def begin_attempt(self, key: str, *, free: int) -> float:
        (seconds,) = await self._row("begin_attempt", key=key, free=free)
        return float(seconds)

    async def forget_attempts(self, keys: Sequence[str]) -> None:
        await self._row("forget_attempts", keys=keys)

    async def note_refusal(self, login: str, why: Refusal) -> None:
        await self._row("note_refusal", login=login, why=why.value)

    async def account_of_link(self, digest: bytes) -> Account | None:
        row = await self._row("link_account", digest=digest)
        return Account(row["account_id"], row["login"], row["name"]) if row else None

    async def use_link(self, digest: bytes, password_hash: str) -> bool:
        (used,) = await self._row("use_link", digest=digest, password_hash=password_hash)
        return bool(used)

    async def _row(self, name: str, /, **given: object) -> Any:
        async with self._database.transaction(Nobody()) as connection:
            return await self._queries[name].fetchrow(connection, **given)


def _duty(row: Any) -> ActingDuty | None:
    if row["duty_id"] is None:
        return None
    return ActingDuty(DutyId(row["duty_id"]), Role(row["role"]), UnitId(row["unit_id"]))
