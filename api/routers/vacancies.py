"""Vacancies: create, list, read, change. What the title and the text say is read at intake."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

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
from matching.model import VacancyId
from matching.model.records import VacancyRecord
from matching.publishing import as_changed, as_posted
from matching.usecases import publishing, records
from matching.usecases.records import VACANCIES, checked_vacancy, read_again
from matching.vocabulary import VacancyStatus

router = APIRouter(prefix="/vacancies", tags=["vacancies"], dependencies=[VACANCY_PARTIES, BOUNDED])
NewVacancy = Annotated[VacancyIn, Body(openapi_examples=body_example(examples.VACANCY))]
InState = Annotated[VacancyStatus | None, Query(description="Only vacancies in this state.")]
Patch = Annotated[dict[str, Any], Body(openapi_examples=body_example(examples.VACANCY_PATCH))]


@router.post("", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_CREATION, status=201))
async def create_vacancy(program: Serving, new: NewVacancy, once: Creation) -> Response:
    """Record a vacancy; fields of work, licences by law and occupation are read from it, findings are told. What a
    company posts is a draft until a planner publishes it."""
    vacancy = checked_vacancy(new.vacancy(VacancyId(program.new_id())), program.matcher.recipe.world)
    check = program.settings.staff_vacancies_need_check
    posted = as_posted(new.record(vacancy), program.actor.role, staff_checked=check)
    record = await records.create_vacancy(program.gateway, program.actor, program.trade, posted, once)
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
    role, check = program.actor.role, program.settings.staff_vacancies_need_check

    def changed(standing: VacancyRecord) -> VacancyRecord:
        findings = program.linter.lint(standing, program.today())
        require_if_match(if_match, vacancy_detail(standing, findings))
        asked = patched(VacancyIn, vacancy_writable(standing), patch)
        new = checked_vacancy(asked.vacancy(standing.id), program.matcher.recipe.world)
        read = read_again(standing.vacancy, new, program.trade)
        return as_changed(standing, asked.record(read), role, staff_checked=check)

    record = await records.change(program.gateway, program.actor, VACANCIES, vacancy_id, changed)
    return await detailed(program, record)
