"""Vacancies from draft to publication: findings, publication, return, close, copy, and the way out to job boards."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse

from api.access import PLANNERS, VACANCY_PARTIES
from api.deps import BOUNDED, Creation, IfMatch, Serving, created, listed, tagged
from api.errors import CONFLICT, NOT_FOUND, STALE
from api.preconditions import require_if_match
from api.routers.answers import ON_CREATION, answers, body_example
from api.schemas import examples, state_examples
from api.schemas.documents import finding_documents, vacancy_detail
from api.schemas.findings import LintOut
from api.schemas.jobposting import job_posting
from api.schemas.states import CloseIn, HistoryOut, PublishIn, VacancyDecisionIn, change_document
from api.schemas.vacancies import VacancyDetail, VacancyIn
from matching.errors import NotFound
from matching.lint.catalogue import Finding, Severity
from matching.model import VacancyId
from matching.model.records import VacancyRecord
from matching.publishing import Decision
from matching.usecases import publishing, records
from matching.usecases.records import checked_vacancy
from matching.vocabulary import VacancyStatus

router = APIRouter(prefix="/vacancies", tags=["vacancies"], dependencies=[VACANCY_PARTIES, BOUNDED])
Draft = Annotated[VacancyIn, Body(openapi_examples=body_example(examples.VACANCY))]
Publication = Annotated[PublishIn, Body(openapi_examples=body_example(state_examples.PUBLISH))]
Decided = Annotated[VacancyDecisionIn, Body(openapi_examples=body_example(state_examples.VACANCY_DECISION))]
Closing = Annotated[CloseIn, Body(openapi_examples=body_example(state_examples.CLOSE))]
LD_JSON = "application/ld+json"


@router.post("/lint", **answers(LintOut, state_examples.LINT, NOT_FOUND))
async def lint_vacancy(program: Serving, draft: Draft) -> Response:
    """Findings of a draft; nothing is stored."""
    await records.get(program.gateway, program.actor, records.EMPLOYERS, draft.employer)
    vacancy = checked_vacancy(draft.vacancy(VacancyId(program.new_id())), program.matcher.recipe.world)
    read = await asyncio.to_thread(program.trade.read, vacancy)
    findings = await asyncio.to_thread(program.linter.lint, draft.record(read), program.today())
    blocks = any(one.severity is Severity.BLOCKS for one in findings)
    return listed({"blocks": blocks, "findings": finding_documents(findings)})


@router.post(
    "/{vacancy_id}/publish",
    dependencies=[PLANNERS],
    **answers(VacancyDetail, examples.VACANCY_DETAIL, NOT_FOUND, CONFLICT, STALE),
)
async def publish_vacancy(
    program: Serving, vacancy_id: UUID, asked: Publication, if_match: IfMatch = None
) -> Response:
    """Publish a vacancy whose findings have been seen. One that blocks needs a reason and a note, which are kept. With
    `If-Match`, only as it was seen."""

    record = await publishing.publish(
        program.gateway,
        program.actor,
        program.linter,
        VacancyId(vacancy_id),
        today=program.today(),
        acknowledged=asked.acknowledged,
        override=asked.override,
        note=asked.note,
        seen=_seen(if_match),
    )
    return await detailed(program, record)


@router.post(
    "/{vacancy_id}/state",
    dependencies=[PLANNERS],
    **answers(VacancyDetail, examples.VACANCY_DETAIL, NOT_FOUND, CONFLICT),
)
async def decide_on_vacancy(program: Serving, vacancy_id: UUID, asked: Decided) -> Response:
    """Return a draft to its company, take a vacancy out of publication, or suspend it, with the reason."""
    decision = Decision(asked.to, asked.reason, asked.told, asked.note)
    record = await publishing.decide(program.gateway, program.actor, VacancyId(vacancy_id), decision)
    return await detailed(program, record)


@router.post("/{vacancy_id}/close", **answers(VacancyDetail, examples.VACANCY_DETAIL, NOT_FOUND, CONFLICT))
async def close_vacancy(program: Serving, vacancy_id: UUID, asked: Closing) -> Response:
    """Close a vacancy; no check is needed for that."""
    decision = Decision(VacancyStatus.CLOSED, asked.reason, asked.note)
    record = await publishing.decide(program.gateway, program.actor, VacancyId(vacancy_id), decision)
    return await detailed(program, record)


@router.post(
    "/{vacancy_id}/duplicate", **answers(VacancyDetail, examples.VACANCY_DETAIL, *ON_CREATION, status=201)
)
async def duplicate_vacancy(program: Serving, vacancy_id: UUID, once: Creation) -> Response:
    """A draft like this vacancy, of no source system."""
    record = await publishing.duplicate(
        program.gateway, program.actor, VacancyId(vacancy_id), program.new_id(), once
    )
    document = await detail_of(program, record)
    return created(document, f"/api/v1/vacancies/{record.id}")


@router.get("/{vacancy_id}/history", **answers(HistoryOut, state_examples.HISTORY, NOT_FOUND))
async def get_vacancy_history(program: Serving, vacancy_id: UUID) -> Response:
    """How the vacancy came to its state: when, why, and for the staff who."""
    changes = await publishing.history(program.gateway, program.actor, VacancyId(vacancy_id))
    return listed({"changes": [change_document(one) for one in changes]})


@router.get("/{vacancy_id}/jobposting", **answers(dict, state_examples.JOB_POSTING, NOT_FOUND))
async def get_job_posting(program: Serving, vacancy_id: UUID) -> Response:
    """A published vacancy of a verified employer as schema.org JobPosting (JSON-LD), without limits of age or sex,
    and without lines in which something was found that nobody has judged."""
    record, employer, changes = await publishing.posting(
        program.gateway, program.actor, VacancyId(vacancy_id)
    )
    today = program.today()
    findings = await asyncio.to_thread(program.linter.lint, record, today)
    document = job_posting(record, employer, changes, program.gazetteer, today, findings=findings)
    if document is None:
        raise NotFound("job posting")
    return JSONResponse(document, media_type=LD_JSON)


async def detail_of(program: Serving, record: VacancyRecord) -> dict[str, object]:
    """The vacancy with its findings."""
    findings = await asyncio.to_thread(program.linter.lint, record, program.today())
    return vacancy_detail(record, findings)


async def detailed(program: Serving, record: VacancyRecord) -> Response:
    """The vacancy with its findings, as an answer with its tag."""
    return tagged(await detail_of(program, record))


def _seen(if_match: str | None) -> Callable[[VacancyRecord, Sequence[Finding]], None]:
    """Refuses, by raising, a vacancy that is not the one that was seen; without a tag, none."""

    def check(standing: VacancyRecord, findings: Sequence[Finding]) -> None:
        if if_match is not None:
            require_if_match(if_match, vacancy_detail(standing, findings))

    return check
