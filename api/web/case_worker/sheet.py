"""The sheet that a person is given, as a page to print and as a PDF."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api import paper, pdf, shortlist_sheet
from api.web.routes import PageRoute
from api.web.screens import Working
from matching.model.shortlists import ItemId, ShortlistId

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/usulan/{shortlist_id}")


@router.get("/lembar")
async def whole_sheet(request: Request, screen: Working, shortlist_id: UUID) -> Response:
    """Of all rows of a person's list."""
    return await _sheet(request, screen, shortlist_id)


@router.get("/baris/{item_id}/lembar")
async def one_sheet(request: Request, screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """Of one row, whoever's list it stands in."""
    return await _sheet(request, screen, shortlist_id, ItemId(item_id))


async def _sheet(request: Request, screen: Working, shortlist: UUID, item: ItemId | None = None) -> Response:
    shown = await shortlist_sheet.parts_of(screen.program, ShortlistId(shortlist), item, screen.tongue)
    if request.query_params.get("bentuk") == "pdf":
        file = await asyncio.to_thread(pdf.pdf_of, shown, screen.tongue)
        return Response(file, media_type=pdf.MEDIA_TYPE, headers=pdf.headers("lembar-usulan"))
    row = f"/baris/{item}" if item else ""
    head = screen.text("case_worker/sheet_head.html", back=f"/usulan/{shortlist}{row}")
    return HTMLResponse(shortlist_sheet.as_page(shown, screen.tongue, head), headers=paper.HEADERS)
