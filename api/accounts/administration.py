"""What an administrator does: accounts, duties, links, covers and units. No case data is in any of it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from api.accounts.sign_in import normal_login
from api.accounts.tokens import LINK, digest_of, new_secret
from matching.account_stores import AccountGateway, StaffStore
from matching.errors import InvalidValue
from matching.model import Actor, UnitId
from matching.model.accounts import Account, ApiToken, Cover, Duty, Pending, Unit
from matching.model.ids import AccountId, CoverId, DutyId, LinkId, TokenId
from matching.stores import Page
from matching.vocabulary import Role

PLATFORM = UnitId(UUID("00000000-0000-4000-8000-0000000000a2"))
"""The unit of members of employers, who belong to none; made by the migrations."""
_LOGIN = re.compile(r"[^\s:@\x00-\x1f]{1,64}(@[^\s:@]{1,190})?")


@dataclass(frozen=True, slots=True, repr=False)
class NewLink:
    """An invitation or reset with its secret; `pending`: it opens nothing before a second administrator confirms it.
    Never printed by accident."""

    id: LinkId
    secret: str
    pending: bool


@dataclass(frozen=True)
class Administration:
    """Errands of an administrator. Each raises NotFound to whoever is none; the database says the same."""

    accounts: AccountGateway
    link_hours: int
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page:
        """Accounts in the order in which they were made."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return await tx.staff.page(limit=limit, cursor=cursor)

    async def get(self, actor: Actor, account: AccountId) -> tuple[Account, Sequence[Duty]]:
        """One account with all duties that it ever had. Raises NotFound."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return await tx.staff.get(account), await tx.staff.duties(account)

    async def named(self, actor: Actor, login: str) -> Account:
        """The account of a login. Raises NotFound."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return await tx.staff.by_login(login)

    async def names(self, actor: Actor, accounts: Iterable[AccountId]) -> Mapping[AccountId, str]:
        """Names of accounts."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return {one: (await tx.staff.get(one)).name for one in dict.fromkeys(accounts)}

    async def covers(self, actor: Actor) -> Sequence[Cover]:
        """Covers that have not ended."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return await tx.staff.covers()

    async def units(self, actor: Actor) -> Sequence[Unit]:
        """Units, by name."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return await tx.staff.units()

    async def add(
        self, actor: Actor, login: str, name: str, language: str = "id", *, duty: Duty | None = None
    ) -> tuple[Account, NewLink]:
        """A new account, with a duty where one is given, and its invitation. All of it or nothing.

        Raises:
            InvalidValue: the login is taken or is none, or the duty cannot be.
        """
        account = Account(AccountId(self.new_id()), login_of(login), name.strip(), language)
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.add(account)
            if duty:
                await tx.staff.grant(_grantable(replace(duty, account=account.id)))
            return account, await self._link(tx.staff, account.id, clears_second_factor=False)

    async def new_link(self, actor: Actor, account: AccountId, *, clears_second_factor: bool) -> NewLink:
        """An invitation or reset. Nobody makes one for themselves: who lost the password asks another."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.get(account)
            return await self._link(tx.staff, account, clears_second_factor=clears_second_factor)

    async def set_active(self, actor: Actor, account: AccountId, *, active: bool) -> Account:
        """Let in again, or no more: disabling ends sessions, tokens and links at once. Raises NotFound."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.set_active(account, active=active)
            return await tx.staff.get(account)

    async def sign_out(self, actor: Actor, account: AccountId, *, tokens: bool) -> Account:
        """End every session of an account and, if asked, its tokens and unused links; the account stays as it is. One
        act, with a row of its own in the trail. Raises NotFound."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.sign_out(account, tokens=tokens)
            return await tx.staff.get(account)

    async def grant(self, actor: Actor, duty: Duty) -> Duty:
        """Give an account a duty, which may have to wait for a second administrator. Raises InvalidValue, NotFound."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.get(duty.account)
            await tx.staff.grant(_grantable(duty))
            (granted,) = [one for one in await tx.staff.duties(duty.account) if one.id == duty.id]
            return granted

    async def pending(self, actor: Actor) -> Pending:
        """Duties, links, identities and covers that wait for a second administrator."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            return await tx.staff.pending()

    async def confirm_duty(self, actor: Actor, duty: DutyId) -> None:
        """Put in force what another administrator gave to somebody else. Raises NotFound, InvalidValue."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.confirm_duty(duty)

    async def confirm_link(self, actor: Actor, link: LinkId) -> None:
        """As `confirm_duty`, for a link."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.confirm_link(link)

    async def confirm_cover(self, actor: Actor, cover: CoverId) -> None:
        """As `confirm_duty`, for a cover."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.confirm_cover(cover)

    async def end_duty(self, actor: Actor, duty: DutyId) -> None:
        """End a duty; what was open in it closes at once. Raises NotFound."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.end_duty(duty)

    async def cover(self, actor: Actor, cover: Cover) -> Cover:
        """Let somebody see an absent colleague's caseload for a while; it may have to wait for a second administrator.
        Raises InvalidValue."""
        async with self.accounts.transaction(actor) as tx:
            return replace(cover, pending=await tx.staff.cover(cover))

    async def end_cover(self, actor: Actor, cover: CoverId) -> None:
        """Raises NotFound."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.end_cover(cover)

    async def tokens(self, actor: Actor, account: AccountId) -> Sequence[ApiToken]:
        """Tokens of an account that open something, oldest first. Raises NotFound."""
        async with self.accounts.transaction(actor, read_only=True) as tx:
            await tx.staff.get(account)
            return await tx.staff.tokens(account)

    async def revoke_token(self, actor: Actor, account: AccountId, token: TokenId) -> None:
        """End one, at once. Raises NotFound."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.revoke_token(account, token)

    async def add_unit(self, actor: Actor, unit: Unit) -> Unit:
        """Raises InvalidValue."""
        async with self.accounts.transaction(actor) as tx:
            await tx.staff.add_unit(unit)
        return unit

    async def _link(self, staff: StaffStore, account: AccountId, *, clears_second_factor: bool) -> NewLink:
        secret, until = new_secret(LINK), self.clock() + timedelta(hours=self.link_hours)
        link, digest = LinkId(self.new_id()), digest_of(secret)
        pending = await staff.add_link(
            link, account, digest, clears_second_factor=clears_second_factor, until=until
        )
        return NewLink(link, secret, pending)


def _grantable(duty: Duty) -> Duty:
    """A duty as it can be given: members of employers belong to no unit. Raises InvalidValue."""
    if duty.role is Role.WORKER:
        raise InvalidValue("role", "milik program sendiri / is the program's own")
    return replace(duty, unit=PLATFORM) if duty.role is Role.EMPLOYER else duty


def login_of(text: str) -> str:
    """A login in its one form: an e-mail address or a short name, in lower case. Raises InvalidValue."""
    login = normal_login(text)
    if not _LOGIN.fullmatch(login):
        raise InvalidValue("login", "alamat surel atau nama pendek / an e-mail address or a short name")
    return login
