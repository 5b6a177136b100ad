"""Contact that a company asks for: once for each card, so many a day, behind walls, and a task until it is answered."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import NotFound, TooOften
from matching.model import Actor, Vacancy, VacancyId
from matching.model.contacts import MOST_A_DAY, ContactReason, ContactState
from matching.model.records import CandidateRecord, VacancyRecord
from matching.model.shortlists import ItemId, ShortlistId
from matching.model.tasks import TaskKind
from matching.usecases.contacts import asked_contacts, contacts_with, refuse_contact
from matching.workflow import OverrideReason
from tests.data.persons import a_record
from tests.data.test_placements import VACANCY, Desk
from tests.data.test_shortlists import THE_PROGRAM, said
from tests.data.test_tasks import told
from tests.data.wishes import asks_for_access
from tests.staff import (
    CASE_WORKER,
    COLLEAGUE,
    COMPANY,
    EVERYBODY,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    OFFICER,
    OTHER_RECRUITER,
    PLANNER,
    RECRUITER,
    enrol_companies,
)

TASK = TaskKind.CONTACT_REQUESTED
NO = ContactReason.HEALTH_OR_SUPERVISION


@pytest_asyncio.fixture
async def desk(gateway: PostgresGateway, owner: Connection) -> Desk:
    """A vacancy of a company and two people who are on no list."""
    await enrol_companies(owner)
    for key, who in (("account", CASE_WORKER.account), ("unit", CASE_WORKER.unit)):
        await owner.execute("SELECT set_config($1, $2, false)", f"app.{key}", str(who))
    people = [a_record(f"35190117{n:08}") for n in range(2)]
    work = Vacancy(VACANCY, COMPANY, "Tukang Las", "35.19", openings=2, sector="25920")
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add(people)
        await tx.vacancies.add([VacancyRecord(work)])
    return Desk(gateway, owner, people, [], ShortlistId(uuid4()))


async def ask(
    desk: Desk,
    number: int = 0,
    *,
    by: Actor = RECRUITER,
    most: int = MOST_A_DAY,
    of: VacancyId = VACANCY,
) -> None:
    async with desk.gateway.transaction(by) as tx:
        await tx.cards.ask_contact(of, desk.people[number].id, most=most)


async def states(desk: Desk, by: Actor = RECRUITER) -> list[ContactState]:
    return [one.state for one in await asked_contacts(desk.gateway, by, VACANCY)]


async def refuse(desk: Desk, by: Actor = CASE_WORKER, reason: ContactReason = NO) -> None:
    await refuse_contact(desk.gateway, by, desk.people[0].id, VACANCY, reason)


async def on_a_list(desk: Desk, person: CandidateRecord) -> None:
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.open(desk.shortlist, candidate=person.id, vacancy=None, note="")
        await tx.shortlists.add(
            ItemId(uuid4()), desk.shortlist, VACANCY, reason=OverrideReason.CANDIDATE_WISH, note=""
        )


async def test_asked_twice_is_asked_once_and_so_many_a_day(desk: Desk, owner: Connection) -> None:
    for _ in range(2):
        await ask(desk, most=1)
    with pytest.raises(TooOften):
        await ask(desk, 1, most=1)
    assert await states(desk) == [ContactState.ASKED]
    await owner.execute("UPDATE contact_requests SET recorded_at = now() - interval '31 days'")
    assert await states(desk) == []
    await ask(desk, most=1)
    assert await owner.fetchval("SELECT count(*) FROM contact_requests") == 2


async def test_behind_the_walls_of_companies_units_and_states(
    desk: Desk, owner: Connection, database: Database
) -> None:
    await ask(desk)
    for name, actor in EVERYBODY.items():
        seen = await said(database, actor, "SELECT FROM contact_requests")
        assert len(seen) == (actor in (CASE_WORKER, PLANNER)), name
    for stranger in (OTHER_RECRUITER, CASE_WORKER, PLANNER, OFFICER):
        with pytest.raises(NotFound):
            await ask(desk, 1, by=stranger)
        for function in ("contacts_asked", "withdrawn_from"):
            assert await said(database, stranger, f"SELECT FROM {function}($1)", VACANCY) == []
    for stranger in (PLANNER, COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, RECRUITER, OTHER_RECRUITER):
        with pytest.raises(NotFound):
            await refuse(desk, stranger)
    for statement in (
        "DELETE FROM contact_requests",
        "UPDATE contact_requests SET vacancy_id = vacancy_id",
        "INSERT INTO contact_requests (recorded_by) VALUES (gen_random_uuid())",
    ):
        with pytest.raises(NotPermitted):
            await said(database, CASE_WORKER, statement)
    await owner.execute("UPDATE candidates SET objected = true WHERE id = $1", desk.people[1].id)
    with pytest.raises(NotFound):
        await ask(desk, 1)
    await owner.execute("UPDATE contact_requests SET recorded_at = now() - interval '31 days'")
    await owner.execute("UPDATE vacancies SET closes = today_here() - 1")
    with pytest.raises(NotFound):
        await ask(desk)


async def test_it_is_a_task_of_the_persons_case_worker_until_it_is_answered(
    desk: Desk, gateway: PostgresGateway, owner: Connection
) -> None:
    for number in (0, 1):
        await ask(desk, number)
    assert await told(gateway, TASK, recruiter=RECRUITER) == {"case_worker"}
    await refuse(desk)
    await refuse(desk, reason=ContactReason.NOT_WANTED)
    (answered,) = await contacts_with(gateway, CASE_WORKER, desk.people[0].id)
    assert (answered.reason, answered.waits) == (ContactReason.NOT_WANTED, False)
    assert sorted(await states(desk)) == [ContactState.ASKED, ContactState.NOT_POSSIBLE]
    assert await told(gateway, TASK) == {"case_worker"}
    for over, again in (
        ("UPDATE vacancies SET status = 'closed'", "UPDATE vacancies SET status = 'open'"),
        ("UPDATE vacancies SET closes = today_here() - 1", "UPDATE vacancies SET closes = NULL"),
        ("UPDATE candidates SET restricted = true", "UPDATE candidates SET restricted = false"),
        (
            "UPDATE contact_requests SET recorded_at = now() - interval '31 days'",
            "UPDATE contact_requests SET recorded_at = now() - interval '1 day'",
        ),
    ):
        await owner.execute(over)
        assert await told(gateway, TASK) == set(), over
        await owner.execute(again)
        assert await told(gateway, TASK) == {"case_worker"}, again
    await on_a_list(desk, desk.people[1])
    assert await told(gateway, TASK) == set()
    assert sorted(await states(desk)) == [ContactState.NOT_POSSIBLE, ContactState.PROPOSED]
    await owner.execute("UPDATE shortlists SET status = 'closed'")
    assert sorted(await states(desk)) == [ContactState.NOT_POSSIBLE, ContactState.PROPOSED]


async def test_it_goes_with_its_person_and_stands_in_the_persons_file(
    desk: Desk, gateway: PostgresGateway, owner: Connection, worker: Database
) -> None:
    for number in (0, 1):
        await ask(desk, number)
    await refuse(desk)
    person, other = (one.id for one in desk.people)
    await asks_for_access(gateway, CASE_WORKER, person)
    async with gateway.transaction(CASE_WORKER) as tx:
        (told_,) = (await tx.subjects.of(person))["contact_requests"]
        await tx.transfers.hand_over(person, COLLEAGUE.account)
    assert (told_["reason"], told_["vacancy"], bool(told_["employer"])) == (NO, "Tukang Las", True)
    with pytest.raises(NotFound):
        await contacts_with(gateway, CASE_WORKER, person)
    assert len(await contacts_with(gateway, COLLEAGUE, person)) == 1
    acts = await owner.fetch("SELECT act, subject FROM trail WHERE entity = 'contact_requests' ORDER BY seq")
    assert [(row["act"], row["subject"]) for row in acts[:3]] == [
        ("create", person),
        ("create", other),
        ("change", person),
    ]
    await owner.execute("SELECT erase_person($1)", person)
    assert await owner.fetchval("SELECT array_agg(candidate_id) FROM contact_requests") == [other]
    later = datetime.now(UTC) + timedelta(days=1)
    async with worker.transaction(THE_PROGRAM) as connection:
        assert await connection.fetchval("SELECT retention('contact_requests', $1, false)", later) == 1
        assert await connection.fetchval("SELECT retention('contact_requests', $1, true)", later) == 1
    assert await owner.fetchval("SELECT count(*) FROM contact_requests") == 0
