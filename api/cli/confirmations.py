"""`jembatan users pending`, `users confirm`: the local administrator as the second who confirms."""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from api.accounts.desk import FrontDesk
from api.cli import tables
from api.cli.desk_work import at_the_desk
from api.cli.users import users_app
from matching.errors import NotFound
from matching.model import Actor
from matching.model.accounts import Pending
from matching.model.ids import AccountId, CoverId, DutyId, LinkId


def register(_: typer.Typer) -> None:
    """Add the commands, beside the others of `users`."""
    users_app.command("pending")(pending)
    users_app.command("confirm")(confirm)


def pending() -> None:
    """Yang menunggu administrator kedua. What waits for a second administrator."""
    table = tables.table("id", "apa / what", "akun / account", "oleh / by")

    async def work(desk: FrontDesk, actor: Actor) -> tuple[Pending, dict[AccountId, str]]:
        waiting = await desk.administration.pending(actor)
        whose = {one.account for one in waiting.duties} | {one.account for one in waiting.links}
        whose |= {one.account for one in waiting.identities if one.account}
        whose |= {account for one in waiting.covers for account in (one.absent, one.covering)}
        async with desk.administration.accounts.transaction(actor, read_only=True) as tx:
            return waiting, {one: (await tx.staff.get(one)).login for one in whose}

    waiting, logins = at_the_desk(work)
    for duty in waiting.duties:
        what = f"{duty.role}, {duty.where}"
        table.add_row(str(duty.id), what, logins[duty.account], str(duty.granted_by))
    for link in waiting.links:
        what = "kata sandi dan faktor kedua / password and second factor"
        table.add_row(
            str(link.id),
            what if link.clears_second_factor else "kata sandi / password",
            logins[link.account],
            str(link.given_by),
        )
    for one in waiting.identities:
        if one.account:
            table.add_row(str(one.account), one.issuer, logins[one.account], str(one.linked_by))
    for cover in waiting.covers:
        what = f"menggantikan / cover of {logins[cover.absent]}"
        table.add_row(str(cover.id), what, logins[cover.covering], str(cover.granted_by))
    Console().print(table)


def confirm(
    waiting: Annotated[UUID, typer.Argument(help="Id, dari `users pending`. As `users pending` shows it.")],
) -> None:
    """Setujui yang diberikan administrator lain. Confirm what another administrator has given."""

    async def work(desk: FrontDesk, actor: Actor) -> None:
        giving, by_provider = desk.administration, desk.by_provider
        with suppress(NotFound):
            return await giving.confirm_duty(actor, DutyId(waiting))
        with suppress(NotFound):
            return await giving.confirm_cover(actor, CoverId(waiting))
        with suppress(NotFound):
            return await giving.confirm_link(actor, LinkId(waiting))
        if by_provider is None:
            raise NotFound("confirmation")
        return await by_provider.confirm(actor, AccountId(waiting))

    at_the_desk(work)
