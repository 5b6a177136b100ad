"""A vacancy looked at before it is stored: what is found in its text, and about how many people could fit.

Without script the form comes back with it; the script asks for that part alone and puts it beside the form.
"""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.cards import found
from api.schemas.documents import vacancy_writable
from api.schemas.vacancies import VacancyIn
from api.web.employer.posting import Preview, as_new, form_page, typed_in, whole
from api.web.forms import NONE, WRONG, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import VacancyId
from matching.model.records import VacancyRecord
from matching.usecases import records
from matching.usecases.preview import could_fit
from matching.usecases.records import EMPLOYERS, VACANCIES, checked_vacancy
from matching.vocabulary import EmployerVerification

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PART = "X-Part"
"""The header by which the script asks for the part of the page that changes."""


@router.post("/lowongan-kami/baru")
async def look(request: Request, screen: Working) -> Response:
    """A new vacancy, before it is a draft."""
    return await _looked(request, screen, None)


@router.post("/lowongan-kami/{vacancy_id}/periksa")
async def look_again(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """A change, before it is made."""
    record = await records.get(screen.program.gateway, screen.program.actor, VACANCIES, vacancy_id)
    return await _looked(request, screen, record)


async def _looked(request: Request, screen: Screen, record: VacancyRecord | None) -> Response:
    form, part = await posted(request), PART in request.headers
    company = screen.duty.employer if screen.duty else None
    try:
        draft = whole(form, vacancy_writable(record)) if record else as_new(form, company)
        placed = "place" in draft
        # while somebody is still typing, what is found in the text does not wait until a place is chosen
        read = parsed(VacancyIn, {"place": None} | draft if part else draft)
        preview = await preview_of(screen, read, placed=placed)
    except WRONG as error:
        if part:  # somebody is still typing
            return screen.show("employer/preview.html", preview=None)
        wrong, preview = problems(error, screen.tongue), None
    else:
        if part:
            return screen.show("employer/preview.html", preview=preview, place=screen.program.gazetteer.get)
        wrong = NONE
    return form_page(
        screen,
        typed_in(form),
        record=record,
        wrong=wrong,
        once=form.text("once"),
        version=form.text("version"),
        preview=preview,
    )


async def preview_of(screen: Screen, draft: VacancyIn, *, placed: bool) -> Preview:
    """What would be found if this were stored; nothing is. Nobody is counted before it is said where the work is
    (`placed`). Raises UnknownReference, NotFound for another's employer."""
    program = screen.program
    owner = await records.get(program.gateway, program.actor, EMPLOYERS, draft.employer)
    vacancy = checked_vacancy(draft.vacancy(VacancyId(program.new_id())), program.matcher.recipe.world)
    read = await asyncio.to_thread(program.trade.read, vacancy)
    record = draft.record(read)
    findings = await asyncio.to_thread(program.linter.lint, record, screen.today)
    if owner.employer.verification is not EmployerVerification.VERIFIED:
        return Preview(record, findings, "", "unverified")
    if not placed:
        return Preview(record, findings, "", "nowhere")
    if not screen.request.app.state.rates.may_preview(str(draft.employer)):
        return Preview(record, findings, "", "too_often")
    step = await could_fit(program.matcher, program.indexer, read, today=screen.today)
    return Preview(record, findings, str(found(step, screen.tongue)["words"]))
