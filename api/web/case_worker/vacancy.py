"""One vacancy, to be read before it is proposed to somebody or hidden; and its employer's request for contact."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.contacts import ContactRefusalIn
from api.web.forms import NONE, WRONG, Problems, digits, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import CandidateId, VacancyId
from matching.model.contacts import ContactReason
from matching.usecases import records
from matching.usecases.contacts import contacts_with, refuse_contact
from matching.usecases.records import CANDIDATES, VACANCIES, employers_named

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/orang/{candidate_id}/lowongan/{vacancy_id}")
async def show_vacancy(screen: Working, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """All that a vacancy says."""
    return await _page(screen, candidate_id, vacancy_id)


@router.post("/orang/{candidate_id}/lowongan/{vacancy_id}/kontak")
async def refuse(request: Request, screen: Working, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """Say that contact is not possible, with the reason."""
    form, program = await posted(request), screen.program
    person, vacancy = CandidateId(candidate_id), VacancyId(vacancy_id)
    try:
        reason = parsed(ContactRefusalIn, {"reason": form.text("reason")}).reason
        await refuse_contact(program.gateway, program.actor, person, vacancy, reason)
    except WRONG as error:
        return await _page(screen, candidate_id, vacancy_id, problems(error, screen.tongue))
    return screen.go(f"/orang/{candidate_id}/lowongan/{vacancy_id}", "answered")


async def _page(screen: Screen, candidate: UUID, vacancy: UUID, wrong: Problems = NONE) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate)
    found = await records.get(program.gateway, program.actor, VACANCIES, vacancy)
    employers = await employers_named(program.gateway, program.actor, [found.vacancy.employer])
    asked = await contacts_with(program.gateway, program.actor, CandidateId(candidate))
    return screen.show(
        "case_worker/vacancy.html",
        422 if wrong else 200,
        record=record,
        vacancy=found.vacancy,
        limits=found.limits,
        employer=employers.get(found.vacancy.employer),
        place=program.gazetteer.get,
        size=digits(screen.request.query_params.get("tampil", "")),
        contact=next((one for one in asked if one.vacancy == vacancy), None),
        reasons=list(ContactReason),
        problems=wrong,
    )
