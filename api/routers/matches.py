"""Ranked lists in both directions. Reading one writes nothing; recording one is `POST /runs`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from api.deps import BOUNDED, Language, ListRows, Serving, Today, listed
from api.routers.answers import ON_MATCHING, answers, body_example
from api.schemas import list_examples
from api.schemas.matches import (
    CandidateList,
    VacancyList,
    candidates_document,
    employers_of,
    vacancies_document,
)
from api.schemas.what_if import (
    WhatIfIn,
    WhatIfList,
    WhatOpensOut,
    what_if_document,
    what_opens_document,
)
from matching.counterfactual import NEAR_MISSES
from matching.model import CandidateId, VacancyId
from matching.usecases.records import employers_named
from matching.usecases.what_if import what_if, what_opens

router = APIRouter(tags=["matches"])
Plain = Annotated[
    bool,
    Query(description="In the order of scores alone: nothing stands behind another row, nothing is moved."),
]
Near = Annotated[
    int, Query(ge=0, le=NEAR_MISSES, description="How many vacancies that one change would open.")
]


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
    near: Near = NEAR_MISSES,
    plain: Plain = False,
) -> Response:
    """Vacancies that this person can take, best first, each with reasons, gaps and the verdict on the window."""
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(candidate_id), today=as_of, size=size, near=near, plain=plain
    )
    employers = await employers_named(program.gateway, program.actor, employers_of(answer.vacancies))
    return listed(vacancies_document(answer, program.gazetteer, employers, lang))


@router.post(
    "/candidates/{candidate_id}/what-if",
    dependencies=[BOUNDED],
    **answers(WhatIfList, list_examples.WHAT_IF_LIST, *ON_MATCHING),
)
async def matches_if(
    *,
    program: Serving,
    candidate_id: UUID,
    held: Annotated[WhatIfIn, Body(openapi_examples=body_example(list_examples.WHAT_IF))],
    size: ListRows,
    as_of: Today,
    lang: Language,
) -> Response:
    """The list of this person if certificates or licences were held besides those on record. Nothing is stored."""
    found = await what_if(
        program.matcher, program.actor, CandidateId(candidate_id), held.value(), today=as_of, size=size
    )
    employers = await employers_named(program.gateway, program.actor, employers_of(found.answer.vacancies))
    return listed(what_if_document(found, program.gazetteer, employers, lang))


@router.get(
    "/candidates/{candidate_id}/what-opens",
    **answers(WhatOpensOut, list_examples.WHAT_OPENS, *ON_MATCHING),
)
async def opens_more(program: Serving, candidate_id: UUID, size: ListRows, as_of: Today) -> Response:
    """Licences and certificates that would open more to this person, found by ranking again with each."""
    found = await what_opens(
        program.matcher, program.actor, CandidateId(candidate_id), today=as_of, size=size
    )
    return listed(what_opens_document(found))


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
