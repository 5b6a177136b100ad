"""The day on which everybody's window moves: windows imported, indexes kept up, verdicts of live shortlists renewed,
and who has come near release ranked.

    python -m benchmarks.remission [PEOPLE] [ITEMS] [FOLDER]

A world of hundreds of thousands takes half an hour to fill: in a FOLDER that is named it is kept, the filling goes on
where it was interrupted, and a copy of that folder measures the day again. Without one, all is thrown away.

Writes `benchmarks/results/remission.json`. People: the sample world at size, on the embedded PostgreSQL. The files
are release lists of all of them with a remission of 30 days; vectors are hashed and counted, since nothing may be
embedded on that day. `cpu_seconds` are of this process and of the server: on a machine that others load, they tell more
than the clock. `measured_day` is what this run took; `in_proportion_to_375025` is that times the 375,025 remissions of
17 August 2025 over the windows that changed here: a reckoning, not a measurement.
"""

import argparse
import asyncio
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import asyncpg

from api import wiring
from api.program import Program
from api.settings import Settings
from api.wiring.server import intake
from benchmarks.machine import describe
from data.embedded import Server, embedded_server
from data.migrate import migrate_at
from data.pool import Database
from data.reference_load import load_reference_at
from data.sample.files import sample_rows
from data.sample.person_rows import Row
from data.sample.world import SampleWorld, build_world
from embeddings.hashing import HashingEncoder
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.usecases.imports import Mode, Sheet, import_rows

PEOPLE, ITEMS, VACANCIES, ROWS_OF_A_LIST = 60_000, 20_000, 3_000, 5
REMISSION_DAY = 375_025
DAY = ("import", "verdicts", "indexes")
DAYS_OFF = 30
FILE_ROWS = 100_000
DATES = ("Paling Awal", "Perkiraan Bebas", "Paling Lambat")
STARTED = perf_counter()
RESULTS = Path(__file__).parent / "results" / "remission.json"
LISTS = """
    INSERT INTO shortlists (id, kind, candidate_id, status, unit_id, caseload, recorded_by)
    SELECT gen_random_uuid(), 'vacancies', id, 'proposed', unit_id, caseload, caseload
    FROM candidates WHERE consented ORDER BY seq LIMIT $1"""
LISTED = """
    INSERT INTO shortlist_items (
        shortlist_id, candidate_id, vacancy_id, position, origin, unit_id, caseload, recorded_by)
    SELECT s.id, s.candidate_id, v.id, n, 'added', s.unit_id, s.caseload, s.caseload
    FROM shortlists s, generate_series(1, $1) n
    JOIN LATERAL (SELECT id FROM (SELECT id, row_number() OVER (ORDER BY seq) AS at FROM vacancies) x
                  WHERE x.at = 1 + (s.seq * 7 + n * 13) % $2) v ON true"""


