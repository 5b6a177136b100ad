"""Contact with the person behind a card: asked for by a company, answered by the person's case worker."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse

from api.access import CASE_STAFF, CASE_WORKERS, EMPLOYERS
from api.deps import BOUNDED, Language, Serving, listed
from api.errors import NOT_FOUND, TOO_OFTEN
from api.routers.answers import answers, body_example, no_content
from api.schemas import contacts as shapes
from api.schemas import examples
from api.schemas.contacts import (
    AskedContactOut,
    ContactIn,
    ContactRefusalIn,
    ContactRequestOut,
    asked_document,
    request_document,
)
from api.schemas.parts import Listing
from matching.model import CandidateId, VacancyId
from matching.usecases.contacts import ask_contact, asked_contacts, contacts_with, refuse_contact

router = APIRouter(tags=["matches"], dependencies=[BOUNDED])
NewContact = Annotated[ContactIn, Body(openapi_examples=body_example(shapes.CODE))]
Refusal = Annotated[ContactRefusalIn, Body(openapi_examples=body_example(shapes.REFUSAL))]


@router.get(
    "/vacancies/{vacancy_id}/contact-requests",
    dependencies=[EMPLOYERS],
    **answers(Listing[AskedContactOut], examples.a_page(shapes.ASKED), NOT_FOUND),
)
async def list_asked_contacts(program: Serving, vacancy_id: UUID, tongue: Language) -> Response:
    """What one's company has asked for within 30 days, and what came of it; the newest first, on one page."""
    found = await asked_contacts(program.gateway, program.actor, VacancyId(vacancy_id))
    return listed({"items": [asked_document(one, tongue) for one in found], "next": None})


@router.post(
    "/vacancies/{vacancy_id}/contact-requests",
    dependencies=[EMPLOYERS],
    **answers(AskedContactOut, shapes.ASKED, NOT_FOUND, TOO_OFTEN, status=201),
)
async def ask_for_contact(
    program: Serving, vacancy_id: UUID, wanted: NewContact, tongue: Language
) -> Response:
    """Ask for contact with the person behind a card of one's open vacancy. Asked again within 30 days, it is the same
    request. The person's case worker proposes or says no."""
    made = await ask_contact(
        program.matcher, program.actor, VacancyId(vacancy_id), wanted.code, today=program.today()
    )
    return JSONResponse(asked_document(made, tongue), 201)


@router.get(
    "/candidates/{candidate_id}/contact-requests",
    dependencies=[CASE_STAFF],
    **answers(Listing[ContactRequestOut], examples.a_page(shapes.REQUEST), NOT_FOUND),
)
async def list_contact_requests(program: Serving, candidate_id: UUID, tongue: Language) -> Response:
    """Companies that have asked for contact with a person within 30 days; the newest first, on one page."""
    found = await contacts_with(program.gateway, program.actor, CandidateId(candidate_id))
    return listed({"items": [request_document(one, tongue) for one in found], "next": None})


@router.post(
    "/candidates/{candidate_id}/contact-requests/{vacancy_id}/refusal",
    dependencies=[CASE_WORKERS],
    **no_content(NOT_FOUND),
)
async def refuse_contact_request(
    program: Serving, candidate_id: UUID, vacancy_id: UUID, said: Refusal
) -> Response:
    """Say that it is not possible. The company learns that, and not why; proposing is a list, as ever."""
    await refuse_contact(
        program.gateway, program.actor, CandidateId(candidate_id), VacancyId(vacancy_id), said.reason
    )
    return Response(status_code=204)
