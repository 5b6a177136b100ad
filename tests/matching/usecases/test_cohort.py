"""Making a plan: everybody is weighed together, a killed run goes on, and nothing is proposed that rules forbid."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from matching.cohort import Block, RankedList, Ranker, Ranking
from matching.columns import CandidateTable, uuid_at
from matching.errors import PlanUnderWay
from matching.fairness import Bounds
from matching.fairness_store import Treated
from matching.model import Candidate, CandidateId, Gates, Vacancy, VacancyId
from matching.model.cohorts import (
    Cohort,
    CohortAsked,
    CohortPlan,
    CohortPlanId,
    Proposal,
    StoredList,
    Undecided,
    Work,
)
from matching.model.fairness import FairnessReport, FairnessRow
from matching.rules import failures
from matching.usecases.cohort import CohortOffice
from matching.usecases.fairness import FairnessOffice
from tests.fakes import MemoryIndexStore
from tests.matching.usecases.conftest import Office, office
from tests.people import TODAY, certificate, employer, people, recipe, someone, vacancies, window, work, world

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
ASKED = CohortAsked(90, (), TODAY)
WELDERS, BESIDE, LATE = 12, 4, 3


class MemoryCohortStore:
    """Plans in memory; all people are of East Java."""

    def __init__(self) -> None:
        self.plans: dict[CohortPlanId, CohortPlan] = {}
        self.kept: dict[tuple[CohortPlanId, int], dict[CandidateId, StoredList]] = {}
        self.proposed: dict[CohortPlanId, tuple[Proposal, ...]] = {}
        self.undecided: dict[CohortPlanId, tuple[Undecided, ...]] = {}
        self.working: dict[CandidateId, Work] = {}
        self.no: dict[CandidateId, frozenset[VacancyId]] = {}

    async def of_provinces(
        self, people: Sequence[CandidateId], provinces: Sequence[str]
    ) -> frozenset[CandidateId]:
        return frozenset(people) if "35" in provinces else frozenset()

    async def work_of(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, Work]:
        return {who: work for who, work in self.working.items() if who in people}

    async def barred(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, frozenset[VacancyId]]:
        return {who: vacancies for who, vacancies in self.no.items() if who in people}

    async def begin(self, plan: CohortPlan) -> CohortPlan:
        for known in self.plans.values():
            if known.done_at is None and (known.asked, known.key) == (plan.asked, plan.key):
                return known
        self.plans[plan.id] = plan
        return plan

    async def lists(self, plan: CohortPlanId, turn: int) -> Mapping[CandidateId, StoredList]:
        return dict(self.kept.get((plan, turn), {}))

    async def put_lists(self, plan: CohortPlanId, turn: int, lists: Sequence[StoredList]) -> None:
        self.kept.setdefault((plan, turn), {}).update({one.candidate: one for one in lists})

    async def standing(self, provinces: Sequence[str]) -> Mapping[CandidateId, VacancyId]:
        done = [one for one in self.plans.values() if one.done_at and one.asked.provinces == tuple(provinces)]
        return {one.candidate: one.vacancy for one in self.proposed[done[-1].id]} if done else {}

    async def finish(
        self,
        plan: CohortPlanId,
        report: Mapping[str, Any],
        proposals: Sequence[Proposal],
        undecided: Sequence[Undecided],
        fairness: FairnessReport,
        *,
        at: datetime,
    ) -> None:
        assert fairness.plan == plan
        self.plans[plan] = replace(self.plans[plan], report=report, done_at=at)
        self.proposed[plan], self.undecided[plan] = tuple(proposals), tuple(undecided)
        self.kept = {key: lists for key, lists in self.kept.items() if key[0] != plan}


class NobodyGrouped:
    """A store that tells the groups of nobody."""

    async def of_people(self, people: Sequence[Treated], on_day: date) -> list[FairnessRow]:
        return []


@dataclass
class CountingHands:
    """This process, which remembers whom it has ranked, and is struck down before its block of a number."""

    struck_before: int | None = None
    ranked: list[list[CandidateId]] = field(default_factory=list)

    @asynccontextmanager
    async def at(self, ranker: Ranker, people: int) -> AsyncIterator[tuple[Ranking, int]]:
        async def rank(block: Block) -> list[RankedList]:
            if len(self.ranked) == self.struck_before:
                raise ConnectionError("struck down")
            self.ranked.append([profile.candidate.id for profile in block.profiles])
            return await asyncio.to_thread(ranker, block)

        yield rank, 1


def crowd() -> dict[str, Candidate]:
    """Welders who would all be proposed the same, others around them, and some who leave too late."""
    plate = certificate("Juru Las SMAW 3G")
    many = {f"welder {i}": someone(f"welder {i}", certificates=(plate,)) for i in range(WELDERS)}
    late = {
        f"late {i}": someone(f"late {i}", certificates=(plate,), window=window(200, 300)) for i in range(LATE)
    }
    closed = someone("closed", certificates=(plate,), gates=Gates(consented=False))
    return {**people(), **many, **late, "closed": closed}


def offers() -> dict[str, Vacancy]:
    beside = {
        f"beside {i}": work(
            f"beside {i}", "Pekerja las", description="Membantu tukang las listrik", openings=1
        )
        for i in range(BESIDE)
    }
    return {**vacancies(), **beside}


@pytest.fixture
async def filled(tmp_path: Path) -> Office:
    store = MemoryIndexStore()
    for vacancy in offers().values():
        store.put_vacancy(vacancy)
    for person in crowd().values():
        store.put_candidate(person)
    opened = office(store, tmp_path)
    await opened.embed()
    await opened.catalogue.load()
    return opened


def planning(
    opened: Office, store: MemoryCohortStore, hands: CountingHands, *, list_rows: int = 100, most: int = 0
) -> CohortOffice:
    fairness = FairnessOffice(NobodyGrouped(), Bounds(), UTC, lambda: AT, uuid4)  # type: ignore[arg-type]
    return CohortOffice(
        opened.matcher, store, hands, "d", fairness, list_rows, most, lambda: AT, uuid4, block=5
    )


async def made(
    opened: Office, store: MemoryCohortStore, hands: CountingHands | None = None, **options: int
) -> CohortPlan:
    planner = planning(opened, store, hands or CountingHands(), **options)
    return await planner.plan(ASKED, await planner.cohort(ASKED))


async def test_everybody_who_leaves_in_time_is_weighed_and_nobody_else(filled: Office) -> None:
    planner = planning(filled, MemoryCohortStore(), CountingHands())
    asked = set((await planner.cohort(ASKED)).people)
    ids = {name: person.id for name, person in crowd().items()}
    assert {ids[f"welder {i}"] for i in range(WELDERS)} <= asked
    assert not asked & {ids["closed"], *(ids[f"late {i}"] for i in range(LATE))}
    assert set((await planner.cohort(replace(ASKED, provinces=("35",)))).people) == asked
    assert (await planner.cohort(replace(ASKED, provinces=("11",)))).people == []
    assert sorted(asked, key=lambda one: one.bytes) == (await planner.cohort(ASKED)).people


async def test_who_has_found_work_is_left_out_and_counted_by_reason(filled: Office) -> None:
    store = MemoryCohortStore()
    asked = (await planning(filled, store, CountingHands()).cohort(ASKED)).people
    store.working = {asked[0]: Work.ACCEPTED, asked[1]: Work.STARTED, asked[2]: Work.STARTED}
    plan = await made(filled, store)
    report = dict(plan.report or {})
    assert report["people"] == plan.people == len(asked) - 3
    assert report["report"]["with_work"] == {"has_accepted": 1, "has_started": 2}
    options = {one.candidate: one.options for one in store.proposed[plan.id]}
    options |= {one.candidate: one.options for one in store.undecided[plan.id]}
    assert sorted(options) == sorted(asked[3:])
    assert sum(one > 0 for one in options.values()) == report["with_viable"]


async def test_the_report_has_its_keys_and_adds_up(filled: Office) -> None:
    store = MemoryCohortStore()
    plan = await made(filled, store)
    report = dict(plan.report or {})
    assert set(report) == {
        "people", "openings", "with_viable", "with_proposal", "total_fit", "seconds", "report",
    }  # fmt: skip
    ways = {"assigned", "greedy", "independent"}
    assert set(report["with_proposal"]) == set(report["total_fit"]) == ways
    proposals = store.proposed[plan.id]
    assert report["with_proposal"]["assigned"] == len(proposals) == len({one.candidate for one in proposals})
    assert report["total_fit"]["assigned"] == pytest.approx(sum(one.score for one in proposals), abs=0.001)
    assert report["with_proposal"]["assigned"] > report["with_proposal"]["independent"]
    assert report["with_viable"] - report["with_proposal"]["assigned"] == report["report"]["left_out"]
    assert report["openings"] == sum(one.openings - one.held for one in offers().values())


async def test_no_proposal_breaks_a_rule_or_exceeds_openings(filled: Office) -> None:
    store = MemoryCohortStore()
    plan = await made(filled, store)
    by_id = {one.id: one for one in crowd().values()}
    snapshot = filled.catalogue.snapshot
    row_of = {uuid_at(snapshot.vacancies.ids, i): i for i in range(len(snapshot.vacancies))}
    for proposal in store.proposed[plan.id]:
        table = CandidateTable.of([by_id[proposal.candidate]], world())
        question = recipe().pairing(table, snapshot.vacancies.take([row_of[proposal.vacancy]]), TODAY)
        assert failures(question).none.all()
    held = Counter(proposal.vacancy for proposal in store.proposed[plan.id])
    assert all(count <= snapshot.vacancies.openings_left[row_of[one]] for one, count in held.items())


async def test_a_limit_of_employers_holds(filled: Office) -> None:
    store = MemoryCohortStore()
    plan = await made(filled, store, most=1)
    offered = {one.id: one.employer for one in offers().values()}
    assert max(Counter(offered[one.vacancy] for one in store.proposed[plan.id]).values()) == 1
    assert employer("welder") in offered.values()


async def test_a_run_that_is_struck_down_goes_on_and_ends_like_one_that_was_not(filled: Office) -> None:
    undisturbed = MemoryCohortStore()
    whole = await made(filled, undisturbed)
    store, first = MemoryCohortStore(), CountingHands(struck_before=2)
    with pytest.raises(ConnectionError):
        await made(filled, store, first)
    (unfinished,) = store.plans
    second = CountingHands()
    plan = await made(filled, store, second)
    assert plan.id == unfinished
    before = {one for block in first.ranked for one in block}
    stored = before - {one for block in second.ranked[:1] for one in block}
    assert len(stored) >= 5
    asked = (await planning(filled, store, second).cohort(ASKED)).people
    ranked_first = Counter(one for block in (*first.ranked, *second.ranked) for one in block)
    assert set(ranked_first) == set(asked)
    assert store.proposed[plan.id] == undisturbed.proposed[whole.id]
    assert store.kept == {}


async def test_another_state_of_the_vacancies_begins_anew(filled: Office) -> None:
    store = MemoryCohortStore()
    with pytest.raises(ConnectionError):
        await made(filled, store, CountingHands(struck_before=1))
    filled.store.put_vacancy(work("new", "Tukang las listrik"))
    await filled.embed()
    await filled.catalogue.refresh()
    hands = CountingHands()
    plan = await made(filled, store, hands)
    assert len(store.plans) == 2
    assert plan.id == list(store.plans)[-1]


async def test_the_next_plan_keeps_what_stands(filled: Office) -> None:
    store = MemoryCohortStore()
    first, second = await made(filled, store), await made(filled, store)
    assert [(one.candidate, one.vacancy) for one in store.proposed[first.id]] == [
        (one.candidate, one.vacancy) for one in store.proposed[second.id]
    ]
    assert all(one.standing for one in store.proposed[second.id])
    proposals = len(store.proposed[first.id])
    assert dict(second.report or {})["report"]["plan_before"] == {"proposals": proposals, "kept": proposals}


async def test_what_is_barred_for_somebody_is_neither_proposed_nor_counted_as_standing(
    filled: Office,
) -> None:
    store = MemoryCohortStore()
    first = await made(filled, store)
    one, *others = store.proposed[first.id]
    store.no[one.candidate] = frozenset({one.vacancy})
    second = await made(filled, store)
    assert (one.candidate, one.vacancy) not in {(o.candidate, o.vacancy) for o in store.proposed[second.id]}
    assert dict(second.report or {})["report"]["plan_before"]["proposals"] == len(others)
    people = [one.candidate for one in store.proposed[first.id]]
    tried = await planning(filled, store, CountingHands()).trial(ASKED, people)
    assert (one.candidate, one.vacancy) not in {(o.candidate, o.vacancy) for o in tried}


async def test_who_is_left_out_by_a_short_list_is_asked_about_what_is_left(filled: Office) -> None:
    """With lists of one row, all welders ask for one opening; further turns find the others."""
    short, long_ = MemoryCohortStore(), MemoryCohortStore()
    one_row, whole = await made(filled, short, list_rows=1), await made(filled, long_)
    placed = {one.candidate for one in short.proposed[one_row.id]}
    assert len(placed) > len({one.vacancy for one in short.proposed[one_row.id]}) / 2
    assert len(placed) >= min(3, len(long_.proposed[whole.id]))
    assert dict(one_row.report or {})["with_proposal"]["independent"] <= len(placed)


async def test_progress_counts_people_of_a_turn_and_nobody_twice(filled: Office) -> None:
    """Whoever is ranked again among what is left does not make 641 of 638 people."""
    planner = planning(filled, MemoryCohortStore(), CountingHands(), list_rows=1)
    cohort, heard = await planner.cohort(ASKED), list[tuple[int, int, int]]()
    await planner.plan(ASKED, cohort, progress=lambda *told: heard.append(told))
    first = [(done, total) for turn, done, total in heard if turn == 0]
    assert (first[-1], {total for _, total in first}) == ((len(cohort.people),) * 2, {len(cohort.people)})
    later = {turn: (done, total) for turn, done, total in heard if turn > 0}
    assert later
    assert all(done == total < len(cohort.people) for done, total in later.values())


async def test_of_two_plans_of_a_scope_one_runs(filled: Office) -> None:
    planner = planning(filled, MemoryCohortStore(), CountingHands())
    async with filled.store.try_lock(f"cohort/{ASKED.scope}"):
        with pytest.raises(PlanUnderWay):
            await planner.plan(ASKED, await planner.cohort(ASKED))


async def test_nobody_is_a_cohort_too(filled: Office) -> None:
    store = MemoryCohortStore()
    plan = await planning(filled, store, CountingHands()).plan(ASKED, Cohort())
    report = dict(plan.report or {})
    assert (report["people"], report["with_viable"]) == (0, 0)
    assert report["with_proposal"] == {"assigned": 0, "greedy": 0, "independent": 0}
    assert isinstance(plan.id, UUID)
