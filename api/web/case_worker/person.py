"""One person: what is known, what is missing, and what stands in the way."""

from uuid import UUID

from fastapi import APIRouter, Response

from api.web.case_worker.fields_named import field_names
from api.web.case_worker.places_typed import place_names
from api.web.routes import PageRoute
from api.web.screens import Working
from matching.model import CandidateId
from matching.usecases import person, placements
from matching.usecases.whole_profile import parts_of

router = APIRouter(route_class=PageRoute, include_in_schema=False)
WRITTEN_AT = {
    "certificates": "sertifikat",
    "window": "perkiraan-bebas",
    "experience": "data",
    "interests": "data",
    "education": "data",
}
"""Pages where parts of a profile are written, by the part."""


@router.get("/orang/{candidate_id}")
async def show_person(screen: Working, candidate_id: UUID) -> Response:
    """The person's page: profile, certificates, window with its history, blockers, gates."""
    record, windows = await person.window_of(
        screen.program.gateway, screen.program.actor, CandidateId(candidate_id)
    )
    supervision, unwanted = record.candidate.supervision, record.candidate.preferences.excluded_fields
    return screen.show(
        "case_worker/person.html",
        record=record,
        person=record.candidate,
        windows=windows,
        parts=parts_of(record.candidate),
        written_at=WRITTEN_AT,
        work=await placements.placements(screen.program.gateway, screen.program.actor, record.id),
        place=screen.program.gazetteer.get,
        area=place_names(screen, supervision.area if supervision else ()),
        unwanted=[name for code, name in field_names(screen) if code in unwanted],
    )
