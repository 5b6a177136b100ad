"""What an account keeps of its own. Implements `matching.account_stores.OwnStore`, and the gateway to all three."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from data.account_door import Door
from data.account_staff import Staff, account_of, duty_of, token_of
from data.identity_providers import Providers
from data.pool import Database
from data.queries import load
from data.vault import Vault
from matching.errors import NotFound
from matching.model import Actor
from matching.model.accounts import Account, ApiToken, Duty, Session
from matching.model.ids import DutyId, SessionId, TokenId


class Own:
    """The asking account's own things."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._queries = load("own_account")

    async def account(self) -> Account:
        """Raises NotFound."""
        if (row := await self._row("own_account")) is None:
            raise NotFound("account")
        return account_of(row)

    async def duties(self) -> Sequence[Duty]:
        return [duty_of(row) for row in await self._rows("own_duties")]

    async def keep_password(self, password_hash: str) -> None:
        await self._row("keep_password", hash=password_hash)

    async def keep_second_factor(self, sealed: str) -> None:
        await self._row("keep_second_factor", secret=sealed)

    async def unconfirmed_second_factor(self) -> str | None:
        (sealed,) = await self._row("unconfirmed_second_factor")
        return str(sealed) if sealed else None

    async def confirm_second_factor(self, recovery: Sequence[bytes]) -> None:
        await self._row("confirm_second_factor")
        await self._row("drop_recovery_codes")
        await self._row("add_recovery_codes", digests=recovery)

    async def drop_second_factor(self) -> None:
        await self._row("drop_second_factor")
        await self._row("drop_recovery_codes")

    async def take_step(self, step: int) -> bool:
        return await self._row("take_step", step=step) is not None

    async def use_recovery_code(self, digest: bytes) -> bool:
        (used,) = await self._row("use_recovery_code", digest=digest)
        return bool(used)

    async def sessions(self) -> Sequence[Session]:
        return [
            Session(
                row["id"],
                row["account_id"],
                row["duty_id"],
                row["second_factor"],
                row["agent"],
                row["until"],
                row["created_at"],
                row["seen_at"],
            )
            for row in await self._rows("own_sessions")
        ]

    async def open_session(self, session: Session, digest: bytes) -> None:
        await self._row("forget_old_sessions")
        await self._row(
            "open_session",
            id=session.id,
            duty=session.duty,
            digest=digest,
            second_factor=session.second_factor,
            agent=session.agent,
            until=session.until,
        )

    async def renew_session(
        self, session: SessionId, digest: bytes, *, duty: DutyId | None, second_factor: bool, shown: bool
    ) -> None:
        row = await self._row(
            "renew_session", id=session, digest=digest, duty=duty, second_factor=second_factor, shown=shown
        )
        _there(row, "session")

    async def end_session(self, session: SessionId) -> None:
        _there(await self._row("end_session", id=session), "session")

    async def end_other_sessions(self, session: SessionId | None) -> int:
        return len(await self._rows("end_other_sessions", id=session))

    async def tokens(self) -> Sequence[ApiToken]:
        return [token_of(row) for row in await self._rows("own_tokens")]

    async def add_token(self, token: ApiToken, digest: bytes) -> None:
        scopes = sorted(map(str, token.scopes))
        await self._row(
            "add_token",
            id=token.id,
            duty=token.duty,
            name=token.name,
            scopes=scopes,
            digest=digest,
            until=token.until,
        )

    async def revoke_tokens(self) -> None:
        await self._row("revoke_own_tokens")

    async def revoke_token(self, token: TokenId) -> None:
        _there(await self._row("revoke_token", id=token), "token")

    async def _rows(self, name: str, /, **given: object) -> list[Any]:
        return await self._queries[name].fetch(self._connection, **given)

    async def _row(self, name: str, /, **given: object) -> Any:
        return await self._queries[name].fetchrow(self._connection, **given)


def _there(row: Any, kind: str) -> None:
    if row is None:
        raise NotFound(kind)


@dataclass(frozen=True, slots=True)
class AccountStores:
    """The stores of one transaction."""

    own: Own
    staff: Staff


class PostgresAccounts:
    """Implements `matching.account_stores.AccountGateway` on the application's database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault
        self.door = Door(database)
        self.providers = Providers(database)

    @asynccontextmanager
    async def transaction(self, actor: Actor, *, read_only: bool = False) -> AsyncIterator[AccountStores]:
        """All that is done inside is stored at the end, or nothing is."""
        async with self._database.transaction(actor, read_only=read_only) as connection:
            yield AccountStores(Own(connection), Staff(connection, self._vault.cursors))
