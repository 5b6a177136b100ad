"""A list of vacancies → new records and changed ones, each read for what its title and text mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.errors import InvalidValue
from matching.intake.persons import reference
from matching.intake.problems import Problem
from matching.intake.rows import EMPTY, ReadRow
from matching.model import EmployerId, ExternalReference, VacancyId
from matching.model.import_progress import Stage
from matching.model.records import VacancyRecord
from matching.stores import Transaction
from matching.usecases.imports.bulk import store_drafts, stored
from matching.usecases.imports.clerks import WAITS, Advertised, Understood, in_order, understanding
from matching.usecases.imports.desk import Batch, Outcome, Plan
from matching.usecases.imports.employers import Employers
from matching.vocabulary import VacancyStatus

UNKNOWN_EMPLOYER = (
    "pemberi kerja ini belum dikenal; impor dahulu daftar pemberi kerja"
    " / this employer is not known; import the list of employers first"
)
PIECE = 200
NO_EMPLOYER = "isi kunci perusahaan atau NIB perusahaan / fill the key or the business number of the employer"


@dataclass(slots=True)
class _Draft:
    known: Mapping[ExternalReference, VacancyRecord]
    employers: Employers
    records: dict[VacancyId, VacancyRecord] = field(default_factory=dict)
    row_of: dict[ExternalReference, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


async def plan(tx: Transaction, batch: Batch) -> Plan:
    """Draft what is to be stored of every row."""
    named = _references(batch, "")
    known = await tx.vacancies.by_reference(list(named))
    records = await stored(tx.vacancies.records, set(known.values()))
    numbers = {row.values["employer_number"] for row in batch.rows if "employer_number" in row.values}
    draft = _Draft(
        {one: records[vacancy] for one, vacancy in known.items() if vacancy in records},
        await Employers.of(tx, _references(batch, "employer_"), numbers),
    )
    await _draft_all(draft, batch)

    async def apply(tx: Transaction) -> Outcome:
        return await store_drafts(
            tx.vacancies, "vacancy", draft.records, known=records, rows_of={}, batch=batch
        )

    return Plan(draft.problems, (), len(draft.records), apply)


def _references(batch: Batch, prefix: str) -> set[ExternalReference]:
    found: set[ExternalReference] = set()
    for row in batch.rows:
        try:
            one = reference(row.values, prefix)
        except InvalidValue:
            continue  # said when the row is drafted
        if one:
            found.add(one)
    return found


async def _draft_all(draft: _Draft, batch: Batch) -> None:
    """Draft all rows; one that repeats a key waits for what becomes of the row before, which may be refused."""
    rows: Sequence[ReadRow] = batch.rows
    done = 0
    while rows:
        first, rows = _told_apart(rows)
        asked = _asked(draft, batch, first)
        actor, staff_checked = batch.desk.actor, batch.desk.staff_checked
        pieces = (asked[begin : begin + PIECE] for begin in range(0, len(asked), PIECE))
        tasks = (understanding(piece, actor.role, staff_checked=staff_checked) for piece in pieces)
        waiting = iter(asked)
        async for answers in in_order(*batch.readers, tasks):
            for one in answers:
                _take(next(waiting).row, one, draft, batch)
            done += len(answers)
            batch.advance(Stage.CHECK, done)


def _told_apart(rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[ReadRow]]:
    """(rows whose keys are named for the first time, those that repeat one)."""
    seen: set[ExternalReference] = set()
    first: list[ReadRow] = []
    again: list[ReadRow] = []
    for row in rows:
        named = _named(row)
        (again if named in seen else first).append(row)
        if named:
            seen.add(named)
    return first, again


def _named(row: ReadRow) -> ExternalReference | None:
    try:
        return reference(row.values)
    except InvalidValue:
        return None  # said when the row is drafted


def _asked(draft: _Draft, batch: Batch, rows: Sequence[ReadRow]) -> list[Advertised]:
    """The rows with the employer and the vacancy that each names, without those whose problem that is."""
    found: list[Advertised] = []
    for row in rows:
        try:
            found.append(_advertised(row, draft, batch))
        except InvalidValue as error:
            draft.problems.append(batch.reader.problem(row, error.field, error.problem))
    return found


def _advertised(row: ReadRow, draft: _Draft, batch: Batch) -> Advertised:
    named = reference(row.values)
    if named is None:
        raise InvalidValue("key", EMPTY)
    if named in draft.row_of:
        other = draft.row_of[named]
        raise InvalidValue(
            "key", f"kunci ini sudah ada di baris {other} / this key is in row {other} already"
        )
    employer = _employer(row, draft.employers)
    return Advertised(row, draft.known.get(named), VacancyId(batch.desk.new_id()), employer)


def _take(row: ReadRow, one: Understood, draft: _Draft, batch: Batch) -> None:
    if one.refused:
        draft.problems.append(batch.reader.problem(row, *one.refused))
    if one.record is None:
        return
    draft.records[one.record.id] = one.record
    if named := _named(row):
        draft.row_of[named] = row.number
    said = list(one.remarks)
    if row.values.get("status") is VacancyStatus.OPEN and one.record.vacancy.status is VacancyStatus.DRAFT:
        said.append(("status", WAITS))
    draft.problems.extend(batch.reader.problem(row, key, words, remark=True) for key, words in said)


def _employer(row: ReadRow, employers: Employers) -> EmployerId:
    by_key, number = reference(row.values, "employer_"), row.values.get("employer_number")
    if by_key is None and number is None:
        raise InvalidValue("employer_key", NO_EMPLOYER)
    try:
        employer = employers.whose(by_key, number)
    except InvalidValue as error:
        raise InvalidValue("employer_number", error.problem) from None
    if employer is None:
        raise InvalidValue("employer_key" if by_key else "employer_number", UNKNOWN_EMPLOYER)
    return employer
