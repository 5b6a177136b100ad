"""Companies: what they say of themselves, verification, suspension, appeal."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response

from api.access import EMPLOYERS, PLANNERS, VACANCY_PARTIES
from api.deps import BOUNDED, Serving, listed
from api.errors import CONFLICT, NOT_FOUND
from api.routers.answers import answers, body_example
from api.schemas import state_examples as examples
from api.schemas.states import (
    AppealDecisionIn,
    AppealIn,
    DraftIn,
    EmployerDecisionIn,
    EmployerFileOut,
    RegistrationIn,
    file_document,
)
from matching.model import EmployerId
from matching.publishing import Decision
from matching.usecases import registering

router = APIRouter(prefix="/employers", tags=["employers"], dependencies=[BOUNDED])
Asked = Annotated[RegistrationIn, Body(openapi_examples=body_example(examples.REGISTRATION))]
Written = Annotated[DraftIn, Body(openapi_examples=body_example(examples.DRAFT))]
Decided = Annotated[EmployerDecisionIn, Body(openapi_examples=body_example(examples.DECISION))]
Objection = Annotated[AppealIn, Body(openapi_examples=body_example(examples.APPEAL))]
Answered = Annotated[AppealDecisionIn, Body(openapi_examples=body_example(examples.APPEAL_DECISION))]


@router.get(
    "/{employer_id}/registration",
    dependencies=[VACANCY_PARTIES],
    **answers(EmployerFileOut, examples.FILE, NOT_FOUND),
)
async def get_registration(program: Serving, employer_id: UUID) -> Response:
    """What the company says of itself, how it came to its state, its appeals. A company sees its own, with the reasons
    that are meant for it."""
    file = await registering.file(program.gateway, program.actor, EmployerId(employer_id))
    return listed(file_document(file))


@router.post(
    "/{employer_id}/registration",
    dependencies=[VACANCY_PARTIES],
    **answers(EmployerFileOut, examples.FILE, NOT_FOUND),
)
async def register_employer(program: Serving, employer_id: UUID, asked: Asked) -> Response:
    """Register the company: its own member, or the staff. Verified, it is so no more under another name or NIB."""
    file = await registering.register(program.gateway, program.actor, EmployerId(employer_id), asked.value())
    return listed(file_document(file))


@router.post(
    "/{employer_id}/registration/draft",
    dependencies=[EMPLOYERS],
    **answers(EmployerFileOut, examples.FILE, NOT_FOUND, CONFLICT),
)
async def keep_registration(program: Serving, employer_id: UUID, asked: Written) -> Response:
    """Store what one's company has to say of itself so far: no planner is asked to look before it registers."""
    file = await registering.keep(program.gateway, program.actor, EmployerId(employer_id), asked.value())
    return listed(file_document(file))


@router.post(
    "/{employer_id}/state",
    dependencies=[PLANNERS],
    **answers(EmployerFileOut, examples.FILE, NOT_FOUND, CONFLICT),
)
async def decide_on_employer(program: Serving, employer_id: UUID, asked: Decided) -> Response:
    """Verify, suspend or block a company, or let it in again: who, when and why is kept."""
    decision = Decision(asked.to, asked.reason, asked.told, asked.note)
    file = await registering.decide(program.gateway, program.actor, EmployerId(employer_id), decision)
    return listed(file_document(file))


@router.post(
    "/{employer_id}/appeal",
    dependencies=[EMPLOYERS],
    **answers(EmployerFileOut, examples.FILE, NOT_FOUND, CONFLICT),
)
async def appeal_suspension(program: Serving, employer_id: UUID, asked: Objection) -> Response:
    """Object to the suspension of one's company."""
    file = await registering.appeal(program.gateway, program.actor, EmployerId(employer_id), asked.words)
    return listed(file_document(file))


@router.post(
    "/{employer_id}/appeal/decision",
    dependencies=[PLANNERS],
    **answers(EmployerFileOut, examples.FILE, NOT_FOUND, CONFLICT),
)
async def decide_appeal(program: Serving, employer_id: UUID, asked: Answered) -> Response:
    """Decide the appeal that waits: another planner than who has suspended the company. Granted, it ends that."""
    file = await registering.decide_appeal(
        program.gateway,
        program.actor,
        EmployerId(employer_id),
        granted=asked.granted,
        told=asked.told,
        note=asked.note,
    )
    return listed(file_document(file))
