"""How the program stands, and the settings in force."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Book
from api.provenance import Provenance, provenance
from api.system_state import system_state
from api.web.routes import PageRoute
from api.web.screens import Working

router = APIRouter(route_class=PageRoute, include_in_schema=False)
LATE_S = 30.0
"""From when on a part that should be a few seconds behind is marked."""
BEGINS = {
    "home": "places", "staff_vacancies_need_check": "vacancies", "model": "model", "refresh_seconds": "indexes",
    "language": "server", "public_url": "edge", "session_idle_minutes": "sign_in", "oidc_issuer": "oidc",
    "list_rows": "ranking", "shortlist_rows": "shortlists", "fairness_ratio": "fairness", "smtp_host": "mail",
}  # fmt: skip
"""Groups of settings, by the one with which each begins."""


@router.get("/keadaan")
async def state(request: Request, screen: Working, book: Book, _: Administrator) -> Response:
    """Model, indexes and health."""
    found = await system_state(screen.program, request.app.version, book.version)
    return screen.show("administrator/state.html", state=found, late=LATE_S)


@router.get("/pengaturan")
async def settings(screen: Working, _: Administrator) -> Response:
    """Every setting with its value, secrets hidden, and where it came from."""
    return screen.show("administrator/settings.html", groups=grouped(provenance(screen.program.settings)))


def grouped(rows: Sequence[Provenance]) -> Mapping[str, Sequence[Provenance]]:
    """Settings as they are declared, by the group that each is in."""
    groups: dict[str, list[Provenance]] = {}
    at = ""
    for row in rows:
        at = BEGINS.get(row.name, at)
        groups.setdefault(at, []).append(row)
    return groups
