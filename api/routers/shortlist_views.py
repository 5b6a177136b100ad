"""What is told of shortlists: what has changed, the sheet for the person, who has come near release, overrides."""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from api import paper, pdf, shortlist_sheet
from api.access import CASE_STAFF, PLANNERS
from api.deps import Language, Serving, Today, listed
from api.errors import NOT_FOUND
from api.routers.answers import answers
from api.schemas import shortlist_examples as shown
from api.schemas.documents import plain
from api.schemas.shortlist_documents import changes_document
from api.schemas.shortlists import ChangesOut, EntrantsOut, OverrideCountsOut, SheetOut
from matching.errors import InvalidValue
from matching.model.shortlists import ItemId, ShortlistId
from matching.usecases.shortlists.comparing import what_changed

router = APIRouter(prefix="/shortlists", tags=["shortlists"])
Moment = Annotated[datetime | None, Query(description="With an offset, as 2026-11-23T00:00:00+07:00.")]


@router.get("/overrides", dependencies=[PLANNERS], **answers(OverrideCountsOut, shown.COUNTS))
async def count_overrides(
    program: Serving,
    since: Annotated[Moment, Query(alias="from")] = None,
    until: Annotated[Moment, Query(alias="to")] = None,
) -> Response:
    """How often orders were changed in one's region: by whom, for whose vacancies, why. Without dates: 30 days."""
    last = until or program.clock()
    first = since or last - timedelta(days=30)
    if first.utcoffset() is None or last.utcoffset() is None:
        raise InvalidValue("from", "tanpa zona waktu / without an offset of time")
    counts = await program.shortlists.counts(program.actor, first, last)
    return listed({"items": plain(counts)})


@router.get("/entrants", dependencies=[CASE_STAFF], **answers(EntrantsOut, shown.ENTRANTS))
async def list_entrants(
    program: Serving,
    today: Today,
    since: Annotated[Moment, Query(alias="from")] = None,
    horizon: Annotated[int | None, Query(ge=1, le=1_830, description="Days; else the setting.")] = None,
) -> Response:
    """Who has come near release since, by a window that has moved or is new: those to be ranked again. Without a date:
    of the last day."""
    first = since or program.clock() - timedelta(days=1)
    if first.utcoffset() is None:
        raise InvalidValue("from", "tanpa zona waktu / without an offset of time")
    until = today + timedelta(days=horizon or program.settings.horizon_days)
    people = await program.shortlists.entrants(program.actor, first, today=today, until=until)
    return listed({"until": until.isoformat(), "candidates": plain(people)})


@router.get(
    "/{shortlist_id}/changes",
    dependencies=[CASE_STAFF],
    **answers(ChangesOut, shown.CHANGES, NOT_FOUND),
)
async def changes(program: Serving, shortlist_id: UUID, tongue: Language, today: Today) -> Response:
    """What has changed since: ranks, gaps, flags, windows, and rules that stand against an item now."""
    stands, since = await what_changed(
        program.shortlists, program.actor, ShortlistId(shortlist_id), today=today
    )
    return listed(changes_document(stands.id, since, today, program.actor.role, tongue))


@router.get("/{shortlist_id}/sheet", dependencies=[CASE_STAFF], **answers(SheetOut, shown.SHEET, NOT_FOUND))
async def print_sheet(
    program: Serving,
    shortlist_id: UUID,
    tongue: Language,
    item_id: Annotated[
        UUID | None, Query(description="One item; of a vacancy's list it must be one.")
    ] = None,
    form: Annotated[
        Literal["page", "pdf", "text", "json"],
        Query(description="A page to print, a PDF, plain text, or its parts."),
    ] = "page",
) -> Response:
    """What the person is given: what is proposed, why, what is missing, how to object, whom to ask. Names nobody."""
    of, one = ShortlistId(shortlist_id), ItemId(item_id) if item_id else None
    shown_parts = await shortlist_sheet.parts_of(program, of, one, tongue)
    if form == "json":
        return JSONResponse({"parts": plain(shown_parts)})
    if form == "text":
        return PlainTextResponse(shortlist_sheet.as_text(shown_parts))
    if form == "pdf":
        file = await asyncio.to_thread(pdf.pdf_of, shown_parts, tongue)
        return Response(file, media_type=pdf.MEDIA_TYPE, headers=pdf.headers("lembar-usulan"))
    return HTMLResponse(shortlist_sheet.as_page(shown_parts, tongue), headers=paper.HEADERS)
