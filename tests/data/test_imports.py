import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from data.gateway import PostgresGateway, PostgresTransaction
from data.imports import UnloggedChange
from data.pool import Connection
from matching.errors import AlreadyUndone, NotFound, UndoRefused
from matching.model import Actor, CandidateId, ImportId
from matching.model.records import ImportRecord, QueuedRow
from matching.release import Supervision
from matching.stores import ImportChange
from tests.data.test_candidates import LATER, NIK, WINDOW, certificate, person
from tests.data.test_vacancies import FIRM, vacancy

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ONE = CandidateId(UUID(int=1))
PERSON = ImportChange("candidate", ONE, created=True)
CHANGED = replace(PERSON, created=False)
WINDOW_SET = ImportChange("window", ONE, created=True)
FIRM_ADDED = ImportChange("employer", FIRM.employer.id, created=True)
VACANCY_ADDED = ImportChange("vacancy", vacancy().id, created=True)
ANOTHER_NIK = person(1, certificate(1), certificate(2), national_id="3519014107900009")
Work = Callable[[PostgresTransaction], Awaitable[object]]
# Columns that say who wrote and when, numbers of rows, and counters: they may differ when the content is the same.
MARKS = "{recorded_by,recorded_at,version,text_version,seq,id}"


def record(number: int) -> ImportRecord:
    return ImportRecord(ImportId(UUID(int=number)), "candidates", "ab" * 32, 1, 2, 3, 4, 5, AT)


async def run(
    gateway: PostgresGateway, actor: Actor, number: int, work: Work, *changes: ImportChange
) -> ImportId:
    async with gateway.transaction(actor) as tx:
        await tx.imports.add(record(number))
        await work(tx)
        await tx.imports.log_changes(record(number).id, changes)
    return record(number).id


async def undo(gateway: PostgresGateway, actor: Actor, one: ImportId) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.imports.undo(one, at=AT)


async def content(owner: Connection) -> dict[str, object]:
    """What is stored of people, employers and vacancies, as it now stands."""
    current = {"release_windows": "superseded_at IS NULL", "supervisions": "superseded_at IS NULL"}
    tables = ("candidates", "candidate_identities", "candidate_references", "certificates", "release_windows",
              "supervisions", "employers", "vacancies")  # fmt: skip
    return {
        table: await owner.fetchval(
            f"""SELECT jsonb_agg(to_jsonb(t) - '{MARKS}'::text[] ORDER BY to_jsonb(t) - '{MARKS}'::text[])::text
                FROM {table} t WHERE {current.get(table, "true")}"""
        )
        for table in tables
    }


def adding(tx: PostgresTransaction) -> Awaitable[object]:
    return tx.candidates.add([person(1, certificate(1), certificate(2))])


async def changing(tx: PostgresTransaction) -> None:
    """Every part of a person: facts, identity, numbers, references, certificates and window."""
    known = await tx.candidates.get(ONE)
    candidate = replace(
        known.candidate,
        home="34.71",
        window=LATER,
        supervision=Supervision(None),
        certificates=(certificate(3), replace(certificate(2), title="Las")),
    )
    identity = replace(known.identity, name="Nama Lain", national_id="3519014107900009")
    await tx.candidates.replace(
        replace(known, candidate=candidate, identity=identity, references=()), version=None
    )


def setting_window(tx: PostgresTransaction) -> Awaitable[object]:
    return tx.candidates.set_window(ONE, WINDOW, Supervision(None))


async def adding_vacancy(tx: PostgresTransaction) -> None:
    await tx.employers.add([FIRM])
    await tx.vacancies.add([vacancy()])


async def test_an_import_is_read_as_it_was_logged(gateway: PostgresGateway, case_worker: Actor) -> None:
    one = await run(gateway, case_worker, 1, adding, PERSON)
    async with gateway.transaction(case_worker) as tx:
        assert await tx.imports.get(one) == record(1)
        assert await tx.imports.changes(one) == [PERSON]
        assert (await tx.imports.page(limit=5, cursor=None)).records == (record(1),)
        with pytest.raises(NotFound, match="import"):
            await tx.imports.get(ImportId(UUID(int=404)))


