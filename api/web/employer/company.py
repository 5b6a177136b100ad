"""The company: what it says of itself, its state and why, and an appeal against a suspension or block."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.schemas.states import AppealIn, DraftIn, RegistrationIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from api.web.sectors import typed_sector
from matching.errors import NotFound, StateRefused
from matching.model import EmployerId
from matching.usecases import registering
from matching.vocabulary import EmployerVerification

router = APIRouter(route_class=PageRoute, include_in_schema=False)
APPEALED = (EmployerVerification.SUSPENDED, EmployerVerification.BLOCKED)
SAID = ("name", "business_number", "sector", "contact", "motivation")


@router.get("/perusahaan")
async def company(screen: Working) -> Response:
    """One's own company."""
    return await _page(screen)


@router.post("/perusahaan/pendaftaran")
async def register(request: Request, screen: Working) -> Response:
    """Say who the company is, and send that to a planner, or keep it for now. Verified, it is so no more under another
    name or NIB."""
    form = await posted(request)
    keeps = bool(form.text("keep"))
    typed = {name: form.text(name) for name in SAID}
    try:
        await _store(screen, typed | {"sector": typed_sector(screen, typed["sector"])}, keeps=keeps)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, problems(error, screen.tongue), typed)
    return screen.go("/perusahaan", "registration_kept" if keeps else "registered")


@router.post("/perusahaan/keberatan")
async def appeal(request: Request, screen: Working) -> Response:
    """Object to a suspension or block."""
    form, program = await posted(request), screen.program
    typed = {"words": form.text("words")}
    try:
        asked = parsed(AppealIn, typed)
        await registering.appeal(program.gateway, program.actor, _own(screen), asked.words)
    except (*WRONG, StateRefused) as error:
        return await _page(screen, problems(error, screen.tongue), typed)
    return screen.go("/perusahaan", "appealed")


async def _store(screen: Screen, said: Mapping[str, str], *, keeps: bool) -> None:
    gateway, actor, own = screen.program.gateway, screen.program.actor, _own(screen)
    if keeps:
        await registering.keep(gateway, actor, own, parsed(DraftIn, said).value())
    else:
        await registering.register(gateway, actor, own, parsed(RegistrationIn, said).value())


def _own(screen: Screen) -> EmployerId:
    if screen.duty is None or screen.duty.employer is None:
        raise NotFound("employer")
    return screen.duty.employer


async def _page(screen: Screen, wrong: Problems = NONE, typed: Mapping[str, str] | None = None) -> Response:
    file = await registering.file(screen.program.gateway, screen.program.actor, _own(screen))
    employer = file.record.employer
    said = {name: getattr(employer, name) for name in SAID[:4]} | {"motivation": file.motivation}
    waits = any(one.granted is None for one in file.appeals)
    return screen.show(
        "employer/company.html",
        422 if wrong else 200,
        file=file,
        employer=employer,
        unsent=employer.verification is EmployerVerification.UNVERIFIED and file.registered_at is None,
        may_appeal=employer.verification in APPEALED and not waits,
        problems=wrong,
        typed={**said, "words": "", **(typed or {})},
    )
