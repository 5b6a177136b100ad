"""Pages of the own account: password, second factor, sessions and tokens."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from api.accounts.desk import FrontDesk
from api.deps import Desk, SignedIn
from api.errors import CODE, DUTY, NOT_THEM, TOO_MANY, Refused
from api.web.account import in_session, wait_told
from api.web.forms import NONE, WRONG, Problems, posted, problems
from api.web.qr import svg
from api.web.routes import PageRoute
from api.web.screens import Screen, SignedInScreen
from matching.messages import Tongue
from matching.model.accounts import Admitted, Scope
from matching.model.ids import SessionId, TokenId

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/akun")
SHOWN_AGAIN = (NOT_THEM, CODE, TOO_MANY, DUTY)


@router.get("")
async def own_account(screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """Everything about how one comes in."""
    return await _page(screen, desk, who)


@router.post("/kata-sandi")
async def change_password(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """Another password; every other session ends."""
    form = await posted(request)
    try:
        opened = await desk.own.change_password(
            who, _raw(form.data.get("password")), _raw(form.data.get("new")), form.text("code")
        )
    except (*WRONG, Refused) as error:
        return await _refused(screen, desk, who, error)
    return in_session(desk, opened, screen.go("/akun", "password_set"))


@router.post("/faktor-kedua")
async def new_second_factor(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """A secret for an authenticator, to be confirmed by its first code."""
    form = await posted(request)
    try:
        secret, uri = await desk.own.new_second_factor(who, _raw(form.data.get("password")))
    except (*WRONG, Refused) as error:
        return await _refused(screen, desk, who, error)
    return screen.show("account/second_factor.html", secret=secret, drawing=svg(uri))


@router.post("/faktor-kedua/pastikan")
async def confirm_second_factor(
    request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn
) -> Response:
    """In force from here on; the recovery codes are shown this once."""
    form = await posted(request)
    try:
        opened, codes = await desk.own.confirm_second_factor(who, form.text("code"))
    except Refused as error:
        return await _refused(screen, desk, who, error)
    screen.request.state.session = opened.secret
    return in_session(desk, opened, screen.show("account/recovery_codes.html", codes=codes))


@router.post("/faktor-kedua/lepas")
async def remove_second_factor(
    request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn
) -> Response:
    """Do without, after password and code."""
    form = await posted(request)
    try:
        await desk.own.remove_second_factor(who, _raw(form.data.get("password")), form.text("code"))
    except (*WRONG, Refused) as error:
        return await _refused(screen, desk, who, error)
    return screen.go("/masuk", "second_factor_removed")


@router.post("/sesi/akhiri")
async def end_session(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """End one session, or all but this one."""
    form = await posted(request)
    if form.text("session"):
        await desk.own.end_session(who, SessionId(form.uuid("session")))
    else:
        await desk.own.end_other_sessions(who)
    return screen.go("/akun", "sessions_ended")


@router.post("/token")
async def new_token(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """A token of the duty at hand; its secret is shown this once. Password and code come with it where they were not
    shown lately."""
    form = await posted(request)
    scopes = frozenset({Scope.READ, *(Scope(one) for one in form.texts("scopes") if one in list(Scope))})
    opened = None
    try:
        if not desk.own.shown_lately(who):
            opened = await desk.own.show_again(who, _raw(form.data.get("password")), form.text("code"))
            request.state.session, who = opened.secret, opened.admitted
        token, secret = await desk.own.new_token(
            who, form.text("name") or "token", scopes, form.number("days")
        )
    except (*WRONG, Refused) as error:
        answer = await _refused(screen, desk, who, error)
    else:
        answer = screen.show("account/token.html", token=token, secret=secret)
    return in_session(desk, opened, answer) if opened else answer


@router.post("/token/cabut")
async def revoke_token(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """A token that opens nothing any more."""
    form = await posted(request)
    await desk.own.revoke_token(who, TokenId(form.uuid("token")))
    return screen.go("/akun", "token_revoked")


async def _refused(screen: Screen, desk: FrontDesk, who: Admitted, error: Exception) -> Response:
    """The page again, with what is wrong; who has tried too often is told when to come back."""
    wrong = _wrong(error, screen.tongue)
    if isinstance(error, Refused) and error.kind is TOO_MANY:
        return wait_told(error, await _page(screen, desk, who, wrong, error.kind.status))
    return await _page(screen, desk, who, wrong, 422)


async def _page(
    screen: Screen, desk: FrontDesk, who: Admitted, wrong: Problems = NONE, status: int = 200
) -> Response:
    sessions, tokens = await desk.own.listed(who)
    now: datetime = screen.program.clock()
    return screen.show(
        "account/own.html",
        status,
        sessions=sessions,
        tokens=[one for one in tokens if one.until > now],
        this=who.session,
        lately=desk.own.shown_lately(who),
        problems=wrong,
    )


def _wrong(error: Exception, tongue: Tongue) -> Problems:
    """What is wrong; what is not the asker's to mend goes on."""
    if not isinstance(error, Refused):
        return problems(error, tongue)  # type: ignore[arg-type] # one of WRONG
    if error.kind not in SHOWN_AGAIN:
        raise error
    return Problems((error.kind.title(tongue),))


def _raw(value: object) -> str:
    """A password as it was typed: spaces at its ends are part of it."""
    return value if isinstance(value, str) else ""
