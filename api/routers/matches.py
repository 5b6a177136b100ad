"""Ranked lists in both directions. Reading one writes nothing; recording one is `POST /runs`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.deps import Language, ListRows, Serving, Today, listed
from api.routers.answers import ON_MATCHING, answers
from api.schemas import list_examples
from api.schemas.matches import (
    CandidateList,
    VacancyList,
    candidates_document,
    employers_of,
    vacancies_document,
)
from matching.model import CandidateId, VacancyId
from matching.usecases.records import employers_named

router = APIRouter(tags=["matches"])
Plain = Annotated[
    bool,
    Query(description="In the order of scores alone: nothing stands behind another row, nothing is moved."),
]
Near = Annotated[int, Query(ge=0, le=3, description="How many vacancies that one change would open.")]


@router.get(
    "/candidates/{candidate_id}/matches", **answers(VacancyList, list_examples.VACANCIES_FOR, *ON_MATCHING)
)
async def vacancies_for(
    *,
    program: Serving,
    candidate_id: UUID,
    size: ListRows,
    as_of: Today,
    lang: Language,
    near: Near = 3,
    plain: Plain = False,
) -> Response:
    """Vacancies that this person can take, best first, each with reasons, gaps and the verdict on the window."""
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(candidate_id), today=as_of, size=size, plain=plain
    )
    employers = await employers_named(program.gateway, program.actor, employers_of(answer.vacancies))
    return listed(vacancies_document(answer, program.gazetteer, employers, lang, near=near))


@router.get(
    "/vacancies/{vacancy_id}/candidates", **answers(CandidateList, list_examples.CANDIDATES_FOR, *ON_MATCHING)
)
async def candidates_for(
    program: Serving, vacancy_id: UUID, size: ListRows, as_of: Today, lang: Language
) -> Response:
    """People for this vacancy, by the same score, without names."""
    answer = await program.matcher.candidates_for(
        program.actor, VacancyId(vacancy_id), today=as_of, size=size
    )
    return listed(candidates_document(answer, program.gazetteer, lang))
