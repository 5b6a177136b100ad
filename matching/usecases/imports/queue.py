"""*Possibly the same person*: the rows that wait, who each may be about, and what somebody says of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from matching.errors import AlreadyDecided, InvalidValue
from matching.intake.columns import ImportKind
from matching.intake.persons import PersonKeys, person_keys
from matching.intake.problems import hinted
from matching.intake.rows import ReadRow, SheetRow
from matching.model import CandidateId, ImportId, QueuedRowId
from matching.model.records import CandidateRecord, QueueDecision, QueuedRow, QueueOutcome
from matching.stores import Page, Transaction
from matching.usecases.imports.answers import Joined, Said
from matching.usecases.imports.desk import Batch, Desk, ImportReport, Mode, Sheet
from matching.usecases.imports.people import People
from matching.usecases.imports.run import plan_and_store, row_reader

NO_REASON = "isi alasannya / say why"
REASON_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Possible:
    """Somebody whom a row may be about. `same`: by column key, whether what both state agrees."""

    candidate: CandidateId
    national_id_last4: str
    register_last4: str
    same: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the queue as it may be shown: of numbers the last four, of protected attributes nothing."""

    row: QueuedRow
    cells: Mapping[str, str] = field(repr=False)
    possible: tuple[Possible, ...] = ()


async def list_queue(desk: Desk, *, limit: int, cursor: str | None = None, decided: bool = False) -> Page:
    """A page of the rows that may belong to a known person, as `Waiting`; `decided`: those of the past as well."""
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        page = await tx.imports.queued(limit=limit, cursor=cursor, decided=decided)
        return replace(page, records=await _shown(tx, desk, page.records))


async def resolve_row(desk: Desk, row_id: QueuedRowId, said: Said) -> ImportReport:
    """Take a row in as the row of this person, or of a new one: checked again, and an import that can be undone.

    Where the report is not fine, nothing is stored and the row goes on waiting.

    Raises:
        NotFound: no such row, or no such person.
        AlreadyDecided: it has been taken in before. A dismissed row may still be.
    """
    async with desk.gateway.transaction(desk.actor) as tx:
        row = await _undecided(tx, row_id)
        origin = await tx.imports.get(row.import_id) if row.import_id else None
        sheet = _sheet(row, origin.digest if origin else "")
        report = ImportReport(sheet.kind, sheet.digest, Mode(), 1)
        reader, problems = row_reader(sheet, desk)
        if problems:
            return replace(report, refused=1, problems=tuple(problems))
        rows, problems = reader.read(sheet.rows)
        batch = Batch(desk, sheet, reader, rows, lambda *_: None, said)
        report = await plan_and_store(tx, batch, report, problems)
        if report.import_id:
            outcome = QueueOutcome.JOINED if isinstance(said, Joined) else QueueOutcome.NEW
            whose = await _whose(tx, report.import_id, said)
            await tx.imports.decide(row_id, QueueDecision(outcome, whose, report.import_id))
    return report


async def dismiss_row(desk: Desk, row_id: QueuedRowId, reason: str) -> None:
    """Let a row wait no longer; it stays recorded, and the same row does not wait again.

    Raises:
        NotFound, AlreadyDecided: as `resolve_row`.
        InvalidValue: no reason, or one that is too long.
    """
    if not reason.strip() or len(reason) > REASON_CHARACTERS:
        raise InvalidValue("reason", NO_REASON)
    async with desk.gateway.transaction(desk.actor) as tx:
        await _undecided(tx, row_id)
        await tx.imports.decide(row_id, QueueDecision(QueueOutcome.DISMISSED, reason=reason.strip()))


async def _undecided(tx: Transaction, row_id: QueuedRowId) -> QueuedRow:
    row = await tx.imports.lock_queued(row_id)
    if row.decided and row.decided.outcome is not QueueOutcome.DISMISSED:
        raise AlreadyDecided
    return row


def _sheet(row: QueuedRow, digest: str = "") -> Sheet:
    return Sheet(ImportKind(row.kind), list(row.cells), [SheetRow(row.row, row.cells)], digest)


async def _whose(tx: Transaction, import_id: ImportId, said: Said) -> CandidateId | None:
    if isinstance(said, Joined):
        return said.candidate
    changes = await tx.imports.changes(import_id)
    return next((CandidateId(one.record) for one in changes if one.kind == "candidate" and one.created), None)


async def _shown(tx: Transaction, desk: Desk, rows: Sequence[QueuedRow]) -> tuple[Waiting, ...]:
    read = [_read(row, desk) for row in rows]
    keys = [one[1] for one in read if one]
    people = await People.of(tx, keys, tx.candidates.records, {one for row in rows for one in row.possible})
    return tuple(
        Waiting(row, _hinted(row, desk), _possible(row, people, one))
        for row, one in zip(rows, read, strict=True)
    )


def _read(row: QueuedRow, desk: Desk) -> tuple[ReadRow, PersonKeys] | None:
    """None: the row can no longer be read, because the reference data has changed since it came."""
    sheet = _sheet(row)
    reader, problems = row_reader(sheet, desk)
    good, _ = reader.read(sheet.rows) if not problems else ([], [])
    try:
        return (good[0], person_keys(good[0])) if good else None
    except InvalidValue:
        return None


def _hinted(row: QueuedRow, desk: Desk) -> dict[str, str]:
    layout = row_reader(_sheet(row), desk)[0].layout
    return {title: hinted(layout[title], text) for title, text in row.cells.items() if title in layout}


def _possible(
    row: QueuedRow, people: People[CandidateRecord], read: tuple[ReadRow, PersonKeys] | None
) -> tuple[Possible, ...]:
    return tuple(
        Possible(
            one,
            people.known[one].national_id_last4,
            people.known[one].register_last4,
            people.compared(one, read[1], read[0]) if read else {},
        )
        for one in row.possible
        if one in people.known
    )
