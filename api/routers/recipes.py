"""New recipes (models and weights) beside the one in force: read, and signed for by a planner."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response

from api.access import FAIRNESS_READERS, PLANNERS
from api.deps import BOUNDED, IfNoneMatch, Paging, Serving, listed, paged, tagged
from api.errors import NOT_FOUND, REFUSED_STEP
from api.routers.answers import ON_READING, answers, body_example
from api.schemas import examples, fairness_examples
from api.schemas.fairness import SignatureIn
from api.schemas.parts import Listing
from api.schemas.recipes import (
    COMPARISON_OUT,
    COMPARISON_SUMMARY,
    ComparisonOut,
    ComparisonSummary,
    comparison_document,
    comparison_summary,
)
from matching.model.fairness import ComparisonId
from matching.usecases import fairness

router = APIRouter(prefix="/fairness-comparisons", tags=["fairness"], dependencies=[BOUNDED])
SignatureBody = Annotated[SignatureIn, Body(openapi_examples=body_example(fairness_examples.SIGNATURE))]


@router.get(
    "",
    dependencies=[FAIRNESS_READERS],
    **answers(Listing[ComparisonSummary], examples.a_page(COMPARISON_SUMMARY)),
)
async def list_comparisons(request: Request, program: Serving, asked: Paging) -> Response:
    """Comparisons of new recipes with the one in force, in the order in which they were made."""
    page = await fairness.comparisons(program.gateway, program.actor, limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, comparison_summary)


@router.get(
    "/{comparison_id}",
    dependencies=[FAIRNESS_READERS],
    **answers(ComparisonOut, COMPARISON_OUT, *ON_READING),
)
async def get_comparison(
    program: Serving, comparison_id: UUID, if_none_match: IfNoneMatch = None
) -> Response:
    """One comparison with both reports. Numbers under five are hidden."""
    found = await fairness.comparison(program.gateway, program.actor, ComparisonId(comparison_id))
    return tagged(comparison_document(found), if_none_match)


@router.post(
    "/{comparison_id}/signature",
    dependencies=[PLANNERS],
    **answers(ComparisonSummary, COMPARISON_SUMMARY, NOT_FOUND, REFUSED_STEP),
)
async def sign_comparison(program: Serving, comparison_id: UUID, signed: SignatureBody) -> Response:
    """Answer for a new recipe that has alarms, or was compared over few people, so that it may rank: why it may."""
    found = await fairness.sign_comparison(
        program.gateway, program.actor, ComparisonId(comparison_id), signed.reason
    )
    return listed(comparison_summary(found))
