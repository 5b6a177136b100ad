"""The program itself, for administrators: settings in force and how it stands. No case data is in it."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from api.access import ADMINISTRATORS
from api.deps import Book, Serving, listed
from api.errors import FORBIDDEN
from api.provenance import provenance
from api.routers.answers import answers
from api.schemas.system import SETTINGS, SYSTEM, SettingsOut, SystemOut
from api.system_state import system_state

router = APIRouter(prefix="/system", tags=["accounts"], dependencies=[ADMINISTRATORS])


@router.get("", **answers(SystemOut, SYSTEM, FORBIDDEN))
async def get_system(request: Request, program: Serving, book: Book) -> Response:
    """Versions of what decides a list, the model with its checksum, vectors, and how far behind each part is."""
    found = await system_state(program, request.app.version, book.version)
    return listed(found.model_dump(mode="json"))


@router.get("/settings", **answers(SettingsOut, SETTINGS, FORBIDDEN))
async def get_settings(program: Serving) -> Response:
    """Settings in force and where each came from; secrets are hidden."""
    return listed({"items": [asdict(row) for row in provenance(program.settings)]})
