"""What the commands about accounts share: the desk, as the local administrator, and who or what is meant by a word."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import typer

from api import wiring
from api.accounts.administration import PLATFORM
from api.accounts.desk import FrontDesk
from api.cli.arguments import named
from api.settings import load_settings
from matching.errors import NotFound
from matching.model import Actor, EmployerId, ExternalReference, UnitId
from matching.model.accounts import Account, Duty
from matching.model.ids import AccountId, DutyId
from matching.vocabulary import Role

PURPOSE = "administration on the command line"
PAGE = 200
Answer = TypeVar("Answer")


def at_the_desk(work: Callable[[FrontDesk, Actor], Awaitable[Answer]]) -> Answer:
    """Run something as the local administrator."""

    async def run() -> Answer:
        async with wiring.desk(load_settings()) as desk:
            return await work(desk, wiring.local_administrator(PURPOSE))

    return asyncio.run(run())


@dataclass(frozen=True)
class DutyWanted:
    """A duty as it was described on the command line."""

    role: Role
    unit: str | None
    provinces: tuple[str, ...]
    employer: str | None

    async def duty(self, desk: FrontDesk, actor: Actor, account: AccountId) -> Duty:
        """The duty, of an account. Raises BadParameter, NotFound."""
        unit = await self._unit(desk, actor)
        employer = await _employer(self.employer) if self.employer else None
        number = DutyId(desk.administration.new_id())
        return Duty(number, account, self.role, unit, self.provinces, employer)

    async def _unit(self, desk: FrontDesk, actor: Actor) -> UnitId:
        if self.role is Role.EMPLOYER:
            return PLATFORM
        if self.unit is None:
            raise typer.BadParameter("--unit is needed for this role")
        async with desk.administration.accounts.transaction(actor, read_only=True) as tx:
            found = [unit.id for unit in await tx.staff.units() if self.unit in (str(unit.id), unit.name)]
        if not found:
            raise NotFound("unit")
        return found[0]


async def _employer(text: str) -> EmployerId:
    asked = named(text, "employer")
    if not isinstance(asked, ExternalReference):
        return EmployerId(asked)
    actor = wiring.local_actor(PURPOSE)
    async with wiring.gateway(load_settings()) as gateway, gateway.transaction(actor, read_only=True) as tx:
        found = await tx.employers.by_reference([asked])
    if asked not in found:
        raise NotFound("employer")
    return found[asked]


async def account_of(desk: FrontDesk, actor: Actor, login: str) -> Account:
    """The account of a login. Raises NotFound."""
    async with desk.administration.accounts.transaction(actor, read_only=True) as tx:
        return await tx.staff.by_login(login)


async def everybody(desk: FrontDesk, actor: Actor) -> list[tuple[Account, Sequence[Duty]]]:
    """All accounts with all their duties."""
    rows: list[tuple[Account, Sequence[Duty]]] = []
    cursor: str | None = None
    async with desk.administration.accounts.transaction(actor, read_only=True) as tx:
        while True:
            page = await tx.staff.page(limit=PAGE, cursor=cursor)
            rows += [(account, await tx.staff.duties(account.id)) for account in page.records]
            if (cursor := page.next) is None:
                return rows
