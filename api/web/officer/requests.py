"""What people ask for, with its clock, its decision, and who has looked at the data of whoever asks for access."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.schemas.documents import plain
from api.schemas.rights import DecisionIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, OutOfOrder
from matching.model.rights import CLOCKS, RequestKind, SubjectRequest
from matching.usecases import oversight, trail
from matching.usecases.rights import AT_ONCE

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/permintaan")
SHOWN = 50
"""Requests on a page, the most urgent ones."""
TRAIL_SHOWN = 100
"""Rows of a processing trail on a page, the newest ones; all are in the file."""


@router.get("")
async def waiting(request: Request, screen: Working) -> Response:
    """Requests on which somebody has to act, the most urgent first."""
    overdue = request.query_params.get("lewat") == "1"
    found = await screen.program.rights.waiting(screen.program.actor, overdue=overdue)
    return screen.show(
        "officer/requests.html",
        requests=found,
        shown=SHOWN,
        overdue=overdue,
        clocks=CLOCKS,
        now=screen.program.clock(),
    )


@router.get("/{request_id}")
async def one(screen: Working, request_id: UUID) -> Response:
    """One request."""
    return await _page(screen, await _asked(screen, request_id))


@router.post("/{request_id}")
async def decide(request: Request, screen: Working, request_id: UUID) -> Response:
    """Grant or refuse it; of an erasure first shown what goes. Granted, it has been carried out when this answers."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in ("granted", "answer")}
    asked = await _asked(screen, request_id)
    try:
        if not typed["granted"]:
            raise InvalidValue("granted", "pilih keputusan / choose a decision")
        decision = parsed(DecisionIn, typed)
        if asked.kind is RequestKind.ERASURE and decision.granted and not form.text("sure"):
            return screen.show("officer/erasure.html", request=asked, answer=decision.answer)
        await program.rights.decide(
            program.actor, request_id, granted=decision.granted, answer=decision.answer
        )
    except (*WRONG, OutOfOrder) as error:
        return await _page(screen, asked, problems(error, screen.tongue), typed)
    return screen.go(f"/permintaan/{request_id}", "done")


@router.get("/{request_id}/pemrosesan")
async def processing(screen: Working, request_id: UUID) -> Response:
    """Who has read and changed the data of whoever asks for access, to read and to print."""
    rows = await oversight.processing(screen.program.gateway, screen.program.actor, request_id)
    return screen.show(
        "officer/processing.html",
        request=await _asked(screen, request_id),
        rows=rows[-TRAIL_SHOWN:],
        units=await trail.unit_names(screen.program.gateway, screen.program.actor, rows[-TRAIL_SHOWN:]),
        left=max(0, len(rows) - TRAIL_SHOWN),
        now=screen.program.clock(),
    )


@router.get("/{request_id}/pemrosesan.json")
async def processing_file(screen: Working, request_id: UUID) -> Response:
    """The same, whole, for programs."""
    rows = await oversight.processing(screen.program.gateway, screen.program.actor, request_id)
    kept = {"Content-Disposition": 'attachment; filename="pemrosesan.json"'}
    return JSONResponse({"items": plain(list(rows))}, headers=kept)


async def _asked(screen: Screen, request_id: UUID) -> SubjectRequest:
    return await oversight.asked(screen.program.gateway, screen.program.actor, request_id)


async def _page(
    screen: Screen, asked: SubjectRequest, wrong: Problems = NONE, typed: Mapping[str, str] | None = None
) -> Response:
    return screen.show(
        "officer/request.html",
        422 if wrong else 200,
        request=asked,
        clock=CLOCKS[asked.kind],
        by_unit=asked.kind in AT_ONCE,
        file=asked.kind is RequestKind.ACCESS and asked.waiting and asked.candidate,
        now=screen.program.clock(),
        problems=wrong,
        typed=typed or {},
    )
