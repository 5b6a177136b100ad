"""Vacancies: create, list, read, change. What the title and the text say is read at intake."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response

from api.access import VACANCY_PARTIES
from api.deps import BOUNDED, Creation, IfMatch, IfNoneMatch, Paging, Serving, created, paged, tagged
from api.preconditions import require_if_match
from api.routers.answers import ON_CHANGE, ON_CREATION, ON_READING, answers, body_example
from api.routers.patching import patched
from api.schemas import examples
from api.schemas.documents import vacancy_detail, vacancy_document, vacancy_writable
from api.schemas.parts import Listing
from api.schemas.vacancies import VacancyDetail, VacancyIn, VacancyOut
from matching.model import VacancyId
from matching.model.records import VacancyRecord
from matching.usecases import records
from matching.usecases.records import VACANCIES, checked_vacancy, read_again

router = APIRouter(prefix="/vacancies", tags=["vacancies"], dependencies=[VACANCY_PARTIES, BOUNDED])
NewVacancy = Annotated[VacancyIn, Body(openapi_examples=body_example(examples.VACANCY))]
Patch = Annotated[dict[str, Any], Body(openapi_examples=body_example(examples.VACANCY_PATCH))]


@router.post("", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_CREATION, status=201))
async def create_vacancy(program: Serving, new: NewVacancy, once: Creation) -> Response:
    """Record a vacancy; fields of work, licences by law and occupation are read from it."""
    vacancy = checked_vacancy(new.vacancy(VacancyId(program.new_id())), program.matcher.recipe.world)
    record = await records.create_vacancy(
        program.gateway, program.actor, program.trade, new.record(vacancy), once
    )
    return created(vacancy_detail(record), f"/api/v1/vacancies/{record.id}")


@router.get("", **answers(Listing[VacancyOut], examples.a_page(examples.VACANCY_OUT)))
async def list_vacancies(request: Request, program: Serving, asked: Paging) -> Response:
    """Vacancies in the order in which they were recorded."""
    page = await records.page(
        program.gateway, program.actor, VACANCIES, limit=asked.limit, cursor=asked.cursor
    )
    return paged(request, asked, page, vacancy_document)


@router.get("/{vacancy_id}", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_READING))
async def get_vacancy(program: Serving, vacancy_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """One vacancy."""
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    return tagged(vacancy_detail(record), if_none_match)


@router.patch("/{vacancy_id}", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_CHANGE))
async def change_vacancy(
    program: Serving, vacancy_id: UUID, patch: Patch, if_match: IfMatch = None
) -> Response:
    """Change a vacancy by a merge patch (RFC 7396); it is read again."""

    def changed(standing: VacancyRecord) -> VacancyRecord:
        require_if_match(if_match, vacancy_detail(standing))
        asked = patched(VacancyIn, vacancy_writable(standing), patch)
        new = checked_vacancy(asked.vacancy(standing.id), program.matcher.recipe.world)
        return asked.record(read_again(standing.vacancy, new, program.trade))

    record = await records.change(program.gateway, program.actor, VACANCIES, vacancy_id, changed)
    return tagged(vacancy_detail(record))
