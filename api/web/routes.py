"""Errors as pages. A form that could not be taken is never lost: it comes back filled in, to be sent again."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from api.errors import CSRF, DUTY, SIGN_IN, STALE, ProblemType, detail_of, logged
from api.web.forms import Posted, Typed, in_tongue
from api.web.screens import Screen, anyones
from matching.errors import NotFound
from matching.messages import Tongue

Handler = Callable[[Request], Awaitable[Response]]
DOOR = "/masuk"


class PageRoute(APIRoute):
    """A route whose errors are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with errors caught around it."""
        handler = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                nowhere = any(one["loc"][0] == "path" for one in error.errors())
                return await problem_page(request, NotFound("page") if nowhere else error)
            except Exception as error:  # noqa: BLE001 - the last resort, which logs types and places, never values
                return await problem_page(request, error)

        return answered


async def problem_page(request: Request, error: Exception) -> Response:
    """The page for an error; for who must sign in or choose a duty first, the way there."""
    kind = logged(error, request.state.request_id)
    screen: Screen = await anyones(request)
    reads = request.method in ("GET", "HEAD")
    if kind is DUTY and reads:
        return RedirectResponse(f"/penugasan?{urlencode({'ke': _here(request)})}", 303)
    if kind is SIGN_IN and reads:
        return RedirectResponse(f"{DOOR}?{urlencode({'ke': _here(request)})}", 303)
    if kind in (SIGN_IN, CSRF) and not reads:
        return await _kept(request, screen, kind)
    title = kind.title(screen.tongue)
    return screen.show(
        "problem.html",
        kind.status,
        title=title,
        detail=in_tongue(detail_of(error, kind), screen.tongue),
        stale=kind is STALE,
        kept=[] if reads or kind is not STALE else [one for one in await _typed(request) if one[1]],
        other_tongue=f"/?lang={'id' if screen.tongue is Tongue.ENGLISH else 'en'}",  # no address is repeated
        request_id=request.state.request_id,
    )


async def _kept(request: Request, screen: Screen, kind: ProblemType) -> Response:
    """A form that came without a session, or with the mark of another: sign in where needed, and send it again."""
    to, kept = request.url.path, await _typed(request)
    request.state.typed = Typed(to, kept)
    if kind is SIGN_IN:
        return show_again(screen, to, kept, 401)
    return screen.show("account/resume.html", 403, to=to, kept=kept, in_other_tongue=False)


def show_again(
    screen: Screen, to: str, kept: list[tuple[str, str]], status: int = 200, *, login: str = ""
) -> Response:
    """The door for who has typed something for `to`, which is handed back inside."""
    return screen.show(
        "account/sign_in.html", status, to=to, kept=kept, expired=bool(kept), login=login, asks_code=False
    )


async def _typed(request: Request) -> list[tuple[str, str]]:
    form = Posted(await request.form(max_files=1, max_fields=500))
    kept = list(form.kept())
    await form.data.close()
    return kept


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def local(path: str) -> str:
    """A path of ours to go to afterwards; empty where it is none, so that no link leads elsewhere through our door."""
    return path if path.isprintable() and path.startswith("/") and not path.startswith(("//", "/\\")) else ""
