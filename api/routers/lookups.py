"""Reference look-ups, list by list: provinces, schemes, units of competency, construction jobs, minimum wages,
facilities. What is missing from a list is unknown; `/reference/sources` says how complete each is."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.deps import Book, IfNoneMatch, tagged
from api.reference_book import ReferenceBook, Row, rows_found
from api.routers.answers import NOT_MODIFIED, answers
from api.schemas import lookup_examples as examples
from api.schemas.reference import (
    CodeOut,
    FacilityOut,
    MinimumWageOut,
    ProvinceOut,
    SchemeOut,
    Slice,
    UnitOut,
)

router = APIRouter(prefix="/reference", tags=["reference"])
Search = Annotated[
    str, Query(alias="q", max_length=120, description="Beginnings of words, or how the code begins.")
]
Most = Annotated[int, Query(alias="limit", ge=1, le=200)]
After = Annotated[
    int, Query(alias="offset", ge=0, le=100_000, description="Rows to leave out: those before.")
]
Year = Annotated[int | None, Query(ge=2000, le=2200)]


@router.get("/provinces", **answers(Slice[ProvinceOut], examples.PROVINCES, NOT_MODIFIED))
async def provinces(
    book: Book, text: Search = "", most: Most = 50, after: After = 0, if_none_match: IfNoneMatch = None
) -> Response:
    """The 38 provinces under their Kemendagri codes."""
    return tagged(_slice(book, "provinces", text, most, after), if_none_match)


@router.get("/schemes", **answers(Slice[SchemeOut], examples.SCHEMES, NOT_MODIFIED))
async def schemes(
    book: Book, text: Search = "", most: Most = 50, after: After = 0, if_none_match: IfNoneMatch = None
) -> Response:
    """Certification schemes."""
    return tagged(_slice(book, "schemes", text, most, after), if_none_match)


@router.get("/units", **answers(Slice[UnitOut], examples.UNITS_OF_COMPETENCY, NOT_MODIFIED))
async def units(
    book: Book, text: Search = "", most: Most = 50, after: After = 0, if_none_match: IfNoneMatch = None
) -> Response:
    """Units of competency; a code belongs to the year of its decree."""
    return tagged(_slice(book, "units", text, most, after), if_none_match)


@router.get("/construction-jobs", **answers(Slice[CodeOut], examples.CONSTRUCTION_JOBS, NOT_MODIFIED))
async def construction_jobs(
    book: Book, text: Search = "", most: Most = 50, after: After = 0, if_none_match: IfNoneMatch = None
) -> Response:
    """Construction job titles (SKK) of the LPJK."""
    return tagged(_slice(book, "construction_jobs", text, most, after), if_none_match)


@router.get("/facilities", **answers(Slice[FacilityOut], examples.FACILITIES, NOT_MODIFIED))
async def facilities(
    book: Book, text: Search = "", most: Most = 50, after: After = 0, if_none_match: IfNoneMatch = None
) -> Response:
    """Correctional facilities, as far as they are on record."""
    return tagged(_slice(book, "facilities", text, most, after), if_none_match)


@router.get("/minimum-wages", **answers(Slice[MinimumWageOut], examples.MINIMUM_WAGES, NOT_MODIFIED))
async def minimum_wages(
    book: Book,
    *,
    text: Search = "",
    year: Year = None,
    most: Most = 50,
    after: After = 0,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Monthly minimum wages of provinces and regencies by year; `q` is a place's code or name."""
    return tagged(_slice(book, "minimum_wages", text, most, after, year=year), if_none_match)


def _slice(
    book: ReferenceBook, name: str, text: str, most: int, after: int, **asked: int | None
) -> dict[str, Any]:
    wanted = {key: value for key, value in asked.items() if value is not None}

    def fits(row: Row) -> bool:
        return all(row[key] == value for key, value in wanted.items())

    found = [row for row in rows_found(book.lists[name], text) if fits(row)]
    return {"items": [dict(row) for row in found[after : after + most]], "more": len(found) > after + most}
