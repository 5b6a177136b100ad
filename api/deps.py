"""What handlers are given, by named types: the program, the language, page limits, preconditions, idempotency."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from api import limits
from api.access import ADMINISTRATORS, acting
from api.accounts.desk import FrontDesk
from api.accounts.gate import SAFE, STRANGER
from api.accounts.oidc.sign_in import ByProvider
from api.accounts.sign_in import Attempt
from api.errors import DUTY, SCOPE, Refused
from api.intake import Intake
from api.pagination import listing, next_link
from api.perimeter import language_asked
from api.preconditions import etag_of, names
from api.program import Program
from api.reference_book import ReferenceBook
from matching.errors import NotFound
from matching.messages import Tongue
from matching.model import Actor
from matching.model.accounts import Admitted, Scope
from matching.model.ids import DutyId
from matching.stores import Page
from matching.usecases.records import Once

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


def _program(request: Request) -> Program:
    program: Program = request.app.state.program
    return program


def _serving(request: Request) -> Program:
    """The program with the one who asks. Raises Refused where a session has chosen no duty."""
    if (actor := acting(request)) is None:
        raise Refused(DUTY)
    return replace(_program(request), actor=actor)


def _open(request: Request) -> Program:
    """The program for what is open to all: the database opens nothing to whom it acts as."""
    return replace(_program(request), actor=STRANGER)


def _book(request: Request) -> ReferenceBook:
    book: ReferenceBook = request.app.state.book
    return book


def _intake(request: Request) -> Intake:
    intake: Intake = request.app.state.intake
    return intake


def _desk(request: Request) -> FrontDesk:
    desk: FrontDesk = request.app.state.desk
    return desk


def _by_provider(request: Request) -> ByProvider:
    """The way in by the identity provider. Raises NotFound where the settings name none."""
    way = _desk(request).by_provider
    if way is None:
        raise NotFound("identity provider")
    return way


def _admitted(request: Request) -> Admitted:
    """Whoever is signed in or asks by a token, in whatever duty or none."""
    admitted: Admitted = request.state.admitted
    return admitted


def _in_session(request: Request) -> Admitted:
    """Whoever is signed in. A token may not touch what lets people in: who finds one must not be able to stay."""
    admitted = _admitted(request)
    if admitted.session is None:
        raise Refused(SCOPE)
    return admitted


def _administrator(request: Request, _: Annotated[None, ADMINISTRATORS]) -> Actor:
    """An administrator in that duty; by a token, one for accounts."""
    actor: Actor = request.state.actor
    scopes = _admitted(request).scopes
    if request.method not in SAFE and scopes is not None and Scope.ACCOUNTS not in scopes:
        raise Refused(SCOPE)
    return actor


def attempt(
    request: Request,
    desk: FrontDesk,
    *,
    login: str,
    password: str,
    code: str = "",
    duty: DutyId | None = None,
) -> Attempt:
    """What somebody at the door has given, with what their browser says of itself."""
    cookies, header = desk.keeper.cookies, request.headers.get("cookie", "").encode("latin-1")
    return Attempt(
        login=login,
        password=password,
        code=code,
        duty=duty,
        address=request.client.host if request.client else "",
        device=cookies.read(header, cookies.device),
        agent=request.headers.get("user-agent", ""),
        session=cookies.read(header, cookies.session),
    )


def default_language(request: Request) -> str:
    """The language of an answer where the address does not say it."""
    return language_asked(dict(request.scope["headers"]), _program(request).settings.language)


def _tongue(
    request: Request,
    lang: Annotated[Tongue | None, Query(description="Language of words; else `Accept-Language`.")] = None,
) -> Tongue:
    return lang or Tongue(default_language(request))


def _today(
    request: Request,
    as_of: Annotated[
        date | None,
        Query(ge=EARLIEST, le=LATEST, description="The day that counts as today. Facts stay those of now."),
    ] = None,
) -> date:
    return as_of or _program(request).today()


def _rows(
    request: Request,
    size: Annotated[
        int | None,
        Query(ge=1, le=1_000, description="Rows of the ranked list, at most the setting `max_page_rows`."),
    ] = None,
) -> int:
    settings = _program(request).settings
    return _at_most(settings.max_page_rows, size, "size") or min(settings.list_rows, settings.max_page_rows)


def _at_most(most: int, asked: int | None, name: str) -> int | None:
    """The number asked for; more than this server gives is refused rather than given in part."""
    if asked is not None and asked > most:
        problem = {"type": "less_than_equal", "loc": ("query", name), "msg": "", "ctx": {"le": most}}
        raise RequestValidationError([problem])
    return asked


@dataclass(frozen=True, slots=True)
class PageAsked:
    """Which page of a listing is asked for."""

    limit: int
    cursor: str | None


def _page(
    request: Request,
    limit: Annotated[
        int | None, Query(ge=1, le=1_000, description="Rows of a page, at most the setting `max_page_rows`.")
    ] = None,
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before.")] = None,
) -> PageAsked:
    settings = _program(request).settings
    rows = _at_most(settings.max_page_rows, limit, "limit")
    return PageAsked(rows or min(settings.page_rows, settings.max_page_rows), cursor)


async def _once(
    request: Request,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            max_length=100,
            pattern=r"^[\x21-\x7e]+$",
            description="With the same key, the same request creates nothing more and gets the same answer.",
        ),
    ] = None,
) -> Once | None:
    if key is None:
        return None
    asked = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return Once(key, hashlib.sha256(asked).hexdigest())


async def _bounded_json(request: Request) -> None:
    """Refuse a body whose texts or lists are too long; after the fields' own limits, for all bodies alike."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return  # no JSON, or none at all: the body's shape says so, where there is one
    found = limits.problems(body, _program(request).settings.max_text_chars)
    errors = [{"type": "limit", "loc": ("body", *path), "msg": problem} for path, problem in found]
    if errors:
        raise RequestValidationError(errors)