def main() -> None:
    """Measure, print and write."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.remission")
    asked.add_argument("people", nargs="?", type=int, default=PEOPLE)
    asked.add_argument("items", nargs="?", type=int, default=ITEMS)
    asked.add_argument("folder", nargs="?", type=Path)
    given = asked.parse_args()
    people, items = given.people, given.items
    with tempfile.TemporaryDirectory(prefix="jembatan-bench-") as name:
        folder = (given.folder or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)  # the server of root runs as somebody else
        results = asyncio.run(_measured(folder, people, items))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(results, indent=2) + "\n")


async def _measured(folder: Path, people: int, items: int) -> dict[str, Any]:
    async with embedded_server(folder / "home") as server:
        await migrate_at(server.url("jembatan_owner"))
        await load_reference_at(server.url("jembatan_owner"))
        async with (
            Database.open(server.url("jembatan_app")) as app,
            Database.open(server.url("jembatan_worker"), role="jembatan_worker") as worker,
        ):
            home = folder / "indexes"
            home.mkdir(exist_ok=True)
            settings = Settings(home=home, max_import_rows=1_000_000)
            encoder = Counting()
            program = wiring.assemble(settings, app, worker, encoder, wiring.local_actor("measuring"))
            world = build_world(people=people, vacancies=VACANCIES)
            filled = folder / "first_embedding.json"
            if not filled.exists():
                filled.write_text(json.dumps(await _filled(program, server, world, items)), "utf-8")
            day = await _day(program, server, world, encoder)
            return day | {"first_embedding": json.loads(filled.read_text("utf-8"))}


class Counting(HashingEncoder):
    """Hashed vectors, and how many texts were asked for."""

    texts = 0

    def encode_queries(self, texts: Sequence[str], **how: Any) -> Any:
        self.texts += len(texts)
        return super().encode_queries(texts, **how)

    def encode_passages(self, texts: Sequence[str], **how: Any) -> Any:
        self.texts += len(texts)
        return super().encode_passages(texts, **how)


async def _filled(program: Program, server: Server, world: SampleWorld, items: int) -> dict[str, float]:
    """Everything of the world and its live lists; how many records were embedded for the first time, in what time."""
    for kind, rows in sample_rows(world).items():
        for start in range(0, len(rows), FILE_ROWS):
            _say(f"{kind}: {start:,} of {len(rows):,} rows")
            await _imported(program, ImportKind(kind), rows[start : start + FILE_ROWS])
    _say("embedding")
    began = perf_counter()
    embedded = await program.indexer.embed_missing(today=program.today())
    seconds = perf_counter() - began
    owner = await asyncpg.connect(server.url("jembatan_owner"))
    await owner.execute(LISTS, items // ROWS_OF_A_LIST)
    await owner.execute(LISTED, ROWS_OF_A_LIST, VACANCIES)
    await owner.execute("ANALYZE")
    await owner.close()
    return {"records": embedded or 0, "seconds": round(seconds, 1)}


def _say(what: str) -> None:
    sys.stderr.write(f"{perf_counter() - STARTED:6.0f} s  {what}\n")


async def _imported(program: Program, kind: ImportKind, rows: Sequence[Row]) -> int:
    sheet = Sheet(
        kind,
        list(rows[0]),
        [SheetRow(number, row) for number, row in enumerate(rows, start=2)],
        hashlib.sha256(str((kind, len(rows), uuid4())).encode()).hexdigest(),
        None,
    )
    desk = intake(program).desk(program.actor)
    report = await import_rows(sheet, desk, Mode(partial=True), lambda *_: None)
    return report.created + report.updated


@dataclass
class Stopwatch:
    """Seconds by the clock and of processors, this process's and the server's, for each thing that is done."""

    server: Server
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        _say(name)
        clock, used = perf_counter(), self._used()
        yield
        self.seconds[name], self.cpu[name] = perf_counter() - clock, self._used() - used

    def _used(self) -> float:
        postmaster = (self.server.data_folder / "postmaster.pid").read_text().split()[0]
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                pid, fields = stat.parent.name, stat.read_text().rpartition(") ")[2].split()
                if pid == postmaster:  # and of those of its children that have ended
                    ticks += sum(map(int, fields[11:15]))
                elif fields[1] == postmaster:
                    ticks += sum(map(int, fields[11:13]))
        ended = os.times()  # of the processes that read the file, once they have ended
        return process_time() + ended.children_user + ended.children_system + ticks / os.sysconf("SC_CLK_TCK")


async def _day(program: Program, server: Server, world: SampleWorld, encoder: Counting) -> dict[str, Any]:
    owner = await asyncpg.connect(server.url("jembatan_owner"))
    watch, today, before = Stopwatch(server), program.today(), round(os.getloadavg()[0], 1)
    with watch.of("indexes_loaded"):
        await program.catalogue.load()
    wiring.settle()
    with watch.of("first_look"):
        first = await program.verdicts.renew(today=today)
        await program.horizon.keep(today, every=timedelta())
    texts = encoder.texts
    rows = [_remitted(row) for row in sample_rows(world)["windows"]]
    with watch.of("import"):
        changed = 0
        for start in range(0, len(rows), FILE_ROWS):
            changed += await _imported(program, ImportKind.WINDOWS, rows[start : start + FILE_ROWS])
    with watch.of("verdicts"):
        renewed = await program.verdicts.renew(today=today)
    with watch.of("indexes"):
        await program.catalogue.refresh()
    await program.indexer.embed_missing(today=today)
    with watch.of("entrants_ranked"):
        entrants = await program.horizon.keep(today, every=timedelta())
    flags = dict(await owner.fetch("SELECT code, count(*) FROM shortlist_flags GROUP BY code ORDER BY code"))
    await owner.close()
    assert first is not None
    assert renewed is not None
    factor, both = REMISSION_DAY / changed, (("seconds", watch.seconds), ("cpu_seconds", watch.cpu))
    return {
        "machine": describe(),
        "load_average": {"before": before, "after": round(os.getloadavg()[0], 1)},
        "people": len(world.candidates),
        "windows_changed": changed,
        "live_items": first.items,
        "items_renewed": renewed.items,
        "flags": flags,
        "texts_embedded": encoder.texts - texts,
        "entrants_ranked": entrants,
        "seconds": {name: round(value, 2) for name, value in watch.seconds.items()},
        "cpu_seconds": {name: round(value, 2) for name, value in watch.cpu.items()},
        "measured_day": {kind: round(sum(spent[name] for name in DAY), 1) for kind, spent in both},
        "in_proportion_to_375025": {
            kind: {name: round(spent[name] * factor) for name in DAY} for kind, spent in both
        },
    }


def _remitted(row: Row) -> Row:
    """The same row, 30 days earlier."""
    return {name: _earlier(value) if name in DATES else value for name, value in row.items()}


def _earlier(text: str) -> str:
    day, month, year = (int(part) for part in text.split("/"))
    return f"{date(year, month, day) - timedelta(days=DAYS_OFF):%d/%m/%Y}"


if __name__ == "__main__":
    main()
