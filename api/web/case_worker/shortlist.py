"""One shortlist: where it stands, what it holds, the next step, what has changed since."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.shortlists import StepIn
from api.web.case_worker.shortlist_parts import REFUSED, head_of
from api.web.forms import NONE, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import NotFound
from matching.model.shortlists import FlagId, ShortlistId
from matching.usecases import placements
from matching.usecases.shortlists.comparing import what_changed
from matching.vocabulary import Role
from matching.workflow import Refusal, State, StepReason, changes_in, steps_from

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/usulan/{shortlist_id}")
BEFORE_SENDING = (State.PROPOSED, State.UNDER_REVIEW, State.APPROVED)


@router.get("")
async def show_shortlist(screen: Working, shortlist_id: UUID) -> Response:
    """The list as it stands."""
    return await _page(screen, ShortlistId(shortlist_id))


@router.post("/langkah")
async def take_step(request: Request, screen: Working, shortlist_id: UUID) -> Response:
    """Take a step; a list that is still empty is filled from the ranking as it is proposed."""
    form = await posted(request)
    desk, actor, shortlist = screen.program.shortlists, screen.program.actor, ShortlistId(shortlist_id)
    given = {"to": form.text("to"), "reason": form.text("reason") or None, "note": form.text("note")}
    try:
        asked = parsed(StepIn, given)
        stands = await desk.get(actor, shortlist)
        if State(asked.to) is State.PROPOSED and stands.state is State.REQUESTED:
            await desk.propose(actor, shortlist, today=screen.today, note=asked.note)
        else:
            await desk.step(actor, shortlist, State(asked.to), reason=asked.reason, note=asked.note)
    except REFUSED as error:
        return await _page(screen, shortlist, problems(error, screen.tongue), form.text("note"))
    return screen.go(f"/usulan/{shortlist_id}", "done")


@router.post("/tanda")
async def resolve(request: Request, screen: Working, shortlist_id: UUID) -> Response:
    """Say that a consequence has been dealt with. Raises NotFound where this list has no such one."""
    form, desk, actor = await posted(request), screen.program.shortlists, screen.program.actor
    stands, flag = await desk.get(actor, ShortlistId(shortlist_id)), FlagId(form.uuid("flag"))
    if flag not in [one.id for item in stands.items for one in item.flags]:
        raise NotFound("flag")
    await desk.resolve(actor, flag)
    return screen.go(f"/usulan/{shortlist_id}", "done")


@router.get("/perubahan")
async def changes(screen: Working, shortlist_id: UUID) -> Response:
    """What has changed since the list was made, or since it was approved."""
    program = screen.program
    stands, since = await what_changed(
        program.shortlists, program.actor, ShortlistId(shortlist_id), today=screen.today
    )
    return screen.show(
        "case_worker/shortlist_changes.html", **await head_of(program, stands), stands=stands, since=since
    )


async def _page(screen: Screen, shortlist: ShortlistId, wrong: Problems = NONE, note: str = "") -> Response:
    program = screen.program
    stands = await program.shortlists.get(program.actor, shortlist)
    blocked = (
        await program.shortlists.unsendable(program.actor, shortlist)
        if stands.state in BEFORE_SENDING
        else {}
    )
    steps = steps_from(stands.state, Role.CASE_WORKER)
    items = [item.id for item in stands.items]
    replied, work = await placements.came_of(program.gateway, program.actor, items)
    return screen.show(
        "case_worker/shortlist.html",
        409 if wrong else 200,
        **await head_of(program, stands),
        stands=stands,
        replied=replied,
        work=work,
        own=program.actor.account,
        states=list(State),
        blocked=blocked,
        moved_on=[item for item, why in blocked.items() if why is Refusal.MOVED_ON],
        forward=[step for step in steps if not step.reasoned],
        back=[step for step in steps if step.reasoned],
        reasons=list(StepReason),
        may=changes_in(stands.state),
        problems=wrong,
        note=note,
    )
