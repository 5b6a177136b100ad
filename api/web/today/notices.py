"""Notices: what has come up, read or not; and how one is told of it by e-mail."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.schemas.tasks import ChoiceIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from api.web.today.places import page_of
from matching.model.tasks import NoticeId
from matching.usecases import tasks

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/pemberitahuan")
ROWS = 30


@router.get("")
async def notices(request: Request, screen: Working) -> Response:
    """The newest first, all or the unread alone."""
    asked = request.query_params
    return await _page(screen, unread="belum" in asked, cursor=asked.get("dari") or None)


@router.post("/dibaca")
async def read(request: Request, screen: Working) -> Response:
    """One is read, or all are."""
    form, program = await posted(request), screen.program
    notice = NoticeId(form.uuid("notice")) if form.text("notice") else None
    await tasks.read_notices(program.gateway, program.actor, notice)
    return screen.go(
        "/pemberitahuan?belum=ya" if "belum" in request.query_params else "/pemberitahuan", "read"
    )


@router.post("/surel")
async def choose(request: Request, screen: Working) -> Response:
    """By e-mail: not, at once, or once a day; and where to."""
    form, program = await posted(request), screen.program
    typed = {"mail": form.text("mail"), "address": form.text("address")}
    try:
        wanted = parsed(ChoiceIn, typed)
        await tasks.choose(program.gateway, program.actor, wanted.mail, wanted.address)
    except WRONG as error:
        return await _page(screen, wrong=problems(error, screen.tongue), typed=typed)
    return screen.go("/pemberitahuan", "saved")


async def _page(
    screen: Screen,
    *,
    unread: bool = False,
    cursor: str | None = None,
    wrong: Problems = NONE,
    typed: Mapping[str, str] | None = None,
) -> Response:
    program = screen.program
    found, following, waiting = await tasks.notices(
        program.gateway, program.actor, unread=unread, limit=ROWS, cursor=cursor
    )
    choice = await tasks.choice(program.gateway, program.actor)
    kept = {"belum": "ya" if unread else "", "dari": following}
    return screen.show(
        "today/notices.html",
        422 if wrong else 200,
        notices=[(one, page_of(one, program.actor.role)) for one in found],
        unread=unread,
        kept="?belum=ya" if unread else "",
        waiting=waiting,
        next=f"/pemberitahuan?{query(kept)}" if following else None,
        problems=wrong,
        typed=typed or {"mail": str(choice.mail), "address": choice.address},
    )
