"""People on their way: offered to the unit, asked for by another, what one has offered; and asking for one."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.transfers import ClaimIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.model.transfers import TransferId
from matching.usecases import transfers

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/perpindahan")
ROWS = 25


@router.get("")
async def waiting(request: Request, screen: Working) -> Response:
    """Transfers that nobody has decided, the oldest first."""
    return await _page(request, screen)


@router.post("/minta")
async def claim(request: Request, screen: Working) -> Response:
    """Ask for a person who has come to one's unit, by NIK. The answer is always the same."""
    form, program = await posted(request), screen.program
    try:
        asked = parsed(ClaimIn, {"national_id": form.text("national_id")})
    except WRONG as error:
        return await _page(request, screen, problems(error, screen.tongue), form.text("national_id"))
    await transfers.claim(program.gateway, program.actor, asked.national_id)
    return screen.go("/perpindahan", "claimed")


@router.post("/{transfer_id}")
async def decide(request: Request, screen: Working, transfer_id: UUID) -> Response:
    """Accept, or refuse; of an own offer: withdraw it."""
    form, program = await posted(request), screen.program
    accept = form.text("apa") == "terima"
    await transfers.decide(program.gateway, program.actor, TransferId(transfer_id), accept=accept)
    return screen.go("/perpindahan", "transferred" if accept else "not_transferred")


async def _page(request: Request, screen: Screen, wrong: Problems = NONE, typed: str = "") -> Response:
    program = screen.program
    found = await transfers.waiting(
        program.gateway, program.actor, limit=ROWS, cursor=request.query_params.get("dari") or None
    )
    return screen.show(
        "case_worker/transfers.html",
        422 if wrong else 200,
        found=found,
        unit=program.actor.unit,
        next=f"/perpindahan?{query({'dari': found.page.next})}" if found.page.next else None,
        problems=wrong,
        typed=typed,
    )
