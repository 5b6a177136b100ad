"""What ends with a person's withdrawal, objection or restriction, told before it is carried out."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Response

from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import NotFound
from matching.model import CandidateId
from matching.model.contacts import ContactRequest
from matching.model.rights import ConsentState, RequestKind
from matching.model.shortlists import Item, Shortlist
from matching.usecases import placements
from matching.usecases.contacts import contacts_with
from matching.usecases.placements import Told
from matching.usecases.rights import AT_ONCE, Standing
from matching.workflow import State

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/persetujuan")
LISTS = 10
"""Of how many of the person's lists the newest are looked at."""


@dataclass(frozen=True)
class Falls:
    """Rows in lists that go on, each with what its employer has said, and companies' open requests for contact."""

    rows: list[tuple[Shortlist, Item, Told | None]]
    contacts: list[ContactRequest]


@router.get("/permintaan/{request_id}")
async def before_a_letter(screen: Working, candidate_id: UUID, request_id: UUID) -> Response:
    """What ends with what an officer has written down by a letter. Raises NotFound where it is carried out."""
    standing = await screen.program.rights.standing(screen.program.actor, CandidateId(candidate_id))
    asked = next((one for one in standing.requests if one.id == request_id), None)
    if asked is None or asked.kind not in AT_ONCE or not asked.waiting:
        raise NotFound("request")
    return await _told(screen, standing, asked.kind, request_id=request_id)


async def before(screen: Screen, candidate: CandidateId, kind: RequestKind, note: str) -> Response:
    """The page that tells it, with the button that carries it out. Raises NotFound."""
    standing = await screen.program.rights.standing(screen.program.actor, candidate)
    return await _told(screen, standing, kind, note=note)


async def _told(
    screen: Screen, standing: Standing, kind: RequestKind, *, note: str = "", request_id: UUID | None = None
) -> Response:
    takes_part = standing.record.candidate.gates.open
    return screen.show(
        "case_worker/consequences.html",
        record=standing.record,
        kind=kind,
        note=note,
        request_id=request_id,
        takes_part=takes_part,
        consents=[one.consent for one in standing.ledger if one.state is ConsentState.CURRENT],
        falls=await falling(screen, standing.record.id) if takes_part else Falls([], []),
    )


async def falling(screen: Screen, candidate: CandidateId) -> Falls:
    """What ends once the person takes part no longer."""
    going = [one for one in await lists(screen, candidate) if one.state is not State.CLOSED]
    rows = [(one, item) for one in going for item in one.live if item.candidate == candidate]
    program, vacancies = screen.program, {item.id: item.vacancy for _, item in rows}
    told = await placements.told(program.gateway, program.actor, vacancies)
    asked = await contacts_with(program.gateway, program.actor, candidate)
    return Falls([(one, item, told.get(item.id)) for one, item in rows], [one for one in asked if one.waits])


async def lists(screen: Screen, candidate: CandidateId) -> list[Shortlist]:
    """The person's lists, the newest."""
    desk, actor = screen.program.shortlists, screen.program.actor
    lines = await desk.at_hand(actor, candidate=candidate, state=None, limit=LISTS)
    return [await desk.get(actor, line.list.id) for line in lines.lines]
