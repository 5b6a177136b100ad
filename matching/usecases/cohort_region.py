"""A release planner's plans: made for the own region on request, and read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matching.errors import InvalidValue, NotFound
from matching.model import Actor, Vacancy, VacancyId
from matching.model.cohorts import (
    Acceptance,
    Accepted,
    BoardRow,
    Chosen,
    CohortAsked,
    CohortPlan,
    CohortPlanId,
    ToldRow,
    UnderWay,
    UnitCount,
)
from matching.small_numbers import hidden
from matching.stores import Gateway, Page
from matching.trail import Act
from matching.usecases.cohort import CohortOffice
from matching.usecases.fairness import refuse_unsigned
from matching.usecases.records import Once, earlier, remembered

FIGURES = ("leaving", "viable", "proposed", "working")
"""What the board counts."""


async def plan_region(
    office: CohortOffice, actor: Actor, asked: CohortAsked, once: Once | None, *, most_people: int
) -> CohortPlan:
    """A plan for those of the region whom the actor may see, or the one that the same request made before.

    Raises:
        NotFound: a province is not the actor's.
        InvalidValue: there are more people than a request may plan for.
        PlanUnderWay: such a plan is being made already.
        IdempotencyConflict: the key belongs to another request.
    """
    gateway = office.matcher.gateway
    if (known := await earlier(gateway, actor, once)) is not None:
        return await get(gateway, actor, CohortPlanId(known))
    async with gateway.transaction(actor, read_only=True) as tx:
        own = await tx.cohorts.provinces()
        visible = frozenset(await tx.candidates.open_to_matching())
    if not own or set(asked.provinces) - set(own):
        raise NotFound("province")
    asked = replace(asked, provinces=tuple(sorted(set(asked.provinces or own))))
    cohort = (await office.cohort(asked)).among(visible)
    people = cohort.people
    if len(people) > most_people:
        raise InvalidValue(
            "provinces", f"{len(people)} orang, paling banyak / people, at most {most_people} at a request"
        )
    async with gateway.transaction(actor) as tx:
        tx.trail.note(Act.RANK, people, "certificates", "facts", "window")
    plan = await office.plan(asked, cohort, asked_by=actor.account)
    async with gateway.transaction(actor) as tx:
        await remembered(tx, once, plan.id)
        return await tx.cohorts.get(plan.id)


async def provinces(gateway: Gateway, actor: Actor) -> tuple[str, ...]:
    """Codes of the provinces that the actor may plan for, one by one or together; empty: units that lie in none."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.cohorts.provinces()


async def get(gateway: Gateway, actor: Actor, plan: CohortPlanId) -> CohortPlan:
    """A finished plan that lies within the actor's region. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.cohorts.get(plan)


async def page(gateway: Gateway, actor: Actor, *, limit: int, cursor: str | None) -> Page:
    """Finished plans within the actor's region."""
    async with gateway.transaction(actor, read_only=True) as tx:
        plans, following = await tx.cohorts.page(limit=limit, cursor=cursor)
    return Page(tuple(plans), following)


async def proposals(
    gateway: Gateway, actor: Actor, plan: CohortPlanId, *, limit: int, cursor: str | None
) -> Page:
    """What a plan proposes to those whom the actor may see. Raises NotFound, or StepRefused where it is not signed."""
    await refuse_unsigned(gateway, actor, plan)
    async with gateway.transaction(actor, read_only=True) as tx:
        await tx.cohorts.get(plan)
        proposed, following = await tx.cohorts.proposals(plan, limit=limit, cursor=cursor)
    return Page(tuple(proposed), following)


@dataclass(frozen=True, slots=True)
class Offered:
    """A page of what a plan proposes, with the vacancies that it names and how many proposals each unit has."""

    page: Page
    vacancies: Mapping[VacancyId, Vacancy]
    units: Sequence[UnitCount]


