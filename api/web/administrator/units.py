"""Units to which people and accounts belong."""

from collections.abc import Mapping
from typing import get_args

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Desk
from api.schemas.duties import UnitIn, UnitType
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import Actor

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/unit")
TYPES = tuple(one for one in get_args(UnitType) if one != "platform")
SHOWN = 100
FIELDS = ("type", "name", "province")


@router.get("")
async def units(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Units, by name; of one province where one is asked for."""
    return await _page(screen, desk, actor, {}, province=request.query_params.get("provinsi", ""))


@router.post("")
async def add(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """A new unit."""
    form = await posted(request)
    typed = {name: form.text(name) for name in FIELDS}
    try:
        await desk.administration.add_unit(actor, parsed(UnitIn, typed).value(screen.program.new_id))
    except WRONG as error:
        return await _page(screen, desk, actor, typed, problems(error, screen.tongue))
    return screen.go("/unit", "saved")


async def _page(
    screen: Screen,
    desk: Desk,
    actor: Actor,
    typed: Mapping[str, str],
    wrong: Problems = NONE,
    *,
    province: str = "",
) -> Response:
    found = [one for one in await desk.administration.units(actor) if province in ("", one.province)]
    return screen.show(
        "administrator/units.html",
        422 if wrong else 200,
        units=found[:SHOWN],
        more=len(found) - SHOWN,
        province=province,
        types=TYPES,
        provinces=screen.program.gazetteer.provinces,
        problems=wrong,
        typed={name: typed.get(name, "") for name in FIELDS},
    )
