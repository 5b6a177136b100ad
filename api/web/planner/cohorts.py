"""Plans for everybody who leaves: made, listed, and each one's figures against two other ways to propose."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.cohorts import CohortPlanIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems, refused
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.cohort_report import ASSIGNED, GREEDY, INDEPENDENT
from matching.errors import PlanUnderWay
from matching.model.cohorts import CohortAsked, CohortPlanId
from matching.usecases import cohort_region

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 20
WAYS = (ASSIGNED, GREEDY, INDEPENDENT)


@router.get("/kohort")
async def plans(request: Request, screen: Working) -> Response:
    """Plans of the region."""
    return await _listed(screen, request.query_params.get("dari") or None)


@router.post("/kohort")
async def make(request: Request, screen: Working) -> Response:
    """A plan for who can be out within the horizon."""
    form, program = await posted(request), screen.program
    try:
        asked = parsed(CohortPlanIn, {"horizon_days": form.text("horizon_days")})
        plan = await cohort_region.plan_region(
            program.cohorts,
            program.actor,
            CohortAsked(asked.horizon_days, (), screen.today),
            form.once("/kohort"),
            most_people=program.settings.cohort_request_people,
        )
    except WRONG as error:
        return await _listed(screen, None, problems(error, screen.tongue), form.text("horizon_days"))
    except PlanUnderWay as error:
        return await _listed(screen, None, refused(error, screen.tongue), form.text("horizon_days"))
    return screen.go(f"/kohort/{plan.id}", "done")


@router.get("/kohort/{plan_id}")
async def plan(screen: Working, plan_id: UUID) -> Response:
    """A plan beside what greedy and independent lists would do."""
    found = await cohort_region.get(screen.program.gateway, screen.program.actor, CohortPlanId(plan_id))
    provinces = {one.province_code: one.province for one in screen.program.gazetteer.regencies}
    return screen.show(
        "planner/plan.html", plan=found, report=found.report or {}, ways=WAYS, provinces=provinces
    )


async def _listed(screen: Screen, cursor: str | None, wrong: Problems = NONE, days: str = "90") -> Response:
    page = await cohort_region.page(screen.program.gateway, screen.program.actor, limit=ROWS, cursor=cursor)
    following = f"/kohort?{query({'dari': page.next})}" if page.next else None
    provinces = {one.province_code: one.province for one in screen.program.gazetteer.regencies}
    return screen.show(
        "planner/plans.html",
        422 if wrong else 200,
        plans=page.records,
        provinces=provinces,
        next=following,
        once=screen.program.new_id(),
        days=days,
        problems=wrong,
    )
