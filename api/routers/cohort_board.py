"""The cohort by month and province, for release planners."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.access import PLANNERS
from api.deps import Serving, Today, listed
from api.errors import NOT_FOUND, REFUSED_STEP
from api.routers.answers import a_table, answers
from api.schemas.cohort_board import (
    BOARD,
    BOARD_HEAD,
    BoardOut,
    board_cells,
    board_document,
)
from api.schemas.cohorts import ProvinceCode
from api.spreadsheet import Form
from matching.model.cohorts import LONGEST_HORIZON_DAYS, CohortPlanId
from matching.usecases import cohort_region

router = APIRouter(prefix="/cohort", tags=["cohorts"], dependencies=[PLANNERS])
DAYS = 365


@router.get("/board", **answers(BoardOut, BOARD, NOT_FOUND, REFUSED_STEP))
async def read_cohort_board(
    *,
    program: Serving,
    today: Today,
    plan: Annotated[UUID | None, Query(description="Without it: the newest that may be used.")] = None,
    horizon_days: Annotated[int, Query(ge=0, le=LONGEST_HORIZON_DAYS)] = DAYS,
    region: Annotated[list[ProvinceCode] | None, Query(max_length=40)] = None,
    form: Annotated[Form, Query(alias="format")] = Form.JSON,
) -> Response:
    """People of one's region by month of expected release and province of the unit: who leaves, has an option, a
    proposal, work. Numbers under five are hidden."""
    named = CohortPlanId(plan) if plan else None
    found = await cohort_region.board(
        program.gateway, program.actor, named, today=today, horizon_days=horizon_days
    )
    cells = board_cells(found.told(region or ()), program.gazetteer.provinces)
    if form is not Form.JSON:
        return a_table(form, f"cohort-board-{today}", BOARD_HEAD, cells)
    return listed(board_document(found.plan, cells, as_of=today, horizon_days=horizon_days))
