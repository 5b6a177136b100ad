"""Imports: a file in the body, a report back; a way back as well."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from api.access import CASE_WORKERS
from api.deps import IntakeOffice, Paging, Serving, listed, paged, tagged
from api.errors import MEDIA_TYPE, NOT_FOUND, UNDO, Refused
from api.routers.answers import ON_READING, answers
from api.schemas import examples, lookup_examples
from api.schemas.imports import (
    ImportOut,
    ProgressList,
    ProgressOut,
    ReportOut,
    import_document,
    progress_document,
    report_document,
)
from api.schemas.parts import Listing
from matching.intake.columns import ImportKind
from matching.model import ImportId
from matching.usecases import records
from matching.usecases.imports import (
    Mode,
    begin,
    follow,
    latest_progress,
    list_imports,
    progress_of,
    undo_import,
)
from matching.usecases.records import IMPORTS

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[CASE_WORKERS])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATEST = 20
FILES = ("text/csv", XLSX, "application/octet-stream")
FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": lookup_examples.CSV},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
DryRun = Annotated[bool, Query(description="Check everything, store nothing.")]
Partial = Annotated[bool, Query(description="Store the good rows although others are wrong.")]
Source = Annotated[
    str | None,
    Query(max_length=60, pattern=r"^[\w .-]+$", description="System of the keys, where no column says it."),
]
Worksheet = Annotated[str | None, Query(max_length=60, description="Sheet of a workbook that has several.")]
Kind = Annotated[ImportKind, Path(description="What the file lists.")]


@router.get("", **answers(Listing[ImportOut], examples.a_page(lookup_examples.IMPORT_OUT)))
async def list_all(request: Request, program: Serving, office: IntakeOffice, asked: Paging) -> Response:
    """Imports in their order."""
    page = await list_imports(office.desk(program.actor), limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, import_document)


@router.post("/{kind}", openapi_extra=FILE_BODY, **answers(ReportOut, lookup_examples.REPORT, MEDIA_TYPE))
async def import_file(
    *,
    request: Request,
    program: Serving,
    office: IntakeOffice,
    kind: Kind,
    dry_run: DryRun = False,
    partial: Partial = False,
    source: Source = None,
    worksheet: Worksheet = None,
) -> Response:
    """Import a CSV or XLSX file. Without `partial` nothing is stored when a row is wrong: 422, with the same report."""
    require_file(request.headers.get("content-type", ""))
    content = await request.body()
    sheet = await asyncio.to_thread(office.read, kind, content, source=source, worksheet=worksheet)
    desk, mode, import_id = office.desk(program.actor), Mode(dry_run, partial), ImportId(program.new_id())
    await begin(sheet, desk, mode, import_id)
    report = await follow(sheet, desk, mode, import_id)
    held = not (report.fine or dry_run or partial)
    return JSONResponse(report_document(report), 422 if held else 200)


@router.get("/progress", **answers(ProgressList, lookup_examples.PROGRESS_LIST))
async def how_far(program: Serving) -> Response:
    """How far imports of the last day are, the newest first: also one whose answer somebody is waiting for."""
    found = await latest_progress(program.gateway, program.actor, LATEST)
    return listed({"items": [progress_document(one) for one in found]})


@router.get("/{import_id}/progress", **answers(ProgressOut, lookup_examples.PROGRESS, NOT_FOUND))
async def how_far_one(program: Serving, import_id: UUID) -> Response:
    """How far one import is, or a trial of one; for a day."""
    found = await progress_of(program.gateway, program.actor, ImportId(import_id))
    return listed(progress_document(found))


@router.get("/{import_id}", **answers(ImportOut, lookup_examples.IMPORT_OUT, *ON_READING))
async def get_import(program: Serving, import_id: UUID) -> Response:
    """One import."""
    return tagged(import_document(await records.get(program.gateway, program.actor, IMPORTS, import_id)))


@router.post("/{import_id}/undo", **answers(ImportOut, lookup_examples.IMPORT_OUT, NOT_FOUND, UNDO))
async def undo(program: Serving, office: IntakeOffice, import_id: UUID) -> Response:
    """Bring back what stood before; refused where somebody has changed one of its records since."""
    return listed(import_document(await undo_import(office.desk(program.actor), ImportId(import_id))))


def require_file(content_type: str) -> None:
    """Raises Refused (415) for what is neither CSV nor XLSX."""
    if content_type.partition(";")[0].strip().lower() not in FILES:
        raise Refused(MEDIA_TYPE, f"{' · '.join(FILES)}")
