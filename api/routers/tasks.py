"""Tasks: what is due for the duty in which one asks, why, and what it blocks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import JSONResponse

from api.access import ANYBODY_ON_DUTY
from api.deps import BOUNDED, Language, Paging, Serving, listed
from api.errors import NOT_FOUND, ORDER
from api.routers.answers import answers, body_example, no_content
from api.schemas import task_examples as examples
from api.schemas.tasks import SnoozeIn, TaskIn, TaskMade, Tasks, task_document
from matching.model import CandidateId
from matching.model.tasks import TaskId, TaskKind
from matching.usecases import tasks

router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[ANYBODY_ON_DUTY, BOUNDED])
NewBody = Annotated[TaskIn, Body(openapi_examples=body_example(examples.NEW))]
SnoozeBody = Annotated[SnoozeIn, Body(openapi_examples=body_example(examples.SNOOZE))]


@router.get("", **answers(Tasks, examples.TASKS))
async def list_tasks(
    program: Serving,
    asked: Paging,
    tongue: Language,
    kind: TaskKind | None = None,
    snoozed: Annotated[bool, Query(description="Those too that are put off.")] = False,
) -> Response:
    """What is due, the most urgent first: read off the facts, so that a task ends when its fact does."""
    found, total = await tasks.open_tasks(
        program.gateway, program.actor, kind=kind, snoozed=snoozed, limit=asked.limit
    )
    today = program.today()
    return listed({"items": [task_document(one, today, tongue) for one in found], "total": total})


@router.post("", **answers(TaskMade, examples.MADE, NOT_FOUND, status=201))
async def add_task(program: Serving, new: NewBody) -> Response:
    """Write down a task in one's own words."""
    made = await tasks.note_task(
        program.gateway,
        program.actor,
        note=new.note,
        due=new.due,
        candidate=CandidateId(new.candidate_id) if new.candidate_id else None,
        new_id=program.new_id,
    )
    return JSONResponse({"id": str(made)}, 201)


@router.post("/{task_id}/done", **no_content(NOT_FOUND, ORDER))
async def end_task(program: Serving, task_id: UUID) -> Response:
    """Say that it is done. What ends by a fact is refused (409): it ends when that is recorded."""
    await tasks.end_task(program.gateway, program.actor, TaskId(task_id))
    return Response(status_code=204)


@router.post("/{task_id}/snooze", **no_content(NOT_FOUND))
async def snooze_task(program: Serving, task_id: UUID, given: SnoozeBody) -> Response:
    """Put it off for some days. What becomes late meanwhile is there again."""
    await tasks.snooze_task(
        program.gateway, program.actor, TaskId(task_id), until=given.until, today=program.today()
    )
    return Response(status_code=204)
