"""A plan for everybody who leaves within a horizon: rank them, weigh the lists together, store what is proposed.

Lists are stored as they are made, so that a run that is killed goes on where it was, as long as nothing that they
depend on has changed. Whoever is left without a proposal is ranked again among the openings that are left: their list
may have held none of these, while further down there was one.
"""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from time import perf_counter
from uuid import UUID

import numpy as np

from matching.cohort import Block, Hands, RankedList, Ranker, Ranking, leaving, order_of
from matching.cohort_store import CohortStore
from matching.columns import Rows, uuid_at
from matching.errors import PlanUnderWay
from matching.model import Candidate, CandidateId, VacancyId
from matching.model.cohorts import Cohort, CohortAsked, CohortPlan, CohortPlanId, Proposal, StoredList
from matching.model.ids import AccountId
from matching.ports import Snapshot
from matching.search import Profile
from matching.usecases.cohort_table import CohortTable
from matching.usecases.fairness import FairnessOffice
from matching.usecases.match import Matcher

BLOCK = 128
"""People ranked at a time: some two seconds of work, which is what a killed run loses for every pair of hands."""
TURNS = 3
"""How often, at most, lists are made: for everybody, then for those left out, among what is left."""
_SCORE = np.dtype("<f8")
Progress = Callable[[int, int, int], None]
"""Hears of a turn, from 0, how many of its people have their list, and how many they are."""
Barred = Mapping[CandidateId, frozenset[VacancyId]]


@dataclass(frozen=True)
class CohortOffice:
    """All that planning needs. `data` names the model and the reference data; `list_rows` is the length of a list at
    most, `employer_most` how many proposals an employer may get, 0: as many as it has openings."""

    matcher: Matcher
    store: CohortStore
    hands: Hands
    data: str
    fairness: FairnessOffice
    list_rows: int
    employer_most: int
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    block: int = BLOCK

    async def cohort(self, asked: CohortAsked) -> Cohort:
        """Everybody who leaves, in the order of ids; whoever has found work is left out."""
        people = await self._leaving(asked)
        working = await self.store.work_of(people)
        return Cohort([one for one in people if one not in working], working)

    async def _leaving(self, asked: CohortAsked) -> list[CandidateId]:
        c = self.matcher.catalogue.profiles.candidates
        alive = self.matcher.catalogue.profiles.alive
        rows = np.flatnonzero(alive & leaving(c, asked.as_of.toordinal(), asked.horizon_days))
        ids = c.ids[rows]
        people = [CandidateId(uuid_at(ids, int(i))) for i in order_of(ids)]
        if not asked.provinces:
            return people
        there = await self.store.of_provinces(people, asked.provinces)
        return [one for one in people if one in there]

    async def plan(
        self,
        asked: CohortAsked,
        cohort: Cohort,
        *,
        asked_by: AccountId | None = None,
        progress: Progress = lambda _turn, _done, _total: None,
    ) -> CohortPlan:
        """Make the plan for a cohort's people; or go on with one that was not finished.

        Raises PlanUnderWay where another process is at a plan of the same scope.
        """
        begun, people = perf_counter(), cohort.people
        async with self.matcher.index.try_lock(f"cohort/{asked.scope}") as mine:
            if not mine:
                raise PlanUnderWay
            snapshot = self.matcher.catalogue.snapshot
            ranker = Ranker(snapshot, self.matcher.recipe, asked.as_of, self.list_rows)
            parameters = {"list_rows": self.list_rows, "employer_most": self.employer_most}
            key = await asyncio.to_thread(ranker.key, f"{self.data}/{parameters}/{asked_by}")
            plan = await self.store.begin(
                CohortPlan(
                    CohortPlanId(self.new_id()),
                    asked,
                    key,
                    parameters,
                    self.clock(),
                    asked_by=asked_by,
                    people=len(people),
                )
            )
            barred = await self.store.barred(people)
            standing = {
                one: proposed
                for one, proposed in (await self.store.standing(asked.provinces)).items()
                if proposed not in barred.get(one, ())
            }
            course = _Course(self, plan, ranker, progress, barred)
            table = await course.run(people, standing)
            report = await asyncio.to_thread(
                table.report, course.homes, standing, openings_in(snapshot, asked), begun
            )
            report["report"]["with_work"] = cohort.left_out
            proposals, at = table.proposals(), self.clock()
            fair = await self.fairness.of_plan(plan.id, people, proposals, asked.as_of)
            await self.store.finish(plan.id, report, proposals, table.undecided(), fair, at=at)
        return replace(plan, report=report, done_at=at)

    async def trial(self, asked: CohortAsked, people: Sequence[CandidateId]) -> list[Proposal]:
        """What a plan for these people would propose in its first turn; nothing is stored."""
        snapshot = self.matcher.catalogue.snapshot
        ranker = Ranker(snapshot, self.matcher.recipe, asked.as_of, self.list_rows)
        lists: dict[CandidateId, list[RankedList]] = {one: [] for one in people}
        barred = await self.store.barred(people)
        async with self.hands.at(ranker, len(people)) as (rank, _):
            for start in range(0, len(people), self.block):
                facts = await self.matcher.index.people(
                    people[start : start + self.block], model=self.matcher.model
                )
                profiles = await self.profiles([one.candidate for one in facts], asked.as_of, barred)
                for profile, ranked in zip(profiles, await rank(Block(profiles)), strict=True):
                    lists[profile.candidate.id].append(ranked)
        table = await asyncio.to_thread(CohortTable.of, snapshot, self.employer_most, lists, {})
        return table.proposals()

    async def profiles(self, people: Sequence[Candidate], today: date, barred: Barred) -> list[Profile]:
        """Of people, with the vacancies that no plan proposes to them beside those that are hidden for them."""
        return [
            replace(one, hidden=one.hidden | barred.get(one.candidate.id, frozenset()))
            for one in await self.matcher.profiles(people, today)
        ]


