"""`jembatan hidden`: vacancies that are not to be shown again for a person, as the local case worker."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api.cli.arguments import AsJson, Who, candidate_of, named
from api.cli.running import with_program
from api.program import Program
from api.schemas.hidings import hidden_document
from api.settings import load_settings
from matching.messages import Tongue
from matching.model import CandidateId, VacancyId
from matching.model.hidings import HiddenVacancy, Hiding, HidingReason
from matching.usecases.hidings import hidden_for, hide, show_again

hidden_app = typer.Typer(no_args_is_help=True, help="Lowongan yang disembunyikan. Hidden vacancies.")
PURPOSE = "hidden vacancies on the command line"
Vacancy = Annotated[UUID, typer.Argument(metavar="VACANCY", help="Id lowongan. The vacancy's id.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(hidden_app, name="hidden")


@hidden_app.command("list")
def list_hidden(who: Who, as_json: AsJson = False) -> None:
    """Yang kini disembunyikan bagi satu orang. What is hidden for a person now."""
    _told(who, as_json=as_json)


@hidden_app.command("add")
def add(
    who: Who,
    vacancy: Vacancy,
    reason: Annotated[HidingReason, typer.Option("--reason", help="Alasan. The reason.")],
    note: Annotated[str, typer.Option("--note", help="Catatan, tanpa nama orang. A note; name nobody.")] = "",
    as_json: AsJson = False,
) -> None:
    """Sembunyikan satu lowongan bagi satu orang. Hide a vacancy for a person: it is in no list or plan of theirs."""
    hiding = Hiding(VacancyId(vacancy), reason, note)

    async def work(program: Program, person: CandidateId) -> None:
        await hide(program.gateway, program.actor, person, hiding)

    _told(who, work, as_json=as_json)


@hidden_app.command("remove")
def remove(who: Who, vacancy: Vacancy, as_json: AsJson = False) -> None:
    """Tampilkan lagi. Show a vacancy again."""

    async def work(program: Program, person: CandidateId) -> None:
        await show_again(program.gateway, program.actor, person, VacancyId(vacancy))

    _told(who, work, as_json=as_json)


def _told(
    who: str, work: Callable[[Program, CandidateId], Awaitable[None]] | None = None, *, as_json: bool
) -> None:
    """Do something for a person, and tell what is hidden for them then."""
    one = named(who, "candidate")

    async def done(program: Program) -> Sequence[HiddenVacancy]:
        person = await candidate_of(program, one)
        if work:
            await work(program, person)
        return await hidden_for(program.gateway, program.actor, person)

    tongue = Tongue(load_settings().language)
    rows = [hidden_document(one, tongue) for one in with_program(PURPOSE, done)]
    if as_json:
        typer.echo(json.dumps({"items": rows}, indent=2, ensure_ascii=False))
        return
    table = Table("id", "lowongan / vacancy", "pemberi kerja / employer", "alasan / reason", "catatan / note")
    for row in rows:
        table.add_row(*(row[key] for key in ("vacancy_id", "title", "employer", "words", "note")))
    Console().print(table)
