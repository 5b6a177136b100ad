"""Fairness reports of plans and months, for planners and the data protection officer; signing for one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

from api.access import FAIRNESS_READERS, PLANNERS
from api.deps import IfNoneMatch, Paging, Serving, listed, paged, tagged
from api.errors import NOT_FOUND, REFUSED_STEP
from api.routers.answers import ON_READING, a_table, answers, body_example
from api.schemas import examples, fairness_examples
from api.schemas.fairness import (
    CELLS_HEAD,
    FairnessOut,
    FairnessSummary,
    SignatureIn,
    fairness_cells,
    fairness_document,
    fairness_summary,
)
from api.schemas.parts import Listing
from api.spreadsheet import Form
from matching.model.cohorts import CohortPlanId
from matching.model.fairness import FairnessReportId
from matching.usecases import fairness

router = APIRouter(tags=["fairness"])
SignatureBody = Annotated[SignatureIn, Body(openapi_examples=body_example(fairness_examples.SIGNATURE))]


@router.get(
    "/fairness-reports",
    dependencies=[FAIRNESS_READERS],
    **answers(Listing[FairnessOut], examples.a_page(fairness_examples.FAIRNESS_OUT)),
)
async def list_fairness_reports(request: Request, program: Serving, asked: Paging) -> Response:
    """Reports of months, and of plans within one's region. Numbers under five are hidden."""
    page = await fairness.page(program.gateway, program.actor, limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, fairness_document)


@router.get(
    "/fairness-reports/{report_id}",
    dependencies=[FAIRNESS_READERS],
    **answers(FairnessOut, fairness_examples.FAIRNESS_OUT, *ON_READING),
)
async def get_fairness_report(
    program: Serving,
    report_id: UUID,
    form: Annotated[Form, Query(alias="format")] = Form.JSON,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A report of a month, or of a plan within one's region; its cells as a table, too."""
    report = await fairness.get(program.gateway, program.actor, FairnessReportId(report_id))
    if form is not Form.JSON:
        named = f"fairness-{report.month or report.made_at.date()}"
        return a_table(form, named, CELLS_HEAD, fairness_cells(report))
    return tagged(fairness_document(report), if_none_match)


@router.post(
    "/fairness-reports/{report_id}/signature",
    dependencies=[PLANNERS],
    **answers(FairnessSummary, fairness_examples.FAIRNESS_SUMMARY, NOT_FOUND, REFUSED_STEP),
)
async def sign_fairness_report(program: Serving, report_id: UUID, signed: SignatureBody) -> Response:
    """Answer for a report with alarms: why a plan may be used all the same, or what follows from a month. Whoever asked
    for the plan cannot; a plan for the whole country needs a region that holds all of it."""
    of = FairnessReportId(report_id)
    return listed(fairness_summary(await fairness.sign(program.gateway, program.actor, of, signed.reason)))


@router.get(
    "/cohort-plans/{plan_id}/fairness",
    dependencies=[PLANNERS],
    **answers(FairnessOut, fairness_examples.FAIRNESS_OUT, *ON_READING),
)
async def get_plan_fairness(program: Serving, plan_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """How groups fare in a plan, and whether it waits for a signature."""
    report = await fairness.of_plan(program.gateway, program.actor, CohortPlanId(plan_id))
    return tagged(fairness_document(report), if_none_match)


@router.post(
    "/cohort-plans/{plan_id}/signature",
    dependencies=[PLANNERS],
    **answers(FairnessSummary, fairness_examples.FAIRNESS_SUMMARY, NOT_FOUND, REFUSED_STEP),
)
async def sign_cohort_plan(program: Serving, plan_id: UUID, signed: SignatureBody) -> Response:
    """Answer for a plan in which a group fares worse than the bound allows, so that it may be used. Whoever asked for
    the plan cannot; a plan for the whole country needs a region that holds all of it."""
    report = await fairness.sign_plan(program.gateway, program.actor, CohortPlanId(plan_id), signed.reason)
    return listed(fairness_summary(report))
