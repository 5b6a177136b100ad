"""Vacancies that wait for a check: the text with the findings beside it, publication, return; and those that are
published, taken back, suspended or closed."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.schemas.states import PublishIn, VacancyDecisionIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.lint import pieces
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.errors import InvalidValue, StateRefused
from matching.lint.catalogue import Finding, Severity
from matching.model import VacancyId
from matching.model.records import VacancyRecord
from matching.model.states import VACANCY_TRANSITIONS, StateReason
from matching.publishing import Decision
from matching.requirements.filling import text_of
from matching.usecases import publishing, records
from matching.usecases.records import EMPLOYERS, VACANCIES, employers_named
from matching.vocabulary import Role, VacancyStatus

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 20
REASONS = ("to_be_corrected", "fee_demanded", "trafficking_sign", "discrimination", "unsafe_work", "other")
"""Of `StateReason`, those for which a draft is returned."""
STOPPED_FOR = (
    "false_statements", "unpaid_wages", "complaint", "unreachable", "filled", "no_longer_needed", *REASONS
)  # fmt: skip
"""Of `StateReason`, those for which a vacancy that is published is taken back, suspended or closed."""
STATES = (VacancyStatus.DRAFT, VacancyStatus.OPEN, VacancyStatus.SUSPENDED, VacancyStatus.CLOSED)


@router.get("/periksa-lowongan")
async def drafts(request: Request, screen: Working) -> Response:
    """Drafts in the order in which they came, or vacancies in another state."""
    program, asked = screen.program, request.query_params.get("keadaan")
    state = next((one for one in STATES if one == asked), VacancyStatus.DRAFT)
    page = await publishing.page(
        program.gateway,
        program.actor,
        limit=ROWS,
        cursor=request.query_params.get("dari") or None,
        status=state,
    )
    wanted = list(dict.fromkeys(one.vacancy.employer for one in page.records))
    employers = await employers_named(program.gateway, program.actor, wanted)
    following = f"/periksa-lowongan?{query({'keadaan': state, 'dari': page.next})}" if page.next else None
    return screen.show(
        "planner/drafts.html",
        records=page.records,
        state=state,
        states=STATES,
        employers=employers,
        place=program.gazetteer.get,
        next=following,
    )


@router.get("/periksa-lowongan/{vacancy_id}")
async def draft(screen: Working, vacancy_id: UUID) -> Response:
    """One vacancy with its findings."""
    return await _page(screen, vacancy_id)


@router.post("/periksa-lowongan/{vacancy_id}/terbitkan")
async def publish(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Publish what was looked at, with the findings that were seen."""
    form, program = await posted(request), screen.program
    typed = {"override": form.text("override"), "note": form.text("note")}
    acknowledged, version = form.texts("acknowledged"), form.text("version")

    def as_seen(standing: VacancyRecord, _findings: Sequence[Finding]) -> None:
        if standing.stamp is None or version != str(standing.stamp.version):
            raise Refused(STALE)

    try:
        asked = parsed(
            PublishIn,
            {"acknowledged": acknowledged, "override": typed["override"] or None, "note": typed["note"]},
        )
        await publishing.publish(
            program.gateway,
            program.actor,
            program.linter,
            VacancyId(vacancy_id),
            today=screen.today,
            acknowledged=asked.acknowledged,
            override=asked.override,
            note=asked.note,
            seen=as_seen,
        )
    except (*WRONG, StateRefused) as error:
        return await _page(screen, vacancy_id, problems(error, screen.tongue), typed, acknowledged)
    return screen.go("/periksa-lowongan", "published")


@router.post("/periksa-lowongan/{vacancy_id}/kembalikan")
async def give_back(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Return a draft to its company, which is told what to correct."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in ("reason", "told", "staff_note")}
    try:
        asked = parsed(
            VacancyDecisionIn,
            {"to": "draft", "reason": typed["reason"], "told": typed["told"], "note": typed["staff_note"]},
        )
        decision = Decision(asked.to, asked.reason, asked.told, asked.note)
        await publishing.decide(program.gateway, program.actor, VacancyId(vacancy_id), decision)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, vacancy_id, problems(error, screen.tongue), typed)
    return screen.go("/periksa-lowongan", "returned")


@router.post("/periksa-lowongan/{vacancy_id}/keadaan")
async def stop(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Take back, suspend or close what is published; its company is told why. Sent twice it is done once."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in ("to", "reason", "told", "staff_note")}
    try:
        decision = _decision(typed)
        standing = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
        if standing.vacancy.status != decision.target:
            await publishing.decide(program.gateway, program.actor, VacancyId(vacancy_id), decision)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, vacancy_id, problems(error, screen.tongue), typed)
    return screen.go(f"/periksa-lowongan/{vacancy_id}", "done")


def _decision(typed: Mapping[str, str]) -> Decision:
    """The decision of a form. Raises ValidationError, InvalidValue."""
    given = {"to": typed["to"], "reason": typed["reason"], "told": typed["told"], "note": typed["staff_note"]}
    asked = parsed(VacancyDecisionIn, given)
    if not asked.told:
        raise InvalidValue("told", "wajib: perusahaan membaca ini / required: the company reads this")
    return Decision(asked.to, asked.reason, asked.told, asked.note)


async def _page(
    screen: Screen,
    vacancy_id: UUID,
    wrong: Problems = NONE,
    typed: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    employer = await records.get(program.gateway, program.actor, EMPLOYERS, record.vacancy.employer)
    findings = await asyncio.to_thread(program.linter.lint, record, screen.today)
    return screen.show(
        "planner/draft.html",
        422 if wrong else 200,
        record=record,
        vacancy=record.vacancy,
        employer=employer.employer,
        history=await publishing.history(program.gateway, program.actor, VacancyId(vacancy_id)),
        findings=findings,
        text=pieces(text_of(record.vacancy), findings),
        weighty=list(dict.fromkeys(one.code for one in findings if one.severity is not Severity.HINT)),
        blocks=any(one.severity is Severity.BLOCKS for one in findings),
        reasons=[one for one in StateReason if one in REASONS],
        stopped_for=[one for one in StateReason if one in STOPPED_FOR],
        may=[one for one in STATES if _may_be(record.vacancy.status, one)],
        place=program.gazetteer.get,
        problems=wrong,
        typed=typed or {},
        acknowledged=acknowledged,
    )


def _may_be(stands: VacancyStatus, after: VacancyStatus) -> bool:
    """Whether a planner may put it so by a reason alone. A draft is published or returned, by forms of its own."""
    allowed = VACANCY_TRANSITIONS.get((stands, after), frozenset())
    return (
        VacancyStatus.DRAFT is not stands
        and after is not VacancyStatus.OPEN
        and Role.RELEASE_PLANNER in allowed
    )
