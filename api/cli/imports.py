"""`jembatan import`: files of people, certificates, release windows, employers and vacancies, with a way back."""

import asyncio
import csv
import hashlib
import io
import sys
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from api.cli import exit_codes, queue
from api.cli.arguments import AsJson
from api.cli.import_office import EMBEDDED, Office, open_office
from api.cli.import_report import as_json as report_as_json
from api.cli.import_report import importing, print_imports, print_json, show, write_report
from data.tables import read_table
from matching.intake.columns import ImportKind, reference_table, template
from matching.intake.rows import SheetRow
from matching.model import ImportId
from matching.usecases.imports import (
    ImportReport,
    Mode,
    Sheet,
    import_rows,
    list_imports,
    undo_import,
)

OpenOffice = Callable[[], AbstractAsyncContextManager[Office]]
PAGE = 100
HELP = {
    ImportKind.CANDIDATES: "Impor daftar orang. Import a list of people.",
    ImportKind.CERTIFICATES: "Impor daftar sertifikat. Import a list of certificates.",
    ImportKind.WINDOWS: "Impor daftar pembebasan. Import a release list.",
    ImportKind.EMPLOYERS: "Impor daftar pemberi kerja. Import a list of employers.",
    ImportKind.VACANCIES: "Impor daftar lowongan. Import a list of vacancies.",
}

File = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV atau XLSX. CSV or XLSX.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Periksa saja. Check, and store nothing.")]
Partial = Annotated[
    bool,
    typer.Option("--partial", help="Simpan baris yang benar. Store the good rows although others are wrong."),
]
Report = Annotated[
    Path | None,
    typer.Option("--report", dir_okay=False, help="Tulis masalah ke CSV. Write the problems as CSV."),
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="SYSTEM", help="Sistem asal kunci. The system of the keys.")
]
SheetName = Annotated[
    str | None, typer.Option("--sheet", help="Lembar buku kerja. Which sheet of a workbook.")
]
Embed = Annotated[
    bool,
    typer.Option(
        "--embed/--no-embed", help="Hitung vektor sesudahnya. Embed afterwards, or leave it to reindex."
    ),
]
Kind = Annotated[ImportKind, typer.Argument(metavar="KIND", help="Jenis berkas. The kind of file.")]
Which = Annotated[UUID, typer.Argument(metavar="IMPORT", help="Id impor. The id of the import.")]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One import as the command line asks for it."""

    kind: ImportKind
    file: Path
    mode: Mode
    source: str | None
    sheet: str | None
    embed: bool


def register(app: typer.Typer, office: OpenOffice = open_office) -> None:
    """Add the commands; `office` is opened only when one runs."""
    group = typer.Typer(no_args_is_help=True, help="Impor berkas. Import files.")
    app.add_typer(group, name="import")
    for kind in ImportKind:
        group.command(str(kind), help=HELP[kind])(_importer(kind, office))
    group.command("template")(write_template)

    @group.command("undo")
    def undo(which: Which) -> None:
        """Batalkan satu impor. Bring back what stood before an import; refused where somebody has changed it since."""
        record = _with(office, lambda one: undo_import(one.desk, ImportId(which)))
        typer.echo(f"dibatalkan / undone: {record.kind} {record.id}")

    @group.command("list")
    def listing(as_json: AsJson = False) -> None:
        """Daftar impor. The imports and what came of each."""
        page = _with(office, lambda one: list_imports(one.desk, limit=PAGE))
        if as_json:
            print_json({"imports": [asdict(record) for record in page.records]})
        else:
            print_imports(page.records, Console())

    queue.register(group, office)


def write_template(
    kind: Kind,
    example: Annotated[
        bool, typer.Option("--example/--no-example", help="Dengan baris contoh. With an example row.")
    ] = True,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Tabel kolom. The table of columns instead.")
    ] = False,
) -> None:
    """Berkas kosong dengan judul kolom. Write a CSV with the headers and a made-up example row."""
    if as_markdown:
        typer.echo(reference_table(kind))
        return
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(template(kind, example=example))
    sys.stdout.write(text.getvalue())


def _importer(kind: ImportKind, office: OpenOffice) -> Callable[..., None]:
    def command(  # noqa: PLR0917 - typer passes them by name
        file: File,
        dry_run: DryRun = False,
        partial: Partial = False,
        report: Report = None,
        source: Source = None,
        sheet: SheetName = None,
        embed: Embed = True,
        as_json: AsJson = False,
    ) -> None:
        asked = _Asked(kind, file, Mode(dry_run=dry_run, partial=partial), source, sheet, embed)
        answer = asyncio.run(_import(asked, office))
        if report:
            write_report(report, answer)
        if as_json:
            print_json(report_as_json(answer))
        else:
            show(answer, Console())
        if not answer.fine:
            raise typer.Exit(exit_codes.PROBLEMS)

    return command


async def _import(asked: _Asked, office: OpenOffice) -> ImportReport:
    console = Console(stderr=True)
    async with office() as open_:
        sheet = await asyncio.to_thread(_sheet, asked, open_)
        with importing(console) as progress:
            report = await import_rows(sheet, open_.desk, asked.mode, progress)
        if report.import_id and asked.embed and asked.kind in EMBEDDED:
            await open_.embed(console)
    return report


def _sheet(asked: _Asked, office: Office) -> Sheet:
    table = read_table(asked.file, sheet=asked.sheet, max_bytes=office.max_bytes, max_rows=office.max_rows)
    digest = hashlib.sha256(asked.file.read_bytes()).hexdigest()
    rows = [SheetRow(row.number, row.cells) for row in table.rows]
    return Sheet(asked.kind, table.header, rows, digest, asked.source)


def _with(office: OpenOffice, work: Callable[[Office], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with office() as open_:
            return await work(open_)

    return asyncio.run(run())
