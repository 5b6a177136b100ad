"""Four eyes: what one administrator has given, another one confirms. Until then it lets nobody in."""

from uuid import UUID

from fastapi import APIRouter, Response

from api.access import ADMINISTRATORS
from api.deps import Administrator, ByTheProvider, Desk, listed
from api.errors import CSRF, FORBIDDEN, NOT_FOUND
from api.routers.answers import answers, no_content
from api.schemas import account_examples as examples
from api.schemas.confirmations import PendingOut, pending_document
from matching.model.ids import AccountId, CoverId, DutyId, LinkId

router = APIRouter(tags=["accounts"], dependencies=[ADMINISTRATORS])
REFUSALS = (FORBIDDEN, CSRF, NOT_FOUND)


@router.get("/confirmations", **answers(PendingOut, examples.PENDING, FORBIDDEN))
async def list_pending(desk: Desk, actor: Administrator) -> Response:
    """Duties, links, identities and covers that wait for a second administrator."""
    return listed(pending_document(await desk.administration.pending(actor)))


@router.post("/duties/{duty_id}/confirm", **no_content(*REFUSALS))
async def confirm_duty(desk: Desk, actor: Administrator, duty_id: UUID) -> Response:
    """Put a duty in force that another administrator gave to somebody else."""
    await desk.administration.confirm_duty(actor, DutyId(duty_id))
    return Response(status_code=204)


@router.post("/covers/{cover_id}/confirm", **no_content(*REFUSALS))
async def confirm_cover(desk: Desk, actor: Administrator, cover_id: UUID) -> Response:
    """Put a cover in force that another administrator gave to somebody else."""
    await desk.administration.confirm_cover(actor, CoverId(cover_id))
    return Response(status_code=204)


@router.post("/links/{link_id}/confirm", **no_content(*REFUSALS))
async def confirm_link(desk: Desk, actor: Administrator, link_id: UUID) -> Response:
    """Let a link be good that another administrator made for somebody else."""
    await desk.administration.confirm_link(actor, LinkId(link_id))
    return Response(status_code=204)


@router.post("/accounts/{account_id}/identities/confirm", **no_content(*REFUSALS))
async def confirm_identity(way: ByTheProvider, actor: Administrator, account_id: UUID) -> Response:
    """Let an identity of the provider in that another administrator tied to somebody else's account."""
    await way.confirm(actor, AccountId(account_id))
    return Response(status_code=204)
