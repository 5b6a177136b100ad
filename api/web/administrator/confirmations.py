"""Four eyes: what one administrator has given waits here for another."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Desk
from api.web.forms import NONE, WRONG, Problems, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, NotFound
from matching.model import Actor
from matching.model.accounts import Pending
from matching.model.ids import AccountId, DutyId, LinkId

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/konfirmasi")


@router.get("")
async def waiting(screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Duties, links and identities that wait for a second administrator."""
    return await _page(screen, desk, actor)


@router.post("")
async def confirm(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Confirm one of them; nobody confirms what they have given or would get themselves."""
    form = await posted(request)
    what, which = form.text("what"), form.uuid("which")
    try:
        await _confirm(desk, actor, what, which)
    except WRONG as error:
        found = problems(error, screen.tongue)
        return await _page(screen, desk, actor, Problems((*found.general, *found.by_field.values())))
    return screen.go("/konfirmasi", "confirmed")


async def _confirm(desk: Desk, actor: Actor, what: str, which: UUID) -> None:
    """Raises NotFound where nothing of the kind waits, InvalidValue to who gave it or is to have it."""
    if what == "duty":
        await desk.administration.confirm_duty(actor, DutyId(which))
    elif what == "link":
        await desk.administration.confirm_link(actor, LinkId(which))
    elif what == "identity" and desk.by_provider:
        await desk.by_provider.confirm(actor, AccountId(which))
    else:
        raise NotFound(what) if what == "identity" else InvalidValue("what", "bukan apa pun / is nothing")


async def _page(screen: Screen, desk: Desk, actor: Actor, wrong: Problems = NONE) -> Response:
    pending = await desk.administration.pending(actor)
    return screen.show(
        "administrator/confirmations.html",
        422 if wrong else 200,
        pending=pending,
        accounts=await desk.administration.names(actor, _involved(pending)),
        me_id=actor.account,
        provinces=screen.program.gazetteer.provinces,
        problems=wrong,
    )


def _involved(pending: Pending) -> list[AccountId]:
    """Accounts that are named: who is to have something, and who has given it."""
    found = [
        *((one.account, one.granted_by) for one in pending.duties),
        *((one.account, one.given_by) for one in pending.links),
        *((one.account, one.linked_by) for one in pending.identities),
    ]
    return [account for pair in found for account in pair if account]
