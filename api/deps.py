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
from api.intake import Intake
from api.pagination import listing, next_link
from api.perimeter import language_asked
from api.preconditions import etag_of, names
from api.program import Program
from api.reference_book import ReferenceBook
from matching.messages import Tongue
from matching.stores import Page
from matching.usecases.records import Once

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


def _program(request: Request) -> Program:
    """The program as it answers this request: what it notes in the trail names the request."""
    program: Program = request.app.state.program
    return replace(program, actor=replace(program.actor, request=request.state.request_id))


def _book(request: Request) -> ReferenceBook:
    book: ReferenceBook = request.app.state.book
    return book


def _intake(request: Request) -> Intake:
    intake: Intake = request.app.state.intake
    return intake


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
        date | None, Query(ge=EARLIEST, le=LATEST, description="The day to reckon from; else today.")
    ] = None,
) -> date:
    return as_of or _program(request).today()


def _rows(
    request: Request,
    size: Annotated[int | None, Query(ge=1, le=1_000, description="Rows of the ranked list.")] = None,
) -> int:
    settings = _program(request).settings
    return min(size or settings.list_rows, settings.max_page_rows)


@dataclass(frozen=True, slots=True)
class PageAsked:
    """Which page of a listing is asked for."""

    limit: int
    cursor: str | None


def _page(
    request: Request,
    limit: Annotated[int | None, Query(ge=1, le=1_000, description="Rows of a page.")] = None,
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before.")] = None,
) -> PageAsked:
    settings = _program(request).settings
    return PageAsked(min(limit or settings.page_rows, settings.max_page_rows), cursor)


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


Serving = Annotated[Program, Depends(_program)]
Book = Annotated[ReferenceBook, Depends(_book)]
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


def paged(request: Request, asked: PageAsked, page: Page, document_of: Any) -> Response:
    """A page of a listing with the link to the next."""
    link = next_link(request.url.path, asked.limit, page.next)
    return JSONResponse(listing(page, document_of), headers=link)
