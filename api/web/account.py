"""Pages of the door and of the own account."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.accounts.cookies import DEVICE_DAYS
from api.accounts.desk import FrontDesk
from api.accounts.sign_in import Opened, session_of
from api.deps import Desk, SignedIn, attempt
from api.errors import CODE, LINK_USED, NOT_THEM, SECOND_FACTOR, TOO_MANY, Refused
from api.web.forms import WRONG, Posted, Problems, Typed, in_tongue, posted, problems
from api.web.routes import PageRoute, local
from api.web.screens import Anyones, Screen, SignedInScreen, home
from matching.model.ids import DutyId

router = APIRouter(route_class=PageRoute, include_in_schema=False)
To = Annotated[str, Query(max_length=500, description="Where to go afterwards.")]
KEPT = "kept."


@router.get("/masuk")
async def door(screen: Anyones, ke: To = "") -> Response:
    """The door. Whoever is inside already goes on."""
    if screen.me and screen.duty:
        return screen.go(local(ke) or home(screen.duty.role))
    return screen.show(
        "account/sign_in.html", to=local(ke), kept=[], expired=False, login="", asks_code=False
    )


@router.post("/masuk")
async def sign_in(request: Request, screen: Anyones, desk: Desk) -> Response:
    """Sign in. A form that a session's end had caught is handed back, to be sent once more by its owner."""
    form = Posted(await request.form(max_fields=500))
    password = form.data.get("password", "")
    kept = [(name.removeprefix(KEPT), value) for name, value in form.kept() if name.startswith(KEPT)]
    to = local(form.text("ke"))
    request.state.typed = Typed("/masuk", list(form.kept()))
    try:
        opened = await desk.sessions.sign_in(
            attempt(
                request,
                desk,
                login=form.text("login"),
                password=password if isinstance(password, str) else "",
                code=form.text("code"),
            )
        )
    except Refused as refused:
        if refused.kind not in (NOT_THEM, CODE, TOO_MANY):
            raise
        return wait_told(
            refused,
            screen.show(
                "account/sign_in.html",
                refused.kind.status,
                to=to,
                kept=kept,
                expired=False,
                login=form.text("login"),
                asks_code=refused.kind is CODE,
                problems=_refused(screen, refused),
            ),
        )
    answer = await _inside(screen, desk, opened, to, kept)
    cookies = desk.keeper.cookies
    answer.headers.append(
        "set-cookie", cookies.set(cookies.device, opened.device, max_age_s=DEVICE_DAYS * 86_400)
    )
    return answer


@router.post("/keluar")
async def sign_out(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """End this session."""
    await posted(request)
    await desk.own.end_session(who, session_of(who))
    answer, cookies = screen.go("/masuk", "signed_out"), desk.keeper.cookies
    answer.headers.append("set-cookie", cookies.set(cookies.session, "", max_age_s=0))
    return answer


@router.get("/penugasan")
async def duties(screen: SignedInScreen, desk: Desk, who: SignedIn, ke: To = "") -> Response:
    """In which duty to act."""
    return screen.show(
        "account/duties.html", to=local(ke), lacking=_lacking(screen, desk, second=who.second_factor)
    )


@router.post("/penugasan")
async def choose_duty(request: Request, screen: SignedInScreen, desk: Desk, who: SignedIn) -> Response:
    """Act in another duty from here on."""
    form = await posted(request)
    try:
        opened = await desk.sessions.choose_duty(who, DutyId(form.uuid("duty")))
    except Refused as refused:
        if refused.kind is not SECOND_FACTOR:
            raise
        return screen.go("/akun", "second_factor_first")
    return await _inside(screen, desk, opened, local(form.text("ke")), [])


@router.get("/undangan")
async def invitation(screen: Anyones) -> Response:
    """Where a link leads whose secret stands behind the `#`, which no server and no log ever sees."""
    return screen.show("account/invitation.html", link="")


@router.post("/undangan")
async def use_invitation(request: Request, screen: Anyones, desk: Desk) -> Response:
    """Set a password by an invitation or a reset, once."""
    form = Posted(await request.form(max_fields=20))
    request.state.typed = Typed("/undangan", [("link", form.text("link"))])
    try:
        if form.text("password") != form.text("password_again"):
            wrong = Problems(by_field={"password_again": screen.text("account/not_the_same.txt")})
            return screen.show("account/invitation.html", 422, link=form.text("link"), problems=wrong)
        await desk.own.use_link(form.text("link"), form.text("password"))
    except WRONG as error:
        return screen.show(
            "account/invitation.html", 422, link=form.text("link"), problems=problems(error, screen.tongue)
        )
    except Refused as refused:
        if refused.kind is not LINK_USED:
            raise
        return screen.show("account/invitation.html", 410, link="", problems=_refused(screen, refused))
    return screen.go("/masuk", "password_set")


async def _inside(
    screen: Screen, desk: FrontDesk, opened: Opened, to: str, kept: list[tuple[str, str]]
) -> Response:
    """On to where somebody wanted to go, with the session's new secret in the cookie."""
    admitted = await desk.keeper.in_session(opened.secret)
    answer: Response
    if admitted.duty is None:
        answer = screen.go(f"/penugasan?{urlencode({'ke': to})}" if to else "/penugasan")
    elif kept:
        screen.request.state.session = opened.secret
        screen.request.state.typed = Typed(to, kept)
        answer = screen.show("account/resume.html", to=to, kept=kept, in_other_tongue=False)
    else:
        answer = screen.go(to or home(admitted.duty.role))
    return in_session(desk, opened, answer)


def in_session(desk: FrontDesk, opened: Opened, answer: Response) -> Response:
    """The answer, with the session's new secret in the cookie."""
    cookies = desk.keeper.cookies
    answer.headers.append("set-cookie", cookies.set(cookies.session, opened.secret))
    return answer


def wait_told(refused: Refused, answer: Response) -> Response:
    """The answer, with how long to wait where too much was tried."""
    if refused.retry_after_s is not None:
        answer.headers["Retry-After"] = str(refused.retry_after_s)
    return answer


def _lacking(screen: Screen, desk: FrontDesk, *, second: bool) -> bool:
    """Whether a second factor has to be set up before any of the duties can be acted in."""
    roles = {one.role for one in screen.me.duties} if screen.me else set()
    return bool(roles) and not second and all(map(desk.sessions.policy.asks_second_factor, roles))


def _refused(screen: Screen, refused: Refused) -> Problems:
    title = refused.kind.title(screen.tongue)
    return Problems((in_tongue(refused.detail, screen.tongue) or title,))
