"""Recorded runs: record one, read them, and score one again from its frozen features."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response

from api.access import CASE_STAFF
from api.deps import BOUNDED, Creation, IfNoneMatch, Paging, Serving, created, listed, paged, tagged
from api.routers.answers import ON_CREATION, ON_MATCHING, ON_READING, answers, body_example
from api.schemas import examples, list_examples
from api.schemas.parts import Listing
from api.schemas.projection import seen_list
from api.schemas.runs import (
    Replay,
    RunIn,
    RunOut,
    RunSummary,
    replay_document,
    run_document,
    run_summary,
)
from matching.usecases import records
from matching.usecases.records import RUNS
from matching.usecases.run_once import RunAsked, run_once
from matching.usecases.runs import replay

router = APIRouter(prefix="/runs", tags=["runs"], dependencies=[CASE_STAFF])
NewRun = Annotated[RunIn, Body(openapi_examples=body_example(list_examples.RUN))]


@router.post(
    "",
    dependencies=[BOUNDED],
    **answers(RunOut, list_examples.RUN_OUT, *ON_CREATION, *ON_MATCHING, status=201),
)
async def record_run(program: Serving, new: NewRun, once: Creation) -> Response:
    """Make a ranked list and record it with all that decided it: versions, weights, parameters, frozen features."""
    asked = RunAsked(new.candidate_id, new.vacancy_id, new.size, new.as_of or program.today(), new.plain)
    run = await run_once(
        program.matcher, program.actor, asked, once, new_id=program.new_id, at=program.clock()
    )
    return created(seen_list(run_document(run), program.actor.role), f"/api/v1/runs/{run.id}")


@router.get("", **answers(Listing[RunSummary], examples.a_page(list_examples.RUN_SUMMARY)))
async def list_runs(request: Request, program: Serving, asked: Paging) -> Response:
    """Recorded runs, without their rows."""
    page = await records.page(program.gateway, program.actor, RUNS, limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, run_summary)


@router.get("/{run_id}", **answers(RunOut, list_examples.RUN_OUT, *ON_READING))
async def get_run(program: Serving, run_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """A recorded run; where its person has been erased, it says so and holds nothing of them."""
    run = await records.get(program.gateway, program.actor, RUNS, run_id)
    return tagged(seen_list(run_document(run), program.actor.role), if_none_match)


@router.get("/{run_id}/replay", **answers(Replay, list_examples.REPLAY, *ON_READING))
async def replay_run(program: Serving, run_id: UUID) -> Response:
    """Score a run again from its frozen features; `same` says whether the list is the recorded one."""
    run = await records.get(program.gateway, program.actor, RUNS, run_id)
    return listed(replay_document(run, replay(run)))
