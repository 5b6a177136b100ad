"""Plans for a cohort: made as the worker, read by planners. Implements the stores of `matching.cohort_store`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any

from data.fairness import stored
from data.pool import Database, Program
from data.queries import load
from data.rows import chunks, next_cursor
from data.trail import Notes, ProgramNotes
from data.vault import Cursors
from matching.errors import NotFound
from matching.model import CandidateId, VacancyId
from matching.model.cohorts import (
    Acceptance,
    Accepted,
    BoardRow,
    Chosen,
    CohortAsked,
    CohortPlan,
    CohortPlanId,
    Proposal,
    StoredList,
    Undecided,
    UnderWay,
    UnitCount,
    Work,
)
from matching.model.fairness import FairnessReport
from matching.model.ids import AccountId
from matching.model.shortlists import ShortlistId
from matching.trail import Act

_PLANNER = Program(purpose="cohort planning")


class PostgresCohortStore:
    """Plans while they are made, on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = {**load("cohorts"), **load("fairness")}

    async def of_provinces(
        self, people: Sequence[CandidateId], provinces: Sequence[str]
    ) -> frozenset[CandidateId]:
        """Those of these people whose unit lies in one of the provinces."""
        async with self._connected(read_only=True) as connection:
            rows = await self._queries["people_of_provinces"].fetch(
                connection, candidates=people, provinces=provinces
            )
        return frozenset(CandidateId(row["id"]) for row in rows)

    async def work_of(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, Work]:
        """Who of these people has work that is accepted or begun, and not ended."""
        async with self._connected(read_only=True) as connection:
            rows = await self._queries["work_of"].fetch(connection, candidates=people)
        return {CandidateId(row["candidate_id"]): Work(row["work"]) for row in rows}

    async def barred(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, frozenset[VacancyId]]:
        """What no plan proposes to these people; not why, which this role may not read."""
        async with self._connected(read_only=True) as connection:
            rows = await self._queries["barred_pairs"].fetch(connection, candidates=people)
        return {CandidateId(row["candidate_id"]): frozenset(map(VacancyId, row["vacancies"])) for row in rows}

    async def begin(self, plan: CohortPlan) -> CohortPlan:
        """Store a new plan, or answer with the unfinished one of the same scope and key; others of the scope go. The
        trail gets one row for the run, as that of the indexes does."""
        asked, notes = plan.asked, ProgramNotes()
        notes.note(Act.INDEX, [None], "certificates", "facts", entity="cohort_plans")
        scope = {"horizon_days": asked.horizon_days, "provinces": list(asked.provinces), "key": plan.key}
        async with self._connected(notes) as connection:
            await self._queries["drop_unfinished_plans"].execute(connection, **scope)
            known = await self._queries["unfinished_plan"].fetchrow(connection, **scope)
            if known is not None:
                return _plan(known)
            await self._queries["add_plan"].execute(
                connection,
                id=plan.id,
                as_of=asked.as_of,
                parameters=plan.parameters,
                at=plan.begun_at,
                account=plan.asked_by,
                count=plan.people,
                **scope,
            )
        return plan

    async def lists(self, plan: CohortPlanId, turn: int) -> Mapping[CandidateId, StoredList]:
        """Lists that an unfinished plan has made in a turn."""
        async with self._connected(read_only=True) as connection:
            rows = await self._queries["lists_of_plan"].fetch(connection, plan=plan, turn=turn)
        return {
            row["candidate_id"]: StoredList(row["candidate_id"], row["key"], row["vacancies"], row["scores"])
            for row in rows
        }

    async def put_lists(self, plan: CohortPlanId, turn: int, lists: Sequence[StoredList]) -> None:
        """Keep lists of an unfinished plan."""
        async with self._connected() as connection:
            await self._queries["put_lists"].execute(
                connection,
                plan=plan,
                turn=turn,
                candidates=[one.candidate for one in lists],
                keys=[one.key for one in lists],
                ids=[one.vacancies for one in lists],
                scores=[one.scores for one in lists],
            )

    async def standing(self, provinces: Sequence[str]) -> Mapping[CandidateId, VacancyId]:
        """What the newest finished plan of the provinces has proposed."""
        async with self._connected(read_only=True) as connection:
            rows = await self._queries["standing_proposals"].fetch(connection, provinces=list(provinces))
        return {CandidateId(row["candidate_id"]): VacancyId(row["vacancy_id"]) for row in rows}

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
        """Store both reports, the proposals and who was weighed without one, and let the lists go, or nothing."""
        async with self._connected() as connection:
            for some in chunks(proposals):
                await self._queries["add_proposals"].execute(
                    connection,
                    plan=plan,
                    candidates=[one.candidate for one in some],
                    vacancies=[one.vacancy for one in some],
                    scores=[one.score for one in some],
                    options=[one.options for one in some],
                    standing=[one.standing for one in some],
                )
            for others in chunks(undecided):
                await self._queries["add_undecided"].execute(
                    connection,
                    plan=plan,
                    candidates=[one.candidate for one in others],
                    options=[one.options for one in others],
                )
            await self._queries["remove_lists"].execute(connection, plan=plan)
            await self._queries["finish_plan"].execute(connection, plan=plan, report=report, at=at)
            await self._queries["add_fairness_report"].execute(connection, **stored(fairness))

    @asynccontextmanager
    async def _connected(self, notes: Notes | None = None, *, read_only: bool = False) -> AsyncIterator[Any]:
        async with self._database.transaction(_PLANNER, read_only=read_only, closing=notes) as connection:
            yield connection


