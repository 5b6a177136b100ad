from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from data.errors import ConstraintBroken, NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.translation import translated
from matching.errors import InvalidValue, NotFound, VersionConflict
from matching.model import Actor, Asks, Employer, EmployerId, ExternalReference, Vacancy, VacancyId
from matching.model.records import EmployerRecord, VacancyRecord
from matching.vocabulary import EmployerVerification
from tests.data.strategies import employer_records, vacancy_records
from tests.staff import PLANNER

STORING = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
FIRM = EmployerRecord(
    Employer(EmployerId(UUID(int=1)), "PT Contoh", sector="14111", verification=EmployerVerification.VERIFIED)
)


def vacancy(number: int = 1, title: str = "Operator Jahit", openings: int = 2) -> VacancyRecord:
    return VacancyRecord(
        Vacancy(
            VacancyId(UUID(int=number)), FIRM.employer.id, title, "35.19", openings=openings, sector="14111"
        )
    )


async def add(gateway: PostgresGateway, actor: Actor, *records: VacancyRecord) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.employers.add([FIRM])
        await tx.vacancies.add(records)


async def hold(owner: Connection, actor: Actor, openings: int = 1) -> None:
    with translated():
        await owner.execute(
            "INSERT INTO holds (id, vacancy_id, openings, unit_id, caseload, recorded_by) "
            "VALUES (gen_random_uuid(), $1, $2, $3, $4, $4)",
            UUID(int=1), openings, actor.unit, actor.account,
        )  # fmt: skip


@STORING
@given(employer=employer_records, record=vacancy_records, second=vacancy_records)
async def test_a_stored_record_equals_what_was_written(
    gateway: PostgresGateway, case_worker: Actor, employer: EmployerRecord, record: VacancyRecord, second: VacancyRecord
) -> None:  # fmt: skip
    firm = employer.employer
    record, second = (
        replace(
            one,
            vacancy=replace(
                one.vacancy,
                id=record.id,
                employer=firm.id,
                sector=firm.sector,
                employer_verified=firm.verification is EmployerVerification.VERIFIED,
            ),
        )
        for one in (record, second)
    )
    async with gateway.transaction(case_worker) as tx:
        await tx.employers.add([employer])
        await tx.vacancies.add([record])
        read = await tx.vacancies.get(record.id)
        await tx.vacancies.replace(second, version=1)
        replaced, alone = await tx.vacancies.get(record.id), await tx.vacancies.many([record.id])
        assert replace(await tx.employers.get(firm.id), stamp=None) == employer
        assert await tx.employers.many([firm.id]) == {firm.id: firm}
    async with gateway._database.transaction(case_worker) as connection:
        await connection.execute("DELETE FROM vacancies")
        await connection.execute("DELETE FROM employers")
    assert replace(read, stamp=None) == record
    assert replace(replaced, stamp=None) == second
    assert alone == {record.id: second.vacancy}


async def test_a_vacancy_knows_how_its_employer_stands(gateway: PostgresGateway, case_worker: Actor) -> None:
    await add(gateway, case_worker, vacancy())
    suspended = replace(FIRM.employer, verification=EmployerVerification.SUSPENDED, sector="15121")
    async with gateway.transaction(PLANNER) as tx:
        assert (await tx.vacancies.get(vacancy().id)).vacancy == vacancy().vacancy
        assert await tx.employers.replace(replace(FIRM, employer=suspended), version=1) == 2
        read = (await tx.vacancies.get(vacancy().id)).vacancy
    assert (read.employer_verified, read.sector) == (False, "15121")


async def test_the_same_again_is_no_new_version(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, vacancy())
    before = await owner.fetchval("SELECT count(*) FROM outbox")
    async with gateway.transaction(case_worker) as tx:
        assert await tx.vacancies.replace(vacancy(), version=1) == 1
        assert await tx.employers.replace(FIRM, version=1) == 1
        assert await tx.vacancies.replace_many([vacancy()]) == frozenset()
        assert await tx.employers.replace_many([FIRM]) == frozenset()
    assert await owner.fetchval("SELECT count(*) FROM outbox") == before


async def test_who_writes_against_an_older_version_is_told(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, vacancy())
    async with gateway.transaction(case_worker) as tx:
        assert await tx.vacancies.replace(vacancy(title="Penjahit"), version=1) == 2
        with pytest.raises(VersionConflict):
            await tx.vacancies.replace(vacancy(title="Obras"), version=1)
        with pytest.raises(VersionConflict):
            await tx.employers.replace(FIRM, version=7)
        with pytest.raises(NotFound, match="vacancy"):
            await tx.vacancies.replace(vacancy(404), version=None)
        with pytest.raises(NotFound, match="vacancy"):
            await tx.vacancies.get(VacancyId(UUID(int=404)))
        with pytest.raises(NotFound, match="employer"):
            await tx.employers.get(EmployerId(UUID(int=404)))


async def test_how_a_vacancy_stood_before_is_kept(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, vacancy())
    for title in ("Penjahit", "Obras"):
        async with gateway.transaction(case_worker) as tx:
            await tx.vacancies.replace(vacancy(title=title), version=None)
    rows = await owner.fetch(
        "SELECT version, record ->> 'title', recorded_at < superseded_at FROM vacancy_history ORDER BY version"
    )
    assert [tuple(row) for row in rows] == [(1, "Operator Jahit", True), (2, "Penjahit", True)]


