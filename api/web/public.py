"""Pages for everybody: what this is, how it matches, privacy, accessibility; and the living style page."""

from fastapi import APIRouter, Response

from api.web.routes import PageRoute
from api.web.screens import Anyones, home
from api.web.specimens import specimens
from matching.scoring import Feature

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/")
async def front(screen: Anyones) -> Response:
    """What this is; whoever is at work begins with it."""
    if screen.duty:
        return screen.go(home(screen.duty.role))
    return screen.show("public/front.html")


@router.get("/tentang")
async def about(screen: Anyones) -> Response:
    """What this is, also for those who are at work."""
    return screen.show("public/front.html")


@router.get("/algoritma")
async def algorithm(screen: Anyones) -> Response:
    """How people and vacancies are matched, in plain words."""
    return screen.show("public/algorithm.html", features=list(Feature))


@router.get("/privasi")
async def privacy(screen: Anyones) -> Response:
    """The privacy notice."""
    return screen.show("public/privacy.html")


@router.get("/aksesibilitas")
async def accessibility(screen: Anyones) -> Response:
    """The accessibility statement."""
    return screen.show("public/accessibility.html")


@router.get("/gaya")
async def style(screen: Anyones) -> Response:
    """Every component in its states."""
    return screen.show("public/style.html", **specimens(screen.today, screen.program.gazetteer))
