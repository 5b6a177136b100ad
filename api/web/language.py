"""Another language on a page that answers a form: such a page stands at an address that only takes forms, and holds
what somebody has typed. That is shown in the other language, to be sent once more; nothing is done until then."""

from fastapi import APIRouter, Request, Response

from api.web.forms import Posted, Typed
from api.web.routes import DOOR, PageRoute, local, show_again
from api.web.screens import Anyones

router = APIRouter(route_class=PageRoute, include_in_schema=False)
KEPT = "kept."
INVITATION = "/undangan"


@router.post("/bahasa")
async def change(request: Request, screen: Anyones) -> Response:
    """The form in the language that the address asks for. It needs no mark, for nothing is done by it."""
    form = Posted(await request.form(max_fields=500))
    to = local(form.text("ke"))
    kept = [(name.removeprefix(KEPT), value) for name, value in form.kept() if name.startswith(KEPT)]
    request.state.typed = Typed(to, kept)
    if to == DOOR:
        caught = [(name.removeprefix(KEPT), value) for name, value in kept if name.startswith(KEPT)]
        return show_again(screen, dict(kept).get("ke", ""), caught, login=dict(kept).get("login", ""))
    if to == INVITATION:
        return screen.show("account/invitation.html", link=dict(kept).get("link", ""))
    if screen.me is None:
        return show_again(screen, to, kept)
    return screen.show("account/resume.html", to=to or "/", kept=kept, in_other_tongue=True)
