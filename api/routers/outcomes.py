"""Reports of outcomes, how far an employer can be relied on, complaints about employers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import JSONResponse

from api.access import CASE_STAFF, PLANNERS
from api.deps import BOUNDED, Creation, Language, Serving, Today, listed
from api.errors import CONFLICT, NOT_FOUND
from api.routers.answers import ON_CREATION, a_table, answers, body_example, no_content
from api.schemas import placement_examples as examples
from api.schemas.outcomes import (
    HEAD,
    ReliabilityOut,
    ReportOut,
    reliability_document,
    report_document,
    table_cells,
)
from api.schemas.placements import (
    ComplaintDecision,
    ComplaintIn,
    ComplaintMade,
    Complaints,
    complaint_document,
)
from api.spreadsheet import Form
from matching.model import EmployerId
from matching.model.outcome_codes import ComplaintState
from matching.model.placements import ComplaintId
from matching.outcomes import Grouping
from matching.usecases import outcomes, placements

router = APIRouter(tags=["outcomes"], dependencies=[BOUNDED])


def _body(example: dict[str, Any]) -> Any:
    return Body(openapi_examples=body_example(example))


@router.get("/outcomes", dependencies=[CASE_STAFF], **answers(ReportOut, examples.REPORT))
async def report_outcomes(
    *,
    program: Serving,
    tongue: Language,
    today: Today,
    by: Annotated[Grouping, Query(description="For what the report is drawn up.")] = Grouping.UNIT,
    year: Annotated[int | None, Query(ge=2000, le=2199, description="One year; without it, all.")] = None,
    form: Annotated[Form, Query(alias="format")] = Form.JSON,
) -> Response:
    """What has come of it, for a case worker's unit or a planner's region. Numbers under five are hidden."""
    told = await outcomes.outcome_report(program.gateway, program.actor, by, today=today, year=year)
    if form is Form.JSON:
        return listed(report_document(told, tongue))
    return a_table(form, f"outcomes-{by}-{told.as_of}", HEAD, table_cells(told, tongue))


@router.get(
    "/employers/{employer_id}/reliability",
    dependencies=[PLANNERS],
    **answers(ReliabilityOut, examples.RELIABILITY, NOT_FOUND),
)
async def read_reliability(program: Serving, employer_id: UUID, tongue: Language) -> Response:
    """What an employer has done with what was proposed to it, with the bases and how sure that is."""
    facts, measures = await outcomes.reliability_of(program.gateway, program.actor, EmployerId(employer_id))
    return listed(reliability_document(employer_id, facts, measures, tongue))


@router.get(
    "/employers/{employer_id}/complaints",
    dependencies=[CASE_STAFF],
    **answers(Complaints, examples.COMPLAINTS, NOT_FOUND),
)
async def list_complaints(program: Serving, employer_id: UUID) -> Response:
    """Complaints about an employer: one's own people's, and for a planner those of the region."""
    found = await placements.complaints(
        program.gateway, program.actor, EmployerId(employer_id), limit=program.settings.max_page_rows
    )
    return listed({"items": [complaint_document(one) for one in found]})


@router.post(
    "/employers/{employer_id}/complaints",
    dependencies=[CASE_STAFF],
    **answers(ComplaintMade, examples.COMPLAINT_MADE, *ON_CREATION, status=201),
)
async def add_complaint(
    program: Serving,
    employer_id: UUID,
    new: Annotated[ComplaintIn, _body(examples.COMPLAINT)],
    once: Creation,
) -> Response:
    """Write a complaint about an employer down."""
    complaint = new.complaint(program.new_id(), employer_id)
    made = await placements.complain(program.gateway, program.actor, complaint, once)
    return JSONResponse({"id": str(made)}, 201)


@router.post(
    "/complaints/{complaint_id}/decision", dependencies=[PLANNERS], **no_content(NOT_FOUND, CONFLICT)
)
async def decide_complaint(
    program: Serving, complaint_id: UUID, decision: Annotated[ComplaintDecision, _body(examples.DECISION)]
) -> Response:
    """Uphold or dismiss an open complaint of one's region that somebody else has written down."""
    state = ComplaintState.UPHELD if decision.upheld else ComplaintState.DISMISSED
    await placements.decide_complaint(program.gateway, program.actor, ComplaintId(complaint_id), state)
    return Response(status_code=204)
