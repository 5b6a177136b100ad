"""Signing in by the identity provider, if there is one; and whom it knows, for administrators.

The first two are places for browsers to go to, not operations for programs, so the description of the API is without
them. Neither the code nor any token is ever in an address of ours that is kept: there is no log of addresses.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.access import ADMINISTRATORS
from api.accounts.oidc.sign_in import AWAY, Arrival
from api.accounts.sign_in import session_of
from api.deps import BOUNDED, Administrator, ByTheProvider, Desk, Serving, SignedIn, listed
from api.errors import CSRF, FORBIDDEN, NOT_FOUND
from api.routers.answers import answers, body_example, no_content
from api.routers.session import renewed, signed_out
from api.schemas import identity_examples as examples
from api.schemas.identities import Answer, Identities, IdentityIn, SignedOut, identity_document
from matching.model.ids import AccountId

router = APIRouter(dependencies=[BOUNDED])
CALLBACK = "/api/v1/session/oidc/callback"
IdentityBody = Annotated[IdentityIn, Body(openapi_examples=body_example(examples.IDENTITY))]


@router.get("/session/oidc", include_in_schema=False)
async def leave(
    request: Request, desk: Desk, way: ByTheProvider, next_: Annotated[str, Query(alias="next")] = "/"
) -> Response:
    """Send the browser to the provider; `next` is the path of this site to come back to."""
    departure = await way.begin(next_, _address(request, desk.keeper.cookies.https) + CALLBACK)
    return _sent(request, departure.url, departure.cookie, int(AWAY.total_seconds()))


@router.get("/session/oidc/callback", include_in_schema=False)
async def arrive(
    request: Request, desk: Desk, way: ByTheProvider, asked: Annotated[Answer, Query()]
) -> Response:
    """Take the browser back from the provider, and sign in."""
    cookies, header = desk.keeper.cookies, request.headers.get("cookie", "").encode("latin-1")
    back = Arrival(
        asked.state,
        asked.code,
        cookies.read(header, cookies.departure),
        asked.iss,
        request.headers.get("user-agent", ""),
        cookies.read(header, cookies.session),
    )
    opened, path = await way.finish(back, _address(request, cookies.https) + CALLBACK)
    return _sent(request, path, "", 0, also=renewed(desk, opened.secret)["Set-Cookie"])


@router.post(
    "/session/oidc/end", tags=["session"], **answers(SignedOut, examples.SIGNED_OUT, CSRF, NOT_FOUND)
)
async def sign_out(request: Request, desk: Desk, way: ByTheProvider, who: SignedIn) -> Response:
    """End this session; `location` is where the browser ends that of the provider, too, if it wants to."""
    place = await way.end_url(_address(request, desk.keeper.cookies.https) + "/")
    await desk.own.end_session(who, session_of(who))
    return JSONResponse({"location": place}, headers={"Set-Cookie": signed_out(desk).headers["set-cookie"]})


@router.get(
    "/accounts/{account_id}/identities",
    tags=["accounts"],
    dependencies=[ADMINISTRATORS],
    **answers(Identities, examples.IDENTITIES, FORBIDDEN, NOT_FOUND),
)
async def list_identities(program: Serving, actor: Administrator, account_id: UUID) -> Response:
    """As whom identity providers know an account."""
    known = await program.accounts.providers.identities(actor, AccountId(account_id))
    return listed({"items": [identity_document(one) for one in known]})


@router.post(
    "/accounts/{account_id}/identities",
    tags=["accounts"],
    dependencies=[ADMINISTRATORS],
    **no_content(FORBIDDEN, CSRF, NOT_FOUND),
)
async def link_identity(
    way: ByTheProvider, actor: Administrator, account_id: UUID, given: IdentityBody
) -> Response:
    """Let somebody whom the provider knows into an account that there is. Nobody does so for themselves."""
    await way.link(actor, AccountId(account_id), given.subject)
    return Response(status_code=204)


@router.post(
    "/accounts/{account_id}/identities/end",
    tags=["accounts"],
    dependencies=[ADMINISTRATORS],
    **no_content(FORBIDDEN, CSRF, NOT_FOUND),
)
async def unlink_identity(way: ByTheProvider, actor: Administrator, account_id: UUID) -> Response:
    """Untie an account from the provider: duties that it gave end, and every session."""
    await way.unlink(actor, AccountId(account_id))
    return Response(status_code=204)


def _address(request: Request, https: bool) -> str:
    """By which address the browser has come; the perimeter has let no other name in than ours."""
    return f"{'https' if https else 'http'}://{request.headers['host']}"


def _sent(request: Request, place: str, cookie: str, max_age_s: int, also: str | None = None) -> Response:
    """The browser sent elsewhere, with the cookie that it must come back with, or without it any more."""
    cookies = request.app.state.desk.keeper.cookies
    answer = RedirectResponse(place, 303)
    answer.headers.append("set-cookie", cookies.set(cookies.departure, cookie, max_age_s=max_age_s))
    if also:
        answer.headers.append("set-cookie", also)
    return answer
