"""Signing in, and everything that gives a session another secret."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from api.accounts.codes import accepts
from api.accounts.gate import as_oneself
from api.accounts.passwords import Hasher
from api.accounts.throttle import FREE_ATTEMPTS, FREE_CODES, Seals, Throttle
from api.accounts.tokens import SESSION, digest_of, new_secret
from api.errors import CODE, NOT_THEM, SCOPE, SECOND_FACTOR, Refused
from matching.account_stores import AccountGateway, OwnStore
from matching.errors import NotFound
from matching.model.accounts import Admitted, Credentials, Duty, Refusal, Session
from matching.model.ids import AccountId, DutyId, SessionId
from matching.vocabulary import Role

SecondFactorPolicy = Literal["off", "staff", "all"]
AGENT_CHARS = 200


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """What somebody at the door has given. Never printed."""

    login: str
    password: str
    code: str = ""
    duty: DutyId | None = None
    address: str = ""
    device: str = ""
    agent: str = ""
    session: str = ""  # of whoever was signed in here before


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A session's new secret, with whose it is; and the device's mark, after a sign-in."""

    admitted: Admitted
    secret: str
    device: str = ""


@dataclass(frozen=True)
class SessionPolicy:
    """How long a session lives, and who must show a second factor."""

    hours: int
    idle: timedelta
    second_factor: SecondFactorPolicy

    def asks_second_factor(self, role: Role) -> bool:
        """Whether this role may only act after a second factor."""
        return self.second_factor == "all" or (self.second_factor == "staff" and role is not Role.EMPLOYER)


