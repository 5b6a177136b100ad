"""Checks of the region that are more than two weeks late, and a word to whoever has the person in charge."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.tasks import TaskIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, page_asked, query
from matching.model.placements import PlacementId
from matching.usecases import checks

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/pemantauan-terlambat")
ROWS, DAYS = 25, 7


@router.get("")
async def escalated(request: Request, screen: Working) -> Response:
    """The list, the oldest first."""
    page = page_asked(request)
    found = await checks.at_hand(
        screen.program.gateway, screen.program.actor, None,
        today=screen.today, days_ahead=0, limit=ROWS, skipped=(page - 1) * ROWS,
    )  # fmt: skip
    more = f"/pemantauan-terlambat?{query({'halaman': page + 1})}" if page * ROWS < found.total else None
    return screen.show("planner/checks.html", found=found, next=more)


@router.get("/{placement_id}")
async def work(screen: Working, placement_id: UUID) -> Response:
    """One piece of work: what was recorded and what is missing. A planner records nothing in it."""
    return await _page(screen, placement_id)


@router.post("/{placement_id}")
async def remind(request: Request, screen: Working, placement_id: UUID) -> Response:
    """Leave whoever has the person in charge a task."""
    form, program = await posted(request), screen.program
    try:
        new = parsed(TaskIn, {"note": form.text("note"), "due": form.text("due")})
        await checks.remind(
            program.gateway,
            program.actor,
            PlacementId(placement_id),
            new.note,
            new.due,
            new_id=program.new_id,
        )
    except WRONG as error:
        return await _page(screen, placement_id, problems(error, screen.tongue), form)
    return screen.go("/pemantauan-terlambat", "reminded")


async def _page(
    screen: Screen, placement_id: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    found = await checks.work(
        screen.program.gateway, screen.program.actor, PlacementId(placement_id), today=screen.today
    )
    return screen.show(
        "planner/work.html",
        422 if wrong else 200,
        work=found,
        problems=wrong,
        note=form.text("note") if form else "",
        due=form.text("due") if form else screen.today + timedelta(days=DAYS),
    )
