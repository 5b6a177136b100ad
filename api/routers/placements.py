"""What follows a proposal: answers of employers, openings, placements, checks of whether work is kept."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import JSONResponse

from api.access import CASE_STAFF, CASE_WORKERS, EMPLOYERS, VACANCY_PARTIES
from api.deps import BOUNDED, Language, Serving, listed
from api.errors import ELSEWHERE, GATE, NO_OPENING, NOT_FOUND, ORDER, WITHDRAWN
from api.routers.answers import answers, body_example, no_content
from api.schemas import placement_examples as examples
from api.schemas.cards import card_document
from api.schemas.documents import Document, plain
from api.schemas.placements import (
    Checks,
    EmployerAnswerIn,
    EmployerAnswers,
    EventIn,
    Matters,
    OpeningsOut,
    PlacementIn,
    PlacementOut,
    Placements,
    Proposals,
    check_document,
)
from matching.messages import words
from matching.model import CandidateId, EmployerId, VacancyId
from matching.model.placements import Placement, PlacementId, RecordedAnswer, may_follow
from matching.model.shortlists import ItemId
from matching.usecases import placements

router = APIRouter(tags=["placements"], dependencies=[BOUNDED])
ON_RECORDING = (NOT_FOUND, ORDER, NO_OPENING, WITHDRAWN, ELSEWHERE, GATE)


def _body(example: dict[str, Any]) -> Any:
    return Body(openapi_examples=body_example(example))


@router.get(
    "/vacancies/{vacancy_id}/proposals",
    dependencies=[EMPLOYERS],
    **answers(Proposals, examples.PROPOSALS, NOT_FOUND),
)
async def list_proposals(program: Serving, vacancy_id: UUID) -> Response:
    """People who were proposed to one's company for a vacancy: cards, and what it has answered."""
    found = await placements.proposals(program.gateway, program.actor, VacancyId(vacancy_id), program.today())
    return listed(
        {
            "items": [
                {
                    "item": str(one.item),
                    "card": card_document(card, program.gazetteer),
                    "last_answer": plain(one.last),
                }
                for one, card in found
            ]
        }
    )


@router.get(
    "/vacancies/{vacancy_id}/openings",
    dependencies=[VACANCY_PARTIES],
    **answers(OpeningsOut, examples.OPENINGS, NOT_FOUND),
)
async def read_openings(program: Serving, vacancy_id: UUID) -> Response:
    """How many openings are held, offered, filled and free."""
    stand = await placements.openings(program.gateway, program.actor, VacancyId(vacancy_id))
    return listed({**plain(stand), "free": stand.free})


@router.get(
    "/shortlist-items/{item_id}/employer-answers",
    dependencies=[VACANCY_PARTIES],
    **answers(EmployerAnswers, examples.ANSWERS, NOT_FOUND),
)
async def list_employer_answers(program: Serving, item_id: UUID) -> Response:
    """What the employer has answered, and what may come next."""
    recorded = await placements.answers(program.gateway, program.actor, ItemId(item_id))
    return listed(_answers(recorded, program.today()))


@router.post(
    "/shortlist-items/{item_id}/employer-answers",
    dependencies=[VACANCY_PARTIES],
    **answers(EmployerAnswers, examples.ANSWERS, *ON_RECORDING, status=201),
)
async def add_employer_answer(
    program: Serving, item_id: UUID, given: Annotated[EmployerAnswerIn, _body(examples.ANSWER)]
) -> Response:
    """Answer for one person; from the staff it counts as recorded on the employer's behalf. What needs an opening is
    refused (409) where none is free."""
    recorded = await placements.answer(program.gateway, program.actor, ItemId(item_id), given.value())
    return JSONResponse(_answers(recorded, program.today()), 201)


@router.post("/shortlist-items/{item_id}/hold", dependencies=[CASE_STAFF], **no_content(*ON_RECORDING))
async def hold_opening(program: Serving, item_id: UUID) -> Response:
    """Hold an opening for the person of an item, for as many days as the settings say."""
    days = program.settings.hold_days
    await placements.hold(program.gateway, program.actor, ItemId(item_id), days=days)
    return Response(status_code=204)


