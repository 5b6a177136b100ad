"""One row of a list under review: a planner moves it, leaves it out or brings it back, with the reason."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.shortlists import ItemChangeIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import StepRefused
from matching.model.shortlists import ItemId, ShortlistId
from matching.usecases.shortlists.desk import item_of
from matching.workflow import OverrideReason, changes_in

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/tinjauan/{shortlist_id}/baris")
FIELDS = ("change", "place", "reason", "note")


@router.get("/{item_id}")
async def show(screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """The row with its form."""
    return await _page(screen, ShortlistId(shortlist_id), ItemId(item_id))


@router.post("/{item_id}")
async def change(request: Request, screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """Override what the case worker or the ranking has put there."""
    form, shortlist, item = await posted(request), ShortlistId(shortlist_id), ItemId(item_id)
    given = {name: form.text(name) for name in FIELDS}
    try:
        asked = parsed(ItemChangeIn, given | {"place": given["place"] or None})
        await screen.program.shortlists.change(
            screen.program.actor,
            shortlist,
            item,
            asked.change,
            place=asked.place,
            reason=asked.reason,
            note=asked.note,
        )
    except (*WRONG, StepRefused) as error:
        return await _page(screen, shortlist, item, problems(error, screen.tongue), form)
    return screen.go(f"/tinjauan/{shortlist_id}", "saved")


async def _page(
    screen: Screen, shortlist: ShortlistId, item: ItemId, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    stands = await screen.program.shortlists.get(screen.program.actor, shortlist)
    return screen.show(
        "planner/item.html",
        422 if wrong else 200,
        stands=stands,
        item=item_of(stands, item),
        may=changes_in(stands.state),
        reasons=list(OverrideReason),
        problems=wrong,
        given=texts_of(form, FIELDS),
    )
