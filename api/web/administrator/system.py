"""How the program stands, and the settings in force."""

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Book
from api.provenance import provenance
from api.system_state import system_state
from api.web.routes import PageRoute
from api.web.screens import Working

router = APIRouter(route_class=PageRoute, include_in_schema=False)
LATE_S = 30.0
"""From when on a part that should be a few seconds behind is marked."""


@router.get("/keadaan")
async def state(request: Request, screen: Working, book: Book, _: Administrator) -> Response:
    """Model, indexes and health."""
    found = await system_state(screen.program, request.app.version, book.version)
    return screen.show("administrator/state.html", state=found, late=LATE_S)


@router.get("/pengaturan")
async def settings(screen: Working, _: Administrator) -> Response:
    """Every setting with its value, secrets hidden, and where it came from."""
    return screen.show("administrator/settings.html", rows=provenance(screen.program.settings))
