"""What an employer is said to have done to somebody in one's charge, written down for the planners of the region."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.placements import ComplaintIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import EmployerId
from matching.usecases import placements, records
from matching.usecases.records import CANDIDATES, EMPLOYERS

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/keluhan")
LISTED = 20
FIELDS = ("code", "by_whom", "note")


@router.get("/{employer_id}")
async def show_complaints(screen: Working, candidate_id: UUID, employer_id: UUID) -> Response:
    """What was written down about this employer before, and the form."""
    return await _page(screen, candidate_id, employer_id)


@router.post("/{employer_id}")
async def complain(request: Request, screen: Working, candidate_id: UUID, employer_id: UUID) -> Response:
    """Write a complaint down."""
    form, program = await posted(request), screen.program
    given = {name: form.text(name) for name in FIELDS} | {"candidate_id": candidate_id}
    try:
        complaint = parsed(ComplaintIn, given).complaint(program.new_id(), employer_id)
    except WRONG as error:
        return await _page(screen, candidate_id, employer_id, problems(error, screen.tongue), form)
    once = form.once(f"complaint {candidate_id} {employer_id}")
    await placements.complain(program.gateway, program.actor, complaint, once)
    return screen.go(f"/orang/{candidate_id}/keluhan/{employer_id}", "complained")


async def _page(
    screen: Screen, candidate: UUID, employer: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    gateway, actor, about = program.gateway, program.actor, EmployerId(employer)
    return screen.show(
        "case_worker/complaints.html",
        422 if wrong else 200,
        record=await records.get(gateway, actor, CANDIDATES, candidate),
        employer=(await records.get(gateway, actor, EMPLOYERS, about)).employer,
        complaints=await placements.complaints(gateway, actor, about, limit=LISTED),
        problems=wrong,
        given=texts_of(form, FIELDS),
        once=(form.text("once") if form else "") or program.new_id(),
    )
