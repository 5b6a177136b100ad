"""What came of an import: for people, for programs (docs/importing.md), and as a file; and its progress on stderr."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from api.cli import tables
from api.spreadsheet import unarmed
from matching.intake.problems import Problem
from matching.model.records import ImportRecord
from matching.usecases import imports
from matching.usecases.imports import ImportReport, Stage

PROBLEMS_SHOWN = 50
REPORT_HEADER = ("baris / row", "kolom / column", "masalah / problem", "nilai / value", "jenis / kind")
STAGES = {
    Stage.READ: "membaca / reading",
    Stage.CHECK: "memeriksa / checking",
    Stage.STORE: "menyimpan / storing",
}
COUNTS = (
    ("baru / created", "created"),
    ("diperbarui / updated", "updated"),
    ("tetap / unchanged", "unchanged"),
    ("antrean orang / queued", "queued"),
    ("ditolak / refused", "refused"),
    ("ditahan / held back", "held_back"),
)
_MINUTE = "%Y-%m-%d %H:%M"


def as_json(report: ImportReport) -> dict[str, object]:
    """The report as plain values."""
    return {
        "kind": report.kind,
        "digest": report.digest,
        "dry_run": report.mode.dry_run,
        "partial": report.mode.partial,
        "import_id": str(report.import_id) if report.import_id else None,
        "rows": report.rows,
        **{key: getattr(report, key) for _, key in COUNTS},
        "problems": [
            {
                "row": one.row,
                "column": one.column,
                "problem": one.problem,
                "value": one.value,
                "remark": one.remark,
            }
            for one in report.problems
        ],
    }


def show(report: ImportReport, console: Console) -> None:
    """Print the counts and the first problems."""
    console.print(f"{report.kind}: {report.rows} baris / rows · {_outcome(report)}", highlight=False)
    counts = Table(*(name for name, _ in COUNTS), box=None, pad_edge=False)
    counts.add_row(*(str(getattr(report, key)) for _, key in COUNTS))
    console.print(counts)
    if report.problems:
        console.print(_problems(report))
        if len(report.problems) > PROBLEMS_SHOWN:
            more = len(report.problems) - PROBLEMS_SHOWN
            console.print(f"… dan {more} lagi; semuanya dengan --report / and {more} more; all with --report")


def print_imports(records: Sequence[ImportRecord], console: Console) -> None:
    """The imports with their ids whole, in 80 columns: an id that is cut cannot be undone."""
    table = tables.table("id", "impor / import", "baru", "ubah", "sama", "antre", "tolak")
    for one in records:
        undone = f"\ndibatalkan / undone {one.undone_at:{_MINUTE}}" if one.undone_at else ""
        counts = (one.created, one.updated, one.unchanged, one.queued, one.refused)
        table.add_row(str(one.id), f"{one.kind} {one.at:{_MINUTE}}{undone}", *map(str, counts))
    console.print(table)


def print_json(document: Mapping[str, Any]) -> None:
    """A document for programs, on stdout."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def write_report(path: Path, report: ImportReport) -> None:
    """Write every problem as a CSV that a spreadsheet opens; a cell that looks like a formula is quoted."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(REPORT_HEADER)
        writer.writerows([unarmed(cell) for cell in _cells(one)] for one in report.problems)


@contextmanager
def importing(console: Console) -> Iterator[imports.Progress]:
    """A bar for each stage, with its rate and the time left."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {stage: bars.add_task(words, total=None, visible=False) for stage, words in STAGES.items()}

        def advance(stage: Stage, done: int, total: int) -> None:
            bars.update(tasks[stage], completed=done, total=total, visible=True)

        yield advance


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:,.0f}/s")


def _outcome(report: ImportReport) -> str:
    if report.mode.dry_run:
        return "uji coba, tidak ada yang disimpan / dry run, nothing stored"
    if report.import_id:
        return f"impor / import {report.import_id}"
    if report.fine:
        return "tidak ada yang berubah / nothing has changed"
    return "tidak ada yang disimpan / nothing stored"


def _problems(report: ImportReport) -> Table:
    table = Table(*REPORT_HEADER)
    for problem in report.problems[:PROBLEMS_SHOWN]:
        table.add_row(*map(Text, _cells(problem)))
    return table


def _cells(problem: Problem) -> tuple[str, ...]:
    row = "" if problem.row is None else str(problem.row)
    kind = "catatan / remark" if problem.remark else "kesalahan / error"
    return (row, problem.column, problem.problem, problem.value, kind)
