"""`jembatan cohort`: everybody who leaves within a horizon against all openings, and proposals of a plan taken over."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson, AsOf, reckoned_from, told_work
from api.cli.pending import pending_candidates, pending_vacancies
from api.cli.progress import columns
from api.cli.tables import table
from api.program import Program
from api.schemas.cohort_board import BOARD_HEAD, board_cells, board_document
from api.schemas.cohorts import AcceptIn, acceptance_document
from api.schemas.documents import Document
from api.settings import load_settings
from data.reference_files import gazetteer
from matching.cohort_report import ASSIGNED, GREEDY, INDEPENDENT
from matching.messages import Tongue, words
from matching.model.cohorts import (
    LONGEST_HORIZON_DAYS,
    Accepted,
    Chosen,
    CohortAsked,
    CohortPlanId,
)
from matching.usecases import cohort_region

PURPOSE = "planning for a cohort from the command line"
HORIZON_DAYS, BOARD_DAYS = 90, 365
Horizon = Annotated[
    int,
    typer.Option(
        "--horizon",
        min=0,
        max=LONGEST_HORIZON_DAYS,
        help="Sampai berapa hari lagi. Within how many days.",
    ),
]
Region = Annotated[
    list[str] | None,
    typer.Option(
        "--region",
        metavar="CODE",
        help="Kode provinsi unitnya (Kemendagri), boleh berulang. Province of the units; may be repeated.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, help="Semua yang akan bebas, sekaligus. Everybody who leaves, together."
    )
    group.command("plan")(plan)
    group.command("accept")(accept)
    group.command("board")(board)
    app.add_typer(group, name="cohort")


def plan(
    horizon: Horizon = HORIZON_DAYS, region: Region = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Rencana usulan untuk semua yang akan bebas. Proposals for everybody who leaves; a killed run goes on."""
    asyncio.run(_plan(horizon, tuple(sorted(set(region or ()))), as_of, as_json=as_json))


async def _plan(horizon: int, provinces: tuple[str, ...], as_of: AsOf, *, as_json: bool) -> None:
    settings, console = load_settings(), Console(stderr=True)
    _known(provinces)
    async with wiring.program(settings, purpose=PURPOSE) as program:
        asked = CohortAsked(horizon, provinces, reckoned_from(as_of, program.today()))
        await pending_vacancies(program, console)
        await pending_candidates(program, console)
        cohort = await program.cohorts.cohort(asked)
        if provinces and not cohort.people:
            await _nobody(program, asked, console)
        with Progress(*columns(), console=console) as bar:
            made = await program.cohorts.plan(asked, cohort, progress=_turns(bar, len(cohort.people)))
    report: Mapping[str, Any] = made.report or {}
    if as_json:
        typer.echo(json.dumps({**report, "plan": str(made.id)}, ensure_ascii=False, indent=2))
    else:
        _show(report, Tongue(settings.language), Console())
        typer.echo(f"plan {made.id}")


def _turns(bar: Progress, people: int) -> Callable[[int, int, int], None]:
    """A line for the first lists, and one for each turn in which whoever is left without a proposal is ranked again."""
    tasks = {0: bar.add_task("kandidat / people", total=people)}

    def heard(turn: int, done: int, total: int) -> None:
        if turn not in tasks:
            tasks[turn] = bar.add_task("di antara tempat yang tersisa / among what is left", total=total)
        bar.update(tasks[turn], completed=done)

    return heard


