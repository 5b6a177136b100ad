"""`jembatan fairness`: how groups fare in plans, lists and answers, and by a new recipe beside the one in force."""

import asyncio
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson, AsOf, reckoned_from
from api.cli.pending import pending_candidates, pending_vacancies
from api.program import Program
from api.schemas.fairness import fairness_document
from api.settings import Settings, load_settings
from matching.errors import NotFound
from matching.messages import Tongue
from matching.model import CandidateId
from matching.model.cohorts import CohortAsked, CohortPlanId, Proposal
from matching.model.fairness import Comparison, ComparisonId, FairnessReport
from matching.scoring import Weights
from matching.usecases.cohort import CohortOffice
from matching.usecases.fairness import recipe_name, sign_comparison

PURPOSE = "fairness report"
HORIZON_DAYS = 90
MOST_PEOPLE = 5_000
"""So many people, spread over the ids, tell two recipes apart; ranking all of a country twice takes an hour."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Keadilan antarkelompok (docs/fairness.md). Fairness.")
    group.command("report")(report)
    group.command("compare")(compare)
    group.command("sign")(sign)
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
            "Laporan ini menunggu tanda tangan perencana."
            if tongue is Tongue.INDONESIAN
            else "This report waits for a planner's signature."
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

    Index with the new one first: `JEMBATAN_MODEL_ADAPTER=… jembatan reindex`. Without options: the weights with which
    this program comes, beside those that have ranked last.
    """
    settings = load_settings()
    new = {name: value for name, value in (("model_adapter", adapter), ("model", model)) if value}
    told = asyncio.run(_compare(settings, settings.model_copy(update=new), horizon, as_of, shipped=not new))
    if as_json:
        typer.echo(json.dumps(_comparison(told), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{told.before}\n→ {told.after}")
    for which in ("before", "after"):
        _show(told.report[which], Tongue(settings.language), Console())
    if told.needs_signature:
        typer.echo(f'jembatan fairness sign {told.id} --reason "…"')


def sign(
    comparison: Annotated[UUID, typer.Argument(metavar="ID", help="Perbandingan. The comparison.")],
    reason: Annotated[str, typer.Option("--reason", help="Mengapa boleh dipakai. Why it may be used.")],
) -> None:
    """Perencana menanggung resep baru dengan peringatan. A planner answers for a new recipe that has
    alarms, or was compared over fewer than 20 people."""

    async def work() -> None:
        async with wiring.gateway(load_settings()) as gateway:
            actor = wiring.local_planner(PURPOSE)
            await sign_comparison(gateway, actor, ComparisonId(comparison), reason)

    asyncio.run(work())


def _comparison(told: Comparison) -> dict[str, Any]:
    return {
        "id": str(told.id),
        "alarms": told.alarms,
        "people": told.people,
        "before": told.before,
        "after": told.after,
        "as_of": told.as_of.isoformat(),
        "report": told.report,
    }


async def _compare(
    settings: Settings, new: Settings, horizon: int, as_of: AsOf, *, shipped: bool
) -> Comparison:
    asked, people, before, old_name = await _tried(settings, horizon, as_of, as_last=shipped)
    asked, _, after, new_name = await _tried(new, horizon, as_of, people)
    async with wiring.fairness(settings) as office:
        return await office.compare((old_name, new_name), people, (before, after), asked.as_of)


async def _tried(
    settings: Settings,
    horizon: int,
    as_of: AsOf,
    people: list[CandidateId] | None = None,
    *,
    as_last: bool = False,
) -> tuple[CohortAsked, list[CandidateId], list[Proposal], str]:
    console = Console(stderr=True)
    async with wiring.program(settings, purpose=PURPOSE, on_trial=True) as program:
        office = await _with_last_weights(program) if as_last else program.cohorts
        asked = CohortAsked(horizon, (), reckoned_from(as_of, program.today()))
        await pending_vacancies(program, console)
        await pending_candidates(program, console)
        if people is None:
            everybody = (await program.cohorts.cohort(asked)).people
            people = list(everybody[:: -(-len(everybody) // MOST_PEOPLE) or 1])
        proposals = await office.trial(asked, people)
        return asked, people, proposals, recipe_name(office.matcher.model, office.matcher.recipe.weights)


async def _with_last_weights(program: Program) -> CohortOffice:
    """Planning with the weights that have ranked last, as an older version of the program had them."""
    office = program.cohorts
    last = await office.fairness.store.newest_recipe()
    if last is None or last.model != program.matcher.model:
        raise typer.BadParameter("name what is new, --adapter or --model; the settings name what is in force")
    recipe = replace(office.matcher.recipe, weights=Weights.from_document(last.weights))
    return replace(office, matcher=replace(office.matcher, recipe=recipe))


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
