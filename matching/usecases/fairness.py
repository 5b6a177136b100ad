"""Fairness reports: of a plan, of a month, and of a recipe beside the one before it (docs/fairness.md)."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from matching.errors import InvalidValue, StepRefused
from matching.fairness import Bounds, as_document, fairness, position_weight
from matching.fairness_store import FairnessStore, Treated
from matching.model import Actor, CandidateId
from matching.model.cohorts import CohortPlanId, Proposal
from matching.model.fairness import (
    Comparison,
    ComparisonId,
    FairnessReport,
    FairnessReportId,
    FairnessRow,
    KnownRecipe,
)
from matching.scoring import Weights
from matching.stores import Gateway, Page
from matching.workflow import Refusal


@dataclass(frozen=True)
class FairnessOffice:
    """All that reports need."""

    store: FairnessStore
    bounds: Bounds
    zone: tzinfo
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def of_plan(
        self, plan: CohortPlanId, people: Sequence[CandidateId], proposals: Sequence[Proposal], as_of: date
    ) -> FairnessReport:
        """The report of a plan that has just been made, not yet kept."""
        rows = await self.store.of_people(treated(people, proposals), as_of)
        return await self._report(rows, plan=plan)

    async def of_month(self, month: date) -> FairnessReport:
        """The report of a month; drawn up once, and kept for good. Raises InvalidValue where the month is not over."""
        first = month.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        if following > self.clock().astimezone(self.zone).date():
            raise InvalidValue("month", "belum berakhir / is not over")
        if (known := await self.store.find(month=first)) is not None:
            return known
        since, until = (datetime.combine(day, time(), self.zone) for day in (first, following))
        found = await self.store.of_month(since, until)
        rows = [replace(one.row, exposure=sum(map(position_weight, one.places))) for one in found]
        await self.store.add(await self._report(rows, month=first))
        return await self.store.find(month=first) or await self._report(rows, month=first)

    async def compare(
        self,
        names: tuple[str, str],
        people: Sequence[CandidateId],
        proposals: tuple[Sequence[Proposal], Sequence[Proposal]],
        as_of: date,
    ) -> Comparison:
        """Keep what becomes of the same people by a recipe and by a new one, named in this order."""
        before, after = (treated(people, some) for some in proposals)
        both = [
            replace(new, before=(old.selected, old.exposure)) for old, new in zip(before, after, strict=True)
        ]
        rows = await self.store.of_people(both, as_of)
        old_rows = [
            replace(row, selected=row.before[0], exposure=row.before[1], before=None)
            for row in rows
            if row.before
        ]
        report = {
            which: as_document(await asyncio.to_thread(fairness, some, self.bounds))
            for which, some in (("before", old_rows), ("after", rows))
        }
        alarms = len(report["after"]["alarms"])
        comparison = Comparison(
            ComparisonId(self.new_id()), *names, as_of, report, alarms, len(rows), self.clock()
        )
        await self.store.add_comparison(comparison)
        return comparison

    async def admits(self, model: str, weights: Weights) -> bool:
        """Whether people may be ranked by this model and these weights: the first of an installation, one that has been
        before, or one that was compared with such a one and, where there were alarms, signed for."""
        return await self.store.admit(KnownRecipe(recipe_name(model, weights), model, weights.as_document()))

    async def _report(
        self, rows: Sequence[FairnessRow], *, plan: CohortPlanId | None = None, month: date | None = None
    ) -> FairnessReport:
        found = await asyncio.to_thread(fairness, rows, self.bounds)
        return FairnessReport(
            FairnessReportId(self.new_id()), plan, month, as_document(found), len(found.alarms), self.clock()
        )


def treated(people: Sequence[CandidateId], proposals: Sequence[Proposal]) -> list[Treated]:
    """What proposals do with each of these people: whether there is one, and its place among those for the vacancy."""
    by_vacancy: Mapping[UUID, list[Proposal]] = defaultdict(list)
    for one in proposals:
        by_vacancy[one.vacancy].append(one)
    exposure = {
        one.candidate: position_weight(place)
        for some in by_vacancy.values()
        for place, one in enumerate(sorted(some, key=lambda one: (-one.score, one.candidate)), start=1)
    }
    return [Treated(person, person in exposure, exposure.get(person, 0.0)) for person in people]


def recipe_name(model: str, weights: Weights) -> str:
    """What names a recipe in comparisons: the model with its adapter, and the weights."""
    return f"{model}/{weights.version}-{hashlib.sha256(repr(weights).encode()).hexdigest()[:12]}"


async def page(gateway: Gateway, actor: Actor, *, limit: int, cursor: str | None) -> Page:
    """Reports that the actor may see."""
    async with gateway.transaction(actor, read_only=True) as tx:
        reports, following = await tx.fairness.page(limit=limit, cursor=cursor)
    return Page(tuple(reports), following)


async def of_plan(gateway: Gateway, actor: Actor, plan: CohortPlanId) -> FairnessReport:
    """The report of a plan that the actor may see. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.fairness.of_plan(plan)


async def get(gateway: Gateway, actor: Actor, report: FairnessReportId) -> FairnessReport:
    """A report that the actor may see. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.fairness.get(report)


async def sign(gateway: Gateway, actor: Actor, report: FairnessReportId, reason: str) -> FairnessReport:
    """Answer for a report that falls under the bound: a plan may be used then. Raises NotFound, StepRefused."""
    async with gateway.transaction(actor) as tx:
        await tx.fairness.sign(report, reason)
        return await tx.fairness.get(report)


async def sign_plan(gateway: Gateway, actor: Actor, plan: CohortPlanId, reason: str) -> FairnessReport:
    """The same for the report of a plan. Raises NotFound, StepRefused."""
    return await sign(gateway, actor, (await of_plan(gateway, actor, plan)).id, reason)


async def comparisons(gateway: Gateway, actor: Actor, *, limit: int, cursor: str | None) -> Page:
    """Comparisons of new recipes with the one in force."""
    async with gateway.transaction(actor, read_only=True) as tx:
        found, following = await tx.fairness.comparisons(limit=limit, cursor=cursor)
    return Page(tuple(found), following)


async def comparison(gateway: Gateway, actor: Actor, of: ComparisonId) -> Comparison:
    """One of them. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.fairness.comparison(of)


async def sign_comparison(gateway: Gateway, actor: Actor, of: ComparisonId, reason: str) -> Comparison:
    """Answer for a recipe under which a group fares worse, so that it may rank. Raises NotFound, StepRefused."""
    async with gateway.transaction(actor) as tx:
        await tx.fairness.sign_comparison(of, reason)
        return await tx.fairness.comparison(of)


async def waits(gateway: Gateway, actor: Actor, plan: CohortPlanId) -> bool:
    """Whether the plan may not be used before somebody has signed for it."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.fairness.waits(plan)


async def refuse_unsigned(gateway: Gateway, actor: Actor, plan: CohortPlanId) -> None:
    """Raises StepRefused where the plan may not be used before somebody has signed for it."""
    if await waits(gateway, actor, plan):
        raise StepRefused(Refusal.AWAITING_SIGNATURE)
