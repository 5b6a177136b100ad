"""`jembatan breach record|list|told` and `jembatan audit findings|review`: what an officer writes down."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from api.cli.arguments import day
from api.cli.audit import audit_app
from api.cli.safekeeping import breach_app
from api.cli.subject import printed, run
from api.schemas.officer import breach_document, finding_document
from matching.model import Actor
from matching.model.oversight import BreachAct, BreachStep, Outcome, Seen
from matching.usecases import trail, watching
from matching.usecases.breaches import BreachDesk
from matching.usecases.rights import RightsOffice

MOMENT = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]
SHOWN = 200
At = Annotated[datetime, typer.Option("--at", formats=MOMENT, metavar="TIME", help="2026-11-23T09:00+07:00")]
Note = Annotated[str, typer.Option(help="Tanpa nama siapa pun. Without the name of anybody.")]


def register(_: typer.Typer) -> None:
    """The commands are in groups that are registered; to import this module has added them."""


@breach_app.command("record")
def record(
    *,
    at: At,
    by: Annotated[str, typer.Option(help="Diketahui oleh: jabatan atau unit. Noticed by which office.")],
    what: Note,
    account: Annotated[str | None, typer.Option(help="Akun yang dicurigai. Login or id.")] = None,
    since: Annotated[date | None, typer.Option("--from", parser=day, metavar="DATE")] = None,
    until: Annotated[date | None, typer.Option("--to", parser=day, metavar="DATE")] = None,
) -> None:
    """Catat kebocoran; jamnya berjalan sejak --at (Pasal 46). Record a breach; its clock runs since --at."""
    days = (since, until)
    if account is not None and None in days:
        raise typer.BadParameter("--account: perlu --from dan --to / needs --from and --to")

    async def errand(office: RightsOffice, officer: Actor) -> dict[str, Any]:
        seen = None
        if account is not None and since and until:
            seen = Seen(await trail.account_named(office.gateway, officer, account), since, until)
        made = await _desk(office).record(officer, found_at=at, found_by=by, what=what, seen=seen)
        return breach_document(made, office.clock())

    printed(run(errand, officer=True))


@breach_app.command("list")
def list_breaches() -> None:
    """Kebocoran beserta jamnya. Breaches with their clocks, those that wait first."""

    async def errand(office: RightsOffice, officer: Actor) -> list[dict[str, Any]]:
        now = office.clock()
        return [breach_document(one, now) for one in await _desk(office).all(officer)]

    for one in run(errand, officer=True):
        left = "selesai / closed" if one["due_in_hours"] is None else f"{one['due_in_hours']:.1f} h"
        typer.echo(f"{one['id']}  {left:>16}  {' '.join(one['untold'])}")


@breach_app.command("told")
def told(
    breach: Annotated[UUID, typer.Argument(metavar="BREACH")], kind: BreachStep, *, at: At, note: Note
) -> None:
    """Catat bahwa orang atau lembaga diberi tahu, atau ternyata bukan. Persons or agency told, or none at all."""

    async def errand(office: RightsOffice, officer: Actor) -> dict[str, Any]:
        done = await _desk(office).act(officer, breach, BreachAct(kind, at, note))
        return breach_document(done, office.clock())

    printed(run(errand, officer=True))


@audit_app.command("findings")
def findings(
    everything: Annotated[
        bool, typer.Option("--all", help="Juga yang telah ditinjau. Those seen to, too.")
    ] = False,
) -> None:
    """Pembacaan tidak lazim yang menunggu ditinjau. Unusual reading that waits to be looked at."""

    async def errand(office: RightsOffice, officer: Actor) -> list[dict[str, Any]]:
        found = await watching.findings(office.gateway, officer, waiting=not everything, limit=SHOWN)
        return [finding_document(one) for one in found]

    printed(run(errand, officer=True))


@audit_app.command("review")
def review(
    finding: Annotated[UUID, typer.Argument(metavar="FINDING")], outcome: Outcome, *, note: Note
) -> None:
    """Catat bahwa sudah ditinjau, dan apa yang ditemukan. Say that it was looked at, and what was found."""

    async def errand(office: RightsOffice, officer: Actor) -> dict[str, Any]:
        return finding_document(await watching.review(office.gateway, officer, finding, outcome, note))

    printed(run(errand, officer=True))


def _desk(office: RightsOffice) -> BreachDesk:
    return BreachDesk(office.gateway, office.clock, office.new_id)
