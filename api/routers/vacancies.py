"""Vacancies: create, list, read, change. What the title and the text say is read at intake."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

from api import posting
from api.access import VACANCY_PARTIES
from api.deps import BOUNDED, Creation, IfMatch, IfNoneMatch, Paging, Serving, created, paged, tagged
from api.preconditions import require_if_match
from api.routers.answers import ON_CHANGE, ON_CREATION, ON_READING, answers, body_example
from api.routers.patching import patched
from api.routers.publishing import detail_of, detailed
from api.schemas import examples
from api.schemas.documents import vacancy_detail, vacancy_document, vacancy_writable
from api.schemas.parts import Listing
from api.schemas.vacancies import VacancyDetail, VacancyIn, VacancyOut
from matching.model.records import VacancyRecord
from matching.usecases import publishing, records
from matching.usecases.records import VACANCIES
from matching.vocabulary import VacancyStatus

router = APIRouter(prefix="/vacancies", tags=["vacancies"], dependencies=[VACANCY_PARTIES, BOUNDED])
NewVacancy = Annotated[VacancyIn, Body(openapi_examples=body_example(examples.VACANCY))]
InState = Annotated[VacancyStatus | None, Query(description="Only vacancies in this state.")]
Patch = Annotated[dict[str, Any], Body(openapi_examples=body_example(examples.VACANCY_PATCH))]


@router.post("", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_CREATION, status=201))
async def create_vacancy(program: Serving, new: NewVacancy, once: Creation) -> Response:
    """Record a vacancy; fields of work, licences by law and occupation are read from it, findings are told. What a
    company posts is a draft until a planner publishes it."""
    record = await posting.post(program, new, once)
    return created(await detail_of(program, record), f"/api/v1/vacancies/{record.id}")


@router.get("", **answers(Listing[VacancyOut], examples.a_page(examples.VACANCY_OUT)))
async def list_vacancies(
    request: Request, program: Serving, asked: Paging, status: InState = None
) -> Response:
    """Vacancies in the order in which they were recorded; `status=draft`: those that wait for a check."""
    page = await publishing.page(
        program.gateway, program.actor, limit=asked.limit, cursor=asked.cursor, status=status
    )
    return paged(request, asked, page, vacancy_document, **({"status": status} if status else {}))


@router.get("/{vacancy_id}", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_READING))
async def get_vacancy(program: Serving, vacancy_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """One vacancy."""
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    return tagged(await detail_of(program, record), if_none_match)


@router.patch("/{vacancy_id}", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_CHANGE))
async def change_vacancy(
    program: Serving, vacancy_id: UUID, patch: Patch, if_match: IfMatch = None
) -> Response:
    """Change a vacancy by a merge patch (RFC 7396); it is read again. A company that changes what is published sends it
    back to be checked, but for closing it, fewer openings and an earlier close."""

    def asked(standing: VacancyRecord) -> VacancyIn:
        findings = program.linter.lint(standing, program.today())
        require_if_match(if_match, vacancy_detail(standing, findings))
        return patched(VacancyIn, vacancy_writable(standing), patch)

    record = await posting.change(program, vacancy_id, asked)
    return await detailed(program, record)
