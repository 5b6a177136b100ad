"""States as the database holds them, whatever statement comes."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import NotFound, StateRefused
from matching.model import VacancyId
from matching.model.records import Unchecked
from matching.model.states import EMPLOYER_TRANSITIONS, VACANCY_TRANSITIONS
from matching.publishing import Decision
from matching.vocabulary import VacancyStatus
from tests.data.test_vacancies import vacancy
from tests.staff import CASE_WORKER, COMPANY, OTHER_RECRUITER, PLANNER, RECRUITER, enrol_companies


@pytest_asyncio.fixture
async def companies(owner: Connection) -> None:
    await enrol_companies(owner)


async def test_the_database_has_the_table_of_the_core(owner: Connection) -> None:
    rows = await owner.fetch("SELECT entity, from_state, to_state, roles FROM allowed_transitions")
    held = {(row["entity"], row["from_state"], row["to_state"]): frozenset(row["roles"]) for row in rows}
    assert held == {
        (entity, str(before), str(after)): frozenset(map(str, roles))
        for entity, table in (("employers", EMPLOYER_TRANSITIONS), ("vacancies", VACANCY_TRANSITIONS))
        for (before, after), roles in table.items()
    }


async def a_draft(gateway: PostgresGateway, unchecked: Unchecked | None = None) -> VacancyId:
    record = vacancy()
    own = replace(record.vacancy, id=VacancyId(uuid4()), employer=COMPANY, status=VacancyStatus.OPEN)
    async with gateway.transaction(RECRUITER) as tx:
        await tx.vacancies.add([replace(record, vacancy=own, reference=None, unchecked=unchecked)])
    return own.id


@pytest.mark.usefixtures("companies")
async def test_what_a_company_writes_is_a_draft_and_nothing_but_publication_lets_it_out(
    gateway: PostgresGateway, database: Database
) -> None:
    draft = await a_draft(gateway)
    async with gateway.transaction(RECRUITER, read_only=True) as tx:
        record = await tx.vacancies.get(draft)
    assert (record.vacancy.status, record.unchecked) == (VacancyStatus.DRAFT, Unchecked.COMPANY)
    for who in (RECRUITER, CASE_WORKER, PLANNER):
        with pytest.raises(StateRefused):
            async with database.transaction(who) as connection:
                await connection.execute("UPDATE vacancies SET status = 'open' WHERE id = $1", draft)
    with pytest.raises(StateRefused):
        async with database.transaction(CASE_WORKER) as connection:
            await connection.execute(
                "UPDATE vacancies SET status = 'open', unchecked = '' WHERE id = $1", draft
            )
    with pytest.raises(StateRefused):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.states.change_vacancy(draft, Decision("open"))
    with pytest.raises(NotFound):
        async with gateway.transaction(OTHER_RECRUITER) as tx:
            await tx.states.change_vacancy(draft, Decision("closed"))
    async with gateway.transaction(PLANNER) as tx:
        await tx.states.change_vacancy(draft, Decision("open"))
    async with database.transaction(
        RECRUITER
    ) as connection:  # around the use case: the database sends it back
        await connection.execute("UPDATE vacancies SET description = 'lain' WHERE id = $1", draft)
        row = await connection.fetchrow("SELECT status, unchecked FROM vacancies WHERE id = $1", draft)
    assert tuple(row) == ("draft", "company")


@pytest.mark.usefixtures("companies")
async def test_what_a_company_keeps_no_statement_of_others_reaches_and_what_it_sent_it_keeps_no_more(
    gateway: PostgresGateway, database: Database
) -> None:
    reads = "SELECT unchecked FROM vacancies WHERE id = $1"
    keeps = "UPDATE vacancies SET unchecked = 'kept' WHERE id = $1 RETURNING unchecked"
    draft = await a_draft(gateway, Unchecked.KEPT)
    for nobody in (CASE_WORKER, PLANNER, OTHER_RECRUITER):
        async with database.transaction(nobody) as connection:
            assert await connection.fetchval(reads, draft) is None
        with pytest.raises(NotFound):
            async with gateway.transaction(nobody) as tx:
                await tx.states.change_vacancy(draft, Decision("suspended"))
    async with database.transaction(RECRUITER) as connection:
        await connection.execute("UPDATE vacancies SET description = 'lain' WHERE id = $1", draft)
        assert await connection.fetchval(reads, draft) == "kept"
        await connection.execute("UPDATE vacancies SET unchecked = '' WHERE id = $1", draft)
        assert await connection.fetchval(reads, draft) == "company"
        assert await connection.fetchval(keeps, draft) == "company"


@pytest.mark.usefixtures("companies")
async def test_states_are_only_added_to_and_go_with_their_record(
    gateway: PostgresGateway, database: Database, owner: Connection
) -> None:
    draft = await a_draft(gateway)
    async with gateway.transaction(RECRUITER) as tx:
        await tx.states.change_vacancy(draft, Decision("closed", "filled", "selesai"))
    count = "SELECT count(*) FROM state_changes WHERE vacancy_id = $1"
    assert await owner.fetchval(count, draft) == 1
    for statement in ("UPDATE state_changes SET told = ''", "DELETE FROM state_changes"):
        with pytest.raises(NotPermitted):
            async with database.transaction(PLANNER) as connection:
                await connection.execute(statement)
        with pytest.raises(Exception, match="only added to"):
            await owner.execute(statement)
    await owner.execute("DELETE FROM vacancies WHERE id = $1", draft)
    assert await owner.fetchval(count, draft) == 0


@pytest.mark.usefixtures("companies")
async def test_a_change_without_an_errand_is_written_down_too_and_in_the_trail(
    database: Database, owner: Connection
) -> None:
    async with database.transaction(PLANNER) as connection:
        await connection.execute("UPDATE employers SET verification = 'suspended' WHERE id = $1", COMPANY)
    row = await owner.fetchrow(
        "SELECT id, from_state, to_state, account, role FROM state_changes WHERE employer_id = $1", COMPANY
    )
    assert tuple(row)[1:] == ("verified", "suspended", PLANNER.account, "release_planner")
    noted = await owner.fetchval(
        "SELECT count(*) FROM trail WHERE entity = 'state_changes' AND record_id = $1", UUID(str(row["id"]))
    )
    assert noted == 1
    with pytest.raises(StateRefused):
        async with database.transaction(CASE_WORKER) as connection:
            await connection.execute("UPDATE employers SET verification = 'verified' WHERE id = $1", COMPANY)
