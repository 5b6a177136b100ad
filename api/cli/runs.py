"""`jembatan runs`: recorded runs of matching, shown and replayed."""

import asyncio
import json
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from api import wiring
from api.cli import exit_codes, tables
from api.cli.arguments import AsJson
from api.settings import load_settings
from matching.model import RunId
from matching.model.records import RunRecord
from matching.usecases.runs import replay

runs_app = typer.Typer(no_args_is_help=True, help="Run yang tercatat. Recorded runs.")
PURPOSE = "looking at recorded runs"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(runs_app, name="runs")


@runs_app.command("list")
def list_runs(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000)] = 20, as_json: AsJson = False
) -> None:
    """Run yang terakhir dicatat. The runs recorded."""

    async def work() -> tuple[RunRecord, ...]:
        async with (
            wiring.gateway(load_settings()) as gateway,
            gateway.transaction(wiring.local_actor(PURPOSE), read_only=True) as tx,
        ):
            return (await tx.runs.page(limit=limit, cursor=None)).records

    runs = asyncio.run(work())
    if as_json:
        typer.echo(json.dumps({"items": [_summary(run) for run in runs]}, indent=2))
        return
    table = tables.table("run", "kind", "at", "rows", "model")
    for run in runs:
        table.add_row(str(run.id), run.kind, f"{run.at:%Y-%m-%d %H:%M}", str(len(run.features)), run.model)
    Console().print(table)


def _summary(run: RunRecord) -> dict[str, Any]:
    return {
        "run": str(run.id),
        "kind": run.kind,
        "at": run.at.isoformat(),
        "rows": len(run.features),
        "model": run.model,
        "erased": run.erased,
    }


@runs_app.command("replay")
def replay_run(run: UUID, as_json: AsJson = False) -> None:
    """Hitung ulang dari fitur yang dibekukan. Score a run again from its frozen features; exit 1 where it differs."""
    record = asyncio.run(_get(RunId(run)))
    rows = replay(record)
    same = all((row.rank, row.score) == (row.recorded_rank, row.recorded_score) for row in rows)
    if as_json:
        body = {
            "run": str(record.id),
            "erased": record.erased,
            "same": same,
            "rows": [{"id": str(row.record), "rank": row.rank, "score": row.score} for row in rows],
        }
        typer.echo(json.dumps(body, indent=2))
    else:
        typer.echo(f"{len(rows)} rows, {'the same list' if same else 'NOT the same list'}")
    if not same:
        raise typer.Exit(exit_codes.PROBLEMS)


async def _get(run: RunId) -> RunRecord:
    async with (
        wiring.gateway(load_settings()) as gateway,
        gateway.transaction(wiring.local_actor(PURPOSE), read_only=True) as tx,
    ):
        return await tx.runs.get(run)
