"""Taking in a file: what it holds is shown first, with what is wrong in place; then it is taken in."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import IntakeOffice
from api.errors import UNREADABLE, problem_of
from api.intake import Intake
from api.web.case_worker.import_progress import bound, set_to_work
from api.web.forms import NONE, Posted, Problems, in_tongue, posted
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from api.web.tables import table_file
from matching.errors import InvalidValue, NotFound
from matching.intake.columns import ImportKind, columns, template
from matching.model import ImportId
from matching.usecases import records
from matching.usecases.imports import Mode, Sheet, latest_imports, under_way, undo_import
from matching.usecases.records import IMPORTS

router = APIRouter(route_class=PageRoute, include_in_schema=False)
LISTED, AT_WORK = 30, 10
ASKED = ("kind", "source", "worksheet")
"""How a file is to be read, as the form says."""
UNREADABLE_FILES: Mapping[str, str] = MappingProxyType(
    {
        "TooLarge": "berkas terlalu besar untuk satu impor; bagi menjadi beberapa / too large for one import; split it",
        "UnknownFormat": "hanya CSV dan XLSX yang terbaca; simpan ulang sebagai salah satunya"
        " / only CSV and XLSX can be read; save it as one of them",
        "PasswordProtected": "berkas ini berkata sandi; simpan salinan tanpa kata sandi"
        " / protected by a password; save a copy without it",
        "SeveralSheets": "beberapa lembar berisi data; tulis nama lembarnya"
        " / several sheets hold data; say which one to read",
        "NoSuchSheet": "tidak ada lembar dengan nama itu / the workbook has no sheet of this name",
        "EmptyFile": "tidak ada baris di bawah judul kolom / no rows under a header",
    }
)
"""What is wrong with a file as a whole, by the name of the error; any other is said not to be a table."""
NO_TABLE = "tidak terbaca sebagai tabel / it cannot be read as a table"
GONE = (
    "berkas tidak disimpan lagi: sudah lewat satu jam, atau sudah dimasukkan; pilih lagi bila perlu"
    " / the file is kept no longer: an hour has passed, or it has been taken in; choose it again if need be"
)


@router.get("/impor")
async def imports(screen: Working, office: IntakeOffice) -> Response:
    """Choose a file; and what was taken in before."""
    return await _page(screen, office)


@router.post("/impor")
async def preview(request: Request, screen: Working, office: IntakeOffice) -> Response:
    """Try everything and store nothing: counts, and what is wrong."""
    form = await posted(request)
    file = form.file("file")
    content = await file.read() if file else b""
    await form.data.close()
    if file is None:
        return await _page(screen, office, form, "file", "pilih berkas dahulu / choose a file first")
    try:
        sheet = await _read(office, form, content)
        ticket = await asyncio.to_thread(
            office.held.keep, content, _bound(screen, form), str(screen.program.actor.account)
        )
    except InvalidValue as error:
        return await _page(screen, office, form, error.field, error.problem)
    except Exception as error:  # noqa: BLE001 - readers are adapters: their errors go by the table of problems
        return await _page(screen, office, form, "file", _unreadable(error))
    asked = _asked(form) | {"name": file.filename or ""}
    return await set_to_work(screen, office, sheet, Mode(dry_run=True), ticket, asked=asked)


@router.post("/impor/masukkan")
async def take_in(request: Request, screen: Working, office: IntakeOffice) -> Response:
    """Take in the file that was shown, or of it the rows that are right. Sent twice, it is taken in once."""
    form = await posted(request)
    ticket = form.text("ticket")
    try:
        content = await asyncio.to_thread(office.held.open, ticket, _bound(screen, form))
    except NotFound:
        return await _page(screen, office, form, "file", GONE)
    sheet = await _read(office, form, content)
    mode = Mode(partial=form.text("partial") == "1")
    return await set_to_work(screen, office, sheet, mode, ticket, asked=_asked(form))


@router.get("/impor/templat/{kind}")
async def empty_file(kind: ImportKind) -> Response:
    """A workbook with nothing but the headers that are read; no example, which would be taken in as somebody."""
    (head,) = template(kind, example=False)
    return table_file(f"templat-{kind}", "xlsx", head, [])


@router.get("/impor/{import_id}")
async def show_import(screen: Working, import_id: UUID) -> Response:
    """What came of one import, and the way back."""
    program = screen.program
    record = await records.get(program.gateway, program.actor, IMPORTS, import_id)
    return screen.show("case_worker/import.html", record=record)


@router.post("/impor/{import_id}/batalkan")
async def undo(request: Request, screen: Working, office: IntakeOffice, import_id: UUID) -> Response:
    """Bring back what stood before."""
    await posted(request)
    await undo_import(office.desk(screen.program.actor), ImportId(import_id))
    return screen.go(f"/impor/{import_id}", "undone")


async def _page(
    screen: Screen, office: Intake, form: Posted | None = None, field: str = "", problem: str = ""
) -> Response:
    program = screen.program
    latest = await latest_imports(office.desk(program.actor), LISTED)
    problems = Problems(by_field={field: in_tongue(problem, screen.tongue)}) if field else NONE
    return screen.show(
        "case_worker/imports.html",
        422 if problems else 200,
        latest=latest,
        at_work=await under_way(program.gateway, program.actor, AT_WORK),
        kinds={kind: columns(kind) for kind in ImportKind},
        problems=problems,
        given=_asked(form) if form else dict.fromkeys(ASKED, ""),
    )


def _asked(form: Posted) -> dict[str, str]:
    return {name: form.text(name) for name in ASKED}


async def _read(office: Intake, form: Posted, content: bytes) -> Sheet:
    """The sheet; raises InvalidValue for a kind that there is not, and what the reader raises."""
    if (named := form.text("kind")) not in list(ImportKind):
        raise InvalidValue("kind", "pilih isi berkas / choose what the file lists")
    kind = ImportKind(named)
    source, worksheet = form.text("source")[:60] or None, form.text("worksheet")[:60] or None
    return await asyncio.to_thread(office.read, kind, content, source=source, worksheet=worksheet)


def _bound(screen: Screen, form: Posted) -> str:
    """With how it was read, so that what is taken in is what was shown."""
    return bound(screen.program.actor, *_asked(form).values())


def _unreadable(error: Exception) -> str:
    """What is wrong with the file; raises what is no fault of it."""
    if problem_of(error) is not UNREADABLE:
        raise error
    return UNREADABLE_FILES.get(type(error).__name__, NO_TABLE)
