"""Whether work is kept: checks due and overdue, and the way of one piece of work, gone on with."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.placements import EventIn
from api.web.case_worker.rungs import rung_given
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, page_asked, query
from matching.errors import CandidacyWithdrawn, NoOpeningLeft, OutOfOrder, PlacedElsewhere
from matching.model.outcome_codes import CheckState
from matching.model.placements import PlacementId
from matching.usecases import checks, placements

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS, DAYS_AHEAD = 25, 30
STATES = (CheckState.ESCALATED, CheckState.LATE, CheckState.AHEAD)
FIELDS = ("kind", "on", "contract", "wage_monthly_idr", "before_release", "reason", "note")


@router.get("/pemantauan")
async def due(request: Request, screen: Working) -> Response:
    """Checks without an answer, the oldest first, in one state or all."""
    named, page = request.query_params.get("keadaan"), page_asked(request)
    state = next((one for one in STATES if one == named), None)
    found = await checks.at_hand(
        screen.program.gateway, screen.program.actor, state,
        today=screen.today, days_ahead=DAYS_AHEAD, limit=ROWS, skipped=(page - 1) * ROWS,
    )  # fmt: skip
    more = (
        f"/pemantauan?{query({'keadaan': state, 'halaman': page + 1})}" if page * ROWS < found.total else None
    )
    return screen.show(
        "case_worker/checks.html", found=found, state=state, states=STATES, ahead=DAYS_AHEAD, next=more
    )


@router.get("/penempatan/{placement_id}")
async def work(request: Request, screen: Working, placement_id: UUID) -> Response:
    """One piece of work: what was recorded, what is missing, what may come next."""
    return await _page(screen, placement_id, request.query_params.get("keadaan", ""))


@router.post("/penempatan/{placement_id}")
async def record(request: Request, screen: Working, placement_id: UUID) -> Response:
    """Record what has come next, and go back to the checks."""
    form, program = await posted(request), screen.program
    state, of = form.text("keadaan"), PlacementId(placement_id)
    try:
        asked = parsed(EventIn, rung_given(form, form.text("kind")))
        await placements.record(
            program.gateway, program.actor, of, asked.value(), before_release=asked.before_release
        )
    except (*WRONG, OutOfOrder, NoOpeningLeft, CandidacyWithdrawn, PlacedElsewhere) as error:
        return await _page(screen, placement_id, state, problems(error, screen.tongue), form)
    kept = query({"keadaan": state if state in STATES else ""})
    return screen.go(f"/pemantauan?{kept}" if kept else "/pemantauan", "recorded")


async def _page(
    screen: Screen, placement_id: UUID, state: str, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    found = await checks.work(
        screen.program.gateway, screen.program.actor, PlacementId(placement_id), today=screen.today
    )
    item = found.placement.item
    told = await placements.told(
        screen.program.gateway, screen.program.actor, {item: found.placement.vacancy} if item else {}
    )
    return screen.show(
        "case_worker/work.html",
        422 if wrong else 200,
        work=found,
        told=told.get(item) if item else None,
        state=state if state in STATES else "",
        problems=wrong,
        typed=texts_of(form, FIELDS),
    )
