"""Everything that is kept of a person, for the person to have: as a page to read and print, and as JSON."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api import paper
from api.subject_page import subject_page
from api.subject_words import FileWords
from api.web.routes import PageRoute
from api.web.screens import Working
from matching.messages import Tongue
from matching.model import CandidateId

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/berkas")


@router.get("")
async def file_page(screen: Working, candidate_id: UUID) -> Response:
    """The copy in the viewer's language, with the ways back, to the other language and to the JSON."""
    program = screen.program
    file = await program.rights.file(program.actor, CandidateId(candidate_id))
    say, here = FileWords(screen.tongue, program.gazetteer, program.trade.fields), f"/orang/{candidate_id}"
    other = Tongue.ENGLISH if screen.tongue is Tongue.INDONESIAN else Tongue.INDONESIAN
    ways = (
        (f"{here}/persetujuan", say.say("back")),
        (f"{here}/berkas?lang={other}", say.say("other_language")),
        (f"{here}/berkas/json", say.say("json")),
    )
    headers = paper.HEADERS | {"Content-Language": str(screen.tongue)}
    return HTMLResponse(subject_page(file, program.clock(), say, ways), headers=headers)


@router.get("/json")
async def file_json(screen: Working, candidate_id: UUID) -> Response:
    """The same with all its codes, to keep or to take elsewhere."""
    file = await screen.program.rights.file(screen.program.actor, CandidateId(candidate_id))
    return JSONResponse(
        dict(file), headers={"Content-Disposition": 'attachment; filename="salinan-data.json"'}
    )
