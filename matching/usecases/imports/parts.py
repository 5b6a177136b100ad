"""Lists of certificates and release lists: rows that belong to people who are known already."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic

from matching.errors import InvalidValue
from matching.intake.certificates import certificate
from matching.intake.persons import PersonKeys
from matching.intake.problems import Problem
from matching.intake.rows import ReadRow
from matching.intake.windows import window
from matching.model import CandidateId, Certificate, CertificateId
from matching.model.import_progress import Stage
from matching.model.records import CandidateRecord, QueuedRow
from matching.release import ReleaseWindow, Supervision
from matching.stores import ImportChange, Transaction
from matching.usecases.imports.answers import Contradiction, Joined, Unclear
from matching.usecases.imports.bulk import in_pieces
from matching.usecases.imports.candidates import keys_of, people_of, whose
from matching.usecases.imports.desk import Batch, Outcome, Plan
from matching.usecases.imports.people import UNKNOWN, P, People, Read


@dataclass(slots=True)
class _Joining(Generic[P]):
    """The rows that belong to somebody, and what became of the others."""

    people: People[P]
    rows: list[tuple[ReadRow, CandidateId]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    queued: list[QueuedRow] = field(default_factory=list)


async def plan_certificates(tx: Transaction, batch: Batch) -> Plan:
    """Each row becomes a new certificate of its person, or changes the one that it is about."""
    joining = await _joined(tx, batch, tx.candidates.records)
    drafts = await asyncio.to_thread(_certificates, joining, batch)

    async def apply(tx: Transaction) -> Outcome:
        outcome = Outcome()
        latest = {draft.after.id: draft for draft in drafts}
        changed = [draft for draft in latest.values() if draft.after != draft.before]
        for done, some in in_pieces(changed):
            await tx.candidates.put_certificates([(draft.holder, draft.after) for draft in some])
            batch.advance(Stage.STORE, done)
        for draft in latest.values():
            outcome.count(draft.rows, new=draft.before is None, changed=draft.after != draft.before)
        outcome.changes = [ImportChange("certificate", one.after.id, one.before is None) for one in changed]
        return outcome

    return Plan(joining.problems, joining.queued, sum(draft.rows for draft in drafts), apply)


async def plan_windows(tx: Transaction, batch: Batch) -> Plan:
    """Each row becomes the current window of its person, unless that says so already."""
    joining = await _joined(tx, batch, tx.candidates.persons)
    windows = await asyncio.to_thread(_windows, joining, batch)

    async def apply(tx: Transaction) -> Outcome:
        outcome = Outcome()
        for done, some in in_pieces([(person, *new) for person, new in windows.items()]):
            changed = await tx.candidates.set_windows(some)
            for person, _, _ in some:
                outcome.count(1, new=changed.get(person, False), changed=person in changed)
            outcome.changes += [ImportChange("window", person, first) for person, first in changed.items()]
            batch.advance(Stage.STORE, done)
        return outcome

    return Plan(joining.problems, joining.queued, len(windows), apply)


async def _joined(tx: Transaction, batch: Batch, read: Read[P]) -> _Joining[P]:
    keyed, problems = keys_of(batch)
    joining = _Joining(await people_of(tx, keyed, batch, read), problems=problems)
    for row, keys in keyed:
        try:
            _join(row, keys, joining, batch)
        except InvalidValue as error:
            joining.problems.append(batch.reader.problem(row, error.field, error.problem))
    return joining


def _join(row: ReadRow, keys: PersonKeys, joining: _Joining[P], batch: Batch) -> None:
    answer = whose(row, keys, joining.people, batch)
    if isinstance(answer, Joined):
        joining.rows.append((row, answer.candidate))
    elif isinstance(answer, Unclear):
        joining.queued.append(batch.queued(row, answer.possible))
    elif isinstance(answer, Contradiction):
        raise InvalidValue(answer.column, answer.words)
    else:
        raise InvalidValue(_first_key(keys), UNKNOWN)


def _first_key(keys: PersonKeys) -> str:
    return "key" if keys.reference else "nik" if keys.national_id else "register_number"


@dataclass(slots=True)
class _Certified:
    """A certificate as it was and will be, and how many rows are about it."""

    holder: CandidateId
    before: Certificate | None
    after: Certificate
    rows: int = 1


def _certificates(joining: _Joining[CandidateRecord], batch: Batch) -> list[_Certified]:
    drafts: dict[CertificateId, _Certified] = {}
    held = {
        person: {one.id: one for one in joining.people.known[person].candidate.certificates}
        for person in {person for _, person in joining.rows}
    }

    def draft(row: ReadRow, person: CandidateId) -> None:
        known = held[person]
        after = certificate(row, known.values(), CertificateId(batch.desk.new_id()))
        if after.id in drafts:
            drafts[after.id].after = after
            drafts[after.id].rows += 1
        else:
            drafts[after.id] = _Certified(person, known.get(after.id), after)
        known[after.id] = after

    _each(joining, batch, draft)
    return list(drafts.values())


def _windows(
    joining: _Joining[P], batch: Batch
) -> dict[CandidateId, tuple[ReleaseWindow, Supervision | None]]:
    found: dict[CandidateId, tuple[ReleaseWindow, Supervision | None]] = {}
    rows: dict[CandidateId, int] = {}

    def draft(row: ReadRow, person: CandidateId) -> None:
        if person in rows:
            other = rows[person]
            raise InvalidValue(
                "key", f"orang ini sudah ada di baris {other} / this person is in row {other} already"
            )
        found[person] = window(row)
        rows[person] = row.number

    _each(joining, batch, draft)
    return found


def _each(joining: _Joining[P], batch: Batch, draft: Callable[[ReadRow, CandidateId], None]) -> None:
    for row, person in joining.rows:
        try:
            draft(row, person)
        except InvalidValue as error:
            joining.problems.append(batch.reader.problem(row, error.field, error.problem))
