"""The errand itself: read, check and store a file's rows in one transaction, or say what keeps it from that."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from matching.intake.cells import CellReader
from matching.intake.columns import ImportKind
from matching.intake.header import read_header
from matching.intake.problems import Problem
from matching.intake.rows import ReadRow, RowReader
from matching.model import ImportId
from matching.model.import_progress import Stage
from matching.model.records import ImportRecord, QueuedRow
from matching.stores import Page, Transaction
from matching.usecases.imports import candidates, employers, parts, vacancies
from matching.usecases.imports.clerks import Ask, in_order, reading_rows
from matching.usecases.imports.desk import (
    Batch,
    Desk,
    ImportReport,
    Mode,
    Outcome,
    Plan,
    Progress,
    Sheet,
)

ROWS_AT_A_TIME = 500
QUEUE_PAGE = 500
PLANS: Mapping[ImportKind, Callable[[Transaction, Batch], Awaitable[Plan]]] = MappingProxyType(
    {
        ImportKind.CANDIDATES: candidates.plan,
        ImportKind.CERTIFICATES: parts.plan_certificates,
        ImportKind.WINDOWS: parts.plan_windows,
        ImportKind.EMPLOYERS: employers.plan,
        ImportKind.VACANCIES: vacancies.plan,
    }
)


class _DryRun(Exception):
    """Everything has been tried, and nothing is to stay."""


async def import_rows(
    sheet: Sheet, desk: Desk, mode: Mode, progress: Progress, *, import_id: ImportId | None = None
) -> ImportReport:
    """Import a file: everything in it, or with `mode.partial` every good row, or nothing, in one transaction. Where
    anything is stored it is recorded under `import_id`, else under a new id."""
    report = ImportReport(sheet.kind, sheet.digest, mode, len(sheet.rows))
    reader, problems = row_reader(sheet, desk)
    if problems:
        return replace(report, held_back=report.rows, problems=tuple(problems))
    async with desk.readers.at(sheet.kind, len(sheet.rows)) as clerks:
        rows, problems = await _read(sheet, clerks, progress)
        batch = Batch(desk, sheet, reader, rows, progress, clerks=clerks, id=import_id)
        try:
            async with desk.gateway.transaction(desk.actor) as tx:
                report = await plan_and_store(tx, batch, report, problems)
                _roll_back(mode)
        except _DryRun:
            return replace(report, import_id=None)
    return report


def row_reader(sheet: Sheet, desk: Desk) -> tuple[RowReader, list[Problem]]:
    """What reads the rows under a sheet's header, and what is wrong with that."""
    given = {"source": sheet.source} if sheet.source else {}
    layout, problems = read_header(sheet.kind, sheet.header, given=frozenset(given))
    return RowReader(layout, CellReader(desk.reading), given), problems


def _roll_back(mode: Mode) -> None:
    if mode.dry_run:
        raise _DryRun


async def undo_import(desk: Desk, import_id: ImportId) -> ImportRecord:
    """Bring back what stood before an import.

    Raises:
        NotFound, AlreadyUndone, UndoRefused: a record of it has been changed since.
    """
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.imports.undo(import_id, at=desk.now())
        return await tx.imports.get(import_id)


async def list_imports(desk: Desk, *, limit: int, cursor: str | None = None) -> Page:
    """A page of imports."""
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        return await tx.imports.page(limit=limit, cursor=cursor)


async def latest_imports(desk: Desk, limit: int) -> Sequence[ImportRecord]:
    """The newest imports first."""
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        return await tx.imports.latest(limit)


async def _read(
    sheet: Sheet, clerks: tuple[Ask, int], progress: Progress
) -> tuple[list[ReadRow], list[Problem]]:
    rows: list[ReadRow] = []
    problems: list[Problem] = []
    header = (sheet.kind, tuple(sheet.header), sheet.source)
    pieces = range(0, len(sheet.rows), ROWS_AT_A_TIME)
    tasks = (reading_rows(header, sheet.rows[begin : begin + ROWS_AT_A_TIME]) for begin in pieces)
    done = 0
    async for good, bad in in_order(*clerks, tasks):
        rows += good
        problems += bad
        done += ROWS_AT_A_TIME
        progress(Stage.READ, min(done, len(sheet.rows)), len(sheet.rows))
    return rows, problems


async def plan_and_store(
    tx: Transaction, batch: Batch, report: ImportReport, problems: Sequence[Problem]
) -> ImportReport:
    """Store what can be stored of the rows that were read, and record the import where there is anything to undo.

    What somebody has said of a row is recorded although it changes nothing that is stored.
    """
    batch.advance(Stage.CHECK, 0)
    plan = await PLANS[report.kind](tx, batch)
    batch.advance(Stage.CHECK, len(batch.rows))
    found = sorted([*problems, *plan.problems], key=lambda problem: problem.row or 0)
    refused = len({problem.row for problem in found if not problem.remark})
    report = replace(report, problems=tuple(found), refused=refused)
    if not (report.fine or report.mode.partial or report.mode.dry_run):
        return replace(report, held_back=report.rows - refused)
    queued, queued_before = await _not_yet_queued(tx, plan.queued)
    outcome = await plan.apply(tx)
    batch.advance(Stage.STORE, len(batch.rows))
    report = replace(
        report,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged + queued_before,
        queued=len(queued),
    )
    if not (outcome.changes or queued or batch.said):
        return report
    return await _recorded(tx, batch, report, outcome, queued)


async def _recorded(
    tx: Transaction, batch: Batch, report: ImportReport, outcome: Outcome, queued: Sequence[QueuedRow]
) -> ImportReport:
    """Write down the import itself, so that it can be listed and undone."""
    import_id = batch.id or ImportId(batch.desk.new_id())
    record = ImportRecord(
        id=import_id,
        kind=report.kind,
        digest=report.digest,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        queued=report.queued,
        refused=report.refused,
        at=batch.desk.now(),
    )
    await tx.imports.add(record)
    await tx.imports.log_changes(import_id, outcome.changes)
    if queued:
        await tx.imports.queue(import_id, queued)
    return replace(report, import_id=import_id)


async def _not_yet_queued(tx: Transaction, rows: Sequence[QueuedRow]) -> tuple[list[QueuedRow], int]:
    """(rows that are new to the queue, how many have waited), so that no row waits twice or again once decided."""
    if not rows:
        return [], 0
    waiting: set[frozenset[tuple[str, str]]] = set()
    cursor: str | None = None
    while True:
        page = await tx.imports.queued(limit=QUEUE_PAGE, cursor=cursor, decided=True)
        waiting |= {frozenset(row.cells.items()) for row in page.records}
        if page.next is None:
            break
        cursor = page.next
    new = [row for row in rows if frozenset(row.cells.items()) not in waiting]
    return new, len(rows) - len(new)
