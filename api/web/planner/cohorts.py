"""Plans for everybody who leaves: made, listed, and each one's figures against two other ways to propose."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.cohorts import CohortPlanIn
from api.spreadsheet import Cell
from api.vocabularies import in_words
from api.web import maps
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.planner.plan_map import circles
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from api.web.tables import columns, table_file
from matching.cohort_report import ASSIGNED, GREEDY, INDEPENDENT
from matching.errors import PlanUnderWay
from matching.messages import Tongue, words
from matching.model.cohorts import CohortAsked, CohortPlanId
from matching.usecases import cohort_region
from matching.usecases.fairness import waits

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
    days, provinces = form.text("horizon_days"), form.texts("provinces")
    try:
        asked = parsed(CohortPlanIn, {"horizon_days": days, "provinces": provinces})
        plan = await cohort_region.plan_region(
            program.cohorts,
            program.actor,
            CohortAsked(asked.horizon_days, tuple(asked.provinces), screen.today),
            form.once("/kohort"),
            most_people=program.settings.cohort_request_people,
        )
    except (*WRONG, PlanUnderWay) as error:
        return await _listed(screen, None, problems(error, screen.tongue), days, provinces)
    return screen.go(f"/kohort/{plan.id}", "done")


@router.get("/kohort/{plan_id}")
async def plan(screen: Working, plan_id: UUID) -> Response:
    """A plan beside what greedy and independent lists would do."""
    found = await cohort_region.get(screen.program.gateway, screen.program.actor, CohortPlanId(plan_id))
    report = found.report or {}
    return screen.show(
        "planner/plan.html",
        plan=found,
        report=report,
        waits=await waits(screen.program.gateway, screen.program.actor, found.id),
        ways=WAYS,
        provinces=screen.program.gazetteer.provinces,
        ground=maps.ground(screen.program.gazetteer),
        drawn=circles(report, maps.provinces(screen.program.gazetteer), screen.program.gazetteer.provinces),
    )


@router.get("/kohort/{plan_id}/berkas")
async def plan_file(request: Request, screen: Working, plan_id: UUID) -> Response:
    """The figures of a plan as a file, a line each; small numbers are left out of the report already."""
    found = await cohort_region.get(screen.program.gateway, screen.program.actor, CohortPlanId(plan_id))
    rows = figures_of(found.report or {}, screen.program.gazetteer.provinces, screen.tongue)
    head, form = columns(("figure", "of", *WAYS), screen.tongue), request.query_params.get("bentuk")
    return table_file(f"rencana-kohort-{found.asked.as_of}", form, head, rows)


def figures_of(report: Mapping[str, Any], provinces: Mapping[str, str], tongue: Tongue) -> list[list[Cell]]:
    """Figures by way, then the share with a proposal by province; what is one number for all ways stands once."""

    def said(code: str) -> str:
        return in_words("plan_figures", code, tongue)

    told = report["report"]
    once = {name: report[name] for name in ("people", "with_viable", "openings")}
    once |= {"openings_viable": told["openings_viable"]}
    rows: list[list[Cell]] = [[said(name), "", count, None, None] for name, count in once.items()]
    rows += [
        [words(f"work.{name}", tongue), "", n, None, None] for name, n in told.get("with_work", {}).items()
    ]
    rows += [
        [said(name), "", *(report[name][way] for way in WAYS)] for name in ("with_proposal", "total_fit")
    ]
    for name, part in (
        ("proposals_per_opening", "mean"), ("proposals_per_opening", "most"), ("employers", "reached"),
        ("employers", "of"), ("employers", "gini"),
    ):  # fmt: skip
        rows.append([said(name), said(part), *(told[name][way][part] for way in WAYS)])
    for code, row in told["provinces"]["shares"].items():
        rows.append([said("province_share"), provinces.get(code, code), *(row.get(way) for way in WAYS)])
    return rows


async def _listed(
    screen: Screen,
    cursor: str | None,
    wrong: Problems = NONE,
    days: str = "90",
    chosen: Sequence[str] = (),
) -> Response:
    page = await cohort_region.page(screen.program.gateway, screen.program.actor, limit=ROWS, cursor=cursor)
    following = f"/kohort?{query({'dari': page.next})}" if page.next else None
    under_way = await cohort_region.under_way(screen.program.gateway, screen.program.actor)
    return screen.show(
        "planner/plans.html",
        422 if wrong else 200,
        plans=page.records,
        under_way=under_way,
        provinces=screen.program.gazetteer.provinces,
        own=await cohort_region.provinces(screen.program.gateway, screen.program.actor),
        chosen=chosen,
        next=following,
        once=screen.program.new_id(),
        days=days,
        problems=wrong,
    )
