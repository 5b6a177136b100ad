"""Keeping records: create, read, page and change people, employers and vacancies, each in one transaction.

The three kinds are kept alike, so there is one of each errand; `Kind` says which store it works on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from matching.errors import AlreadyRecorded, NotFound, UnknownReference
from matching.geo import Gazetteer
from matching.model import Actor, Candidate, CandidateId, Employer, EmployerId, Identity, Vacancy, comparable
from matching.model.records import CandidateRecord, EmployerRecord, ImportRecord, RunRecord, VacancyRecord
from matching.release import Supervision
from matching.stores import Gateway, Page, Transaction
from matching.trade import Trade
from matching.world import World

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class ReadStore(Protocol[R_co]):
    """What all stores have in common."""

    async def get(self, record: Any, /) -> R_co: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...


class RecordStore(ReadStore[R], Protocol[R]):
    """What the stores of people, employers and vacancies have in common."""

    async def add(self, records: Sequence[R], /) -> None: ...
    async def replace(self, record: R, /, *, version: int | None) -> int: ...


@dataclass(frozen=True)
class Readable(Generic[R]):
    """A kind of record that is read here and written elsewhere."""

    store: Callable[[Transaction], ReadStore[R]]


async def _nothing_against(tx: Transaction, record: Any, /) -> None:
    """Most records stand beside any other."""


@dataclass(frozen=True)
class Kind(Readable[R]):
    """A kind of record: its store, the id of one, and what refuses one that cannot stand beside those that do."""

    store: Callable[[Transaction], RecordStore[R]]
    id_of: Callable[[R], UUID]
    admit: Callable[[Transaction, R], Awaitable[None]] = _nothing_against


async def _one_of_a_number(tx: Transaction, record: CandidateRecord, /) -> None:
    """Raises AlreadyRecorded where somebody else whom the actor may see has the NIK. Who has it elsewhere is a matter
    of claims, and answers nothing here."""
    number = record.identity.national_id
    if number is None:
        return
    await tx.candidates.take_turn()
    holder = (await tx.candidates.by_national_id([number])).get(number)
    if holder not in (None, record.id):
        raise AlreadyRecorded(holder)


CANDIDATES: Kind[CandidateRecord] = Kind(lambda tx: tx.candidates, lambda record: record.id, _one_of_a_number)
EMPLOYERS: Kind[EmployerRecord] = Kind(lambda tx: tx.employers, lambda record: record.employer.id)
VACANCIES: Kind[VacancyRecord] = Kind(lambda tx: tx.vacancies, lambda record: record.id)
RUNS: Readable[RunRecord] = Readable(lambda tx: tx.runs)
IMPORTS: Readable[ImportRecord] = Readable(lambda tx: tx.imports)


@dataclass(frozen=True, slots=True)
class Once:
    """A creation that must not happen twice: the caller's key and a digest of what was asked for."""

    key: str
    request_digest: str


async def recalled(tx: Transaction, once: Once | None) -> UUID | None:
    """What this key has created before; raises IdempotencyConflict when it was another request's."""
    return await tx.idempotency.recall(once.key, once.request_digest) if once else None


async def remembered(tx: Transaction, once: Once | None, record: UUID) -> None:
    """Let the key stand for this record from now on."""
    if once:
        await tx.idempotency.remember(once.key, once.request_digest, record)


async def earlier(gateway: Gateway, actor: Actor, once: Once | None) -> UUID | None:
    """What this key has created before, asked in a transaction of its own; raises IdempotencyConflict."""
    if once is None:
        return None
    async with gateway.transaction(actor, read_only=True) as tx:
        return await recalled(tx, once)


async def employers_named(
    gateway: Gateway, actor: Actor, employers: Sequence[EmployerId]
) -> Mapping[EmployerId, Employer]:
    """Employers by id; those that are not there are left out."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.employers.many(employers)


async def create(gateway: Gateway, actor: Actor, kind: Kind[R], record: R, once: Once | None = None) -> R:
    """Store a new record, or answer with the one that the same request created before.

    Raises:
        IdempotencyConflict: the key belongs to another request.
        AlreadyRecorded: the actor has a person of this NIK.
    """
    async with gateway.transaction(actor) as tx:
        known = await recalled(tx, once)
        if known is None:
            await kind.admit(tx, record)
            known = kind.id_of(record)
            await kind.store(tx).add([record])
            await remembered(tx, once, known)
        return await kind.store(tx).get(known)


async def create_vacancy(
    gateway: Gateway, actor: Actor, trade: Trade, record: VacancyRecord, once: Once | None = None
) -> VacancyRecord:
    """As `create`, after reading fields of work, licences and occupations from the vacancy's text."""
    vacancy = await asyncio.to_thread(trade.read, record.vacancy)
    return await create(gateway, actor, VACANCIES, replace(record, vacancy=vacancy), once)


