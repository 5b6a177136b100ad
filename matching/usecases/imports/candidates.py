"""A list of people → new records and changed ones; who may be known already waits for somebody to say so."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matching.errors import InvalidValue
from matching.intake.persons import PersonKeys, candidate_record, closed_by_ledger, person_keys, remarks
from matching.intake.problems import Problem
from matching.intake.rows import ReadRow
from matching.model import CandidateId, ExternalReference
from matching.model.records import CandidateRecord, QueuedRow
from matching.plausible import check_person
from matching.stores import Transaction
from matching.usecases.imports.answers import Answer, Contradiction, Joined, Unclear
from matching.usecases.imports.bulk import store_drafts
from matching.usecases.imports.desk import Batch, Outcome, Plan
from matching.usecases.imports.people import P, People, Read


@dataclass(slots=True)
class _Draft:
    """Records as they will stand, in the order in which the file first names them."""

    known: Mapping[CandidateId, CandidateRecord]
    spoken: Collection[CandidateId] = frozenset()  # of whose consent the ledger says something
    records: dict[CandidateId, CandidateRecord] = field(default_factory=dict)
    rows_of: dict[CandidateId, int] = field(default_factory=dict)  # how many rows name the person
    row_of: dict[ExternalReference, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    queued: list[QueuedRow] = field(default_factory=list)


async def plan(tx: Transaction, batch: Batch) -> Plan:
    """Join every row to a person, or to nobody yet, and draft what is to be stored."""
    keyed, problems = keys_of(batch)
    await tx.candidates.take_turn()
    people = await people_of(tx, keyed, batch, tx.candidates.records)
    known = people.known
    draft = _Draft(known, await tx.consents.spoken(list(known)), problems=problems)
    await asyncio.to_thread(_draft_all, keyed, people, draft, batch)

    async def apply(tx: Transaction) -> Outcome:
        protected = {
            one: new.protected for one, new in draft.records.items() if new.protected and one in known
        }
        # What cannot be read is written apart: a record that repeats it could not be seen to be unchanged.
        drafts = draft.records | {one: replace(draft.records[one], protected=None) for one in protected}
        outcome = await store_drafts(
            tx.candidates, "candidate", drafts, known=known, rows_of=draft.rows_of, batch=batch
        )
        await tx.candidates.keep_protected(protected)
        return outcome

    return Plan(draft.problems, draft.queued, sum(draft.rows_of.values()), apply)


def keys_of(batch: Batch) -> tuple[list[tuple[ReadRow, PersonKeys]], list[Problem]]:
    """The rows with the keys by which they name a person, and the problems of those that name nobody."""
    keyed: list[tuple[ReadRow, PersonKeys]] = []
    problems: list[Problem] = []
    for row in batch.rows:
        try:
            keyed.append((row, person_keys(row)))
        except InvalidValue as error:
            problems.append(batch.reader.problem(row, error.field, error.problem))
    return keyed, problems


async def people_of(
    tx: Transaction, keyed: Sequence[tuple[ReadRow, PersonKeys]], batch: Batch, read: Read[P]
) -> People[P]:
    """Everybody whom the keys of the rows, or what somebody has said of them, may mean, as `read` gives them."""
    also = (batch.said.candidate,) if isinstance(batch.said, Joined) else ()
    return await People.of(tx, [keys for _, keys in keyed], read, also)


def whose(row: ReadRow, keys: PersonKeys, people: People[P], batch: Batch) -> Answer:
    """Whom a row is about: as somebody has said, else by its keys."""
    if batch.said:
        return people.confirmed(batch.said, keys)
    return people.whose(keys, row.values.get("name"))


def _draft_all(
    keyed: Sequence[tuple[ReadRow, PersonKeys]], people: People[CandidateRecord], draft: _Draft, batch: Batch
) -> None:
    for row, keys in keyed:
        try:
            _draft_one(row, keys, people, draft, batch)
        except InvalidValue as error:
            draft.problems.append(batch.reader.problem(row, error.field, error.problem))


def _draft_one(
    row: ReadRow, keys: PersonKeys, people: People[CandidateRecord], draft: _Draft, batch: Batch
) -> None:
    if keys.reference and keys.reference in draft.row_of:
        other = draft.row_of[keys.reference]
        raise InvalidValue(
            "key", f"kunci ini sudah ada di baris {other} / this key is in row {other} already"
        )
    answer = whose(row, keys, people, batch)
    if isinstance(answer, Contradiction):
        raise InvalidValue(answer.column, answer.words)
    if isinstance(answer, Unclear):
        draft.queued.append(batch.queued(row, answer.possible))
        return
    person = answer.candidate if isinstance(answer, Joined) else CandidateId(batch.desk.new_id())
    before = draft.records.get(person) or draft.known.get(person)
    record, in_vain = closed_by_ledger(
        candidate_record(row, before, person, keys, batch.desk.reading),
        draft.known.get(person),
        spoken=person in draft.spoken,
        today=batch.desk.reading.today,
    )
    check_person(record.identity.birth_date, record.candidate.education, batch.desk.reading.today)
    draft.records[person] = people.with_new_numbers_only(record)
    draft.rows_of[person] = draft.rows_of.get(person, 0) + 1
    if keys.reference:
        draft.row_of[keys.reference] = row.number
    people.learn(person, keys, row.values["name"])
    draft.problems.extend(
        batch.reader.problem(row, key, words, remark=True)
        for key, words in (*remarks(row, batch.desk.reading), *in_vain)
    )
