"""Reports of outcomes for a unit or a region, and what has come of proposals to one employer."""

import asyncio
from collections.abc import Sequence
from datetime import date

from matching.model import Actor, EmployerId
from matching.outcome_report import Report, report
from matching.outcomes import Grouping, Measure
from matching.reliability import EmployerFacts, reliability
from matching.stores import Gateway


async def outcome_report(
    gateway: Gateway, actor: Actor, by: Grouping, *, today: date, year: int | None = None
) -> Report:
    """The measures of docs/outcomes.md for the unit of a case worker, or the region of a planner."""
    async with gateway.transaction(actor, read_only=True) as tx:
        facts = await tx.outcomes.facts()
    return await asyncio.to_thread(report, facts, by, today, year=year)


async def reliability_of(
    gateway: Gateway, actor: Actor, employer: EmployerId
) -> tuple[EmployerFacts, Sequence[Measure]]:
    """What an employer has done so far, with bases and intervals; for planners. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        facts = await tx.outcomes.employer(employer)
    return facts, reliability(facts)
