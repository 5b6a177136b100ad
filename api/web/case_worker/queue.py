"""Rows that may be about somebody known: whose each is, a person says."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import IntakeOffice
from api.intake import Intake
from api.web.forms import NONE, WRONG, Posted, Problems, in_tongue, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.errors import InvalidValue, NotFound
from matching.intake.problems import Problem
from matching.model import CandidateId, QueuedRowId
from matching.usecases import records
from matching.usecases.imports import dismiss_row, list_queue, resolve_row
from matching.usecases.imports.answers import Joined, New
from matching.usecases.imports.queue import Waiting
from matching.usecases.records import CANDIDATES

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/antrean")
LISTED = 20
NOBODY_YET = "baru"
"""What a form says where the row is about nobody who is known."""


@router.get("")
async def waiting(request: Request, screen: Working, office: IntakeOffice) -> Response:
    """Rows that wait, the oldest first."""
    return await _page(screen, office, cursor=request.query_params.get("setelah"))


@router.post("/{row_id}/putuskan")
async def resolve(request: Request, screen: Working, office: IntakeOffice, row_id: UUID) -> Response:
    """Take the row in as this person's, or as a new person's."""
    form = await posted(request)
    desk, row = office.desk(screen.program.actor), QueuedRowId(row_id)
    try:
        if not (whose := form.text("whose")):
            raise InvalidValue("whose", "pilih siapa orangnya / choose who it is")
        said = New() if whose == NOBODY_YET else Joined(CandidateId(form.uuid("whose")))
        report = await resolve_row(desk, row, said)
    except WRONG as error:
        return await _again(screen, office, form, row_id, problems(error, screen.tongue))
    if not report.fine:
        return await _again(screen, office, form, row_id, _told(screen, report.problems))
    return screen.go(f"/impor/{report.import_id}", "imported")


@router.post("/{row_id}/abaikan")
async def dismiss(request: Request, screen: Working, office: IntakeOffice, row_id: UUID) -> Response:
    """Leave the row out, with the reason."""
    form = await posted(request)
    try:
        await dismiss_row(office.desk(screen.program.actor), QueuedRowId(row_id), form.text("reason"))
    except WRONG as error:
        return await _again(screen, office, form, row_id, problems(error, screen.tongue))
    return screen.go("/antrean", "done")


def _told(screen: Screen, found: Sequence[Problem]) -> Problems:
    """What keeps a row from being taken in, column by column."""
    lines = (f"{one.column}: {in_tongue(one.problem, screen.tongue)}" for one in found if not one.remark)
    return Problems(tuple(lines))


async def _again(screen: Screen, office: Intake, form: Posted, row_id: UUID, wrong: Problems) -> Response:
    """The page that the form stood on. Raises NotFound where the row does not wait there."""
    return await _page(screen, office, cursor=form.text("setelah") or None, wrong=wrong, of=row_id)


async def _page(
    screen: Screen,
    office: Intake,
    *,
    cursor: str | None = None,
    wrong: Problems = NONE,
    of: UUID | None = None,
) -> Response:
    page = await list_queue(office.desk(screen.program.actor), limit=LISTED, cursor=cursor)
    if of and of not in [one.row.id for one in page.records]:
        raise NotFound("row")
    return screen.show(
        "case_worker/queue.html",
        422 if wrong else 200,
        rows=page.records,
        people=await _names(screen, page.records),
        next=f"/antrean?{query({'setelah': page.next})}" if page.next else None,
        problems=wrong,
        of=of,
        nobody=NOBODY_YET,
        cursor=cursor or "",
    )


async def _names(screen: Screen, rows: Sequence[Waiting]) -> dict[UUID, str]:
    """Names of those whom the rows may be about."""
    program, found = screen.program, {}
    for one in dict.fromkeys(possible.candidate for row in rows for possible in row.possible):
        try:
            found[UUID(str(one))] = (
                await records.get(program.gateway, program.actor, CANDIDATES, one)
            ).identity.name
        except NotFound:
            continue  # gone since
    return found
