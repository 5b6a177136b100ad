"""Accounts: listed, found by login, invited. What pages about accounts share is here, too."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.accounts.administration import NewLink
from api.deps import Administrator, Desk
from api.schemas.accounts import AccountIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.errors import InvalidValue, NotFound
from matching.model import Actor
from matching.model.accounts import Unit
from matching.model.ids import AccountId

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/pengguna")
ROWS = 30
NOBODY = "tidak ada akun dengan nama masuk itu / there is no account with this login"
FIELDS = ("login", "name", "language")


@router.get("")
async def accounts(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Accounts, in the order in which they were made."""
    return await _listed(screen, desk, actor, {}, cursor=request.query_params.get("dari"))


@router.post("/cari")
async def find(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """To the account of a login, which travels in the body."""
    typed = {"find": (await posted(request)).text("find")[:254]}
    try:
        found = await desk.administration.named(actor, typed["find"])
    except NotFound:
        wrong = problems(InvalidValue("find", NOBODY), screen.tongue)
        return await _listed(screen, desk, actor, typed, wrong)
    return screen.go(f"/pengguna/{found.id}")


@router.post("")
async def invite(request: Request, screen: Working, desk: Desk, actor: Administrator) -> Response:
    """Somebody new; the invitation is shown this once."""
    form = await posted(request)
    typed = {name: form.text(name) for name in FIELDS}
    try:
        new = parsed(AccountIn, typed | {"language": typed["language"] or "id"})
        account, link = await desk.administration.add(actor, new.login, new.name, new.language)
    except WRONG as error:
        return await _listed(screen, desk, actor, typed, problems(error, screen.tongue))
    return shown(screen, account.id, link)


async def _listed(
    screen: Screen,
    desk: Desk,
    actor: Actor,
    typed: Mapping[str, str],
    wrong: Problems = NONE,
    *,
    cursor: str | None = None,
) -> Response:
    page = await desk.administration.page(actor, limit=ROWS, cursor=cursor or None)
    return screen.show(
        "administrator/accounts.html",
        422 if wrong else 200,
        accounts=page.records,
        next=f"/pengguna?{query({'dari': page.next})}" if page.next else None,
        problems=wrong,
        typed={name: typed.get(name, "") for name in (*FIELDS, "find")},
    )


def shown(screen: Screen, account: AccountId, link: NewLink) -> Response:
    """A link, this once."""
    hours, address = screen.program.settings.link_hours, f"{screen.here}/undangan"
    return screen.show("administrator/link.html", account=account, link=link, hours=hours, address=address)


def unit_of(units: Sequence[Unit], text: str) -> UUID | None:
    """The unit of an id, a name, or a part that only one has in its name; None where none is given. Raises
    InvalidValue."""
    if not text:
        return None
    wanted = text.casefold()
    found = [one for one in units if wanted in (str(one.id), one.name.casefold())]
    found = found or [one for one in units if wanted in one.name.casefold()]
    if len(found) != 1:
        raise InvalidValue("unit", f"{len(found)} unit cocok dengan itu / units fit that")
    return found[0].id
