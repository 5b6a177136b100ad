"""Covers: a colleague sees an absent case worker's caseload until a day."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Desk
from api.schemas.duties import CoverIn
from api.web.administrator.accounts import NOBODY, unit_of
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, NotFound
from matching.model import Actor
from matching.model.ids import CoverId

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/pengganti")
FIELDS = ("unit", "absent", "covering", "until")


@router.get("")
async def covers(screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Covers that have not ended."""
    return await _page(screen, desk, actor, {})


@router.post("")
async def cover(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """A new one, from now on."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in FIELDS}
    try:
        asked = parsed(CoverIn, await _asked(desk, actor, form))
        await desk.administration.cover(actor, asked.value(program.new_id, program.clock()))
    except WRONG as error:
        return await _page(screen, desk, actor, typed, problems(error, screen.tongue))
    return screen.go("/pengganti", "saved")


@router.post("/akhiri")
async def end(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """End one before its time."""
    form = await posted(request)
    await desk.administration.end_cover(actor, CoverId(form.uuid("cover")))
    return screen.go("/pengganti", "done")


async def _asked(desk: Desk, actor: Actor, form: Posted) -> dict[str, object]:
    """A cover as the API takes it, colleagues by their logins. Raises InvalidValue."""
    until = form.text("until")
    asked: dict[str, object] = {
        "unit": unit_of(await desk.administration.units(actor), form.text("unit")),
        "until": f"{until}T23:59:59+07:00" if until else None,
    }
    for name in ("absent", "covering"):
        try:
            asked[name] = (await desk.administration.named(actor, form.text(name))).id
        except NotFound:
            raise InvalidValue(name, NOBODY) from None
    return asked


async def _page(
    screen: Screen, desk: Desk, actor: Actor, typed: Mapping[str, str], wrong: Problems = NONE
) -> Response:
    found = await desk.administration.covers(actor)
    units = await desk.administration.units(actor)
    people = [account for one in found for account in (one.absent, one.covering)]
    return screen.show(
        "administrator/covers.html",
        422 if wrong else 200,
        covers=found,
        accounts=await desk.administration.names(actor, people),
        units=units,
        unit_names={one.id: one.name for one in units},
        problems=wrong,
        typed={name: typed.get(name, "") for name in FIELDS},
    )
