"""One vacancy, to be read before it is proposed to somebody or hidden."""

from uuid import UUID

from fastapi import APIRouter, Response

from api.web.routes import PageRoute
from api.web.screens import Working
from matching.usecases import records
from matching.usecases.records import CANDIDATES, VACANCIES, employers_named

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/orang/{candidate_id}/lowongan/{vacancy_id}")
async def show_vacancy(screen: Working, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """All that a vacancy says."""
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    found = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    employers = await employers_named(program.gateway, program.actor, [found.vacancy.employer])
    return screen.show(
        "case_worker/vacancy.html",
        record=record,
        vacancy=found.vacancy,
        limits=found.limits,
        employer=employers.get(found.vacancy.employer),
        place=program.gazetteer.get,
    )
