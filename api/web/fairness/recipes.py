"""New models and weights beside those in force: what becomes of each group, and signing for it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access import PLANNERS
from api.web.forms import NONE, Problems, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.errors import StepRefused
from matching.model.fairness import Attribute, ComparisonId
from matching.usecases import fairness
from matching.vocabulary import Role

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/resep")
ROWS, MAX_REASON = 20, 500


@router.get("")
async def comparisons(request: Request, screen: Working) -> Response:
    """All comparisons, in the order in which they were made."""
    program = screen.program
    page = await fairness.comparisons(
        program.gateway, program.actor, limit=ROWS, cursor=request.query_params.get("dari") or None
    )
    following = f"/resep?{query({'dari': page.next})}" if page.next else None
    return screen.show("fairness/recipes.html", rows=page.records, next=following)


@router.get("/{comparison_id}")
async def comparison(request: Request, screen: Working, comparison_id: UUID) -> Response:
    """One comparison: alarms of the new one first, then the groups by one attribute, before and after."""
    return await _page(screen, comparison_id, request.query_params.get("menurut", ""))


@router.post("/{comparison_id}/tanda-tangan", dependencies=[PLANNERS])
async def sign(request: Request, screen: Working, comparison_id: UUID) -> Response:
    """Answer for the new one, so that it may rank."""
    form, program = await posted(request), screen.program
    reason = form.text("reason")[:MAX_REASON]
    try:
        await fairness.sign_comparison(program.gateway, program.actor, ComparisonId(comparison_id), reason)
    except StepRefused as error:
        return await _page(screen, comparison_id, "", problems(error, screen.tongue), reason)
    return screen.go(f"/resep/{comparison_id}", "signed")


async def _page(
    screen: Screen, comparison_id: UUID, by: str, wrong: Problems = NONE, reason: str = ""
) -> Response:
    program = screen.program
    found = await fairness.comparison(program.gateway, program.actor, ComparisonId(comparison_id))
    attribute = next((one for one in Attribute if one == by), Attribute.SEX)
    before = {cell["group"]: cell for cell in _cells(found.report, "before", attribute)}
    return screen.show(
        "fairness/recipe.html",
        422 if wrong else 200,
        told=found,
        alarms=found.report.get("after", {}).get("alarms", ()),
        attributes=list(Attribute),
        attribute=attribute,
        rows=[(cell, before.get(cell["group"])) for cell in _cells(found.report, "after", attribute)],
        provinces=program.gazetteer.provinces,
        signs=found.awaits_signature and program.actor.role is Role.RELEASE_PLANNER,
        problems=wrong,
        reason=reason,
    )


def _cells(report: Mapping[str, Any], which: str, attribute: Attribute) -> Sequence[Mapping[str, Any]]:
    cells: Sequence[Mapping[str, Any]] = report.get(which, {}).get("cells", ())
    return [cell for cell in cells if cell["attribute"] == attribute]
