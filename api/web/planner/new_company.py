"""A company that has no account yet: with it there is a NIB by which an administrator invites its first member."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.schemas.employers import EmployerIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from api.web.sectors import typed_sector
from matching.errors import InvalidValue
from matching.model import EmployerId
from matching.usecases import records
from matching.usecases.records import EMPLOYERS

router = APIRouter(route_class=PageRoute, include_in_schema=False)
FIELDS = ("name", "business_number", "sector", "contact")
NO_NUMBER = "harus diisi / is required"


@router.get("/pemberi-kerja/baru")
async def form(screen: Working) -> Response:
    """An empty form."""
    return _page(screen, {}, once=screen.program.new_id().hex)


@router.post("/pemberi-kerja")
async def record_company(request: Request, screen: Working) -> Response:
    """Record a company, not yet verified."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in FIELDS}
    try:
        if not typed["business_number"]:
            raise InvalidValue("business_number", NO_NUMBER)
        asked = typed | {"sector": typed_sector(screen, typed["sector"])}
        record = parsed(EmployerIn, asked).record(EmployerId(program.new_id()))
        once = form.once("/pemberi-kerja")
        stored = await records.create(program.gateway, program.actor, EMPLOYERS, record, once)
    except WRONG as error:
        return _page(screen, typed, problems(error, screen.tongue), once=form.text("once"))
    return screen.go(f"/pemberi-kerja/{stored.employer.id}", "company_recorded")


def _page(screen: Screen, typed: Mapping[str, str], wrong: Problems = NONE, *, once: str) -> Response:
    shown = {name: typed.get(name, "") for name in FIELDS}
    return screen.show(
        "planner/new_company.html", 422 if wrong else 200, typed=shown, problems=wrong, once=once
    )
