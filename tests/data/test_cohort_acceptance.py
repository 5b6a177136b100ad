"""Proposals of a plan taken over: requested once, of the people's own case workers, and no override of anybody."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import pytest_asyncio

from data.cohorts import PostgresCohortStore
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import NotFound, StepRefused
from matching.model import Actor, CandidateId, Gates, VacancyId
from matching.model.cohorts import (
    Acceptance,
    Accepted,
    BoardRow,
    Chosen,
    CohortAsked,
    CohortPlan,
    CohortPlanId,
    Proposal,
    Undecided,
    Work,
)
from matching.model.fairness import FairnessReport, FairnessReportId
from matching.model.hidings import Hiding, HidingReason
from matching.model.outcome_codes import EndReason, PlacementKind, Rung
from matching.model.placements import LadderEvent, PlacementId
from matching.model.shortlists import ItemId, ShortlistId
from matching.usecases import cohort_region
from matching.vocabulary import ContractKind
from matching.workflow import ItemChange, Refusal, State
from tests.data.persons import a_record
from tests.data.test_vacancies import FIRM, vacancy
from tests.staff import (
    CASE_WORKER,
    COLLEAGUE,
    ELSEWHERE,
    EVERYBODY,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    HERE,
    PLANNER,
    SECOND_PLANNER,
)

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ALL = Chosen()


@dataclass
class Office:
    """Two people of one case worker, one of a colleague and one far away, and a plan with a vacancy for each."""

    gateway: PostgresGateway
    cohorts: PostgresCohortStore
    people: list[CandidateId]
    vacancies: list[VacancyId]

    async def plan(
        self, *pairs: tuple[int, int], alarms: int = 0, undecided: int | None = None
    ) -> CohortPlanId:
        """A nation-wide plan that proposes vacancies to people, by their numbers."""
        plan = CohortPlan(CohortPlanId(uuid4()), CohortAsked(90, (), TODAY), str(uuid4()), {}, AT, people=4)
        await self.cohorts.begin(plan)
        fair = FairnessReport(FairnessReportId(uuid4()), plan.id, None, {"alarms": []}, alarms, AT)
        proposals = [
            Proposal(self.people[who], self.vacancies[what], 0.5, 3, standing=False) for who, what in pairs
        ]
        rest = [] if undecided is None else [Undecided(self.people[undecided], 2)]
        await self.cohorts.finish(plan.id, {"people": 4}, proposals, rest, fair, at=AT)
        return plan.id

    async def accept(
        self, plan: CohortPlanId, chosen: Chosen = ALL, actor: Actor = PLANNER
    ) -> dict[CandidateId, Accepted]:
        found = await cohort_region.accept(self.gateway, actor, plan, chosen)
        assert len({one.candidate for one in found}) == len(found)
        return {one.candidate: one for one in found}

    async def outcomes(
        self, plan: CohortPlanId, chosen: Chosen = ALL, actor: Actor = PLANNER
    ) -> list[Acceptance]:
        found = await self.accept(plan, chosen, actor)
        return [found[one].outcome for one in self.people if one in found]

    async def works(self, person: CandidateId, *rungs: Rung) -> None:
        """Work that was found without a list."""
        async with self.gateway.transaction(CASE_WORKER) as tx:
            work = PlacementId(uuid4())
            await tx.placements.open(work, person, PlacementKind.OUTSIDE_EMPLOYER, None, None)
            for rung in rungs:
                contract = ContractKind.DAILY if rung is Rung.STARTED else None
                reason = EndReason.OTHER if rung is Rung.ENDED else None
                await tx.placements.record(work, LadderEvent(rung, TODAY, contract, reason=reason))


@pytest_asyncio.fixture
async def office(gateway: PostgresGateway, worker: Database) -> Office:
    records = [a_record() for _ in range(4)]
    drafts = [vacancy(number) for number in range(901, 905)]
    offered = [replace(one, vacancy=replace(one.vacancy, openings=3)) for one in drafts]
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add(records[:2])
        await tx.employers.add([FIRM])
        await tx.vacancies.add(offered)
    async with gateway.transaction(COLLEAGUE) as tx:
        await tx.candidates.add(records[2:3])
    async with gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.candidates.add(records[3:])
    return Office(
        gateway, PostgresCohortStore(worker), [one.id for one in records], [one.id for one in offered]
    )


async def test_every_person_has_one_requested_item_at_their_own_case_worker(office: Office) -> None:
    plan = await office.plan((0, 0), (1, 1), (2, 2), (3, 3))
    found = await office.accept(plan)
    assert list(found) == sorted(office.people[:3], key=lambda one: one.bytes)
    assert {one.outcome for one in found.values()} == {Acceptance.REQUESTED}
    for number, actor in enumerate((CASE_WORKER, CASE_WORKER, COLLEAGUE)):
        made = found[office.people[number]]
        assert made.shortlist is not None
        async with office.gateway.transaction(actor, read_only=True) as tx:
            stands = await tx.shortlists.get(made.shortlist)
        (item,) = stands.items
        assert (stands.state, stands.candidate, stands.run) == (State.REQUESTED, office.people[number], None)
        assert (item.vacancy, item.origin, item.plan, item.score, item.ranked) == (
            office.vacancies[number], "plan", plan, 0.5, None,
        )  # fmt: skip
        assert [(one.before, one.after, one.by) for one in stands.events] == [
            ("", "requested", PLANNER.account)
        ]
        assert stands.overrides == ()


async def test_twice_or_at_once_requests_nothing_twice_whatever_became_of_it(
    office: Office, owner: Connection
) -> None:
    plan = await office.plan((0, 0), (1, 1))
    both = await asyncio.gather(office.outcomes(plan), office.outcomes(plan, actor=SECOND_PLANNER))
    assert Counter(one for told in both for one in told) == {
        Acceptance.REQUESTED: 2,
        Acceptance.REQUESTED_BEFORE: 2,
    }
    (item, *_) = await owner.fetch("SELECT id, shortlist_id FROM shortlist_items ORDER BY seq")
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.change(
            ItemId(item["id"]), ItemChange.REMOVE, place=None, reason="candidate_wish", note=""
        )
        await tx.shortlists.step(ShortlistId(item["shortlist_id"]), State.CLOSED, reason="mistake", note="")
    assert await office.outcomes(plan) == [Acceptance.REQUESTED_BEFORE] * 2
    assert await owner.fetchval("SELECT count(*) FROM shortlist_items") == 2


async def test_a_later_plan_adds_to_the_list_that_is_still_requested(
    office: Office, owner: Connection
) -> None:
    first, second = await office.plan((0, 0)), await office.plan((0, 1), (1, 1))
    (before,) = (await office.accept(first)).values()
    after = (await office.accept(second))[office.people[0]]
    assert after.shortlist == before.shortlist
    async with office.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        stands = await tx.shortlists.get(after.shortlist or ShortlistId(uuid4()))
    assert [(one.vacancy, one.position, one.plan) for one in stands.items] == [
        (office.vacancies[0], 1, first), (office.vacancies[1], 2, second),
    ]  # fmt: skip
    assert await owner.fetchval("SELECT count(*) FROM shortlists") == 2


async def test_who_is_in_a_live_list_for_the_vacancy_is_left_out_and_so_is_whom_somebody_took_out(
    office: Office, owner: Connection
) -> None:
    await office.accept(await office.plan((0, 0), (1, 1)))
    item = await owner.fetchval("SELECT id FROM shortlist_items WHERE candidate_id = $1", office.people[1])
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.change(
            ItemId(item), ItemChange.REMOVE, place=None, reason="candidate_wish", note=""
        )
    again = await office.plan((0, 0), (1, 1))
    assert await office.outcomes(again) == [Acceptance.LIVE_ITEM, Acceptance.WAS_LEFT_OUT]
    assert await office.cohorts.barred(office.people) == {office.people[1]: {office.vacancies[1]}}


async def test_no_plan_asks_for_what_somebody_has_said_no_to_or_what_is_hidden_for_them(
    office: Office, owner: Connection
) -> None:
    await office.accept(await office.plan((0, 0)))
    item, made = await owner.fetchrow("SELECT id, shortlist_id FROM shortlist_items")
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.answer(ItemId(item), interested=False, reason="wage", note="")
        await tx.shortlists.step(ShortlistId(made), State.CLOSED, reason="mistake", note="")
    first, second = office.people[:2]
    assert await office.cohorts.barred(office.people) == {first: {office.vacancies[0]}}
    assert await office.outcomes(await office.plan((0, 0))) == [Acceptance.SAID_NO]
    plan = await office.plan((0, 1))
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.hidings.hide(office.people[0], Hiding(office.vacancies[1], HidingReason.TOO_FAR))
    assert await office.outcomes(plan) == [Acceptance.HIDDEN]
    assert await office.cohorts.barred(office.people) == {first: set(office.vacancies[:2])}
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.hidings.show(office.people[0], office.vacancies[1])
    assert await office.outcomes(plan) == [Acceptance.REQUESTED]
    await office.accept(await office.plan((1, 1)))
    item, made = await owner.fetchrow(
        "SELECT id, shortlist_id FROM shortlist_items WHERE candidate_id = $1", second
    )
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(ShortlistId(made), State.CLOSED, reason="mistake", note="")
    assert second not in await office.cohorts.barred(office.people)
    no = (
        "INSERT INTO employer_answers (item_id, candidate_id, kind, reason, on_behalf, unit_id, caseload, recorded_by, "
        "recorded_at) "
        "SELECT id, candidate_id, 'declined', 'too_far', true, unit_id, caseload, caseload, "
        "now() - make_interval(days => $2) "
        "FROM shortlist_items WHERE id = $1"
    )
    await owner.execute(no, item, 179)
    assert (await office.cohorts.barred(office.people))[second] == {office.vacancies[1]}
    plan = await office.plan((1, 1))
    assert await office.outcomes(plan) == [Acceptance.DECLINED_BEFORE]
    await owner.execute(no, item, 181)  # the last word counts, and this one is old
    assert await office.outcomes(plan) == [Acceptance.REQUESTED]


async def test_work_closed_gates_vacancies_employers_and_full_places_stand_in_the_way(
    office: Office, owner: Connection
) -> None:
    plan = await office.plan((0, 0), (1, 1))
    here = Chosen(people=(office.people[1],))
    vacancy_id, who = office.vacancies[1], office.people[1]
    of_its_employer = "UPDATE employers SET verification ="
    of_vacancy = "FROM vacancies v WHERE v.id = $1 AND v.employer_id = employers.id"
    for change, back, why in (
        ("UPDATE vacancies SET closes = '2020-01-01' WHERE id = $1", "UPDATE vacancies SET closes = NULL WHERE id = $1",
         Acceptance.VACANCY_CLOSED),
        (f"{of_its_employer} 'unverified' {of_vacancy}", f"{of_its_employer} 'verified' {of_vacancy}",
         Acceptance.EMPLOYER_NOT_VERIFIED),
        (f"INSERT INTO holds (id, vacancy_id, openings, state, unit_id, caseload, recorded_by) "
         f"VALUES (gen_random_uuid(), $1, 3, 'filled', '{HERE}', '{CASE_WORKER.account}', '{CASE_WORKER.account}')",
         "UPDATE holds SET released_at = now() WHERE vacancy_id = $1", Acceptance.OPENINGS_FILLED),
    ):  # fmt: skip
        await owner.execute(change, vacancy_id)
        assert await office.outcomes(plan, here) == [why]
        await owner.execute(back, vacancy_id)
    await office.works(who, Rung.ACCEPTED)
    assert await office.outcomes(plan, here) == [Acceptance.HAS_WORK]
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.set_gates(office.people[0], Gates(consented=True, objected=True))
    nobody = Chosen(people=(office.people[0], CandidateId(uuid4())))
    assert {one.outcome for one in (await office.accept(plan, nobody)).values()} == {Acceptance.NOT_PROPOSED}
    assert await owner.fetchval("SELECT count(*) FROM shortlists") == 0


async def test_only_a_planner_of_the_region_takes_over_and_only_what_is_signed(
    office: Office, owner: Connection
) -> None:
    plan, unsigned = await office.plan((0, 0), (3, 3)), await office.plan((0, 1), alarms=1)
    for name, actor in EVERYBODY.items():
        if "planner" not in name:
            with pytest.raises(NotFound):
                await office.accept(plan, actor=actor)
    with pytest.raises(StepRefused) as refused:
        await office.accept(unsigned)
    assert refused.value.code == Refusal.AWAITING_SIGNATURE
    for where in (Chosen(provinces=("32",)), Chosen(units=(ELSEWHERE,))):
        assert await office.accept(plan, where) == {}
    foreign = await office.accept(plan, Chosen(people=(office.people[3],)))
    unknown = await office.accept(plan, Chosen(people=(stranger := CandidateId(uuid4()),)))
    assert foreign[office.people[3]].outcome is unknown[stranger].outcome is Acceptance.NOT_PROPOSED
    assert await owner.fetchval("SELECT count(*) FROM shortlists") == 0
    assert await office.outcomes(plan, Chosen(units=(HERE,))) == [Acceptance.REQUESTED]
    assert await office.outcomes(plan, actor=FAR_PLANNER) == [Acceptance.REQUESTED]
    noted = await owner.fetch(
        "SELECT account, subject FROM trail WHERE entity = 'cohort_proposals' AND act = 'read' ORDER BY seq"
    )
    assert {tuple(row) for row in noted} == {
        (PLANNER.account, office.people[0]), (FAR_PLANNER.account, office.people[3]),
    }  # fmt: skip


async def test_who_takes_a_plan_over_may_approve_what_the_case_worker_proposes_and_not_what_they_propose(
    office: Office,
) -> None:
    plan = await office.plan((0, 0), (1, 1))
    lists = {who: one.shortlist for who, one in (await office.accept(plan)).items()}
    refused = {}
    for who, proposer in ((office.people[0], CASE_WORKER), (office.people[1], PLANNER)):
        shortlist = lists[who]
        assert shortlist is not None
        async with office.gateway.transaction(proposer) as tx:
            for step in (State.PROPOSED, State.UNDER_REVIEW):
                await tx.shortlists.step(shortlist, step, reason="", note="")
        try:
            async with office.gateway.transaction(PLANNER) as tx:
                stands = await tx.shortlists.get(shortlist)
                await tx.shortlists.approve(
                    shortlist,
                    version=stands.version,
                    facts={str(stands.items[0].id): {}},
                    note="",
                )
        except StepRefused as error:
            refused[who] = error.code
    assert refused == {office.people[1]: Refusal.OWN_PROPOSAL}


async def test_a_plan_that_is_kept_no_longer_leaves_its_items(office: Office, owner: Connection) -> None:
    await office.accept(await office.plan((0, 0)))
    await owner.execute("SELECT retention('cohort_plans', $1, true)", datetime(2028, 1, 1, tzinfo=UTC))
    assert [tuple(row) for row in await owner.fetch("SELECT origin, plan_id FROM shortlist_items")] == [
        ("plan", None)
    ]


async def test_work_is_what_is_accepted_or_begun_and_not_ended(office: Office) -> None:
    first, second, *_ = office.people
    await office.works(first, Rung.STARTED, Rung.ENDED)
    assert await office.cohorts.work_of(office.people) == {}
    await office.works(first, Rung.ACCEPTED)
    await office.works(second, Rung.ACCEPTED)
    await office.works(second, Rung.STARTED)
    assert await office.cohorts.work_of(office.people) == {first: Work.ACCEPTED, second: Work.STARTED}


async def test_nothing_is_sent_for_who_has_work_or_where_no_opening_is_left_but_their_own(
    office: Office, owner: Connection
) -> None:
    await owner.execute("UPDATE meta SET shortlist_interest = false")
    plan = await office.plan((0, 0), (1, 1))
    lists = [one.shortlist for one in (await office.accept(plan)).values() if one.shortlist]

    async def stands_in_the_way() -> set[str]:
        found: set[str] = set()
        async with office.gateway.transaction(PLANNER, read_only=True) as tx:
            for one in lists:
                found |= set((await tx.shortlists.unsendable(one)).values())
        return found

    assert await stands_in_the_way() == set()
    await owner.execute(
        "INSERT INTO holds (id, vacancy_id, candidate_id, openings, unit_id, caseload, recorded_by) "
        "SELECT gen_random_uuid(), $1, $2, 3, unit_id, caseload, caseload FROM candidates WHERE id = $2",
        office.vacancies[0], office.people[0],
    )  # fmt: skip
    assert await stands_in_the_way() == set()
    async with office.gateway.transaction(PLANNER, read_only=True) as tx:
        (facts,) = (await tx.vacancies.many(office.vacancies[:1])).values()
    assert (facts.openings, facts.openings - facts.held) == (3, 0)  # what plans take for free
    await owner.execute("UPDATE holds SET candidate_id = $1", office.people[1])
    assert await stands_in_the_way() == {Refusal.OPENINGS_FILLED}
    await office.works(office.people[1], Rung.STARTED)
    assert await stands_in_the_way() == {Refusal.OPENINGS_FILLED, Refusal.HAS_WORK}


async def test_the_board_counts_people_of_the_region_by_month_and_province(office: Office) -> None:
    plan = await office.plan((0, 0), (3, 3), undecided=1)
    await office.works(office.people[1], Rung.STARTED)
    seen = {}
    for name, actor in EVERYBODY.items():
        board = await cohort_region.board(office.gateway, actor, None, today=TODAY, horizon_days=1_830)
        seen[name] = (board.plan and board.plan.id, board.rows)
    by_here, (here,) = seen.pop("planner")
    by_there, (there,) = seen.pop("far_planner")
    assert by_here == by_there == plan
    assert replace(here, month=TODAY) == BoardRow(TODAY, "35", 3, 2, 1, 1)
    assert replace(there, month=TODAY) == BoardRow(TODAY, "32", 1, 1, 1, 0)
    assert here.month.day == 1
    assert {(by, tuple(rows)) for by, rows in seen.values()} == {(None, ())}
    unsigned = await office.plan((0, 0), alarms=1)
    again = await cohort_region.board(office.gateway, PLANNER, None, today=TODAY, horizon_days=1_830)
    assert (again.plan and again.plan.id, again.rows) == (plan, [here])
    with pytest.raises(StepRefused):
        await cohort_region.board(office.gateway, PLANNER, unsigned, today=TODAY, horizon_days=1_830)


async def test_a_plan_under_way_is_told_to_planners_of_the_region_with_how_far_it_is(office: Office) -> None:
    asked = CohortAsked(30, ("35",), TODAY)
    plan = await office.cohorts.begin(
        CohortPlan(CohortPlanId(uuid4()), asked, "k", {}, AT, asked_by=PLANNER.account, people=3)
    )
    seen = {}
    for name, actor in {**EVERYBODY, "second": SECOND_PLANNER}.items():
        told = await cohort_region.under_way(office.gateway, actor)
        seen[name] = [(one.id, one.asked, one.people, one.ranked, one.own) for one in told]
    assert seen.pop("planner") == [(plan.id, asked, 3, 0, True)]
    assert seen.pop("second") == [(plan.id, asked, 3, 0, False)]
    assert set(map(tuple, seen.values())) == {()}