@dataclass(frozen=True)
class Sessions:
    """Opens sessions at sign-in, and renews their secrets."""

    accounts: AccountGateway
    vault: Seals
    hasher: Hasher
    throttle: Throttle
    policy: SessionPolicy
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def sign_in(self, attempt: Attempt) -> Opened:
        """A session for whoever gives the right password and, where there is one, code.

        Unknown logins, wrong passwords and disabled accounts get one answer in one time: a hash is computed for each.

        Raises:
            Refused: 401 wrong, or a code is needed; 429 too many attempts; 503 too many sign-ins at this moment.
            NotFound: the duty asked for is none of theirs.
        """
        login = normal_login(attempt.login)
        key = self.throttle.key(login, address=attempt.address, device=attempt.device)
        await self.begin(key, login)
        known = await self.accounts.door.credentials(login)
        hash_ = known.hash if known and known.active else None
        place = self.throttle.place(login, address=attempt.address, device=attempt.device)
        if not await self.hasher.verify(hash_, attempt.password, place) or known is None or hash_ is None:
            await self.accounts.door.note_refusal(login, Refusal.PASSWORD)
            raise Refused(NOT_THEM)
        keys = [key]
        if known.secret:
            keys.append(await self.require_code(known, attempt.code, login, attempt.device))
        if self.hasher.is_outdated(hash_):
            await self._hash_anew(known.account, attempt.password)
        opened = await self.open(
            known.account,
            second_factor=known.secret is not None,
            agent=attempt.agent,
            duty=attempt.duty,
            former=attempt.session,
        )
        await self.throttle.forget(keys)
        device = (
            attempt.device if self.throttle.knows(login, attempt.device) else self.throttle.new_device(login)
        )
        return Opened(opened.admitted, opened.secret, device)

    async def require_code(self, known: Credentials, code: str, login: str, device: str = "") -> str:
        """Raise Refused unless the code is right; under which key it was counted. Only who has the password gets here,
        so codes are counted for the account, from wherever they come."""
        if not code:
            raise Refused(CODE)
        key = self.throttle.key(login, device=device, what="code")
        await self.begin(key, login, FREE_CODES)
        secret = self.vault.open(known.secret or "", column="second_factor", record=str(known.account))
        async with self.accounts.transaction(as_oneself(known.account)) as tx:
            right = await accepts(tx.own, secret, code, self.clock())
        if not right:
            await self.accounts.door.note_refusal(login, Refusal.CODE)
            raise Refused(CODE, "kode salah atau sudah dipakai / the code is wrong or has been used")
        return key

    async def begin(self, key: str, login: str, free: int = FREE_ATTEMPTS) -> None:
        """Count an attempt that is about to be made. Raises Refused (429), and has it noted, while it has to wait."""
        try:
            await self.throttle.begin(key, free)
        except Refused:
            await self.accounts.door.note_refusal(login, Refusal.TOO_MANY)
            raise

    async def choose_duty(self, admitted: Admitted, duty: DutyId) -> Opened:
        """Act in another duty from here on. Raises NotFound; Refused (403) where it needs a second factor first."""
        async with self.accounts.transaction(as_oneself(admitted.account)) as tx:
            chosen = _named(await tx.own.duties(), duty)
            if self.policy.asks_second_factor(chosen.role) and not admitted.second_factor:
                raise Refused(SECOND_FACTOR)
            return await self.renew(tx.own, admitted, duty=chosen.id)

    async def renew(
        self,
        own: OwnStore,
        admitted: Admitted,
        *,
        duty: DutyId | None = None,
        second_factor: bool | None = None,
        shown: bool = False,
    ) -> Opened:
        """The session under another secret, so that one that was learned before is worth nothing. `shown`: password,
        and second factor where there is one, have just been shown again."""
        session = session_of(admitted)
        acting = duty or (admitted.duty.id if admitted.duty else None)
        factor = admitted.second_factor if second_factor is None else second_factor
        secret = new_secret(SESSION)
        await own.renew_session(session, digest_of(secret), duty=acting, second_factor=factor, shown=shown)
        return Opened(replace(admitted, shown_at=self.clock()) if shown else admitted, secret)

    async def open(
        self,
        account: AccountId,
        *,
        second_factor: bool,
        agent: str,
        duty: DutyId | None = None,
        former: str = "",
    ) -> Opened:
        """A session for an account that has shown who it is; the browser's former one, by its secret, ends.

        Raises:
            NotFound: the duty asked for is none of theirs.
        """
        await self._end_former(former)
        async with self.accounts.transaction(as_oneself(account)) as tx:
            acting = self._duty(await tx.own.duties(), duty, second_factor=second_factor)
            secret, session = new_secret(SESSION), SessionId(self.new_id())
            until = self.clock() + timedelta(hours=self.policy.hours)
            record = Session(session, account, acting, second_factor, agent[:AGENT_CHARS], until)
            await tx.own.open_session(record, digest_of(secret))
        return Opened(Admitted(account, None, session, second_factor), secret)

    async def _hash_anew(self, account: AccountId, password: str) -> None:
        hashed = await self.hasher.hash(password)
        async with self.accounts.transaction(as_oneself(account)) as tx:
            await tx.own.keep_password(hashed)

    async def _end_former(self, secret: str) -> None:
        """Whoever was signed in in this browser no longer is."""
        former = (
            await self.accounts.door.by_session(digest_of(secret), idle=self.policy.idle) if secret else None
        )
        if former and former.session:
            async with self.accounts.transaction(as_oneself(former.account)) as tx:
                await tx.own.end_session(former.session)

    def _duty(self, duties: Sequence[Duty], asked: DutyId | None, *, second_factor: bool) -> DutyId | None:
        """The duty asked for, else the only one; None where a choice, or a second factor, has to come first."""
        duty = _named(duties, asked) if asked else duties[0] if len(duties) == 1 else None
        if duty is None or (self.policy.asks_second_factor(duty.role) and not second_factor):
            return None
        return duty.id


def session_of(admitted: Admitted) -> SessionId:
    """The session that asks. Raises Refused where it is a token."""
    if admitted.session is None:
        raise Refused(SCOPE)
    return admitted.session


def normal_login(text: str) -> str:
    """A login in its one form, whether there is such an account or not."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _named(duties: Sequence[Duty], duty: DutyId) -> Duty:
    for one in duties:
        if one.id == duty:
            return one
    raise NotFound("duty")
