"""What a plan proposes to people of the region, by codes; taken over, and one person opened."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.cohorts import AcceptIn, acceptance_document
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.errors import InvalidValue
from matching.model.cohorts import Chosen, CohortPlanId
from matching.usecases import cohort_region, records
from matching.usecases.records import CANDIDATES, employers_named

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 50


@router.get("/kohort/{plan_id}/usulan")
async def proposals(request: Request, screen: Working, plan_id: UUID) -> Response:
    """Proposals as rows without names."""
    return await _page(screen, CohortPlanId(plan_id), request.query_params.get("dari") or None)


@router.post("/kohort/{plan_id}/usulan")
async def accept(request: Request, screen: Working, plan_id: UUID) -> Response:
    """Have the chosen ones, those of a unit or all of them requested of the case workers; what has become of each."""
    form, plan, program = await posted(request), CohortPlanId(plan_id), screen.program
    try:
        chosen = _chosen(form)
    except WRONG as error:
        return await _page(screen, plan, None, problems(error, screen.tongue))
    found = await cohort_region.accept(program.gateway, program.actor, plan, chosen)
    told = acceptance_document(plan_id, found, screen.tongue)
    return screen.show("planner/accepted.html", plan=plan, told=told)


@router.get("/kohort/{plan_id}/orang/{candidate_id}")
async def person(screen: Working, plan_id: UUID, candidate_id: UUID) -> Response:
    """Who stands behind a code: a look that is recorded."""
    program = screen.program
    plan = await cohort_region.get(program.gateway, program.actor, CohortPlanId(plan_id))
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    return screen.show("planner/person.html", plan=plan, record=record, place=program.gazetteer.get)


def _chosen(form: Posted) -> Chosen:
    """Raises InvalidValue where nothing is chosen, or ValidationError for what is no id."""
    which = form.text("which")
    if which == "all":
        return Chosen()
    if which == "unit":
        return parsed(AcceptIn, {"units": [form.text("unit")]}).chosen
    if not (rows := form.texts("p")):
        raise InvalidValue("p", "pilih setidaknya satu baris / choose one row at least")
    return parsed(AcceptIn, {"candidates": rows}).chosen


async def _page(screen: Screen, plan: CohortPlanId, cursor: str | None, wrong: Problems = NONE) -> Response:
    program, actor = screen.program, screen.program.actor
    found = await cohort_region.offered(program.gateway, actor, plan, limit=ROWS, cursor=cursor)
    wanted = list(dict.fromkeys(one.employer for one in found.vacancies.values()))
    following = f"/kohort/{plan}/usulan?{query({'dari': found.page.next})}" if found.page.next else None
    return screen.show(
        "planner/proposals.html",
        422 if wrong else 200,
        plan=await cohort_region.get(program.gateway, actor, plan),
        rows=found.page.records,
        vacancies=found.vacancies,
        units=found.units,
        employers=await employers_named(program.gateway, actor, wanted),
        place=program.gazetteer.get,
        most=program.settings.cohort_list_rows,
        next=following,
        problems=wrong,
    )
