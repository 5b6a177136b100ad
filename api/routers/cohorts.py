"""Plans for everybody in a region who leaves: made, read, and what they propose to whom. For release planners."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response

from api.access import PLANNERS
from api.deps import (
    BOUNDED,
    Creation,
    IfNoneMatch,
    Language,
    Paging,
    Serving,
    created,
    listed,
    paged,
    tagged,
)
from api.errors import CONFLICT, NOT_FOUND, REFUSED_STEP
from api.routers.answers import ON_CREATION, ON_READING, answers, body_example
from api.schemas import cohort_examples, examples
from api.schemas.cohorts import (
    AcceptanceOut,
    AcceptIn,
    CohortPlanIn,
    CohortPlanOut,
    CohortPlanSummary,
    PlansUnderWay,
    ProposalOut,
    acceptance_document,
    plan_document,
    plan_summary,
    proposal_document,
    under_way_document,
)
from api.schemas.parts import Listing
from matching.model.cohorts import CohortAsked, CohortPlanId
from matching.usecases import cohort_region

router = APIRouter(prefix="/cohort-plans", tags=["cohorts"], dependencies=[PLANNERS])
Accepting = Annotated[AcceptIn, Body(openapi_examples=body_example(cohort_examples.ACCEPT))]
NewPlan = Annotated[CohortPlanIn, Body(openapi_examples=body_example(cohort_examples.COHORT_PLAN))]


@router.post(
    "",
    dependencies=[BOUNDED],
    **answers(CohortPlanOut, cohort_examples.COHORT_PLAN_OUT, *ON_CREATION, CONFLICT, status=201),
)
async def make_cohort_plan(program: Serving, new: NewPlan, once: Creation) -> Response:
    """Weigh everybody in one's region who leaves within the horizon against all openings, together. Nobody is sent
    anywhere by it. Regions with many people are planned on the command line."""
    asked = CohortAsked(new.horizon_days, tuple(new.provinces), new.as_of or program.today())
    plan = await cohort_region.plan_region(
        program.cohorts, program.actor, asked, once, most_people=program.settings.cohort_request_people
    )
    return created(plan_document(plan), f"/api/v1/cohort-plans/{plan.id}")


@router.get("", **answers(Listing[CohortPlanSummary], examples.a_page(cohort_examples.COHORT_PLAN_SUMMARY)))
async def list_cohort_plans(request: Request, program: Serving, asked: Paging) -> Response:
    """Plans that lie within one's region, and those for the whole country."""
    page = await cohort_region.page(program.gateway, program.actor, limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, plan_summary)


@router.get("/under-way", **answers(PlansUnderWay, cohort_examples.UNDER_WAY))
async def list_plans_under_way(program: Serving) -> Response:
    """Plans of one's region that are being made, or were struck down, with how far they are. The same request as before
    goes on with one."""
    found = await cohort_region.under_way(program.gateway, program.actor)
    return listed({"items": [under_way_document(one) for one in found]})


@router.get("/{plan_id}", **answers(CohortPlanOut, cohort_examples.COHORT_PLAN_OUT, *ON_READING))
async def get_cohort_plan(program: Serving, plan_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """A plan with its figures."""
    plan = await cohort_region.get(program.gateway, program.actor, CohortPlanId(plan_id))
    return tagged(plan_document(plan), if_none_match)


@router.get(
    "/{plan_id}/proposals",
    **answers(Listing[ProposalOut], examples.a_page(cohort_examples.PROPOSAL), NOT_FOUND, REFUSED_STEP),
)
async def list_cohort_proposals(request: Request, program: Serving, plan_id: UUID, asked: Paging) -> Response:
    """What a plan proposes to the people of one's region; refused while the plan waits for a signature."""
    page = await cohort_region.proposals(
        program.gateway, program.actor, CohortPlanId(plan_id), limit=asked.limit, cursor=asked.cursor
    )
    return paged(request, asked, page, proposal_document)


@router.post(
    "/{plan_id}/acceptance",
    dependencies=[BOUNDED],
    **answers(AcceptanceOut, cohort_examples.ACCEPTANCE, NOT_FOUND, REFUSED_STEP),
)
async def accept_cohort_plan(
    program: Serving, plan_id: UUID, wanted: Accepting, tongue: Language
) -> Response:
    """Have proposals of a plan requested of the people's case workers, as items of shortlists. To do it twice requests
    nothing twice; who is left out is told with the reason."""
    found = await cohort_region.accept(program.gateway, program.actor, CohortPlanId(plan_id), wanted.chosen)
    return listed(acceptance_document(plan_id, found, tongue))
