"""`jembatan outcomes`: what has come of proposals, from this machine."""

import asyncio
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.schemas.outcomes import HEAD, report_document, table_cells
from api.settings import load_settings
from api.spreadsheet import csv_of, xlsx_of
from matching.messages import Tongue
from matching.outcome_report import Report
from matching.outcomes import Grouping
from matching.usecases.outcomes import outcome_report

outcomes_app = typer.Typer(no_args_is_help=True, help="Hasil penempatan. Outcomes.")


class Form(StrEnum):
    """In which form a report is wanted."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(outcomes_app, name="outcomes")


@outcomes_app.command("report")
def report_command(
    by: Annotated[Grouping, typer.Option("--by", help="Menurut apa. For what.")] = Grouping.UNIT,
    year: Annotated[int | None, typer.Option("--year", help="Satu tahun saja. One year.")] = None,
    form: Annotated[Form, typer.Option("--format", help="Bentuk. Form.")] = Form.TABLE,
    out: Annotated[Path | None, typer.Option("--out", help="Berkas tujuan. File to write.")] = None,
) -> None:
    """Laporan hasil (docs/outcomes.md); angka di bawah lima disembunyikan. Report; numbers under five are hidden."""
    if form is Form.XLSX and out is None:
        raise typer.BadParameter("--out is needed for xlsx")
    settings = load_settings()
    told, tongue = asyncio.run(_told(by, year)), Tongue(settings.language)
    if form is Form.TABLE:
        _show(told, tongue, Console())
        return
    cells = table_cells(told, tongue)
    written = {
        Form.JSON: lambda: json.dumps(report_document(told, tongue), ensure_ascii=False, indent=2).encode(),
        Form.CSV: lambda: csv_of(HEAD, cells),
        Form.XLSX: lambda: xlsx_of(HEAD, cells),
    }[form]()
    if out is None:
        typer.echo(written.decode("utf-8-sig"), nl=False)
    else:
        out.write_bytes(written)
        typer.echo(str(out))


async def _told(by: Grouping, year: int | None) -> Report:
    async with wiring.gateway(load_settings()) as gateway:
        today = wiring.now().date()
        return await outcome_report(
            gateway, wiring.local_actor("report of outcomes"), by, today=today, year=year
        )


def _show(told: Report, tongue: Tongue, console: Console) -> None:
    table = Table(*(name for name in HEAD if name != "measure"), box=None)
    for group, _, *cells in table_cells(told, tongue):
        table.add_row(str(group), *("" if cell is None else str(cell) for cell in cells))
    console.print(table)
