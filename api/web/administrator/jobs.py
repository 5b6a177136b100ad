"""Jobs that the program does outside its database: how they stand, and those that were set aside."""

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Desk
from api.web.forms import posted
from api.web.routes import PageRoute
from api.web.screens import Working, query
from matching.model.tasks import JobId, JobState
from matching.usecases import tasks

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/pekerjaan")
ROWS = 30


@router.get("")
async def jobs(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Jobs in one state, the newest first; those that were set aside first of all."""
    asked = request.query_params
    state = JobState(asked["keadaan"]) if asked.get("keadaan") in list(JobState) else JobState.SET_ASIDE
    found, more = await tasks.jobs(
        screen.program.gateway, actor, state=state, limit=ROWS, cursor=asked.get("dari") or None
    )
    return screen.show(
        "administrator/jobs.html",
        jobs=found,
        state=state,
        accounts=await desk.administration.names(actor, [one.account for one in found if one.account]),
        next=f"/pekerjaan?{query({'keadaan': state, 'dari': more})}" if more else None,
    )


@router.post("/coba-lagi")
async def retry(request: Request, screen: Working, actor: Administrator) -> Response:
    """Try one anew, from the first attempt."""
    form = await posted(request)
    await tasks.retry_job(screen.program.gateway, actor, JobId(form.uuid("job")))
    return screen.go("/pekerjaan", "job_retried")


@router.post("/batalkan")
async def discard(request: Request, screen: Working, actor: Administrator) -> Response:
    """End one that has not been done."""
    form = await posted(request)
    await tasks.discard_job(screen.program.gateway, actor, JobId(form.uuid("job")))
    return screen.go("/pekerjaan", "done")
