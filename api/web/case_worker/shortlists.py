"""Shortlists: those at hand, those of one person, and a new one of what somebody has chosen from the ranking."""

import hashlib
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.web.case_worker.matches import MOST, ROWS
from api.web.forms import NONE, WRONG, Problems, digits, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, page_asked, query
from matching.model import CandidateId, VacancyId
from matching.model.records import CandidateRecord
from matching.usecases import records
from matching.usecases.records import CANDIDATES, Once
from matching.usecases.shortlists.choosing import propose_chosen
from matching.workflow import OverrideReason, State

router = APIRouter(route_class=PageRoute, include_in_schema=False)
LISTED = 25


@router.get("/usulan")
async def at_hand(request: Request, screen: Working) -> Response:
    """All lists that one sees, the newest first."""
    named = request.query_params.get("keadaan", "")
    state = State(named) if named in list(State) else None
    return await _listed(screen, "/usulan", state=state, page=page_asked(request))


@router.get("/orang/{candidate_id}/usulan")
async def of_person(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """The lists of one person."""
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    return await _listed(screen, f"/orang/{candidate_id}/usulan", record=record, page=page_asked(request))


async def _listed(
    screen: Screen, path: str, *, record: CandidateRecord | None = None, state: State | None = None, page: int
) -> Response:
    program, skipped = screen.program, (page - 1) * LISTED
    candidate = record.id if record else None
    found = await program.shortlists.at_hand(
        program.actor, candidate=candidate, state=state, limit=LISTED, skipped=skipped
    )

    def at(number: int) -> str:
        return f"{path}?{query({'keadaan': state, 'halaman': number})}"

    return screen.show(
        "case_worker/shortlists.html",
        record=record,
        found=found,
        state=state,
        states=list(State),
        first=skipped + 1,
        next=at(page + 1) if skipped + LISTED < found.total else None,
        former=at(page - 1) if page > 1 else None,
    )


@router.get("/orang/{candidate_id}/usulan/baru")
async def choose(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """What was chosen, to be proposed; with the reason where something above is passed over."""
    asked = request.query_params
    return await _chosen(screen, candidate_id, asked.getlist("v"), asked.get("tampil", ""))


@router.post("/orang/{candidate_id}/usulan")
async def propose(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """A list of the chosen, proposed."""
    form = await posted(request)
    chosen, size, named = form.texts("v"), form.text("tampil"), form.text("reason")
    key = form.text("once")
    asked = "\n".join((str(candidate_id), *sorted(chosen), named, form.text("note")))
    once = Once(f"page:{key}", hashlib.sha256(asked.encode()).hexdigest()) if key else None
    program = screen.program
    try:
        made = await propose_chosen(
            program.shortlists,
            program.actor,
            CandidateId(candidate_id),
            [VacancyId(one) for one in _ids(chosen)],
            today=screen.today,
            size=_size(size),
            reason=OverrideReason(named) if named in list(OverrideReason) else None,
            note=form.text("note")[:500],
            once=once,
        )
    except WRONG as error:
        wrong = problems(error, screen.tongue)
        return await _chosen(
            screen, candidate_id, chosen, size, wrong, named=named, note=form.text("note"), once=key
        )
    return screen.go(f"/usulan/{made.id}", "proposed")


async def _chosen(
    screen: Screen,
    candidate_id: UUID,
    chosen: list[str],
    size: str,
    wrong: Problems = NONE,
    *,
    named: str = "",
    note: str = "",
    once: str = "",
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(candidate_id), today=screen.today, size=_size(size), near=0
    )
    rows = [match for match in answer.matches if str(match.vacancy) in chosen]
    last = max((answer.matches.index(match) for match in rows), default=-1) + 1
    return screen.show(
        "case_worker/propose.html",
        422 if wrong else 200,
        record=record,
        rows=rows,
        passed=[match for match in answer.matches[:last] if match not in rows],
        listed=await program.shortlists.listed(program.actor, CandidateId(candidate_id)),
        size=_size(size),
        problems=wrong,
        reasons=list(OverrideReason),
        given={"reason": named, "note": note},
        once=once or screen.program.new_id(),
    )


def _size(text: str) -> int:
    return min(max(digits(text) or ROWS, 1), MOST)


def _ids(chosen: list[str]) -> list[UUID]:
    """Those that are ids; what else stands there was put there by nobody's hand."""
    found = []
    for one in chosen:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
