"""A whole NIK or register number, shown once in the answer to a form; who looked and for what is in the trail."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.transfers import RevealIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, NotFound
from matching.model import CandidateId
from matching.model.transfers import Number
from matching.usecases import records, transfers
from matching.usecases.records import CANDIDATES

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/nomor")
FIELDS = ("number", "purpose", "letter")


@router.get("")
async def ask_number(screen: Working, candidate_id: UUID) -> Response:
    """Which number, and for what."""
    return await _page(screen, candidate_id)


@router.post("")
async def show_number(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """The number, this once: it stands in no address and is kept by no browser. Each look is a row of the trail."""
    form, program = await posted(request), screen.program
    try:
        asked = parsed(RevealIn, {name: form.text(name) or None for name in FIELDS})
        record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
        value = await _whole(screen, CandidateId(candidate_id), asked)
    except WRONG as error:
        return await _page(screen, candidate_id, problems(error, screen.tongue), form)
    return screen.show(
        "case_worker/number.html", record=record, value=value, shown=asked.number, purpose=asked.purpose
    )


async def _whole(screen: Screen, person: CandidateId, asked: RevealIn) -> str:
    program = screen.program
    try:
        return await transfers.reveal(program.gateway, program.actor, person, asked.number, asked.errand())
    except NotFound as error:
        if error.kind != "number":
            raise
        raise InvalidValue("number", "tidak tercatat / is not on record") from None


async def _page(
    screen: Screen, candidate: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    return screen.show(
        "case_worker/number_asked.html",
        422 if wrong else 200,
        record=await records.get(program.gateway, program.actor, CANDIDATES, candidate),
        numbers=list(Number),
        problems=wrong,
        given=texts_of(form, FIELDS),
    )