class CohortPlanStore:
    """Finished plans, as far as the one who asks may see them."""

    def __init__(self, connection: Any, cursors: Cursors, notes: Notes) -> None:
        self._connection, self._cursors, self._notes = connection, cursors, notes
        self._queries = load("cohorts")

    async def provinces(self) -> tuple[str, ...]:
        """The region of the one who asks; none, of who is no planner."""
        return tuple(await self._queries["planned_provinces"].fetchval(self._connection) or ())

    async def get(self, plan: CohortPlanId) -> CohortPlan:
        """Raises NotFound."""
        row = await self._queries["get_plan"].fetchrow(self._connection, plan=plan)
        if row is None:
            raise NotFound("cohort plan")
        return _plan(row)

    async def newest(self) -> CohortPlan | None:
        """The newest that may be used."""
        row = await self._queries["newest_plan"].fetchrow(self._connection)
        return _plan(row) if row else None

    async def page(self, *, limit: int, cursor: str | None) -> tuple[list[CohortPlan], str | None]:
        """Plans in the order in which they were begun."""
        rows = await self._queries["page_plans"].fetch(
            self._connection, after=self._cursors.position(cursor), limit=limit + 1
        )
        return [_plan(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def proposals(
        self, plan: CohortPlanId, *, limit: int, cursor: str | None
    ) -> tuple[list[Proposal], str | None]:
        """What a plan proposes to the people whom the one who asks may see; who they are is noted."""
        rows = await self._queries["page_proposals"].fetch(
            self._connection, plan=plan, after=self._cursors.position(cursor), limit=limit + 1
        )
        people = [row["candidate_id"] for row in rows[:limit]]
        self._notes.note(Act.READ, people, "proposal", entity="cohort_proposals")
        return [_proposal(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def by_unit(self, plan: CohortPlanId) -> list[UnitCount]:
        """How many proposals each unit of the region has; counts alone."""
        rows = await self._queries["proposals_by_unit"].fetch(self._connection, plan=plan)
        return [UnitCount(**row) for row in rows]

    async def under_way(self) -> list[UnderWay]:
        """Plans of the region that are not done, in the order in which they were begun."""
        rows = await self._queries["plans_under_way"].fetch(self._connection)
        return [
            UnderWay(
                CohortPlanId(row["id"]),
                _asked(row),
                row["begun_at"],
                row["people"],
                row["ranked"],
                row["own"],
            )
            for row in rows
        ]

    async def accept(self, plan: CohortPlanId, chosen: Chosen) -> list[Accepted]:
        """Have the proposals requested of the people's case workers; what has become of each, and whose they are is
        noted."""
        rows = await self._queries["accept_plan"].fetch(
            self._connection,
            plan=plan,
            chosen=None if chosen.people is None else list(chosen.people),
            provinces=list(chosen.provinces),
            units=list(chosen.units),
        )
        people = [row["candidate_id"] for row in rows]
        self._notes.note(Act.READ, people, "proposal", entity="cohort_proposals")
        return [
            Accepted(
                CandidateId(row["candidate_id"]),
                VacancyId(row["vacancy_id"]),
                Acceptance(row["outcome"]),
                ShortlistId(row["shortlist_id"]) if row["shortlist_id"] else None,
            )
            for row in rows
        ]

    async def board(self, plan: CohortPlanId | None, *, today: date, horizon_days: int) -> list[BoardRow]:
        """The region's people by month and province; counts alone."""
        until = today + timedelta(days=horizon_days)
        rows = await self._queries["cohort_board"].fetch(
            self._connection, plan=plan, today=today, until=until
        )
        return [BoardRow(**row) for row in rows]


def _plan(row: Any) -> CohortPlan:
    return CohortPlan(
        id=CohortPlanId(row["id"]),
        asked=_asked(row),
        key=row["key"],
        parameters=row["parameters"],
        begun_at=row["begun_at"],
        asked_by=AccountId(row["asked_by"]) if row["asked_by"] else None,
        report=row["report"],
        done_at=row["done_at"],
        people=row["people"],
    )


def _asked(row: Any) -> CohortAsked:
    return CohortAsked(row["horizon_days"], tuple(row["provinces"]), row["as_of"])


def _proposal(row: Any) -> Proposal:
    return Proposal(
        candidate=CandidateId(row["candidate_id"]),
        vacancy=VacancyId(row["vacancy_id"]),
        score=row["score"],
        options=row["options"],
        standing=row["standing"],
    )
