"""A list of employers → new records and changed ones, known by external reference, then by NIB."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.errors import InvalidValue, StateRefused
from matching.intake.employers import employer_record, require_key
from matching.intake.persons import reference
from matching.intake.problems import Problem
from matching.intake.rows import ReadRow
from matching.model import EmployerId, ExternalReference
from matching.model.records import EmployerRecord
from matching.model.states import EMPLOYER_TRANSITIONS, require
from matching.stores import Transaction
from matching.usecases.imports.bulk import store_drafts, stored
from matching.usecases.imports.desk import Batch, Outcome, Plan
from matching.vocabulary import EmployerVerification, Role

TWO_EMPLOYERS = (
    "kunci sumber dan NIB ini milik dua pemberi kerja berbeda"
    " / the source key and the NIB belong to two employers"
)
NOT_BY_A_LIST = (
    "status ini hanya dapat diubah oleh perencana, bukan lewat impor"
    " / only a planner changes this state, and not by a list"
)


@dataclass(slots=True)
class Employers:
    """Which employers are known, by reference and by NIB."""

    by_reference: dict[ExternalReference, EmployerId] = field(default_factory=dict)
    by_number: dict[str, EmployerId] = field(default_factory=dict)

    @classmethod
    async def of(cls, tx: Transaction, references: set[ExternalReference], numbers: set[str]) -> "Employers":
        """Those that these keys mean."""
        return cls(
            dict(await tx.employers.by_reference(list(references))),
            dict(await tx.employers.by_business_number(list(numbers))),
        )

    def whose(self, named: ExternalReference | None, number: str | None) -> EmployerId | None:
        """The employer of these keys; raises InvalidValue where they are two."""
        by_reference = self.by_reference.get(named) if named else None
        by_number = self.by_number.get(number) if number else None
        if by_reference and by_number and by_reference != by_number:
            raise InvalidValue("business_number", TWO_EMPLOYERS)
        return by_reference or by_number


@dataclass(slots=True)
class _Draft:
    """Records as they will stand, and how many rows name each."""

    known: Mapping[EmployerId, EmployerRecord]
    records: dict[EmployerId, EmployerRecord] = field(default_factory=dict)
    rows_of: dict[EmployerId, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


async def plan(tx: Transaction, batch: Batch) -> Plan:
    """Draft what is to be stored of every row."""
    named = {reference(row.values) for row in batch.rows if row.values.get("source")} - {None}
    numbers = {row.values["business_number"] for row in batch.rows if "business_number" in row.values}
    employers = await Employers.of(tx, {one for one in named if one}, numbers)
    ids = {*employers.by_reference.values(), *employers.by_number.values()}
    draft = _Draft(await stored(tx.employers.records, ids))
    for row in batch.rows:
        try:
            _draft(row, employers, draft, batch)
        except InvalidValue as error:
            draft.problems.append(batch.reader.problem(row, error.field, error.problem))

    async def apply(tx: Transaction) -> Outcome:
        return await store_drafts(
            tx.employers, "employer", draft.records, known=draft.known, rows_of=draft.rows_of, batch=batch
        )

    return Plan(draft.problems, (), sum(draft.rows_of.values()), apply)


def _draft(row: ReadRow, employers: Employers, draft: _Draft, batch: Batch) -> None:
    require_key(row)
    named, number = reference(row.values), row.values.get("business_number")
    known = employers.whose(named, number)
    one = known or EmployerId(batch.desk.new_id())
    before = draft.records.get(one) or draft.known.get(one)
    record = employer_record(row, before, one)
    if before:
        _require_state(before.employer.verification, record.employer.verification, batch.desk.actor.role)
    draft.records[one] = record
    draft.rows_of[one] = draft.rows_of.get(one, 0) + 1
    if named:
        employers.by_reference[named] = one
    if number:
        employers.by_number[number] = one


def _require_state(before: EmployerVerification, after: EmployerVerification, role: Role) -> None:
    try:
        require(EMPLOYER_TRANSITIONS, before, after, role)
    except StateRefused:
        raise InvalidValue("verification", NOT_BY_A_LIST) from None
