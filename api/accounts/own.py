"""What somebody who is signed in does for the own account: password, second factor, sessions, tokens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.accounts.codes import accepts, new_recovery_codes, new_totp_secret, recovery_digest, totp_uri
from api.accounts.gate import as_oneself
from api.accounts.sign_in import Opened, Sessions
from api.accounts.strength import require_strong
from api.accounts.tokens import TOKEN, digest_of, new_secret
from api.errors import CODE, DUTY, LINK_USED, NOT_THEM, SHOW_AGAIN, Refused
from matching.errors import InvalidValue, NotFound
from matching.model.accounts import Account, Admitted, ApiToken, Credentials, Duty, Refusal, Scope, Session
from matching.model.ids import SessionId, TokenId

MAX_TOKEN_DAYS = 366


@dataclass(frozen=True, slots=True)
class Oneself:
    """Who is signed in."""

    account: Account
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class OwnAccount:
    """Errands of one account for itself; whoever changes how it is entered shows the password again."""

    sessions: Sessions
    token_days: int
    lately: timedelta
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def oneself(self, admitted: Admitted) -> Oneself:
        """The account and its current duties."""
        async with self.sessions.accounts.transaction(as_oneself(admitted.account), read_only=True) as tx:
            return Oneself(await tx.own.account(), tuple(await tx.own.duties()))

    def shown_lately(self, admitted: Admitted) -> bool:
        """Whether password, and second factor where there is one, were shown in this session a short while ago."""
        return admitted.shown_at is not None and self.clock() - admitted.shown_at < self.lately

    async def show_again(self, admitted: Admitted, password: str, code: str = "") -> Opened:
        """Show once more who one is, as at sign-in; the session gets another secret.

        Raises:
            Refused: the password is wrong, or the code is or is missing (401), or too many have been tried (429).
        """
        account = (await self.oneself(admitted)).account
        known = await self._known(account, password, admitted)
        if known.secret:
            await self._require_code(account, known, code)
        async with self.sessions.accounts.transaction(as_oneself(account.id)) as tx:
            return await self.sessions.renew(tx.own, admitted, shown=True)

    async def change_password(self, admitted: Admitted, current: str, new: str, code: str = "") -> Opened:
        """Set another password; every other session and every token ends, and this session gets another secret. Where
        there is a second factor and it was not shown lately, a code of it is needed.

        Raises:
            Refused: the current one is wrong, or the code is or is missing (401), or too many have been tried (429).
            InvalidValue: the new one is too weak.
        """
        account = (await self.oneself(admitted)).account
        known = await self._known(account, current, admitted)
        if known.secret and not self.shown_lately(admitted):
            await self._require_code(account, known, code)
        await require_strong(new, (account.login, account.name), "new")
        hashed = await self.sessions.hasher.hash(new)
        async with self.sessions.accounts.transaction(as_oneself(admitted.account)) as tx:
            await tx.own.keep_password(hashed)
            await tx.own.end_other_sessions(admitted.session)
            await tx.own.revoke_tokens()
            return await self.sessions.renew(tx.own, admitted, shown=True)

    async def new_second_factor(self, admitted: Admitted, password: str) -> tuple[str, str]:
        """A secret and what an authenticator reads; in force once confirmed. Raises Refused.

        One that is in force must be removed first, so that nobody replaces it without a code.
        """
        account = (await self.oneself(admitted)).account
        known = await self._known(account, password, admitted)
        if known.secret:
            raise InvalidValue(
                "second_factor", "sudah disiapkan; lepaskan dahulu / is set up; remove it first"
            )
        secret = new_totp_secret()
        sealed = self.sessions.vault.seal(secret, column="second_factor", record=str(account.id))
        async with self.sessions.accounts.transaction(as_oneself(account.id)) as tx:
            await tx.own.keep_second_factor(sealed)
        return secret, totp_uri(secret, account.login)

    async def confirm_second_factor(self, admitted: Admitted, code: str) -> tuple[Opened, list[str]]:
        """Put the secret in force by a first code of it; recovery codes, shown this once. Raises Refused (401)."""
        async with self.sessions.accounts.transaction(as_oneself(admitted.account)) as tx:
            sealed = await tx.own.unconfirmed_second_factor()
            if sealed is None:
                raise NotFound("second factor")
            secret = self.sessions.vault.open(sealed, column="second_factor", record=str(admitted.account))
            if not await accepts(tx.own, secret, code, self.clock()):
                raise Refused(CODE)
            codes = new_recovery_codes()
            await tx.own.confirm_second_factor([recovery_digest(one) for one in codes])
            return await self.sessions.renew(tx.own, admitted, second_factor=True), codes

    async def remove_second_factor(self, admitted: Admitted, password: str, code: str) -> None:
        """Do without, after password and code; all sessions and tokens end. A duty that asks for one is left by it.
        Raises Refused."""
        account = (await self.oneself(admitted)).account
        known = await self._known(account, password, admitted)
        if known.secret is None:
            raise NotFound("second factor")
        await self._require_code(account, known, code)
        async with self.sessions.accounts.transaction(as_oneself(account.id)) as tx:
            await tx.own.drop_second_factor()
            await tx.own.end_other_sessions(None)
            await tx.own.revoke_tokens()

    async def listed(self, admitted: Admitted) -> tuple[Sequence[Session], Sequence[ApiToken]]:
        """Sessions and tokens of the account."""
        async with self.sessions.accounts.transaction(as_oneself(admitted.account), read_only=True) as tx:
            return await tx.own.sessions(), await tx.own.tokens()

    async def end_session(self, admitted: Admitted, session: SessionId) -> None:
        """Raises NotFound."""
        async with self.sessions.accounts.transaction(as_oneself(admitted.account)) as tx:
            await tx.own.end_session(session)

    async def end_other_sessions(self, admitted: Admitted) -> int:
        """Sign out everywhere else; how many sessions that were."""
        async with self.sessions.accounts.transaction(as_oneself(admitted.account)) as tx:
            return await tx.own.end_other_sessions(admitted.session)

    async def revoke_token(self, admitted: Admitted, token: TokenId) -> None:
        """Raises NotFound."""
        async with self.sessions.accounts.transaction(as_oneself(admitted.account)) as tx:
            await tx.own.revoke_token(token)

    async def new_token(
        self, admitted: Admitted, name: str, scopes: frozenset[Scope], days: int | None
    ) -> tuple[ApiToken, str]:
        """A token of the duty in which the session acts, with its secret, shown this once.

        Raises:
            Refused: 403, there is no duty, or who it is was not shown lately: a session that was left open, or taken,
                makes nothing that outlives it.
        """
        if admitted.duty is None:
            raise Refused(DUTY)
        if admitted.session is not None and not self.shown_lately(admitted):
            raise Refused(SHOW_AGAIN)
        now = self.clock()
        until = now + timedelta(days=min(days or self.token_days, MAX_TOKEN_DAYS))
        token = ApiToken(TokenId(self.new_id()), admitted.account, admitted.duty.id, name, scopes, until, now)
        secret = new_secret(TOKEN)
        async with self.sessions.accounts.transaction(as_oneself(admitted.account)) as tx:
            await tx.own.add_token(token, digest_of(secret))
        return token, secret

    async def use_link(self, link: str, password: str) -> None:
        """Set a password by an invitation or a reset, once.

        Raises:
            Refused: 410, the link has been used, has expired, or never was.
            InvalidValue: the password is too weak; the link is still good.
        """
        digest = digest_of(link)
        account = await self.sessions.accounts.door.account_of_link(digest)
        if account is None:
            raise Refused(LINK_USED)
        await require_strong(password, (account.login, account.name))
        hashed = await self.sessions.hasher.hash(password)
        if not await self.sessions.accounts.door.use_link(digest, hashed):
            raise Refused(LINK_USED)

    async def _known(self, account: Account, password: str, admitted: Admitted) -> Credentials:
        """The account's credentials, if this is its password. Guesses are counted as at sign-in, but by session: one
        that was taken away must not keep its owner from changing the password."""
        throttle = self.sessions.throttle
        key = throttle.key(account.login, what=f"own password in {admitted.session}")
        await self.sessions.begin(key, account.login)
        known = await self.sessions.accounts.door.credentials(account.login)
        if known is None or not await self.sessions.hasher.verify(known.hash, password):
            await self.sessions.accounts.door.note_refusal(account.login, Refusal.PASSWORD)
            raise Refused(NOT_THEM)
        await throttle.forget([key])
        return known

    async def _require_code(self, account: Account, known: Credentials, code: str) -> None:
        key = await self.sessions.require_code(known, code, account.login)
        await self.sessions.throttle.forget([key])
