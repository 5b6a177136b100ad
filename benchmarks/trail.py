"""What the trail and the walls cost, side by side in one run; how fast the trail is sealed and verified.

    python -m benchmarks.trail [chain] [requests] [imports]

Measures all, or what is named, and writes `benchmarks/results/trail.json`. Two copies of one database on one embedded
server: as it is, and without the trail (triggers dropped, notes not written) or without the walls (row-level security
off). Requests are the use cases that the API calls, in this process; vectors are hashed, so that no model is measured.
Kinds take turns, so that whatever else the machine does falls on all of them.
"""

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

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
from data.sample.world import build_world
from data.sealing import PostgresSealStore
from embeddings.hashing import HashingEncoder
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.model import CandidateId
from matching.usecases import records
from matching.usecases.imports import Mode, Sheet, import_rows
from matching.usecases.records import CANDIDATES

ROWS = 1_000_000
PEOPLE, VACANCIES, IMPORTED = 1_000, 1_000, 20_000
ROUNDS, WARM_UP = 200, 20
MATCHED = 20
"""With fewer people the times would be those of a few lists that are warm."""
RESULTS = Path(__file__).parent / "results" / "trail.json"
WITHOUT_TRAIL = """
    DO $$ DECLARE t record; BEGIN
        FOR t IN SELECT tgname, tgrelid::regclass AS of FROM pg_trigger
                 WHERE tgname IN ('trail_created', 'trail_changed', 'trail_removed') LOOP
            EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.of);
        END LOOP;
    END $$"""
WITHOUT_WALLS = """
    DO $$ DECLARE t record; BEGIN
        FOR t IN SELECT oid::regclass AS of FROM pg_class
                 WHERE relrowsecurity AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t.of);
        END LOOP;
    END $$"""
KINDS = {"with both": (), "without trail": (WITHOUT_TRAIL,), "without walls": (WITHOUT_WALLS,),
         "without both": (WITHOUT_TRAIL, WITHOUT_WALLS)}  # fmt: skip


class Unnoted(Database):
    """A way in that writes no notes of what was read."""

    @asynccontextmanager
    async def transaction(
        self,
        actor: Any,
        *,
        read_only: bool = False,
        closing: Any = None,  # noqa: ARG002
    ) -> AsyncIterator[Any]:
        async with super().transaction(actor, read_only=read_only) as connection:
            yield connection


def way_in(kind: str) -> type[Database]:
    """By which class a kind's database is opened."""
    return Unnoted if WITHOUT_TRAIL in KINDS[kind] else Database


def main() -> None:
    """Measure, print and write."""
    parts = sys.argv[1:] or ["chain", "requests", "imports"]
    with tempfile.TemporaryDirectory(prefix="jembatan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server of root runs as somebody else
        results = asyncio.run(_measured(folder, parts))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(results, indent=2) + "\n")


async def _measured(folder: Path, parts: Sequence[str]) -> dict[str, Any]:
    async with embedded_server(folder / "home") as server:
        await migrate_at(server.url("jembatan_owner"))
        await load_reference_at(server.url("jembatan_owner"))
        known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        results: dict[str, Any] = known | {"machine": describe()}
        if "chain" in parts:
            results["chain"] = await _chain(server, ROWS)
        if "requests" in parts:
            results["requests_ms"] = await _requests(server, folder)
        if "imports" in parts:
            results["imports_of_20000_seconds"] = await _imports(server, folder)
    return results


# ---- requests


async def _requests(server: Server, folder: Path) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        desks: dict[str, tuple[Program, list[CandidateId]]] = {}
        for number, kind in enumerate(KINDS):
            await copied(server, "jembatan", f"requests_{number}", KINDS[kind])
            program = await stack.enter_async_context(_program(server, f"requests_{number}", folder, kind))
            desks[kind] = program, await filled(program)
        people = {kind: ids for kind, (_, ids) in desks.items()}
        asked: dict[str, Callable[[str, int], Awaitable[Any]]] = {
            "person": lambda kind, i: records.get(
                desks[kind][0].gateway, desks[kind][0].actor, CANDIDATES, people[kind][i % len(people[kind])]
            ),
            "list of 20": lambda kind, i: desks[kind][0].matcher.vacancies_for(
                desks[kind][0].actor,
                people[kind][i % len(people[kind])],
                today=desks[kind][0].today(),
                size=20,
            ),
            "page of 50 people": lambda kind, _: records.page(
                desks[kind][0].gateway, desks[kind][0].actor, CANDIDATES, limit=50, cursor=None
            ),
        }
        return {name: await _by_kind(ask) for name, ask in asked.items()}


async def _by_kind(ask: Callable[[str, int], Awaitable[Any]]) -> dict[str, dict[str, float]]:
    taken = await in_turns({kind: partial(ask, kind) for kind in KINDS}, ROUNDS, WARM_UP)
    return {kind: figures(times) for kind, times in taken.items()}


