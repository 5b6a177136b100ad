"""Vacancies that are not to be shown again for a person."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response

from api.access import CASE_STAFF, CASE_WORKERS
from api.deps import BOUNDED, IfNoneMatch, Language, Serving, tagged
from api.errors import NOT_FOUND
from api.routers.answers import ON_READING, answers, body_example, no_content
from api.schemas import examples
from api.schemas.hidings import HIDDEN, HIDING, HiddenVacancyOut, HidingIn, hidden_document
from api.schemas.parts import Listing
from matching.messages import Tongue
from matching.model import CandidateId, VacancyId
from matching.model.hidings import HiddenVacancy
from matching.usecases.hidings import hidden_for, hide, show_again

router = APIRouter(prefix="/candidates/{candidate_id}/hidden-vacancies", tags=["matches"])
NewHiding = Annotated[HidingIn, Body(openapi_examples=body_example(HIDING))]


@router.get(
    "",
    dependencies=[CASE_STAFF],
    **answers(Listing[HiddenVacancyOut], examples.a_page(HIDDEN), *ON_READING),
)
async def list_hidden(
    program: Serving, candidate_id: UUID, tongue: Language, if_none_match: IfNoneMatch = None
) -> Response:
    """What is hidden for a person now, and why; the newest first, on one page."""
    found = await hidden_for(program.gateway, program.actor, CandidateId(candidate_id))
    return _listed(found, tongue, if_none_match)


@router.post(
    "",
    dependencies=[CASE_WORKERS, BOUNDED],
    **answers(Listing[HiddenVacancyOut], examples.a_page(HIDDEN), NOT_FOUND),
)
async def hide_vacancy(program: Serving, candidate_id: UUID, asked: NewHiding, tongue: Language) -> Response:
    """Hide a vacancy for a person of one's own: it is in no list or plan for them any more, and is not proposed. Said
    again, the reason is another from now on."""
    found = await hide(program.gateway, program.actor, CandidateId(candidate_id), asked.value())
    return _listed(found, tongue)


@router.post("/{vacancy_id}/end", dependencies=[CASE_WORKERS, BOUNDED], **no_content(NOT_FOUND))
async def show_vacancy_again(program: Serving, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """Show a vacancy again; where it is not hidden, nothing changes."""
    await show_again(program.gateway, program.actor, CandidateId(candidate_id), VacancyId(vacancy_id))
    return Response(status_code=204)


def _listed(found: Sequence[HiddenVacancy], tongue: Tongue, if_none_match: str | None = None) -> Response:
    items = [hidden_document(one, tongue) for one in found]
    return tagged({"items": items, "next": None}, if_none_match)