@router.post("/shortlist-items/{item_id}/release", dependencies=[CASE_STAFF], **no_content(*ON_RECORDING))
async def release_opening(program: Serving, item_id: UUID) -> Response:
    """Give a held opening back."""
    await placements.release(program.gateway, program.actor, ItemId(item_id))
    return Response(status_code=204)


@router.get(
    "/candidates/{candidate_id}/placements",
    dependencies=[CASE_STAFF],
    **answers(Placements, examples.PLACEMENTS, NOT_FOUND),
)
async def list_placements(program: Serving, candidate_id: UUID) -> Response:
    """What has come of proposals to a person, and work that was found otherwise."""
    found = await placements.placements(program.gateway, program.actor, CandidateId(candidate_id))
    return listed({"items": [_placement(one) for one in found]})


@router.post(
    "/candidates/{candidate_id}/placements",
    dependencies=[CASE_WORKERS],
    **answers(PlacementOut, examples.PLACEMENT, *ON_RECORDING, status=201),
)
async def add_placement(
    program: Serving, candidate_id: UUID, new: Annotated[PlacementIn, _body(examples.NEW_PLACEMENT)]
) -> Response:
    """Write down work that was found without a list: by the family, as one's own business, with a former employer."""
    made = await placements.found_work(
        program.gateway,
        program.actor,
        CandidateId(candidate_id),
        new.kind,
        new.event.value(),
        vacancy=VacancyId(new.vacancy_id) if new.vacancy_id else None,
        employer=EmployerId(new.employer) if new.employer else None,
        new_id=program.new_id,
        before_release=new.event.before_release,
    )
    return JSONResponse(_placement(made), 201)


@router.post(
    "/placements/{placement_id}/events",
    dependencies=[CASE_WORKERS],
    **answers(PlacementOut, examples.PLACEMENT, *ON_RECORDING, status=201),
)
async def add_event(
    program: Serving, placement_id: UUID, new: Annotated[EventIn, _body(examples.EVENT)]
) -> Response:
    """Record a rung: accepted, started, kept so many days, ended; or correct one by a new event."""
    work, early = PlacementId(placement_id), new.before_release
    stands = await placements.record(program.gateway, program.actor, work, new.value(), before_release=early)
    return JSONResponse(_placement(stands), 201)


@router.get("/checks", dependencies=[CASE_STAFF], **answers(Checks, examples.CHECKS))
async def list_checks(
    program: Serving,
    days_ahead: Annotated[int, Query(ge=0, le=365, description="Also those due within so many days.")] = 14,
) -> Response:
    """Checks without an answer: a case worker's own; of a planner's region, those that are escalated."""
    today = program.today()
    found = await placements.checks(
        program.gateway,
        program.actor,
        today=today,
        days_ahead=days_ahead,
        limit=program.settings.max_page_rows,
    )
    return listed({"items": [check_document(one, today) for one in found]})


@router.get(
    "/candidates/{candidate_id}/open-matters",
    dependencies=[CASE_WORKERS],
    **answers(Matters, examples.MATTERS, NOT_FOUND),
)
async def list_open_matters(program: Serving, candidate_id: UUID, tongue: Language) -> Response:
    """What is not done about a person. With a transfer, as from facility to Bapas at release, the list goes along."""
    found = await placements.open_matters(program.gateway, program.actor, CandidateId(candidate_id))
    return listed({"items": [{**plain(one), "words": words(f"matter.{one.kind}", tongue)} for one in found]})


def _answers(recorded: Sequence[RecordedAnswer], today: date) -> Document:
    return {
        "items": [_answer(one) for one in recorded],
        "next": [str(after) for after in may_follow(recorded, today)],
    }


def _answer(one: RecordedAnswer) -> Document:
    return {
        "id": one.id,
        **plain(one.answer),
        "meets_at": one.answer.meets_at.isoformat() if one.answer.meets_at else None,
        "on_behalf": one.on_behalf,
        "recorded_at": one.recorded_at.isoformat(),
    }


def _placement(one: Placement) -> Document:
    return {
        **plain(one),
        "events": [
            {
                "id": event.id,
                **plain(event.event),
                "stands": event.stands,
                "recorded_at": event.recorded_at.isoformat(),
            }
            for event in one.events
        ],
    }
