"""Companies: who waits to be verified, what each says of itself, complaints about it, and how an appeal is decided."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.placements import ComplaintDecision
from api.schemas.states import AppealDecisionIn, EmployerDecisionIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.errors import NotFound, StateRefused
from matching.model import EmployerId
from matching.model.outcome_codes import ComplaintState
from matching.model.placements import Complaint, ComplaintId
from matching.model.states import EMPLOYER_TRANSITIONS, StateReason
from matching.publishing import Decision
from matching.usecases import placements, registering
from matching.vocabulary import EmployerVerification

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS, COMPLAINTS = 20, 100
REASONS = (
    "checked", "false_statements", "fee_demanded", "trafficking_sign", "unpaid_wages", "unsafe_work", "discrimination",
    "complaint", "unreachable", "other",
)  # fmt: skip
"""Of `StateReason`, those that are about a company."""


@router.get("/pemberi-kerja")
async def companies(request: Request, screen: Working) -> Response:
    """Companies in one state; who waits for verification first of all."""
    asked, states = request.query_params, list(EmployerVerification)
    state = (
        EmployerVerification(asked["keadaan"])
        if asked.get("keadaan") in states
        else EmployerVerification.UNVERIFIED
    )
    page = await registering.page(
        screen.program.gateway,
        screen.program.actor,
        limit=ROWS,
        cursor=asked.get("dari") or None,
        verification=state,
    )
    following = f"/pemberi-kerja?{query({'keadaan': state, 'dari': page.next})}" if page.next else None
    return screen.show(
        "planner/companies.html", records=page.records, state=state, states=states, next=following
    )


@router.get("/pemberi-kerja/{employer_id}")
async def company(screen: Working, employer_id: UUID) -> Response:
    """One company: what it says of itself, how it came to its state, its appeals."""
    return await _page(screen, EmployerId(employer_id))


@router.post("/pemberi-kerja/{employer_id}/keadaan")
async def decide(request: Request, screen: Working, employer_id: UUID) -> Response:
    """Verify, suspend, block, or let in again."""
    form, employer = await posted(request), EmployerId(employer_id)
    typed = {name: form.text(name) for name in ("to", "reason", "told", "note")}
    try:
        asked = parsed(EmployerDecisionIn, typed)
        decision = Decision(asked.to, asked.reason, asked.told, asked.note)
        await registering.decide(screen.program.gateway, screen.program.actor, employer, decision)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, employer, problems(error, screen.tongue), typed)
    return screen.go(f"/pemberi-kerja/{employer_id}", "done")


@router.post("/pemberi-kerja/{employer_id}/keberatan")
async def decide_appeal(request: Request, screen: Working, employer_id: UUID) -> Response:
    """Decide the appeal that waits."""
    form, employer = await posted(request), EmployerId(employer_id)
    typed = {name: form.text(name) for name in ("granted", "answer", "appeal_note")}
    asked = {"granted": typed["granted"], "told": typed["answer"], "note": typed["appeal_note"]}
    try:
        decided = parsed(AppealDecisionIn, asked)
        await registering.decide_appeal(
            screen.program.gateway,
            screen.program.actor,
            employer,
            granted=decided.granted,
            told=decided.told,
            note=decided.note,
        )
    except WRONG as error:
        found = problems(error, screen.tongue)
        named = {
            **found.by_field,
            "answer": found.of("told"),
            "told": "",
        }  # this form's own name of the field
        return await _page(screen, employer, Problems(found.general, named), typed)
    except StateRefused as error:
        return await _page(screen, employer, problems(error, screen.tongue), typed)
    return screen.go(f"/pemberi-kerja/{employer_id}", "done")


@router.post("/pemberi-kerja/{employer_id}/keluhan/{complaint_id}")
async def decide_complaint(
    request: Request, screen: Working, employer_id: UUID, complaint_id: UUID
) -> Response:
    """Uphold or dismiss a complaint about this company."""
    form, program, employer = await posted(request), screen.program, EmployerId(employer_id)
    if complaint_id not in [one.id for one in await _complaints(screen, employer)]:
        raise NotFound("complaint")
    try:
        decided = parsed(ComplaintDecision, {"upheld": form.text("upheld")})
        state = ComplaintState.UPHELD if decided.upheld else ComplaintState.DISMISSED
        await placements.decide_complaint(program.gateway, program.actor, ComplaintId(complaint_id), state)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, employer, problems(error, screen.tongue))
    return screen.go(f"/pemberi-kerja/{employer_id}", "done")


async def _complaints(screen: Screen, employer: EmployerId) -> Sequence[Complaint]:
    program = screen.program
    return await placements.complaints(program.gateway, program.actor, employer, limit=COMPLAINTS)


async def _page(
    screen: Screen, employer: EmployerId, wrong: Problems = NONE, typed: Mapping[str, str] | None = None
) -> Response:
    file = await registering.file(screen.program.gateway, screen.program.actor, employer)
    state, role = file.record.employer.verification, screen.program.actor.role
    return screen.show(
        "planner/company.html",
        422 if wrong else 200,
        file=file,
        employer=file.record.employer,
        may=[
            after
            for after in EmployerVerification
            if role in EMPLOYER_TRANSITIONS.get((state, after), frozenset())
        ],
        reasons=[one for one in StateReason if one in REASONS],
        complaints=await _complaints(screen, employer),
        waiting=[one for one in file.appeals if one.granted is None],
        problems=wrong,
        typed=typed or {},
    )
