"""Jobs of the program that work outside the database, for administrators."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access import ADMINISTRATORS
from api.deps import Administrator, Paging, Serving, paged
from api.errors import NOT_FOUND
from api.routers.answers import answers, no_content
from api.schemas import task_examples as examples
from api.schemas.tasks import Jobs, job_document
from matching.model.tasks import JobId, JobState
from matching.stores import Page
from matching.usecases import tasks

router = APIRouter(prefix="/jobs", tags=["tasks"], dependencies=[ADMINISTRATORS])


@router.get("", **answers(Jobs, examples.JOBS))
async def list_jobs(
    request: Request, program: Serving, asked: Paging, state: JobState | None = None
) -> Response:
    """Jobs, the newest first."""
    found, following = await tasks.jobs(
        program.gateway, program.actor, state=state, limit=asked.limit, cursor=asked.cursor
    )
    kept = {"state": str(state)} if state else {}
    return paged(request, asked, Page(tuple(found), following), job_document, **kept)


@router.post("/{job_id}/retry", **no_content(NOT_FOUND))
async def retry_job(program: Serving, actor: Administrator, job_id: UUID) -> Response:
    """Let a job that was set aside or discarded be tried anew."""
    await tasks.retry_job(program.gateway, actor, JobId(job_id))
    return Response(status_code=204)


@router.post("/{job_id}/discard", **no_content(NOT_FOUND))
async def discard_job(program: Serving, actor: Administrator, job_id: UUID) -> Response:
    """End a job that has not been done. Its notices stay in the program."""
    await tasks.discard_job(program.gateway, actor, JobId(job_id))
    return Response(status_code=204)
