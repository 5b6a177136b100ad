"""A person on the way to other hands: offered to another unit, such as a Bapas at release, or given to a colleague."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.transfers import HandOverIn, OfferIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue
from matching.model import CandidateId, UnitId
from matching.model.ids import AccountId
from matching.usecases import placements, records, transfers
from matching.usecases.records import CANDIDATES

router = APIRouter(
    route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/serah-terima"
)
FIELDS = ("unit", "note", "colleague")


@router.get("")
async def show_hand_over(screen: Working, candidate_id: UUID) -> Response:
    """To whom the person can be given, and what is open that goes along."""
    return await _page(screen, candidate_id)


@router.post("/unit")
async def offer(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Offer the person to another unit. Sent twice there is one offer."""
    form, program = await posted(request), screen.program
    try:
        asked = parsed(OfferIn, {"unit": form.text("unit"), "note": form.text("note")})
        units, _ = await transfers.receivers(program.gateway, program.actor)
        if asked.unit not in {one.id for one in units} or asked.unit == program.actor.unit:
            raise InvalidValue("unit", "pilih unit lain dari daftar / choose another unit of the list")
        person = CandidateId(candidate_id)
        await transfers.offer(program.gateway, program.actor, person, UnitId(asked.unit), asked.note)
    except WRONG as error:
        return await _page(screen, candidate_id, problems(error, screen.tongue), form)
    return screen.go("/perpindahan", "offered")


@router.post("/rekan")
async def hand_over(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Give the person to a colleague of the unit, at once. Sent twice it is done once."""
    form, program = await posted(request), screen.program
    once = form.once(f"hand-over {candidate_id}")
    try:
        asked = parsed(HandOverIn, {"colleague": form.text("colleague")})
        _, colleagues = await transfers.receivers(program.gateway, program.actor)
        if asked.colleague not in {one.id for one in colleagues}:
            raise InvalidValue("colleague", "pilih rekan dari daftar / choose a colleague of the list")
        person, to = CandidateId(candidate_id), AccountId(asked.colleague)
        await transfers.hand_over(program.gateway, program.actor, person, to, once)
    except WRONG as error:
        return await _page(screen, candidate_id, problems(error, screen.tongue), form)
    return screen.go("/orang", "handed_over")


async def _page(
    screen: Screen, candidate: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate)
    units, colleagues = await transfers.receivers(program.gateway, program.actor)
    return screen.show(
        "case_worker/hand_over.html",
        422 if wrong else 200,
        record=record,
        units=[(str(one.id), one.name) for one in units if one.id != program.actor.unit],
        colleagues=[(str(one.id), one.name) for one in colleagues],
        matters=await placements.open_matters(program.gateway, program.actor, record.id),
        problems=wrong,
        given=texts_of(form, FIELDS),
        once=(form.text("once") if form else "") or program.new_id(),
    )