async def test_what_is_held_is_counted_and_never_more_than_there_is(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, vacancy(openings=2))
    await hold(owner, case_worker, 2)
    async with gateway.transaction(case_worker) as tx:
        assert (await tx.vacancies.get(vacancy().id)).vacancy.held == 2
    with pytest.raises(InvalidValue, match="openings"):
        await hold(owner, case_worker)
    with pytest.raises(InvalidValue, match="openings"):
        async with gateway.transaction(case_worker) as tx:
            await tx.vacancies.replace(vacancy(openings=1), version=None)
    await owner.execute("UPDATE holds SET released_at = now()")
    async with gateway.transaction(case_worker) as tx:
        read = await tx.vacancies.get(vacancy().id)
    assert read.vacancy.held == 0
    assert read.stamp is not None
    assert read.stamp.version == 1  # a hold is no change of the vacancy's record


async def test_a_vacancy_has_an_employer(gateway: PostgresGateway, case_worker: Actor) -> None:
    with pytest.raises(NotFound, match="employer"):
        async with gateway.transaction(case_worker) as tx:
            await tx.vacancies.add([vacancy()])


async def test_many_records_are_read_and_replaced_at_once(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, vacancy(2), vacancy(1))
    nothing = VacancyId(UUID(int=9))
    async with gateway.transaction(case_worker) as tx:
        found = await tx.vacancies.records([vacancy(1).id, nothing, vacancy(2).id])
        assert list(found) == [vacancy(2).id, vacancy(1).id]
        assert found[vacancy(1).id] == await tx.vacancies.get(vacancy(1).id)
        changed = replace(found[vacancy(1).id], facility="Lapas A")
        assert await tx.vacancies.replace_many([found[vacancy(2).id], changed]) == {changed.id}
        firms = await tx.employers.records([FIRM.employer.id, EmployerId(UUID(int=9))])
        assert firms == {FIRM.employer.id: await tx.employers.get(FIRM.employer.id)}
        assert await tx.employers.replace_many(list(firms.values())) == frozenset()


async def test_keys_are_used_once_and_found(gateway: PostgresGateway, case_worker: Actor) -> None:
    key = ExternalReference("KARIRHUB", "77")
    firm = replace(FIRM, reference=key, employer=replace(FIRM.employer, business_number="9120001234567"))
    async with gateway.transaction(case_worker) as tx:
        await tx.employers.add([firm])
        await tx.vacancies.add([replace(vacancy(), reference=key)])
        assert await tx.employers.by_reference([key]) == {key: firm.employer.id}
        assert await tx.employers.by_business_number(["9120001234567", ""]) == {
            "9120001234567": firm.employer.id
        }
        assert await tx.vacancies.by_reference([key]) == {key: vacancy().id}
    with pytest.raises(InvalidValue, match="reference"):
        async with gateway.transaction(case_worker) as tx:
            await tx.vacancies.add([replace(vacancy(2), reference=key)])
    other = replace(firm.employer, id=EmployerId(UUID(int=2)))
    with pytest.raises(InvalidValue, match="NIB"):
        async with gateway.transaction(case_worker) as tx:
            await tx.employers.add([EmployerRecord(other)])


async def test_pages_follow_the_order_of_creation(gateway: PostgresGateway, case_worker: Actor) -> None:
    await add(gateway, case_worker, *(vacancy(number) for number in (5, 3, 9)))
    async with gateway.transaction(case_worker, read_only=True) as tx:
        first = await tx.vacancies.page(limit=2, cursor=None)
        second = await tx.vacancies.page(limit=2, cursor=first.next)
        firms = await tx.employers.page(limit=1, cursor=None)
    assert [[one.id.int for one in page.records] for page in (first, second)] == [[5, 3], [9]]
    assert (second.next, firms.next) == (None, None)


@pytest.mark.parametrize(
    ("change", "grows"),
    [
        (lambda v: replace(v, closes=date(2027, 1, 1)), False),
        (lambda v: replace(v, openings=9), False),
        (lambda v: replace(v, title="Penjahit"), True),
        (lambda v: replace(v, description="Menjahit kemeja"), True),
        (lambda v: replace(v, occupation="7531"), True),
        (lambda v: replace(v, required=Asks(certificates=("Menjahit",))), True),
        (lambda v: replace(v, preferred=Asks(units=frozenset({"C.141110.001.01"}))), True),
    ],
)
async def test_the_text_version_grows_with_the_text_only(
    gateway: PostgresGateway,
    case_worker: Actor,
    owner: Connection,
    change: Callable[[Vacancy], Vacancy],
    grows: bool,
) -> None:
    await add(gateway, case_worker, vacancy())
    async with gateway.transaction(case_worker) as tx:
        await tx.vacancies.replace(replace(vacancy(), vacancy=change(vacancy().vacancy)), version=1)
    assert await owner.fetchval("SELECT text_version FROM vacancies") == (2 if grows else 1)


async def test_the_database_refuses_what_the_core_would(gateway: PostgresGateway, case_worker: Actor) -> None:
    with pytest.raises(ConstraintBroken, match="vacancies_place"):
        await add(
            gateway, case_worker, replace(vacancy(), vacancy=replace(vacancy().vacancy, place="Madiun"))
        )


async def test_the_worker_sees_of_an_employer_what_matching_needs(
    worker: Database, case_worker: Actor
) -> None:
    async with worker.transaction(case_worker) as connection:
        await connection.execute("SELECT id, verification, sector FROM employers")
    with pytest.raises(NotPermitted):
        async with worker.transaction(case_worker) as connection:
            await connection.execute("SELECT contact FROM employers")
