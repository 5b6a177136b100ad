"""Ranked lists in both directions. Reading one writes nothing; recording one is `POST /runs`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from api.access import CASE_STAFF, VACANCY_PARTIES
from api.deps import BOUNDED, Language, ListRows, Serving, Today, listed
from api.errors import TOO_OFTEN
from api.program import Program
from api.routers.answers import ON_MATCHING, answers, body_example
from api.schemas import list_examples
from api.schemas.cards import CardList, cards_document
from api.schemas.documents import Document
from api.schemas.matches import (
    CandidateList,
    VacancyList,
    candidates_document,
    employers_of,
    vacancies_document,
)
from api.schemas.projection import seen_list, seen_people
from api.schemas.what_if import (
    WhatIfIn,
    WhatIfList,
    WhatOpensOut,
    what_if_document,
    what_opens_document,
)
from matching.counterfactual import NEAR_MISSES
from matching.errors import InvalidValue
from matching.messages import Tongue
from matching.model import CandidateId, VacancyId
from matching.usecases.cards import cards_for
from matching.usecases.records import employers_named
from matching.usecases.what_if import what_if, what_opens
from matching.vocabulary import Role


def _simulated(request: Request) -> bool:
    return "as_of" in request.query_params


Simulated = Annotated[bool, Depends(_simulated)]
router = APIRouter(tags=["matches"])
Plain = Annotated[
    bool,
    Query(description="In the order of scores alone: nothing stands behind another row, nothing is moved."),
]
Near = Annotated[
    int, Query(ge=0, le=NEAR_MISSES, description="How many vacancies that one change would open.")
]


@router.get(
    "/candidates/{candidate_id}/matches",
    dependencies=[CASE_STAFF],
    **answers(VacancyList, list_examples.VACANCIES_FOR, *ON_MATCHING),
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
    return listed(
        seen_list(vacancies_document(answer, program.gazetteer, employers, lang), program.actor.role)
    )


@router.post(
    "/candidates/{candidate_id}/what-if",
    dependencies=[CASE_STAFF, BOUNDED],
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
    return listed(seen_list(what_if_document(found, program.gazetteer, employers, lang), program.actor.role))


@router.get(
    "/candidates/{candidate_id}/what-opens",
    dependencies=[CASE_STAFF],
    **answers(WhatOpensOut, list_examples.WHAT_OPENS, *ON_MATCHING),
)
async def opens_more(program: Serving, candidate_id: UUID, size: ListRows, as_of: Today) -> Response:
    """Licences and certificates that would open more to this person, found by ranking again with each."""
    found = await what_opens(
        program.matcher, program.actor, CandidateId(candidate_id), today=as_of, size=size
    )
    return listed(what_opens_document(found))


@router.get(
    "/vacancies/{vacancy_id}/candidates",
    dependencies=[VACANCY_PARTIES],
    **answers(CandidateList | CardList, list_examples.CANDIDATES_FOR, *ON_MATCHING, TOO_OFTEN),
)
async def candidates_for(
    *,
    program: Serving,
    vacancy_id: UUID,
    size: ListRows,
    as_of: Today,
    lang: Language,
    simulated: Simulated,
) -> Response:
    """People for this vacancy, by the same score, without names. An employer gets cards, as of today, and as many
    lists a day as the settings say."""
    vacancy = VacancyId(vacancy_id)
    if program.actor.role is Role.EMPLOYER:
        return listed(await _cards(program, vacancy, size, lang, simulated=simulated))
    answer = await program.matcher.candidates_for(program.actor, vacancy, today=as_of, size=size)
    return listed(seen_people(candidates_document(answer, program.gazetteer, lang), program.actor.role))


async def _cards(
    program: Program, vacancy: VacancyId, size: int, tongue: Tongue, *, simulated: bool
) -> Document:
    """The list as the employer of the vacancy sees it."""
    if simulated:  # who appears when the day is moved tells when somebody is released
        raise InvalidValue("as_of", "kartu selalu untuk hari ini / cards are of today")
    answer = await cards_for(
        program.matcher,
        program.actor,
        vacancy,
        today=program.today(),
        size=size,
        lists_a_day=program.settings.employer_lists_a_day,
    )
    return cards_document(answer, program.gazetteer, tongue)