async def test_what_an_import_created_is_gone_after_the_undo(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    before = await content(owner)
    people = await run(gateway, case_worker, 1, adding, PERSON)
    offers = await run(gateway, case_worker, 2, adding_vacancy, FIRM_ADDED, VACANCY_ADDED)
    await undo(gateway, case_worker, people)
    await undo(gateway, case_worker, offers)
    assert await content(owner) == before
    async with gateway.transaction(case_worker) as tx:
        assert (await tx.imports.get(people)).undone_at == AT
    with pytest.raises(AlreadyUndone):
        await undo(gateway, case_worker, people)


async def test_what_an_import_changed_stands_as_before_after_the_undo(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await run(gateway, case_worker, 1, adding, PERSON)
    before = await content(owner)
    two = await run(gateway, case_worker, 2, changing, CHANGED)
    assert await content(owner) != before
    await undo(gateway, case_worker, two)
    assert await content(owner) == before
    async with gateway.transaction(case_worker) as tx:
        stamp = (await tx.candidates.get(ONE)).stamp
        assert await tx.candidates.by_national_id([NIK]) == {NIK: ONE}
    assert stamp is not None
    assert stamp.version == 3  # compensated, not rewound


async def test_employers_and_vacancies_stand_as_before(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await run(gateway, case_worker, 1, adding_vacancy, FIRM_ADDED, VACANCY_ADDED)
    before = await content(owner)

    async def change(tx: PostgresTransaction) -> None:
        await tx.employers.replace(replace(FIRM, employer=replace(FIRM.employer, name="PT Lain")), version=1)
        await tx.vacancies.replace(vacancy(title="Penjahit", openings=9), version=1)

    changes = (replace(FIRM_ADDED, created=False), replace(VACANCY_ADDED, created=False))
    await undo(gateway, case_worker, await run(gateway, case_worker, 2, change, *changes))
    assert await content(owner) == before


async def test_imports_can_be_undone_one_after_the_other_latest_first(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    before = await content(owner)
    one = await run(gateway, case_worker, 1, adding, PERSON)
    two = await run(gateway, case_worker, 2, setting_window, WINDOW_SET)
    with pytest.raises(UndoRefused):
        await undo(gateway, case_worker, one)
    await undo(gateway, case_worker, two)
    await undo(gateway, case_worker, one)
    assert await content(owner) == before


@pytest.mark.parametrize(
    "meddle",
    [
        lambda tx: tx.candidates.put_certificates([(ONE, replace(certificate(1), title="Las"))]),
        lambda tx: tx.candidates.put_certificates([(ONE, certificate(9))]),
        lambda tx: tx.candidates.set_window(ONE, WINDOW, None),
        lambda tx: tx.candidates.replace(person(1, certificate(1)), version=None),
        lambda tx: tx.candidates.replace(ANOTHER_NIK, version=None),
    ],
)  # fmt: skip
async def test_an_undo_is_refused_whole_when_somebody_has_changed_the_record_since(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, meddle: Work
) -> None:
    async def add_two(tx: PostgresTransaction) -> None:
        await adding(tx)
        await tx.candidates.add([person(2)])

    second = ImportChange("candidate", UUID(int=2), created=True)
    one = await run(gateway, case_worker, 1, add_two, second, PERSON)
    async with gateway.transaction(case_worker) as tx:
        await meddle(tx)
    before = await content(owner)
    with pytest.raises(UndoRefused):
        await undo(gateway, case_worker, one)
    assert await content(owner) == before


async def adding_all(tx: PostgresTransaction) -> None:
    await adding(tx)
    await adding_vacancy(tx)


async def waiting(owner: Connection) -> None:
    """Until somebody waits for what another holds."""
    while not await owner.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
        await owner.execute("SELECT pg_sleep(0.01)")


@pytest.mark.parametrize(
    "meddle",
    [
        lambda tx: tx.candidates.replace(ANOTHER_NIK, version=None),
        lambda tx: tx.candidates.put_certificates([(ONE, certificate(9))]),
        lambda tx: tx.candidates.set_window(ONE, WINDOW, None),
        lambda tx: tx.employers.replace(
            replace(FIRM, employer=replace(FIRM.employer, name="PT Lain")), version=1
        ),
        lambda tx: tx.vacancies.replace(vacancy(title="Penjahit", openings=9), version=1),
        lambda tx: tx.vacancies.add([vacancy(2)]),
    ],
)
async def test_a_change_that_is_committed_while_the_undo_waits_is_not_overwritten(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, meddle: Work
) -> None:
    one = await run(gateway, case_worker, 1, adding_all, PERSON, FIRM_ADDED, VACANCY_ADDED)
    async with gateway.transaction(case_worker) as tx:
        await meddle(tx)
        undoing = asyncio.create_task(undo(gateway, case_worker, one))
        async with asyncio.timeout(10):
            await waiting(owner)
    with pytest.raises(UndoRefused):
        await undoing
    assert await owner.fetchval("SELECT count(*) FROM candidates") == 1
    assert await owner.fetchval("SELECT count(*) FROM vacancies") >= 1


async def test_a_change_of_another_part_is_in_nobodys_way(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await run(gateway, case_worker, 1, adding, PERSON)
    two = await run(gateway, case_worker, 2, setting_window, WINDOW_SET)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.put_certificates([(ONE, certificate(9))])
    await undo(gateway, case_worker, two)
    assert await owner.fetchval("SELECT count(*) FROM release_windows WHERE superseded_at IS NULL") == 0
    assert await owner.fetchval("SELECT count(*) FROM certificates") == 3


async def test_an_employer_on_whom_a_later_vacancy_hangs_stays(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    one = await run(gateway, case_worker, 1, lambda tx: tx.employers.add([FIRM]), FIRM_ADDED)
    async with gateway.transaction(case_worker) as tx:
        await tx.vacancies.add([vacancy()])
    with pytest.raises(UndoRefused):
        await undo(gateway, case_worker, one)


async def test_an_erased_person_is_no_part_of_an_import_any_more(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await run(gateway, case_worker, 1, adding, PERSON)
    two = await run(gateway, case_worker, 2, changing, CHANGED)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.remove(ONE)
    assert await owner.fetchval("SELECT count(*) FROM import_changes") == 0
    await undo(gateway, case_worker, two)


async def test_a_change_is_logged_where_it_is_made(gateway: PostgresGateway, case_worker: Actor) -> None:
    async with gateway.transaction(case_worker) as tx:
        await adding(tx)
    async with gateway.transaction(case_worker) as tx:
        with pytest.raises(UnloggedChange):
            await tx.imports.log_changes(record(1).id, [CHANGED])


async def test_waiting_rows_are_sealed_and_read_again(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    rows = [
        QueuedRow(number, {"Nama": f"Siti {number}", "NIK": NIK}, (ONE,), "candidates", record(1).id)
        for number in (7, 8, 9)
    ]

    async def queue(tx: PostgresTransaction) -> None:
        await adding(tx)
        await tx.imports.queue(record(1).id, rows)

    await run(gateway, case_worker, 1, queue)
    stored = await owner.fetch("SELECT * FROM unresolved_rows")
    assert "Siti" not in str(stored)
    assert NIK not in str(stored)
    async with gateway.transaction(case_worker) as tx:
        first = await tx.imports.queued(limit=2, cursor=None)
        second = await tx.imports.queued(limit=2, cursor=first.next)
        stored_rows = [*first.records, *second.records]
        assert [replace(one, id=None, at=None) for one in stored_rows] == rows
        assert len({one.id for one in stored_rows}) == len(rows)
        await tx.candidates.remove(ONE)
        [left] = (await tx.imports.queued(limit=1, cursor=None)).records
        assert replace(left, id=None, at=None) == replace(rows[0], possible=())
