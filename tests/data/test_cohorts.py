"""Plans in the database: who sees them, what goes on after a kill, and what goes with a person."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from data.cohorts import PostgresCohortStore
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import NotFound
from matching.model import CandidateId, Gates
from matching.model.cohorts import CohortAsked, CohortPlan, CohortPlanId, Proposal, StoredList
from matching.model.fairness import FairnessReport, FairnessReportId
from tests.data.persons import a_record
from tests.data.test_vacancies import FIRM, vacancy
from tests.data.wishes import asks_for_access
from tests.staff import CASE_WORKER, COLLEAGUE, EVERYBODY, FAR_CASE_WORKER, FAR_PLANNER, HERE, PLANNER

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
NATION_WIDE = CohortAsked(90, (), date(2026, 11, 22))
EAST_JAVA = replace(NATION_WIDE, provinces=("35",))
REPORT = {"people": 2, "seconds": 0.5}
VACANCY = vacancy().id


def a_plan(asked: CohortAsked = NATION_WIDE, key: str = "k") -> CohortPlan:
    return CohortPlan(CohortPlanId(uuid4()), asked, key, {"list_rows": 100}, AT)


def a_list(person: CandidateId, key: str = "p") -> StoredList:
    return StoredList(person, key, VACANCY.bytes, bytes(8))


def a_proposal(person: CandidateId) -> Proposal:
    return Proposal(person, VACANCY, 0.625, 7, standing=False)


@pytest.fixture
def cohorts(worker: Database) -> PostgresCohortStore:
    return PostgresCohortStore(worker)


@pytest.fixture
async def people(gateway: PostgresGateway) -> tuple[CandidateId, CandidateId]:
    """One in East Java, one in West Java, and the vacancy."""
    here, there = a_record(), a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([here])
        await tx.employers.add([FIRM])
        await tx.vacancies.add([vacancy()])
    async with gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.candidates.add([there])
    return here.id, there.id


async def finished(
    cohorts: PostgresCohortStore, people: tuple[CandidateId, ...], asked: CohortAsked = NATION_WIDE
) -> CohortPlan:
    plan = await cohorts.begin(a_plan(asked))
    await cohorts.put_lists(plan.id, 0, [a_list(one) for one in people])
    fair = FairnessReport(FairnessReportId(uuid4()), plan.id, None, {"alarms": []}, 0, AT)
    await cohorts.finish(plan.id, REPORT, [a_proposal(one) for one in people], [], fair, at=AT)
    return replace(plan, report=REPORT, done_at=AT)


async def test_a_plan_that_was_not_finished_goes_on_and_another_state_begins_anew(
    cohorts: PostgresCohortStore, people: tuple[CandidateId, CandidateId], owner: Connection
) -> None:
    first = await cohorts.begin(a_plan())
    await cohorts.put_lists(first.id, 0, [a_list(people[0])])
    assert await cohorts.begin(a_plan()) == first
    assert await cohorts.lists(first.id, 0) == {people[0]: a_list(people[0])}
    assert await cohorts.lists(first.id, 1) == {}
    elsewhere = await cohorts.begin(a_plan(EAST_JAVA))
    assert elsewhere.id != first.id
    anew = await cohorts.begin(a_plan(key="other"))
    assert anew.id != first.id
    assert await cohorts.lists(first.id, 0) == {}
    assert await owner.fetchval("SELECT count(*) FROM cohort_plans") == 2


async def test_a_finished_plan_keeps_what_it_proposes_and_no_lists(
    cohorts: PostgresCohortStore, people: tuple[CandidateId, CandidateId], owner: Connection
) -> None:
    assert await cohorts.standing(()) == {}
    plan = await finished(cohorts, people)
    assert await cohorts.standing(()) == dict.fromkeys(people, VACANCY)
    assert await cohorts.standing(("35",)) == {}
    assert await owner.fetchval("SELECT count(*) FROM cohort_lists") == 0
    assert (await cohorts.begin(a_plan())).id != plan.id


async def test_by_a_plan_for_another_day_nothing_stands_and_no_board_is_counted(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, people: tuple[CandidateId, CandidateId]
) -> None:
    plan = await finished(cohorts, people)
    what_if = await finished(cohorts, (), replace(NATION_WIDE, as_of=date(2028, 2, 29)))
    assert await cohorts.standing(()) == dict.fromkeys(people, VACANCY)
    async with gateway.transaction(PLANNER, read_only=True) as tx:
        assert await tx.cohorts.newest() == plan
        assert await tx.cohorts.get(what_if.id) == what_if


async def test_people_of_provinces(
    cohorts: PostgresCohortStore, people: tuple[CandidateId, CandidateId]
) -> None:
    assert await cohorts.of_provinces(people, ["35"]) == {people[0]}
    assert await cohorts.of_provinces(people, ["32", "35"]) == set(people)


async def test_a_planner_sees_plans_of_the_region_and_the_country_and_own_people_in_them(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, people: tuple[CandidateId, CandidateId]
) -> None:
    nation_wide, regional = await finished(cohorts, people), await finished(cohorts, people[:1], EAST_JAVA)
    await cohorts.begin(a_plan(key="unfinished"))
    seen = {}
    for name, actor in EVERYBODY.items():
        async with gateway.transaction(actor, read_only=True) as tx:
            plans, following = await tx.cohorts.page(limit=9, cursor=None)
            proposed, _ = await tx.cohorts.proposals(nation_wide.id, limit=9, cursor=None)
            seen[name] = (plans, [one.candidate for one in proposed], await tx.cohorts.provinces())
            assert following is None
    nothing: tuple[list[CohortPlan], list[CandidateId], tuple[str, ...]] = ([], [], ())
    assert seen == {
        "planner": ([nation_wide, regional], [people[0]], ("35",)),
        "far_planner": ([nation_wide], [people[1]], ("32",)),
        "case_worker": ([], [people[0]], ()),
        "far_case_worker": ([], [people[1]], ()),
        "colleague": nothing,
        "administrator": nothing,
        "officer": nothing,
    }
    async with gateway.transaction(FAR_PLANNER, read_only=True) as tx:
        with pytest.raises(NotFound):
            await tx.cohorts.get(regional.id)


async def test_reading_proposals_is_noted(
    cohorts: PostgresCohortStore,
    gateway: PostgresGateway,
    people: tuple[CandidateId, CandidateId],
    owner: Connection,
) -> None:
    plan = await finished(cohorts, people)
    async with gateway.transaction(PLANNER, read_only=True) as tx:
        await tx.cohorts.proposals(plan.id, limit=9, cursor=None)
    noted = await owner.fetch("SELECT role, act, subject FROM trail WHERE entity LIKE 'cohort%' ORDER BY seq")
    assert [tuple(row) for row in noted] == [
        ("worker", "index", None),
        ("release_planner", "read", people[0]),
    ]


async def test_whose_gate_closes_or_who_is_removed_leaves_every_plan(
    cohorts: PostgresCohortStore,
    gateway: PostgresGateway,
    people: tuple[CandidateId, CandidateId],
    owner: Connection,
) -> None:
    plan = await finished(cohorts, people)
    running = await cohorts.begin(a_plan())
    await cohorts.put_lists(running.id, 0, [a_list(one) for one in people])
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.set_gates(people[0], Gates(consented=True, objected=True))
    async with gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.candidates.remove(people[1])
    await cohorts.put_lists(running.id, 0, [a_list(people[0])])
    for table in ("cohort_lists", "cohort_proposals"):
        assert await owner.fetchval(f"SELECT count(*) FROM {table}") == 0
    async with gateway.transaction(PLANNER, read_only=True) as tx:
        assert await tx.cohorts.get(plan.id) == plan


async def test_the_persons_file_says_what_plans_proposed(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, people: tuple[CandidateId, CandidateId]
) -> None:
    await finished(cohorts, people)
    await asks_for_access(gateway, CASE_WORKER, people[0])
    async with gateway.transaction(CASE_WORKER, read_only=True) as tx:
        (kept,) = (await tx.subjects.of(people[0]))["cohort_plans"]
        with pytest.raises(NotFound):
            await tx.subjects.of(people[1])
    assert (kept["vacancy"], kept["score"], kept["options"]) == (vacancy().vacancy.title, 0.625, 7)


async def test_who_moves_takes_the_proposals_along_and_one_who_is_joined_keeps_both(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, owner: Connection
) -> None:
    nik = "3519011705940042"
    old, new = a_record(nik), a_record(nik)
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([old])
        await tx.employers.add([FIRM])
        await tx.vacancies.add([vacancy()])
    async with gateway.transaction(COLLEAGUE) as tx:
        await tx.candidates.add([new])
    await finished(cohorts, (old.id, new.id))
    running = await cohorts.begin(a_plan())
    await cohorts.put_lists(running.id, 0, [a_list(old.id), a_list(new.id)])
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(old.id, COLLEAGUE.account)
    rows = await owner.fetch("SELECT candidate_id, unit_id, caseload FROM cohort_proposals")
    assert [tuple(row) for row in rows] == [(old.id, HERE, COLLEAGUE.account)] * 2
    assert list(await cohorts.lists(running.id, 0)) == [old.id]


async def test_old_plans_go_as_the_rule_says(
    cohorts: PostgresCohortStore, people: tuple[CandidateId, CandidateId], owner: Connection
) -> None:
    await finished(cohorts, people)
    count, remove = (f"SELECT retention('cohort_plans', $1, {remove})" for remove in ("false", "true"))
    later = datetime(2027, 11, 22, tzinfo=UTC)
    assert await owner.fetchval(remove, AT) == 0
    assert await owner.fetchval(count, later) == 1
    assert await owner.fetchval(remove, later) == 1
    assert await owner.fetchval("SELECT count(*) FROM cohort_proposals") == 0


async def test_a_vacancy_that_is_removed_leaves_every_plan(
    cohorts: PostgresCohortStore, people: tuple[CandidateId, CandidateId], owner: Connection
) -> None:
    await finished(cohorts, people)
    await owner.execute("DELETE FROM vacancies WHERE id = $1", UUID(str(VACANCY)))
    assert await owner.fetchval("SELECT count(*) FROM cohort_proposals") == 0
