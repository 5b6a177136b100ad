"""`jembatan fairness`: how groups fare in plans, lists and answers, and by a new recipe beside the one in force."""

import asyncio
import json
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson, AsOf, reckoned_from
from api.cli.pending import pending_candidates, pending_vacancies
from api.schemas.fairness import fairness_document
from api.settings import Settings, load_settings
from matching.errors import NotFound
from matching.messages import Tongue
from matching.model import CandidateId
from matching.model.cohorts import CohortAsked, CohortPlanId, Proposal
from matching.model.fairness import Comparison, FairnessReport
from matching.usecases.fairness import recipe_name

PURPOSE = "fairness report"
HORIZON_DAYS = 90
MOST_PEOPLE = 5_000
"""So many people, spread over the ids, tell two recipes apart; ranking all of a country twice takes an hour."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Keadilan antarkelompok (docs/fairness.md). Fairness.")
    group.command("report")(report)
    group.command("compare")(compare)
    app.add_typer(group, name="fairness")


def report(
    plan: Annotated[UUID | None, typer.Option("--plan", metavar="ID", help="Sebuah rencana. A plan.")] = None,
    month: Annotated[
        datetime | None,
        typer.Option("--month", formats=["%Y-%m"], help="Bulan yang sudah lewat. A past month."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Laporan keadilan sebuah rencana atau bulan. A plan's or a month's report; numbers under five are hidden."""
    if (plan is None) == (month is None):
        raise typer.BadParameter("--plan or --month")
    settings = load_settings()
    told = asyncio.run(_report(settings, plan, month.date() if month else None))
    document = fairness_document(told)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    tongue, console = Tongue(settings.language), Console()
    _show(document, tongue, console)
    if told.awaits_signature:
        console.print(
            "Rencana ini menunggu tanda tangan perencana."
            if tongue is Tongue.INDONESIAN
            else "This plan waits for a planner's signature."
        )


async def _report(settings: Settings, plan: UUID | None, month: date | None) -> FairnessReport:
    async with wiring.fairness(settings) as office:
        if month is not None:
            return await office.of_month(month)
        found = await office.store.find(plan=CohortPlanId(plan)) if plan else None
        if found is None:
            raise NotFound("fairness report")
        return found


def compare(
    adapter: Annotated[str | None, typer.Option("--adapter", help="Adaptor baru. The new adapter.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="Model baru. The new model.")] = None,
    horizon: Annotated[int, typer.Option("--horizon", min=0)] = HORIZON_DAYS,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Resep baru di samping yang berlaku, atas orang yang sama. A new recipe beside the one in force; it is stored.

    Index with the new one first: `JEMBATAN_MODEL_ADAPTER=… jembatan reindex`.
    """
    settings = load_settings()
    new = {name: value for name, value in (("model_adapter", adapter), ("model", model)) if value}
    if not new:
        raise typer.BadParameter("--adapter or --model")
    told = asyncio.run(_compare(settings, settings.model_copy(update=new), horizon, as_of))
    if as_json:
        typer.echo(json.dumps(_comparison(told), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{told.before}\n→ {told.after}")
    for which in ("before", "after"):
        _show(told.report[which], Tongue(settings.language), Console())


def _comparison(told: Comparison) -> dict[str, Any]:
    return {
        "before": told.before,
        "after": told.after,
        "as_of": told.as_of.isoformat(),
        "report": told.report,
    }


async def _compare(settings: Settings, new: Settings, horizon: int, as_of: AsOf) -> Comparison:
    asked, people, before, old_name = await _tried(settings, horizon, as_of)
    asked, _, after, new_name = await _tried(new, horizon, as_of, people)
    async with wiring.fairness(settings) as office:
        return await office.compare((old_name, new_name), people, (before, after), asked.as_of)


async def _tried(
    settings: Settings, horizon: int, as_of: AsOf, people: list[CandidateId] | None = None
) -> tuple[CohortAsked, list[CandidateId], list[Proposal], str]:
    console = Console(stderr=True)
    async with wiring.program(settings, purpose=PURPOSE) as program:
        asked = CohortAsked(horizon, (), reckoned_from(as_of, program.today()))
        await pending_vacancies(program, console)
        await pending_candidates(program, console)
        if people is None:
            everybody = (await program.cohorts.cohort(asked)).people
            people = list(everybody[:: -(-len(everybody) // MOST_PEOPLE) or 1])
        proposals = await program.cohorts.trial(asked, people)
        return asked, people, proposals, recipe_name(program.matcher.model, program.matcher.recipe.weights)


def _show(document: dict[str, Any] | Any, tongue: Tongue, console: Console) -> None:
    """Cells in which a ratio is told, or an alarm."""
    heads = (
        ("Hal", "Kelompok", "Orang", "Rasio seleksi", "Rasio paparan", "Beda", "Peringatan")
        if tongue is Tongue.INDONESIAN
        else ("Matter", "Group", "People", "Selection ratio", "Exposure ratio", "Change", "Alarm")
    )
    table = Table(*heads, box=None)
    for cell in document["cells"]:
        if cell["hidden"] and not cell["alarm"]:
            continue
        where = " · ".join(part for part in (cell["matter"], cell["employer"]) if part)
        figures = [_figure(cell.get(name)) for name in ("ratio", "exposure_ratio", "change")]
        people = "" if cell["hidden"] else str(cell["people"])
        table.add_row(
            where,
            f"{cell['attribute']}: {cell['group'] or '?'}",
            people,
            *figures,
            "!" if cell["alarm"] else "",
        )
    console.print(table)


def _figure(estimate: dict[str, float | None] | None) -> str:
    if not estimate or estimate["value"] is None:
        return ""
    low, high = ("–" if one is None else f"{one:.2f}" for one in (estimate["low"], estimate["high"]))
    return f"{estimate['value']:.2f} ({low}–{high})"
