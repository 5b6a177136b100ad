"""Stores of accounts and of what lets them in, as protocols. One transaction, one actor, as in `matching.stores`.

Digests are SHA-256 of a random secret, hashes are Argon2id; neither is ever read back in a list.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from matching.model import Actor
from matching.model.accounts import (
    Account,
    Admitted,
    ApiToken,
    Cover,
    Credentials,
    Duty,
    ExternalIdentity,
    Pending,
    ProvidedDuty,
    Refusal,
    Session,
    Unit,
)
from matching.model.ids import AccountId, CoverId, DutyId, LinkId, SessionId, TokenId
from matching.stores import Page


class DoorStore(Protocol):
    """What is asked before it is known who asks; every question names one secret, and answers for that one alone."""

    async def by_session(self, digest: bytes, *, idle: timedelta) -> Admitted | None: ...
    async def by_token(self, digest: bytes) -> Admitted | None: ...
    async def credentials(self, login: str) -> Credentials | None: ...
    async def begin_attempt(self, key: str, *, free: int) -> float:
        """Count an attempt and return 0, or return the seconds to wait and count nothing."""
        ...

    async def forget_attempts(self, keys: Sequence[str]) -> None: ...
    async def note_refusal(self, login: str, why: Refusal) -> None:
        """Note in the trail that a sign-in was refused, of a login that there is or not."""
        ...

    async def account_of_link(self, digest: bytes) -> Account | None: ...
    async def use_link(self, digest: bytes, password_hash: str) -> bool:
        """Set a password, once; ends whatever else let the account in. False when the link is no good any more."""
        ...


class OwnStore(Protocol):
    """What an account keeps of its own. The actor needs no duty."""

    async def account(self) -> Account: ...
    async def duties(self) -> Sequence[Duty]:
        """The current ones, oldest first."""
        ...

    async def keep_password(self, password_hash: str) -> None: ...
    async def keep_second_factor(self, sealed: str) -> None:
        """A new secret, unconfirmed, instead of the one before."""
        ...

    async def unconfirmed_second_factor(self) -> str | None: ...
    async def confirm_second_factor(self, recovery: Sequence[bytes]) -> None: ...
    async def drop_second_factor(self) -> None: ...
    async def take_step(self, step: int) -> bool:
        """Mark a time step as used; False when it, or a later one, has been before."""
        ...

    async def use_recovery_code(self, digest: bytes) -> bool: ...
    async def sessions(self) -> Sequence[Session]: ...
    async def open_session(self, session: Session, digest: bytes) -> None: ...
    async def renew_session(
        self, session: SessionId, digest: bytes, *, duty: DutyId | None, second_factor: bool, shown: bool
    ) -> None:
        """The same session under another secret; `shown`: who it is has just been shown again. Raises NotFound."""
        ...

    async def end_session(self, session: SessionId) -> None:
        """Raises NotFound."""
        ...

    async def end_other_sessions(self, session: SessionId | None) -> int: ...
    async def tokens(self) -> Sequence[ApiToken]: ...
    async def add_token(self, token: ApiToken, digest: bytes) -> None: ...
    async def revoke_tokens(self) -> None: ...
    async def revoke_token(self, token: TokenId) -> None:
        """Raises NotFound."""
        ...


class StaffStore(Protocol):
    """Accounts, duties, covers and units, for an administrator; for everybody else nothing is there."""

    async def page(self, *, limit: int, cursor: str | None) -> Page: ...
    async def by_login(self, login: str) -> Account:
        """Raises NotFound."""
        ...

    async def get(self, account: AccountId) -> Account:
        """Raises NotFound."""
        ...

    async def add(self, account: Account) -> None: ...
    async def sign_out(self, account: AccountId, *, tokens: bool) -> None:
        """End every session and, if asked, tokens and unused links; it is a row of the trail. Raises NotFound."""
        ...

    async def set_active(self, account: AccountId, *, active: bool) -> None:
        """Raises NotFound."""
        ...

    async def duties(self, account: AccountId) -> Sequence[Duty]:
        """All that there ever were, oldest first."""
        ...

    async def grant(self, duty: Duty) -> None:
        """Effective at once where one administrator suffices, else once a second has confirmed it."""
        ...

    async def pending(self) -> Pending:
        """What waits for a second administrator."""
        ...

    async def confirm_duty(self, duty: DutyId) -> None:
        """Raises NotFound where none waits, InvalidValue to who gave it or is to have it."""
        ...

    async def confirm_link(self, link: LinkId) -> None:
        """Raises NotFound where none waits, InvalidValue to who made it or is let in by it."""
        ...

    async def confirm_cover(self, cover: CoverId) -> None:
        """Raises NotFound where none waits, InvalidValue to who gave it or is to see the caseload by it."""
        ...

    async def end_duty(self, duty: DutyId) -> None:
        """Raises NotFound."""
        ...

    async def add_link(
        self, link: LinkId, account: AccountId, digest: bytes, *, clears_second_factor: bool, until: datetime
    ) -> bool:
        """Whether it waits for a second administrator."""
        ...

    async def covers(self) -> Sequence[Cover]: ...
    async def cover(self, cover: Cover) -> bool:
        """Whether it waits for a second administrator. Raises InvalidValue unless both are case workers of the unit."""
        ...

    async def end_cover(self, cover: CoverId) -> None:
        """Raises NotFound."""
        ...

    async def tokens(self, account: AccountId) -> Sequence[ApiToken]:
        """Those that open something, oldest first."""
        ...

    async def revoke_token(self, account: AccountId, token: TokenId) -> None:
        """Raises NotFound where the account has no such token that opens something."""
        ...

    async def units(self) -> Sequence[Unit]: ...
    async def add_unit(self, unit: Unit) -> None: ...


class ProviderStore(Protocol):
    """Coming in by an identity provider; each question is a transaction of its own."""

    async def begin(self, state: bytes, browser: bytes, *, return_to: str, until: datetime) -> None:
        """Remember that a browser was sent to the provider; both are digests."""
        ...

    async def take(self, state: bytes, browser: bytes) -> str | None:
        """Where that browser wanted to go: once, and in time."""
        ...

    async def enter(
        self, who: ExternalIdentity, name: str, duties: Sequence[ProvidedDuty]
    ) -> AccountId | None:
        """The account of somebody, made where there is none and claims give a duty. Duties of this provider are
        brought into step, and what runs in those that ended is ended. None: nobody with a duty."""
        ...

    async def identities(self, actor: Actor, account: AccountId) -> Sequence[ExternalIdentity]:
        """For an administrator; for everybody else there are none."""
        ...

    async def link(self, actor: Actor, account: AccountId, who: ExternalIdentity) -> None:
        """Raises InvalidValue where one of the two is tied already, NotFound. It lets nobody into an account that has
        had a duty before a second administrator has confirmed it, unless one suffices."""
        ...

    async def confirm(self, actor: Actor, account: AccountId, issuer: str) -> None:
        """Raises NotFound where none waits, InvalidValue to who tied it or is let in by it."""
        ...

    async def unlink(self, actor: Actor, account: AccountId, issuer: str) -> None:
        """Ends what the provider gave, and every session. Raises NotFound."""
        ...


class AccountTransaction(Protocol):
    """The stores of one transaction."""

    @property
    def own(self) -> OwnStore: ...
    @property
    def staff(self) -> StaffStore: ...


class AccountGateway(Protocol):
    """The door, where each question is a transaction of its own, and transactions of one actor."""

    @property
    def door(self) -> DoorStore: ...
    @property
    def providers(self) -> ProviderStore: ...
    def transaction(
        self, actor: Actor, *, read_only: bool = False
    ) -> AbstractAsyncContextManager[AccountTransaction]: ...
