"""The sealed chain of the trail: how far it goes, its anchors, and whether it holds."""

from fastapi import APIRouter, Request, Response

from api.web.forms import posted
from api.web.routes import PageRoute
from api.web.screens import Working

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/jejak/rantai")


@router.get("")
async def chain(screen: Working) -> Response:
    """How the chain stands; while it is verified, how far that is."""
    state = await screen.program.inspector.state(screen.program.actor)
    return screen.show("officer/chain.html", state=state, now=screen.program.clock())


@router.post("")
async def verify(request: Request, screen: Working) -> Response:
    """Begin to verify it."""
    await posted(request)
    screen.program.inspector.begin(screen.program.actor)
    return screen.go("/jejak/rantai")
