"""Signing in and out, and who one is. What identifies a session travels in the cookie alone, never in a body."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse

from api.accounts.cookies import DEVICE_DAYS
from api.accounts.desk import FrontDesk
from api.accounts.own import Oneself
from api.accounts.sign_in import Opened, session_of
from api.accounts.tokens import csrf_of
from api.deps import BOUNDED, Desk, Known, SignedIn, attempt
from api.errors import CODE, CSRF, LINK_USED, NOT_FOUND, NOT_THEM, SECOND_FACTOR, TOO_MANY
from api.routers.answers import answers, body_example, no_content
from api.schemas import account_examples as examples
from api.schemas.accounts import DutyChoice, LinkUse, Me, SignInIn, account_document
from api.schemas.duties import duty_document
from matching.model.accounts import Admitted
from matching.model.ids import DutyId

router = APIRouter(tags=["session"], dependencies=[BOUNDED])
SignInBody = Annotated[SignInIn, Body(openapi_examples=body_example(examples.SIGN_IN))]
ChoiceBody = Annotated[DutyChoice, Body(openapi_examples=body_example(examples.DUTY_CHOICE))]
LinkBody = Annotated[LinkUse, Body(openapi_examples=body_example(examples.LINK_USE))]


@router.post("/session", **answers(Me, examples.ME, NOT_THEM, CODE, NOT_FOUND, TOO_MANY, status=201))
async def sign_in(request: Request, desk: Desk, given: SignInBody) -> Response:
    """Sign in by login and password, and a code where there is a second factor. The session is in a cookie.

    Wrong passwords, unknown logins and disabled accounts get the same answer. With several duties and none named, the
    session begins without one (`next`: `choose_duty`).
    """
    opened = await desk.sessions.sign_in(attempt(request, desk, **given.model_dump()))
    answer, cookies = await me_again(desk, opened, 201), desk.keeper.cookies
    mark = cookies.set(cookies.device, opened.device, max_age_s=DEVICE_DAYS * 86_400)
    answer.headers.append("set-cookie", mark)
    return answer


@router.delete("/session", **no_content(CSRF))
async def sign_out(desk: Desk, who: SignedIn) -> Response:
    """End this session."""
    await desk.own.end_session(who, session_of(who))
    return signed_out(desk)


@router.post("/session/duty", **answers(Me, examples.ME, CSRF, NOT_FOUND, SECOND_FACTOR))
async def choose_duty(desk: Desk, who: SignedIn, choice: ChoiceBody) -> Response:
    """Act in another duty from here on; the session gets another cookie."""
    return await me_again(desk, await desk.sessions.choose_duty(who, DutyId(choice.duty)))


@router.get("/me", **answers(Me, examples.ME))
async def me(request: Request, desk: Desk, who: Known) -> Response:
    """Who asks, in which duty, and in which others that could be."""
    oneself = await desk.own.oneself(who)
    return JSONResponse(me_document(desk, who, oneself, request.state.session))


@router.post("/links/use", **no_content(LINK_USED))
async def use_link(desk: Desk, given: LinkBody) -> Response:
    """Set a password by an invitation or a reset; the link works once, and all that was open before is closed."""
    await desk.own.use_link(given.link, given.password)
    return Response(status_code=204)


async def me_again(desk: FrontDesk, opened: Opened, status: int = 200) -> JSONResponse:
    """Who one is, and the cookie with the session's new secret."""
    admitted = await desk.keeper.in_session(opened.secret)
    document = me_document(desk, admitted, await desk.own.oneself(admitted), opened.secret)
    return JSONResponse(document, status, renewed(desk, opened.secret))


def renewed(desk: FrontDesk, secret: str) -> dict[str, str]:
    """The header with the session's new secret."""
    cookies = desk.keeper.cookies
    return {"Set-Cookie": cookies.set(cookies.session, secret)}


def signed_out(desk: FrontDesk) -> Response:
    """Nothing to say, and no cookie any more."""
    cookies = desk.keeper.cookies
    return Response(status_code=204, headers={"Set-Cookie": cookies.set(cookies.session, "", max_age_s=0)})


def me_document(desk: FrontDesk, who: Admitted, oneself: Oneself, secret: str) -> dict[str, Any]:
    """Who asks, as JSON."""
    duty = who.duty.id if who.duty else None
    roles = {one.role for one in oneself.duties}
    asked = bool(roles) and all(map(desk.sessions.policy.asks_second_factor, roles))
    lacking = asked and who.session is not None and not who.second_factor
    return {
        "account": account_document(oneself.account),
        "duty": str(duty) if duty else None,
        "duties": [duty_document(one) for one in oneself.duties],
        "second_factor_shown": who.second_factor,
        "next": None if duty else "set_up_second_factor" if lacking else "choose_duty",
        "scopes": sorted(who.scopes) if who.scopes is not None else None,
        "csrf": csrf_of(secret) if secret else None,
    }
