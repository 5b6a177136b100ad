"""What is kept too long, counted and not removed; and the journals that keep an erasure in force."""

from fastapi import APIRouter, Response

from api.web.routes import PageRoute
from api.web.screens import Working
from matching.usecases import oversight

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/penyimpanan")
async def keeping(screen: Working) -> Response:
    """Every rule of retention with what it would remove, and how both journals stand."""
    program = screen.program
    return screen.show(
        "officer/keeping.html",
        retained=await oversight.kept_too_long(program.actor, program.rights),
        custody=await oversight.custody(program.actor, program.rights, program.journal),
    )
