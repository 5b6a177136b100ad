"""A list of vacancies → new records and changed ones, each read for what its title and text mean."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from matching.errors import InvalidValue, StateRefused
from matching.intake.persons import reference
from matching.intake.problems import Problem
from matching.intake.rows import EMPTY, ReadRow
from matching.intake.vacancies import remarks, remarks_on_text, vacancy_record
from matching.model import ExternalReference, VacancyId
from matching.model.records import VacancyRecord
from matching.publishing import as_changed, as_posted
from matching.stores import Transaction
from matching.usecases.imports.bulk import store_drafts, stored
from matching.usecases.imports.desk import Batch, Outcome, Plan
from matching.usecases.imports.employers import Employers
from matching.usecases.records import read_again
from matching.vocabulary import VacancyStatus

UNKNOWN_EMPLOYER = (
    "pemberi kerja ini belum dikenal; impor dahulu daftar pemberi kerja"
    " / this employer is not known; import the list of employers first"
)
WAITS = (
    "lowongan ini tetap rancangan sampai perencana memeriksanya"
    " / this vacancy stays a draft until a planner has checked it"
)
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
    await asyncio.to_thread(_draft_all, draft, batch)

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


def _draft_all(draft: _Draft, batch: Batch) -> None:
    for row in batch.rows:
        try:
            _draft_one(row, draft, batch)
        except InvalidValue as error:
            draft.problems.append(batch.reader.problem(row, error.field, error.problem))


def _draft_one(row: ReadRow, draft: _Draft, batch: Batch) -> None:
    named = reference(row.values)
    if named is None:
        raise InvalidValue("key", EMPTY)
    if named in draft.row_of:
        other = draft.row_of[named]
        raise InvalidValue(
            "key", f"kunci ini sudah ada di baris {other} / this key is in row {other} already"
        )
    before = draft.known.get(named)
    record = _record(row, before, draft.employers, batch)
    draft.records[record.id] = record
    draft.row_of[named] = row.number
    said = [*remarks(row), *remarks_on_text(record.vacancy)]
    if row.values.get("status") is VacancyStatus.OPEN and record.vacancy.status is VacancyStatus.DRAFT:
        said.append(("status", WAITS))
    draft.problems.extend(batch.reader.problem(row, key, words, remark=True) for key, words in said)


def _record(row: ReadRow, before: VacancyRecord | None, employers: Employers, batch: Batch) -> VacancyRecord:
    by_key, number = reference(row.values, "employer_"), row.values.get("employer_number")
    if by_key is None and number is None:
        raise InvalidValue("employer_key", NO_EMPLOYER)
    try:
        employer = employers.whose(by_key, number)
    except InvalidValue as error:
        raise InvalidValue("employer_number", error.problem) from None
    if employer is None:
        raise InvalidValue("employer_key" if by_key else "employer_number", UNKNOWN_EMPLOYER)
    new = VacancyId(batch.desk.new_id())
    record = vacancy_record(row, before, new, employer, batch.desk.reading)
    trade = batch.desk.trade
    read = read_again(before.vacancy, record.vacancy, trade) if before else trade.read(record.vacancy)
    return _in_its_state(before, replace(record, vacancy=read), batch)


def _in_its_state(before: VacancyRecord | None, record: VacancyRecord, batch: Batch) -> VacancyRecord:
    """What waits for a check, or must, stays a draft whatever the list says of it."""
    role, staff_checked = batch.desk.actor.role, batch.desk.staff_checked
    if before is None:
        return as_posted(record, role, staff_checked=staff_checked)
    try:
        return as_changed(before, record, role, staff_checked=staff_checked)
    except StateRefused:
        standing = replace(record.vacancy, status=before.vacancy.status)
        return as_changed(before, replace(record, vacancy=standing), role, staff_checked=staff_checked)
