"""How long an import of many rows takes: files read, checked and stored on the embedded PostgreSQL, embedding apart.

    python -m benchmarks.imports [ROWS]

Writes `benchmarks/results/imports.json`. The files are the sample world at size, with errors sprinkled into the
vacancies; the clock runs from the opening of the file to the commit.
"""

import asyncio
import csv
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from api import wiring
from api.settings import load_settings
from api.wiring.clerks import import_desk
from api.wiring.reference import linter_of, trade
from data.embedded import embedded_server
from data.gateway import PostgresGateway
from data.migrate import migrate_at
from data.pool import Database
from data.sample.files import sample_rows
from data.sample.world import build_world
from data.tables import read_table
from data.vault import vault_from_file
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.usecases.imports import Desk, ImportReport, Mode, Sheet, Stage, import_rows

ROWS = 20_000
ONE_IN = 50  # rows with an error
RESULTS = Path(__file__).parent / "results" / "imports.json"
ERRORS = {
    "Lokasi Kerja": "Madiun",
    "Gaji": "USD 700",
    "Mulai Kerja": "31/02/2027",
    "Pendidikan Minimal": "pintar",
}
Row = dict[str, str]


def main() -> None:
    """Measure, print and write."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with _folder() as folder:
        files = _files(folder, rows)
        results = asyncio.run(_measure(folder, files))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"rows": rows, "imports": results}, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(results, indent=2) + "\n")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jembatan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server of root runs as somebody else
        yield folder


def _files(folder: Path, rows: int) -> Mapping[str, tuple[ImportKind, Path, Mode]]:
    world = build_world(people=rows, vacancies=rows)
    world = replace(world, candidates=world.candidates[:rows], vacancies=world.vacancies[:rows])
    tables = sample_rows(world)
    wrong = [row | _error(i) if i % ONE_IN == 0 else row for i, row in enumerate(tables["vacancies"])]
    whole, partial = Mode(), Mode(partial=True)
    return {
        "candidates": (
            ImportKind.CANDIDATES,
            _written(folder / "candidates.csv", tables["candidates"]),
            partial,
        ),
        "candidates_again": (ImportKind.CANDIDATES, folder / "candidates.csv", partial),
        "certificates": (
            ImportKind.CERTIFICATES,
            _written(folder / "certificates.csv", tables["certificates"]),
            partial,
        ),
        "windows": (ImportKind.WINDOWS, _written(folder / "windows.csv", tables["windows"]), partial),
        "employers": (ImportKind.EMPLOYERS, _written(folder / "employers.csv", tables["employers"]), whole),
        "vacancies_with_errors_refused": (
            ImportKind.VACANCIES,
            _written(folder / "vacancies.csv", wrong),
            whole,
        ),
        "vacancies_with_errors": (ImportKind.VACANCIES, folder / "vacancies.csv", partial),
        "vacancies_with_errors_again": (ImportKind.VACANCIES, folder / "vacancies.csv", partial),
    }


def _error(number: int) -> Row:
    column = list(ERRORS)[number // ONE_IN % len(ERRORS)]
    return {column: ERRORS[column]}


def _written(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


async def _measure(folder: Path, files: Mapping[str, tuple[ImportKind, Path, Mode]]) -> dict[str, Any]:
    results: dict[str, Any] = {}
    async with embedded_server(folder / "home") as server:
        await migrate_at(server.url("jembatan_owner"))
        async with Database.open(server.url("jembatan_app")) as database:
            stores = PostgresGateway(database, vault_from_file(folder / "keys.json"))
            actor, settings = wiring.local_actor("measuring imports"), load_settings()
            knowledge = trade()
            desk = import_desk(
                stores, actor, settings, knowledge, linter=linter_of(knowledge), today=wiring.now().date()
            )
            for name, (kind, path, mode) in files.items():
                results[name] = await _one(kind, path, mode, desk)
    return results


async def _one(kind: ImportKind, path: Path, mode: Mode, desk: Desk) -> dict[str, Any]:
    started, cpu = perf_counter(), process_time()
    reached: dict[Stage, float] = {}

    def advance(stage: Stage, _done: int, _total: int) -> None:
        reached[stage] = perf_counter() - started

    sheet = await asyncio.to_thread(_sheet, kind, path)
    report = await import_rows(sheet, desk, mode, advance)
    seconds = perf_counter() - started
    return _result(report, seconds, process_time() - cpu, reached)


def _sheet(kind: ImportKind, path: Path) -> Sheet:
    table = read_table(path, max_bytes=1 << 30)
    rows = [SheetRow(row.number, row.cells) for row in table.rows]
    return Sheet(kind, table.header, rows, hashlib.sha256(path.read_bytes()).hexdigest())


def _result(
    report: ImportReport, seconds: float, cpu: float, reached: Mapping[Stage, float]
) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "seconds": round(seconds, 2),
        "cpu_seconds_without_database": round(cpu, 2),
        "until_read_seconds": round(reached.get(Stage.READ, 0), 2),
        "until_checked_seconds": round(reached.get(Stage.CHECK, 0), 2),
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "queued": report.queued,
        "refused": report.refused,
        "problems": sum(not one.remark for one in report.problems),
    }


if __name__ == "__main__":
    main()
