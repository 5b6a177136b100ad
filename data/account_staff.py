"""Accounts, duties, covers and units, for an administrator. Implements `matching.account_stores.StaffStore`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from data.identity_providers import identity_of
from data.queries import load
from data.rows import next_cursor
from data.vault import Cursors
from matching.errors import InvalidValue, NotFound
from matching.model.accounts import Account, ApiToken, Cover, Duty, Pending, PendingLink, Scope, Unit
from matching.model.ids import AccountId, CoverId, DutyId, LinkId, TokenId
from matching.stores import Page
from matching.vocabulary import Role


class Staff:
    """Who works here. For everybody but an administrator there is nobody; the database's walls say so, too."""

    def __init__(self, connection: Any, cursors: Cursors) -> None:
        self._connection, self._cursors = connection, cursors
        self._queries = load("staff")

    async def page(self, *, limit: int, cursor: str | None) -> Page:
        rows = await self._rows("page_accounts", after=self._cursors.position(cursor), limit=limit + 1)
        return Page(tuple(account_of(row) for row in rows[:limit]), next_cursor(rows, limit, self._cursors))

    async def by_login(self, login: str) -> Account:
        return _account(await self._rows("account_of_login", login=login.strip().lower()))

    async def get(self, account: AccountId) -> Account:
        return _account(await self._rows("account_by_id", id=account))

    async def add(self, account: Account) -> None:
        await self._rows(
            "add_account", id=account.id, login=account.login, name=account.name, language=account.language
        )

    async def set_active(self, account: AccountId, *, active: bool) -> None:
        status = "active" if active else "disabled"
        _there(await self._rows("set_account_status", id=account, status=status), "account")

    async def sign_out(self, account: AccountId, *, tokens: bool) -> None:
        ((there,),) = await self._rows("sign_out_everywhere", account=account, tokens=tokens)
        if not there:
            raise NotFound("account")

    async def duties(self, account: AccountId) -> Sequence[Duty]:
        return [duty_of(row) for row in await self._rows("all_duties", account=account)]

    async def grant(self, duty: Duty) -> None:
        await self._rows(
            "grant_duty",
            id=duty.id,
            account=duty.account,
            role=str(duty.role),
            unit=duty.unit,
            provinces=list(duty.provinces),
            employer=duty.employer,
            until=duty.until,
        )

    async def pending(self) -> Pending:
        return Pending(
            tuple(duty_of(row) for row in await self._rows("pending_duties")),
            tuple(PendingLink(*row) for row in await self._rows("pending_links")),
            tuple(identity_of(row) for row in await self._rows("pending_identities")),
            tuple(cover_of(row) for row in await self._rows("pending_covers")),
        )

    async def confirm_duty(self, duty: DutyId) -> None:
        await self._confirm("confirm_duty", duty, "duty")

    async def confirm_link(self, link: LinkId) -> None:
        await self._confirm("confirm_link", link, "link")

    async def confirm_cover(self, cover: CoverId) -> None:
        await self._confirm("confirm_cover", cover, "cover")

    async def end_duty(self, duty: DutyId) -> None:
        _there(await self._rows("end_duty", id=duty), "duty")

    async def add_link(
        self, link: LinkId, account: AccountId, digest: bytes, *, clears_second_factor: bool, until: datetime
    ) -> bool:
        await self._rows(
            "add_link",
            id=link,
            account=account,
            digest=digest,
            clears_second_factor=clears_second_factor,
            until=until,
        )
        return link in {row["id"] for row in await self._rows("pending_links")}

    async def covers(self) -> Sequence[Cover]:
        return [cover_of(row) for row in await self._rows("all_covers")]

    async def cover(self, cover: Cover) -> bool:
        added = await self._rows(
            "add_cover",
            id=cover.id,
            unit=cover.unit,
            absent=cover.absent,
            covering=cover.covering,
            since=cover.since,
            until=cover.until,
        )
        if not added:
            raise InvalidValue(
                "cover", "keduanya harus wali atau PK dari unit itu / both must be case workers of the unit"
            )
        return bool(added[0]["pending"])

    async def end_cover(self, cover: CoverId) -> None:
        _there(await self._rows("end_cover", id=cover), "cover")

    async def tokens(self, account: AccountId) -> Sequence[ApiToken]:
        return [token_of(row) for row in await self._rows("tokens_of", account=account)]

    async def revoke_token(self, account: AccountId, token: TokenId) -> None:
        ((revoked,),) = await self._rows("revoke_token_of", account=account, token=token)
        if not revoked:
            raise NotFound("token")

    async def units(self) -> Sequence[Unit]:
        return [unit_of(row) for row in await self._rows("all_units")]

    async def add_unit(self, unit: Unit) -> None:
        await self._rows("add_unit", id=unit.id, type=unit.type, name=unit.name, province=unit.province)

    async def _confirm(self, query: str, given: UUID, kind: str) -> None:
        ((confirmed,),) = await self._rows(query, id=given)
        if not confirmed:
            raise NotFound(kind)

    async def _rows(self, name: str, /, **given: object) -> list[Any]:
        return await self._queries[name].fetch(self._connection, **given)


def token_of(row: Any) -> ApiToken:
    """A token from its row."""
    return ApiToken(
        row["id"],
        row["account_id"],
        row["duty_id"],
        row["name"],
        frozenset(map(Scope, row["scopes"])),
        row["until"],
        row["created_at"],
        row["used_at"],
        row["revoked_at"],
    )


def _there(rows: Sequence[Any], kind: str) -> None:
    if not rows:
        raise NotFound(kind)


def _account(rows: Sequence[Any]) -> Account:
    _there(rows, "account")
    return account_of(rows[0])


def unit_of(row: Any) -> Unit:
    """A unit from its row."""
    return Unit(row["id"], row["type"], row["name"], row["province_code"])


def cover_of(row: Any) -> Cover:
    """A cover from its row."""
    return Cover(
        row["id"],
        row["unit_id"],
        row["absent"],
        row["covering"],
        row["since"],
        row["until"],
        row["pending"],
        row["granted_by"],
    )


def account_of(row: Any) -> Account:
    """An account from its row."""
    return Account(
        row["id"],
        row["login"],
        row["name"],
        row["language"],
        row["status"] == "active",
        row["has_password"],
        row["has_second_factor"],
    )


def duty_of(row: Any) -> Duty:
    """A duty from its row."""
    return Duty(
        row["id"],
        row["account_id"],
        Role(row["role"]),
        row["unit_id"],
        tuple(row["provinces"]),
        row["employer_id"],
        row["since"],
        row["until"],
        row["unit_name"],
        row["employer_name"],
        row["pending"],
        row["granted_by"],
    )
