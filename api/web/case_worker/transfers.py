"""People on their way: offered to the unit, asked for by another, and what one has offered."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.web.forms import posted
from api.web.routes import PageRoute
from api.web.screens import Working, query
from matching.model.transfers import TransferId
from matching.usecases import transfers

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/perpindahan")
ROWS = 25


@router.get("")
async def waiting(request: Request, screen: Working) -> Response:
    """Transfers that nobody has decided, the oldest first."""
    program = screen.program
    found = await transfers.waiting(
        program.gateway, program.actor, limit=ROWS, cursor=request.query_params.get("dari") or None
    )
    more = f"/perpindahan?{query({'dari': found.page.next})}" if found.page.next else None
    return screen.show("case_worker/transfers.html", found=found, unit=program.actor.unit, next=more)


@router.post("/{transfer_id}")
async def decide(request: Request, screen: Working, transfer_id: UUID) -> Response:
    """Accept, or refuse; of an own offer: withdraw it."""
    form, program = await posted(request), screen.program
    accept = form.text("apa") == "terima"
    await transfers.decide(program.gateway, program.actor, TransferId(transfer_id), accept=accept)
    return screen.go("/perpindahan", "transferred" if accept else "not_transferred")