Serving = Annotated[Program, Depends(_serving)]
OpenServing = Annotated[Program, Depends(_open)]
Book = Annotated[ReferenceBook, Depends(_book)]
Desk = Annotated[FrontDesk, Depends(_desk)]
ByTheProvider = Annotated[ByProvider, Depends(_by_provider)]
Known = Annotated[Admitted, Depends(_admitted)]
SignedIn = Annotated[Admitted, Depends(_in_session)]
Administrator = Annotated[Actor, Depends(_administrator)]
IntakeOffice = Annotated[Intake, Depends(_intake)]
Language = Annotated[Tongue, Depends(_tongue)]
Today = Annotated[date, Depends(_today)]
ListRows = Annotated[int, Depends(_rows)]
Paging = Annotated[PageAsked, Depends(_page)]
Creation = Annotated[Once | None, Depends(_once)]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=400, description="`ETag` of the state to be changed.")
]
IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", max_length=400, description="`ETag` of the state already held.")
]
BOUNDED = Depends(_bounded_json)


def tagged(document: Mapping[str, Any], if_none_match: str | None = None) -> Response:
    """A document with its tag, or 304 when the caller holds it already."""
    tag = {"ETag": etag_of(document)}
    if if_none_match is not None and names(if_none_match.replace("W/", ""), tag["ETag"]):
        return Response(status_code=304, headers=tag)
    return JSONResponse(document, headers=tag)


def listed(document: Mapping[str, Any]) -> Response:
    """A document that is made anew at every asking."""
    return JSONResponse(document)


def created(document: Mapping[str, Any], location: str) -> Response:
    """A new record: 201 with its address and tag."""
    return JSONResponse(document, 201, {"ETag": etag_of(document), "Location": location})


def paged(request: Request, asked: PageAsked, page: Page, document_of: Any, **kept: str) -> Response:
    """A page of a listing with the link to the next; `kept`: what else was asked for."""
    link = next_link(request.url.path, asked.limit, page.next, **kept)
    return JSONResponse(listing(page, document_of), headers=link)