async def offered(
    gateway: Gateway, actor: Actor, plan: CohortPlanId, *, limit: int, cursor: str | None
) -> Offered:
    """What a plan proposes, to be looked at and taken over. Raises NotFound, or StepRefused."""
    page = await proposals(gateway, actor, plan, limit=limit, cursor=cursor)
    async with gateway.transaction(actor, read_only=True) as tx:
        named = await tx.vacancies.many(list({one.vacancy for one in page.records}))
        return Offered(page, named, await tx.cohorts.by_unit(plan))


@dataclass(frozen=True, slots=True)
class Board:
    """The cohort by month and province, and the plan by which options and proposals are counted, if there is one."""

    plan: CohortPlan | None
    rows: Sequence[BoardRow]

    def told(self, provinces: Collection[str] = ()) -> list[ToldRow]:
        """The rows of provinces, of all where none is named, as they may leave the house. What is hidden is the same
        whichever provinces are asked for: 1 to 4, and what would give one away by the totals of a month or a province.
        """
        known = {(at, name): getattr(row, name) for at, row in enumerate(self.rows) for name in FIGURES}
        counts = {place: count for place, count in known.items() if count is not None}
        lines: dict[tuple[date | str, str], list[tuple[int, str]]] = defaultdict(list)
        for at, name in counts:
            lines[self.rows[at].month, name].append((at, name))
            lines[self.rows[at].province, name].append((at, name))
        secret = hidden(counts, lines.values())
        return [
            ToldRow(
                row.month,
                row.province,
                *(None if (at, name) in secret else known[at, name] for name in FIGURES),
            )
            for at, row in enumerate(self.rows)
            if not provinces or row.province in provinces
        ]


async def under_way(gateway: Gateway, actor: Actor) -> Sequence[UnderWay]:
    """Plans of the actor's region that are being made, or were struck down; the same request goes on with one."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.cohorts.under_way()


async def accept(gateway: Gateway, actor: Actor, plan: CohortPlanId, chosen: Chosen) -> Sequence[Accepted]:
    """Have a plan's proposals requested of each person's case worker; what has become of each. To do it twice requests
    nothing twice.

    Nobody is sent anywhere by it: the case worker proposes, leaves out or adds, and a planner approves, who may be the
    one who has accepted the plan, for they have proposed nothing of their own. Raises NotFound, or StepRefused where
    the plan is not signed.
    """
    await refuse_unsigned(gateway, actor, plan)
    async with gateway.transaction(actor) as tx:
        await tx.cohorts.get(plan)
        found = list(await tx.cohorts.accept(plan, chosen))
    told = {one.candidate for one in found}
    wanted = dict.fromkeys(chosen.people or ())
    missing = [Accepted(one, None, Acceptance.NOT_PROPOSED, None) for one in wanted if one not in told]
    return [*found, *missing]


async def board(
    gateway: Gateway, actor: Actor, plan: CohortPlanId | None, *, today: date, horizon_days: int
) -> Board:
    """The region's people by month and province of their unit: who leaves, who has an option and a proposal in the plan
    (None: the newest that may be used), who has work. Raises NotFound for a plan of another region, StepRefused for one
    that waits for a signature."""
    if plan is not None:
        await refuse_unsigned(gateway, actor, plan)
    async with gateway.transaction(actor, read_only=True) as tx:
        by = await tx.cohorts.newest() if plan is None else await tx.cohorts.get(plan)
        rows = await tx.cohorts.board(by.id if by else None, today=today, horizon_days=horizon_days)
        return Board(by, [_as_weighed(row, by) for row in rows])


def _as_weighed(row: BoardRow, plan: CohortPlan | None) -> BoardRow:
    """Options and proposals of months that the plan has looked at; of others nobody knows, which is not 0."""
    if plan and row.month <= plan.asked.as_of + timedelta(days=plan.asked.horizon_days):
        return row
    return replace(row, viable=None, proposed=None)
