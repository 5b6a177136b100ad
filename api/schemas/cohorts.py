"""Plans for everybody who leaves: what is asked, what is told, and what is proposed to whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Day, Shape
from matching.messages import Tongue, words
from matching.model import CandidateId, UnitId
from matching.model.cohorts import (
    LONGEST_HORIZON_DAYS,
    Acceptance,
    Accepted,
    Chosen,
    CohortPlan,
    Proposal,
    UnderWay,
)

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


class AcceptIn(Shape):
    """Which proposals of a plan are taken over: of these people, of units in these provinces, of these units. Where
    nothing is named: all of one's region."""

    candidates: Annotated[list[UUID], Field(max_length=1_000)] | None = None
    provinces: Annotated[list[ProvinceCode], Field(max_length=40)] = Field(default_factory=list)
    units: Annotated[list[UUID], Field(max_length=1_000)] = Field(default_factory=list)

    @property
    def chosen(self) -> Chosen:
        """The same as a value."""
        people = None if self.candidates is None else tuple(map(CandidateId, self.candidates))
        return Chosen(people, tuple(self.provinces), tuple(map(UnitId, self.units)))


class AcceptedOut(Shape):
    """What has become of one proposal, and the list in which it stands."""

    candidate: UUID
    vacancy: UUID | None
    outcome: Acceptance
    outcome_words: str
    shortlist: UUID | None


class AcceptanceOut(Shape):
    """What has become of the proposals that were taken over. `lists`: with an item that is requested now."""

    plan: UUID
    requested: int
    lists: int
    left_out: dict[str, int] = Field(description="How many, by the reason why nothing is requested.")
    items: list[AcceptedOut]


class UnderWayOut(Shape):
    """A plan that is not done; the same request goes on with one that was struck down."""

    id: UUID
    horizon_days: int
    provinces: list[str]
    as_of: date
    begun_at: datetime
    people: int | None
    ranked: int = Field(description="How many have their first list.")
    own: bool


class PlansUnderWay(Shape):
    """Plans of one's region that are being made, or were struck down."""

    items: list[UnderWayOut]


def under_way_document(plan: UnderWay) -> Document:
    """A plan that is not done, in the shape of `UnderWayOut`."""
    asked = plain(plan.asked)
    return {
        **asked,
        "id": str(plan.id),
        "begun_at": plain(plan.begun_at),
        "people": plan.people,
        "ranked": plan.ranked,
        "own": plan.own,
    }


def acceptance_document(plan: UUID, found: Sequence[Accepted], tongue: Tongue) -> Document:
    """What has become of proposals, in the shape of `AcceptanceOut`."""
    outcomes = Counter(one.outcome for one in found)
    requested = {one.shortlist for one in found if one.outcome is Acceptance.REQUESTED}
    return {
        "plan": str(plan),
        "requested": outcomes.pop(Acceptance.REQUESTED, 0),
        "lists": len(requested),
        "left_out": {str(one): count for one, count in sorted(outcomes.items())},
        "items": [
            {**plain(one), "outcome_words": words(f"acceptance.{one.outcome}", tongue)} for one in found
        ],
    }


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
