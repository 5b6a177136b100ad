"""A file at work: how far it is, and what came of it. It goes on whether anybody looks or not."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import IntakeOffice
from api.intake import Intake
from api.schemas.imports import report_document
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import NotFound
from matching.model import Actor, ImportId
from matching.model.import_progress import Course, ImportProgress
from matching.usecases import records
from matching.usecases.imports import ImportReport, Mode, Sheet, begin, follow, progress_of
from matching.usecases.records import IMPORTS

router = APIRouter(route_class=PageRoute, include_in_schema=False)
AT_WORK = "/impor/berjalan"
TICKET_COOKIE = "impor"
HELD_S = 3_600
PATIENCE_S = 2.0
"""How long one waits for the answer: a small file is done by then, and nobody sees that it was at work."""
SHOWN = 100


@router.get(f"{AT_WORK}/{{import_id}}")
async def at_work(request: Request, screen: Working, office: IntakeOffice, import_id: UUID) -> Response:
    """How far a file is; when it is done, what came of it."""
    program = screen.program
    progress = await progress_of(program.gateway, program.actor, ImportId(import_id))
    came = await _outcome(request, screen, office, progress)
    if came is None:
        return await _going_on(screen, progress)
    report = came["report"]
    if report["fine"] and not progress.dry_run:
        return _taken_in(screen, report["import_id"])
    page = "import_preview" if progress.dry_run else "import_done"
    blocked = any(one["row"] is None and not one["remark"] for one in report["problems"])
    return screen.show(f"case_worker/{page}.html", shown=report["problems"][:SHOWN], blocked=blocked, **came)


async def set_to_work(
    screen: Screen,
    office: Intake,
    sheet: Sheet,
    mode: Mode,
    ticket: str,
    *,
    asked: Mapping[str, str],
) -> Response:
    """Begin, and go where it is waited for; what is sent twice to be taken in is taken in once. The ticket, by which
    what came of it is had, goes with this browser alone; `asked` is shown again with that."""
    import_id = ImportId(screen.program.new_id() if mode.dry_run else _named_by(ticket))
    actor = screen.program.actor
    desk, whose = office.desk(actor), bound(actor, str(import_id))

    async def keep(report: ImportReport) -> None:
        told = {
            "report": report_document(report) | {"fine": report.fine},
            "asked": dict(asked),
            "ticket": ticket,
        }
        await asyncio.to_thread(office.held.put_outcome, ticket, json.dumps(told).encode(), whose)
        if not mode.dry_run:
            await asyncio.to_thread(office.held.forget, ticket)

    if await begin(sheet, desk, mode, import_id):
        await office.at_work.begin(follow(sheet, desk, mode, import_id, keep=keep), PATIENCE_S)
    answer = screen.go(f"{AT_WORK}/{import_id}")
    answer.set_cookie(
        TICKET_COOKIE,
        ticket,
        max_age=HELD_S,
        path=f"{AT_WORK}/{import_id}",
        httponly=True,
        samesite="lax",
        secure=screen.program.settings.https,
    )
    return answer


async def _outcome(
    request: Request, screen: Screen, office: Intake, progress: ImportProgress
) -> Mapping[str, Any] | None:
    """None: it is not done, an hour has passed since, or another browser has the ticket."""
    if progress.course is not Course.DONE:
        return None
    ticket, whose = request.cookies.get(TICKET_COOKIE, ""), bound(screen.program.actor, str(progress.id))
    try:
        came: dict[str, Any] = json.loads(await asyncio.to_thread(office.held.outcome, ticket, whose))
    except NotFound:
        return None
    return came


async def _going_on(screen: Screen, progress: ImportProgress) -> Response:
    """What has died after it was stored is stored all the same."""
    if progress.course is not Course.RUNNING and await _stored(screen, progress):
        return _taken_in(screen, progress.id)
    return screen.show("case_worker/import_at_work.html", progress=progress)


async def _stored(screen: Screen, progress: ImportProgress) -> bool:
    program = screen.program
    try:
        await records.get(program.gateway, program.actor, IMPORTS, progress.id)
    except NotFound:
        return False
    return True


def _taken_in(screen: Screen, import_id: object) -> Response:
    return screen.go(f"/impor/{import_id}", "imported") if import_id else screen.go("/impor", "nothing_new")


def _named_by(ticket: str) -> UUID:
    return UUID(bytes=hashlib.sha256(ticket.encode()).digest()[:16])


def bound(actor: Actor, *how: str) -> str:
    """What a held file goes with: whose it is, in which duty, and how it was read or what it was for."""
    return "\n".join((str(actor.account), str(actor.duty), *how))
