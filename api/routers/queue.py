"""The queue of imports: rows that are possibly a known person's, until somebody says whose they are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import JSONResponse

from api.access import CASE_WORKERS
from api.deps import BOUNDED, IntakeOffice, Paging, Serving, paged
from api.errors import CONFLICT, NOT_FOUND
from api.routers.answers import answers, body_example, no_content
from api.schemas import examples, lookup_examples
from api.schemas.imports import DismissIn, QueuedOut, ReportOut, ResolveIn, queued_document, report_document
from api.schemas.parts import Listing
from matching.model import QueuedRowId
from matching.usecases.imports import dismiss_row, list_queue, resolve_row

router = APIRouter(prefix="/imports/queue", tags=["imports"], dependencies=[CASE_WORKERS, BOUNDED])
Decided = Annotated[bool, Query(description="Also the rows of which somebody has said whose they are.")]
Whose = Annotated[ResolveIn, Body(openapi_examples=body_example(lookup_examples.RESOLVE))]
Why = Annotated[DismissIn, Body(openapi_examples=body_example(lookup_examples.DISMISS))]


@router.get("", **answers(Listing[QueuedOut], examples.a_page(lookup_examples.QUEUED)))
async def list_queued(
    request: Request, program: Serving, office: IntakeOffice, asked: Paging, decided: Decided = False
) -> Response:
    """Rows without a usable key: possibly the same person, so a person has to say."""
    page = await list_queue(
        office.desk(program.actor), limit=asked.limit, cursor=asked.cursor, decided=decided
    )
    kept = {"decided": "true"} if decided else {}
    return paged(request, asked, page, queued_document, **kept)


@router.post("/{row_id}/resolve", **answers(ReportOut, lookup_examples.REPORT, NOT_FOUND, CONFLICT))
async def resolve(program: Serving, office: IntakeOffice, row_id: UUID, whose: Whose) -> Response:
    """Take the row in as this person's, checked again: an import that can be undone. Where it is wrong: 422."""
    report = await resolve_row(office.desk(program.actor), QueuedRowId(row_id), whose.value())
    return JSONResponse(report_document(report), 200 if report.fine else 422)


@router.post("/{row_id}/dismiss", **no_content(NOT_FOUND, CONFLICT))
async def dismiss(program: Serving, office: IntakeOffice, row_id: UUID, why: Why) -> Response:
    """Leave the row out. It stays recorded with the reason, and the same row does not wait again."""
    await dismiss_row(office.desk(program.actor), QueuedRowId(row_id), why.reason)
    return Response(status_code=204)
