"""Own vacancies: the list, one of them with its findings, a copy, and its close. Written in `posting`."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import posting
from api.schemas.documents import vacancy_writable
from api.schemas.states import CloseIn
from api.schemas.vacancies import VacancyIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.lint import pieces
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from api.web.standing import standing
from matching.errors import StateRefused
from matching.model import VacancyId
from matching.model.records import Unchecked
from matching.publishing import Decision
from matching.requirements.filling import text_of
from matching.usecases import placements, publishing, records
from matching.usecases.records import VACANCIES
from matching.vocabulary import VacancyStatus

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 20
CLOSING = ("filled", "no_longer_needed", "other")


@router.get("/lowongan-kami")
async def vacancies(request: Request, screen: Working) -> Response:
    """The company's vacancies, of one state or of all."""
    asked, states = request.query_params, list(VacancyStatus)
    state = VacancyStatus(asked["keadaan"]) if asked.get("keadaan") in states else None
    page = await publishing.page(
        screen.program.gateway,
        screen.program.actor,
        limit=ROWS,
        cursor=asked.get("dari") or None,
        status=state,
    )
    following = f"/lowongan-kami?{query({'keadaan': state, 'dari': page.next})}" if page.next else None
    return screen.show(
        "employer/vacancies.html",
        records=page.records,
        standing=await standing(screen),
        state=state,
        states=states,
        place=screen.program.gazetteer.get,
        next=following,
    )


@router.get("/lowongan-kami/{vacancy_id}")
async def vacancy(screen: Working, vacancy_id: UUID) -> Response:
    """One vacancy: its state and why, what was found in it, how its openings stand."""
    return await _page(screen, vacancy_id)


@router.post("/lowongan-kami/{vacancy_id}/gandakan")
async def duplicate(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """A draft like this one."""
    form, program = await posted(request), screen.program
    record = await publishing.duplicate(
        program.gateway,
        program.actor,
        VacancyId(vacancy_id),
        program.new_id(),
        form.once(request.url.path),
    )
    return screen.go(f"/lowongan-kami/{record.id}", "copied")


@router.post("/lowongan-kami/{vacancy_id}/kirim")
async def send(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Let a planner check a draft that the company has kept for itself. Sent already, it stays so."""
    await posted(request)
    program = screen.program
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    if record.unchecked is Unchecked.KEPT:
        await posting.change(
            program, vacancy_id, lambda stands: parsed(VacancyIn, vacancy_writable(stands) | {"kept": False})
        )
    return screen.go(f"/lowongan-kami/{vacancy_id}", "posted")


@router.post("/lowongan-kami/{vacancy_id}/tutup")
async def close(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Close it, with the reason."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in ("reason", "note")}
    try:
        asked = parsed(CloseIn, typed)
        decision = Decision(VacancyStatus.CLOSED, asked.reason, asked.note)
        await publishing.decide(program.gateway, program.actor, VacancyId(vacancy_id), decision)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, vacancy_id, problems(error, screen.tongue), typed)
    return screen.go(f"/lowongan-kami/{vacancy_id}", "closed")


async def _page(
    screen: Screen, vacancy_id: UUID, wrong: Problems = NONE, typed: Mapping[str, str] | None = None
) -> Response:
    program, of = screen.program, VacancyId(vacancy_id)
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    findings = await asyncio.to_thread(program.linter.lint, record, screen.today)
    return screen.show(
        "employer/vacancy.html",
        422 if wrong else 200,
        record=record,
        vacancy=record.vacancy,
        standing=await standing(screen),
        findings=findings,
        text=pieces(text_of(record.vacancy), findings),
        history=await publishing.history(program.gateway, program.actor, of),
        openings=await placements.openings(program.gateway, program.actor, of),
        place=program.gazetteer.get,
        closing=CLOSING,
        once=program.new_id(),
        problems=wrong,
        typed=typed or {},
    )