async def in_turns(
    asked: Mapping[str, Callable[[int], Awaitable[Any]]], rounds: int, warm_up: int
) -> dict[str, list[float]]:
    """Milliseconds of each kind's requests, which take turns; the first `warm_up` of each are left out."""
    taken: dict[str, list[float]] = {kind: [] for kind in asked}
    for i in range(warm_up + rounds):
        for kind, ask in asked.items():
            started = perf_counter()
            await ask(i)
            taken[kind].append((perf_counter() - started) * 1000)
    return {kind: times[warm_up:] for kind, times in taken.items()}


def figures(times: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return {"p50": round(statistics.median(ordered), 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2)}


@asynccontextmanager
async def _program(server: Server, name: str, folder: Path, kind: str) -> AsyncIterator[Program]:
    home = folder / name
    home.mkdir(exist_ok=True)
    async with (
        way_in(kind).open(server.url("jembatan_app", name)) as app,
        way_in(kind).open(server.url("jembatan_worker", name), role="jembatan_worker") as worker,
    ):
        yield wiring.assemble(
            Settings(home=home), app, worker, HashingEncoder(), wiring.local_actor("measuring")
        )


async def filled(program: Program) -> list[CandidateId]:
    """The sample world taken in; people who may be matched, as the program itself finds them."""
    world = sample_rows(build_world(people=PEOPLE, vacancies=VACANCIES))
    for kind in (
        ImportKind.CANDIDATES,
        ImportKind.CERTIFICATES,
        ImportKind.WINDOWS,
        ImportKind.EMPLOYERS,
        ImportKind.VACANCIES,
    ):
        await _taken_in(program, kind, world[kind.value])
    await program.indexer.embed_missing(today=program.today())
    await program.catalogue.load()
    async with program.gateway.transaction(program.actor, read_only=True) as tx:
        open_ones = await tx.candidates.open_to_matching()
    assert len(open_ones) >= MATCHED, "the sample world has too few whose gate is open"
    return list(open_ones[:ROUNDS])


# ---- files taken in


async def _imports(server: Server, folder: Path) -> dict[str, dict[str, float]]:
    world = build_world(people=IMPORTED, vacancies=300)
    tables = sample_rows(world)
    seconds: dict[str, dict[str, float]] = {}
    for number, kind in enumerate(("with both", "without trail")):
        await copied(server, "jembatan", f"imports_{number}", KINDS[kind])
        async with _program(server, f"imports_{number}", folder, kind) as program:
            for name in (ImportKind.CANDIDATES, ImportKind.CERTIFICATES, ImportKind.WINDOWS):
                took = await _taken_in(program, name, tables[name.value][:IMPORTED])
                seconds.setdefault(name.value, {})[kind] = round(took, 2)
    return seconds


async def _taken_in(program: Program, kind: ImportKind, rows: Sequence[dict[str, str]]) -> float:
    desk = intake(program).desk(program.actor)
    sheet = Sheet(kind, tuple(rows[0]), [SheetRow(i, row) for i, row in enumerate(rows, 2)], kind.value)
    started = perf_counter()
    report = await import_rows(sheet, desk, Mode(partial=True), lambda *_: None)
    assert report.created
    return perf_counter() - started


# ---- the chain


async def _chain(server: Server, rows: int) -> dict[str, Any]:
    await copied(server, "jembatan", "chain", ())
    owner = await asyncpg.connect(server.url("jembatan_owner", "chain"))
    await owner.execute("SET app.account = '00000000-0000-4000-8000-000000000001'")
    await owner.execute("SET app.purpose = 'penempatan kerja'")
    await owner.execute(
        """INSERT INTO trail (act, entity, record_id, subject, fields)
           SELECT 'read', 'candidates', s, s, '{certificates,facts,identity,references,window}'
           FROM (SELECT gen_random_uuid() AS s FROM generate_series(1, $1::int)) made""",
        rows,
    )
    await owner.execute("ANALYZE trail")
    await owner.close()
    async with Database.open(server.url("jembatan_worker", "chain"), role="jembatan_worker") as worker:
        seals = PostgresSealStore(worker)
        started = perf_counter()
        sealed = await seals.seal()
        sealing = perf_counter() - started
        started = perf_counter()
        found = await seals.verify()
        verifying = perf_counter() - started
    assert not found.faults
    return {
        "rows": sealed,
        "seal_seconds": round(sealing, 2),
        "sealed_rows_per_second": round(sealed / sealing),
        "verify_seconds": round(verifying, 2),
        "verified_rows_per_second": round(found.links / verifying),
    }


async def copied(server: Server, template: str, name: str, without: Sequence[str]) -> None:
    """A database of a kind: a copy of the template, less what these statements take away."""
    superuser = await asyncpg.connect(server.url("postgres", "postgres"))
    await superuser.execute(f"CREATE DATABASE {name} OWNER jembatan_owner TEMPLATE {template}")
    await superuser.close()
    owner = await asyncpg.connect(server.url("jembatan_owner", name))
    for statement in without:
        await owner.execute(statement)
    await owner.close()


if __name__ == "__main__":
    main()