async def get(gateway: Gateway, actor: Actor, kind: Readable[R], record: UUID) -> R:
    """One record; raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await kind.store(tx).get(record)


async def page(
    gateway: Gateway, actor: Actor, kind: Readable[Any], *, limit: int, cursor: str | None
) -> Page:
    """A page of records in the order of their creation."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await kind.store(tx).page(limit=limit, cursor=cursor)


async def change(gateway: Gateway, actor: Actor, kind: Kind[R], record: UUID, changed: Callable[[R], R]) -> R:
    """Replace a record by what `changed` makes of it as it stands; the record as stored afterwards.

    `changed` runs in a thread and may refuse, which changes nothing.

    Raises:
        NotFound: there is no such record.
        VersionConflict: somebody else has changed it in the meantime.
        AlreadyRecorded: another person of the actor's has the NIK that this one is given.
    """
    async with gateway.transaction(actor) as tx:
        store = kind.store(tx)
        before: Any = await store.get(record)
        after = await asyncio.to_thread(changed, before)
        await kind.admit(tx, after)
        await store.replace(after, version=before.stamp.version)
        return await store.get(record)


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """Keys under which a person may be known; personal data, so never part of a URL or a log line."""

    national_id: str | None = None
    register_number: str | None = None

    def __repr__(self) -> str:
        return "PersonKeys(…)"


async def find_candidate(gateway: Gateway, actor: Actor, keys: PersonKeys) -> CandidateRecord:
    """The person of a NIK or register number.

    Raises:
        NotFound: nobody visible has it, or the two belong to two people.
    """
    async with gateway.transaction(actor, read_only=True) as tx:
        found: set[CandidateId] = set()
        if keys.national_id:
            found |= set((await tx.candidates.by_national_id([keys.national_id])).values())
        if keys.register_number:
            found |= set((await tx.candidates.by_register_number([keys.register_number])).values())
        if len(found) != 1:
            raise NotFound("candidate")
        return await tx.candidates.get(found.pop())


async def perhaps_the_same(gateway: Gateway, actor: Actor, identity: Identity) -> Sequence[CandidateRecord]:
    """People in the actor's charge who may be this one: of the same register number, which is one facility's own, or
    of the same name and birth date. A NIK names one for certain, and is not asked here."""
    async with gateway.transaction(actor, read_only=True) as tx:
        found: list[CandidateId] = []
        if identity.register_number:
            found += (await tx.candidates.by_register_number([identity.register_number])).values()
        if identity.birth_date:
            namesake = (comparable(identity.name), identity.birth_date)
            found += (await tx.candidates.by_name_and_birth([namesake])).get(namesake, ())
        return [*(await tx.candidates.records(list(dict.fromkeys(found)))).values()] if found else []


def checked_candidate(candidate: Candidate, world: World) -> Candidate:
    """The candidate, when every code in it is in the reference data; raises UnknownReference."""
    custody = [candidate.custody_regency] if candidate.custody_regency else []
    for name, codes in (
        ("home", [candidate.home]),
        ("custody_regency", custody),
        ("accepted_places", candidate.accepted_places),
    ):
        _require_places(name, codes, world.gazetteer)
    check_area(candidate.supervision, world.gazetteer)
    _require_fields("blocked_fields", candidate.blocked_fields, world)
    _require_fields("preferences.excluded_fields", candidate.preferences.excluded_fields, world)
    return candidate


def check_area(supervision: Supervision | None, gazetteer: Gazetteer) -> None:
    """Raises UnknownReference for an area of supervision that is no regency's."""
    if supervision:
        _require_places("supervision.area", supervision.area, gazetteer)


def checked_vacancy(vacancy: Vacancy, world: World) -> Vacancy:
    """The vacancy, when every code in it is in the reference data; raises UnknownReference."""
    if vacancy.place is not None and vacancy.place not in world.gazetteer:
        raise UnknownReference("place", vacancy.place)
    _require_fields("fields", vacancy.fields, world)
    return vacancy


def read_again(before: Vacancy, after: Vacancy, trade: Trade) -> Vacancy:
    """The changed vacancy with what its new title and text say.

    Fields of work that only the old text had given are given up; those that people have declared stay.
    """
    recognised = trade.read(replace(before, fields=frozenset())).fields
    declared = after.fields - recognised if after.fields == before.fields else after.fields
    return trade.read(replace(after, fields=declared))


def _require_places(name: str, codes: Sequence[str], gazetteer: Gazetteer) -> None:
    for code in codes:
        if code in gazetteer:
            continue
        if name != "accepted_places" or "." in code:
            raise UnknownReference(name, code)
        try:
            gazetteer.province_mask([code])
        except UnknownReference:
            raise UnknownReference(name, code) from None


def _require_fields(name: str, codes: frozenset[str], world: World) -> None:
    unknown = sorted(codes - set(world.fields.codes))
    if unknown:
        raise UnknownReference(name, unknown[0])
