"""`jembatan retention` and `jembatan breach`: what is kept too long, and who was affected by a breach."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from api import wiring
from api.breaches import WORKSHEET, notice, worksheet_rows
from api.cli.arguments import day
from api.cli.subject import run
from api.spreadsheet import unarmed
from matching.model import Actor
from matching.model.rights import SeenPerson
from matching.usecases import trail
from matching.usecases.breaches import BreachDesk, deadline_of
from matching.usecases.rights import Retained, RightsOffice

retention_app = typer.Typer(no_args_is_help=True, help="Masa simpan. Retention.")
breach_app = typer.Typer(no_args_is_help=True, help="Kebocoran data. Breaches.")
Report = Annotated[
    Path | None, typer.Option(help="Tulis laporan ke berkas ini. Write the report to this file.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(retention_app, name="retention")
    app.add_typer(breach_app, name="breach")


@retention_app.command("run")
def retention_run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Hitung saja. Count only.")] = False,
    report: Report = None,
) -> None:
    """Terapkan aturan masa simpan (UU 27/2022 Pasal 42). Apply the rules of retention; report what each found."""

    async def errand(office: RightsOffice, _: Actor) -> Sequence[Retained]:
        return await office.retain(remove=not dry_run)

    rows = [("kind", "days", "found", "removed", "basis")]
    for one in run(errand):
        rule = one.rule
        rows.append((rule.kind, str(rule.days), str(one.found), str(one.removed).lower(), rule.basis_en))
    _written(rows, report)


@breach_app.command("worksheet")
def worksheet(
    account: Annotated[str, typer.Option(help="Akun yang dicurigai: login atau id. Login or id.")],
    since: Annotated[date, typer.Option("--from", parser=day, metavar="DATE", help="Sejak. First day.")],
    until: Annotated[date, typer.Option("--to", parser=day, metavar="DATE", help="Sampai. Last day.")],
    report: Report = None,
) -> None:
    """Siapa yang terdampak dan apa yang terlihat (Pasal 46). Who is affected and what was seen, from the trail.

    People by id, with the unit and case worker who will tell them; the text of the notice comes after.
    """

    async def errand(office: RightsOffice, officer: Actor) -> tuple[Sequence[SeenPerson], datetime | None]:
        begin, end = (
            datetime.combine(one, at, wiring.WIB) for one, at in ((since, time.min), (until, time.max))
        )
        known = await BreachDesk(office.gateway, office.clock, office.new_id).all(officer)
        suspect = await trail.account_named(office.gateway, officer, account)
        people = await office.breach(officer, account, since=begin, until=end)
        return people, deadline_of(known, suspect, since, until)

    people, due = run(errand, officer=True)
    _written([WORKSHEET, *worksheet_rows(people)], report)
    typer.echo(notice(people, since, until, due), err=True)
    if due is None:
        typer.echo("belum tercatat: jembatan breach record / not on record: no clock runs yet", err=True)


def _written(rows: Sequence[Sequence[str]], report: Path | None) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([unarmed(cell) for cell in row] for row in rows)
    if report:
        report.write_text(text.getvalue(), encoding="utf-8")
        report.chmod(0o600)
    else:
        typer.echo(text.getvalue(), nl=False)