async def _nobody(program: Program, asked: CohortAsked, console: Console) -> None:
    """Why a region has nobody: who leaves may be in units of other provinces, or in units that lie in none."""
    elsewhere = (await program.cohorts.cohort(replace(asked, provinces=()))).people
    nowhere = len(await program.cohorts.store.of_provinces(elsewhere, [""]))
    codes, days, all_of = ", ".join(asked.provinces), asked.horizon_days, len(elsewhere)
    console.print(
        f"tidak ada orang tanpa pekerjaan yang bisa bebas dalam {days} hari di unit-unit provinsi {codes}; "
        f"di unit lain {all_of}, di antaranya {nowhere} di unit tanpa provinsi (`jembatan units list`): "
        "rencana tanpa --region memuat semuanya / "
        f"nobody without work can be out within {days} days in units of province {codes}; in other units {all_of}, "
        f"{nowhere} of them in units without a province: a plan without --region takes in everybody",
        style="yellow",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def accept(
    which: Annotated[UUID, typer.Argument(metavar="PLAN", help="Id rencana. The id of the plan.")],
    candidate: Annotated[
        list[UUID] | None, typer.Option("--candidate", metavar="ID", help="Orangnya. Of these people.")
    ] = None,
    region: Region = None,
    unit: Annotated[
        list[UUID] | None, typer.Option("--unit", metavar="ID", help="Unitnya. Of these units.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ambil alih usulan rencana sebagai perencana lokal. Request a plan's proposals from the people's case workers."""
    asked = AcceptIn(candidates=candidate, provinces=sorted(set(region or ())), units=unit or [])
    found = asyncio.run(_accept(CohortPlanId(which), asked.chosen))
    tongue = Tongue(load_settings().language)
    told = acceptance_document(which, found, tongue)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{words('acceptance.requested', tongue)}: {told['requested']}")
    for reason, count in told["left_out"].items():
        typer.echo(f"{words(f'acceptance.{reason}', tongue)}: {count}")


async def _accept(plan: CohortPlanId, chosen: Chosen) -> Sequence[Accepted]:
    _known(chosen.provinces)
    async with wiring.program(load_settings(), purpose=PURPOSE, load=False) as program:
        return await cohort_region.accept(program.gateway, wiring.local_planner(PURPOSE), plan, chosen)


def board(
    region: Region = None,
    plan_id: Annotated[
        UUID | None, typer.Option("--plan", metavar="ID", help="Menurut rencana ini. By this plan.")
    ] = None,
    horizon: Horizon = BOARD_DAYS,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Papan kohort per bulan dan provinsi; angka kecil kosong. Who leaves, by month and province; no small numbers."""
    told = asyncio.run(_board(tuple(region or ()), plan_id, horizon, as_of))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    listing = table(*BOARD_HEAD, ids=())
    for row in told["rows"]:
        listing.add_row(*("–" if row[name] is None else str(row[name]) for name in BOARD_HEAD))
    Console().print(listing)


async def _board(provinces: tuple[str, ...], plan_id: UUID | None, horizon: int, as_of: AsOf) -> Document:
    _known(provinces)
    today, named = reckoned_from(as_of, wiring.now().date()), CohortPlanId(plan_id) if plan_id else None
    async with wiring.gateway(load_settings()) as gateway:
        found = await cohort_region.board(
            gateway, wiring.local_planner(PURPOSE), named, today=today, horizon_days=horizon
        )
    cells = board_cells(found.told(provinces), gazetteer().provinces)
    return board_document(found.plan, cells, as_of=today, horizon_days=horizon)


def _known(provinces: tuple[str, ...]) -> None:
    known = {regency.province_code for regency in gazetteer().regencies}
    if strange := sorted(set(provinces) - known):
        raise typer.BadParameter(f"no province has the code {', '.join(strange)}", param_hint="--region")


WAYS = {
    ASSIGNED: ("Bersama (rencana ini)", "Together (this plan)"),
    GREEDY: ("Pasangan terbaik dahulu", "Best pair first"),
    INDEPENDENT: ("Sendiri-sendiri", "Everybody alone"),
}


def _show(report: Mapping[str, Any], tongue: Tongue, console: Console) -> None:
    """Who gets something by each way, and how well it fits."""

    def say(indonesian: str, english: str) -> str:
        return indonesian if tongue is Tongue.INDONESIAN else english

    console.print(
        say(
            "{people} orang, {with_viable} di antaranya punya lowongan yang mungkin; {openings} tempat kosong",
            "{people} people, {with_viable} of them with a viable vacancy; {openings} free openings",
        ).format(**report)
    )
    told_work(report["report"]["with_work"], tongue, console)
    table = Table(
        say("Cara", "Way"),
        say("Orang dengan usulan", "People with a proposal"),
        say("Jumlah kecocokan", "Total fit"),
        say("Usulan per tempat", "Proposals per opening"),
        say("Pemberi kerja", "Employers"),
    )
    for way, names in WAYS.items():
        table.add_row(
            say(*names),
            str(report["with_proposal"][way]),
            f"{report['total_fit'][way]:.1f}",
            f"{report['report']['proposals_per_opening'][way]['mean']:.2f}",
            str(report["report"]["employers"][way]["reached"]),
        )
    console.print(table)