def openings_in(snapshot: Snapshot, asked: CohortAsked) -> int:
    """Openings of all vacancies that are open on the day, of verified employers."""
    v = snapshot.vacancies
    there = snapshot.alive & v.open & (v.closes >= asked.as_of.toordinal()) & v.employer_verified
    return int(np.maximum(v.openings_left[there], 0).sum())


@dataclass
class _Course:
    """One run of a plan."""

    office: CohortOffice
    plan: CohortPlan
    ranker: Ranker
    progress: Progress
    barred: Barred
    homes: dict[CandidateId, str] = field(default_factory=dict)

    async def run(
        self, people: Sequence[CandidateId], standing: Mapping[CandidateId, VacancyId]
    ) -> "CohortTable":
        lists: dict[CandidateId, list[RankedList]] = {one: [] for one in people}
        weigh = partial(CohortTable.of, self.ranker.snapshot, self.office.employer_most)
        table = weigh(lists, standing)
        waiting: Collection[CandidateId] = people
        for turn in range(TURNS):
            taken = table.taken
            found = await self._ranked(turn, list(waiting), taken)
            for one, ranked in found.items():
                lists[one].append(ranked)
            table = await asyncio.to_thread(weigh, lists, standing)
            waiting = table.left_out
            if not waiting or not any(len(ranked.ids) for ranked in found.values()):
                break
        return table

    async def _ranked(
        self, number: int, people: Sequence[CandidateId], taken: Rows
    ) -> dict[CandidateId, RankedList]:
        """Lists of people among what is not taken: those stored before, where they still hold, and the rest."""
        stored = await self.office.store.lists(self.plan.id, number)
        turn = _Turn(number, taken, stored, partial(self.progress, number), len(people))
        hands = self.office.hands.at(self.ranker, len(people) - len(turn.stored))
        try:
            async with hands as (rank, at_once), asyncio.TaskGroup() as group:
                free = asyncio.Semaphore(at_once)
                for start in range(0, len(people), self.office.block):
                    new = await self._not_stored(turn, people[start : start + self.office.block])
                    if new:
                        await free.acquire()
                        ranking = group.create_task(self._block(turn, new, rank))
                        ranking.add_done_callback(lambda _: free.release())
        except ExceptionGroup as several:
            raise several.exceptions[0] from several
        return turn.found

    async def _not_stored(self, turn: "_Turn", people: Sequence[CandidateId]) -> list[tuple[Profile, str]]:
        """Profiles of those who may still be matched and of whom no list is stored that holds, each with its key."""
        matcher = self.office.matcher
        facts = [one.candidate for one in await matcher.index.people(people, model=matcher.model)]
        profiles = await self.office.profiles(facts, self.plan.asked.as_of, self.barred)
        self.homes |= {person.id: person.home[:2] for person in facts}
        among = turn.key(self.ranker)
        keys = await asyncio.to_thread(lambda: [f"{self.ranker.key_of(one)}/{among}" for one in profiles])
        keyed = list(zip(profiles, keys, strict=True))
        known = [turn.known(profile.candidate.id, key) for profile, key in keyed]
        turn.advance(sum(known))
        return [one for one, there in zip(keyed, known, strict=True) if not there]

    async def _block(self, turn: "_Turn", new: Sequence[tuple[Profile, str]], rank: Ranking) -> None:
        lists = await rank(Block([profile for profile, _ in new], turn.taken))
        made = [(profile.candidate.id, key, one) for (profile, key), one in zip(new, lists, strict=True)]
        stored = [
            StoredList(who, key, ranked.ids.tobytes(), ranked.scores.astype(_SCORE).tobytes())
            for who, key, ranked in made
        ]
        await self.office.store.put_lists(self.plan.id, turn.number, stored)
        turn.found |= {who: ranked for who, _, ranked in made}
        turn.advance(len(new))


@dataclass
class _Turn:
    """One turn of a run: rows that are taken, lists stored by a run before, and lists found."""

    number: int
    taken: Rows
    stored: Mapping[CandidateId, StoredList]
    progress: Callable[[int, int], None]
    people: int
    found: dict[CandidateId, RankedList] = field(default_factory=dict)
    done: int = 0

    def key(self, ranker: Ranker) -> str:
        """Changes with what is taken."""
        taken = np.sort(ranker.snapshot.vacancies.ids[self.taken].view("S16"))
        return hashlib.sha256(taken.tobytes()).hexdigest()[:16]

    def advance(self, people: int) -> None:
        """So many people more have their list."""
        self.done += people
        self.progress(self.done, self.people)

    def known(self, who: CandidateId, key: str) -> bool:
        """Whether a list that was stored still holds; then it is found."""
        stored = self.stored.get(who)
        if stored is None or stored.key != key:
            return False
        scores = np.frombuffer(stored.scores, _SCORE)
        self.found[who] = RankedList(np.frombuffer(stored.vacancies, "V16"), scores)
        return True
