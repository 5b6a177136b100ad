"""Vacancies that are hidden for a person: which and why, hiding one, showing one again."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.hidings import HidingIn
from api.web.forms import NONE, WRONG, Posted, Problems, digits, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import CandidateId, VacancyId
from matching.model.hidings import HidingReason
from matching.usecases import hidings, records
from matching.usecases.records import CANDIDATES, VACANCIES

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}")


@router.get("/disembunyikan")
async def show_hidden(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """What is hidden now, each with its reason and a way to show it again."""
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    found = await hidings.hidden_for(program.gateway, program.actor, CandidateId(candidate_id))
    return screen.show("case_worker/hidden.html", record=record, found=found, kept=_kept(request))


@router.post("/disembunyikan/{vacancy_id}/tampilkan")
async def show_again(request: Request, screen: Working, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """Show one again."""
    await posted(request)
    program, candidate = screen.program, CandidateId(candidate_id)
    await hidings.show_again(program.gateway, program.actor, candidate, VacancyId(vacancy_id))
    return screen.go(f"/orang/{candidate_id}/disembunyikan{_kept(request)}", "saved")


@router.get("/lowongan/{vacancy_id}/sembunyikan")
async def show_form(screen: Working, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """Why a vacancy is not to be shown again."""
    return await _form(screen, candidate_id, vacancy_id)


@router.post("/lowongan/{vacancy_id}/sembunyikan")
async def hide(request: Request, screen: Working, candidate_id: UUID, vacancy_id: UUID) -> Response:
    """Hide it, with the reason."""
    form = await posted(request)
    program = screen.program
    given = {"vacancy_id": vacancy_id, "reason": form.text("reason"), "note": form.text("note")}
    try:
        asked = parsed(HidingIn, given).value()
        await hidings.hide(program.gateway, program.actor, CandidateId(candidate_id), asked)
    except WRONG as error:
        return await _form(screen, candidate_id, vacancy_id, problems(error, screen.tongue), form)
    return screen.go(f"/orang/{candidate_id}/lowongan{_kept(request)}", "saved")


def _kept(request: Request) -> str:
    """How many cards the list had that was left, as it stands behind an address: with `?`, or empty."""
    size = digits(request.query_params.get("tampil", ""))
    return f"?tampil={size}" if size else ""


async def _form(
    screen: Screen, candidate: UUID, vacancy: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    return screen.show(
        "case_worker/hide.html",
        422 if wrong else 200,
        record=await records.get(program.gateway, program.actor, CANDIDATES, candidate),
        vacancy=(await records.get(program.gateway, program.actor, VACANCIES, vacancy)).vacancy,
        reasons=list(HidingReason),
        kept=_kept(screen.request),
        problems=wrong,
        given=texts_of(form, ("reason", "note")),
    )
