"""Plans for everybody who leaves: what is asked, what is told, and what is proposed to whom."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Day, Shape
from matching.model.cohorts import LONGEST_HORIZON_DAYS, CohortPlan, Proposal

ProvinceCode = Annotated[str, Field(pattern=r"^\d\d$")]


class CohortPlanIn(Shape):
    """Of whom a plan is wanted: everybody in one's region who can be out within the horizon."""

    horizon_days: Annotated[int, Field(ge=0, le=LONGEST_HORIZON_DAYS)] = 90
    provinces: Annotated[list[ProvinceCode], Field(max_length=40)] = Field(
        default_factory=list, description="Of the units, among one's own. Without any: all of them."
    )
    as_of: Day | None = Field(None, description="Without it: today.", examples=[date(2026, 11, 22)])


class People(Shape):
    """A number of people for each way to propose."""

    assigned: int
    greedy: int
    independent: int


class Fit(Shape):
    """Scores added up, of the best proposal of each person, for each way to propose."""

    assigned: float
    greedy: float
    independent: float


class CohortPlanSummary(Shape):
    """A plan without its figures."""

    id: UUID
    horizon_days: int
    provinces: list[str] = Field(description="None: of all.")
    as_of: date
    begun_at: datetime
    done_at: datetime


class CohortPlanOut(CohortPlanSummary):
    """A plan with its figures; `assigned` is the plan, the others are what it is compared with."""

    parameters: dict[str, int]
    people: int
    openings: int
    with_viable: int = Field(description="People with at least one vacancy in their list.")
    with_proposal: People
    total_fit: Fit
    seconds: float
    report: dict[str, Any] = Field(
        description="Who is left out, crowding and spread (docs/cohort.md). Small numbers are null."
    )


class ProposalOut(Shape):
    """What a plan proposes to one person. A suggestion: a human decides."""

    candidate: UUID
    vacancy: UUID
    score: float
    options: int = Field(description="Vacancies in the person's list.")
    standing: bool = Field(description="The plan before had proposed the same.")


def plan_summary(plan: CohortPlan) -> Document:
    """A plan, in the shape of `CohortPlanSummary`."""
    return {
        "id": str(plan.id),
        "horizon_days": plan.asked.horizon_days,
        "provinces": list(plan.asked.provinces),
        "as_of": plan.asked.as_of.isoformat(),
        "begun_at": plain(plan.begun_at),
        "done_at": plain(plan.done_at),
    }


def plan_document(plan: CohortPlan) -> Document:
    """A plan, in the shape of `CohortPlanOut`."""
    return {**plan_summary(plan), "parameters": dict(plan.parameters), **(plan.report or {})}


def proposal_document(proposal: Proposal) -> Document:
    """A proposal, in the shape of `ProposalOut`."""
    document: Document = plain(proposal)
    return document
