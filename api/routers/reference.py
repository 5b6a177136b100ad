"""Reference look-ups: places, occupations, sectors, fields of work, vocabularies, and where all of it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.deps import Book, IfNoneMatch, OpenServing, tagged
from api.errors import INVALID
from api.reference_book import Titled, found
from api.routers.answers import NOT_MODIFIED, ON_READING, answers
from api.schemas import lookup_examples
from api.schemas.reference import (
    CodeList,
    FieldList,
    RegencyList,
    SourceList,
    VocabularyNames,
    WordList,
)
from api.vocabularies import VOCABULARIES, worded
from matching.errors import NotFound
from matching.geo import Regency

router = APIRouter(prefix="/reference", tags=["reference"])
Search = Annotated[
    str, Query(alias="q", max_length=120, description="Words of the title, or how the code begins.")
]
Most = Annotated[int, Query(alias="limit", ge=1, le=200)]
Place = Annotated[
    str | None,
    Query(alias="q", max_length=120, description="A place as people write it: `Madiun`, `Kab. Madiun`."),
]
Name = Annotated[str, Path(max_length=40)]


@router.get("/regencies", **answers(RegencyList, lookup_examples.REGENCIES, INVALID, NOT_MODIFIED))
async def regencies(
    program: OpenServing, book: Book, text: Place = None, if_none_match: IfNoneMatch = None
) -> Response:
    """Regencies that a text can mean (`Madiun` is two), or all of them; with their Kemendagri and BPS codes."""
    if text is None:
        return tagged(_regencies(program.gazetteer.regencies), if_none_match)
    codes = book.places.possible(text, "q")
    return tagged(_regencies(program.gazetteer.get(code) for code in codes), if_none_match)


@router.get("/occupations", **answers(CodeList, lookup_examples.OCCUPATIONS, NOT_MODIFIED))
async def occupations(
    book: Book, text: Search = "", most: Most = 50, if_none_match: IfNoneMatch = None
) -> Response:
    """Occupations of KBJI 2014, also by what people call their trades (`tukang las`)."""
    return tagged(_codes(book.occupations, text, most, book.called), if_none_match)


@router.get("/sectors", **answers(CodeList, lookup_examples.SECTORS, NOT_MODIFIED))
async def sectors(
    book: Book, text: Search = "", most: Most = 50, if_none_match: IfNoneMatch = None
) -> Response:
    """Industries of KBLI 2020."""
    return tagged(_codes(book.sectors, text, most), if_none_match)


@router.get("/fields-of-work", **answers(FieldList, lookup_examples.FIELDS, NOT_MODIFIED))
async def fields_of_work(program: OpenServing, if_none_match: IfNoneMatch = None) -> Response:
    """Fields of work by their opaque codes, and the rules of law that close or flag each."""
    bars = program.trade.bars
    items = [
        {
            "code": field.code,
            "id": field.name_id,
            "en": field.name_en,
            "bars": [bar.code for bar in bars if field.code in bar.fields],
        }
        for field in program.trade.fields
    ]
    return tagged({"items": items}, if_none_match)


@router.get("/vocabularies", **answers(VocabularyNames, lookup_examples.VOCABULARIES, NOT_MODIFIED))
async def vocabularies(if_none_match: IfNoneMatch = None) -> Response:
    """Names of the closed vocabularies: licences, kinds of certificate, levels of education and so on."""
    return tagged({"items": list(VOCABULARIES)}, if_none_match)


@router.get("/vocabularies/{name}", **answers(WordList, lookup_examples.WORDS, *ON_READING))
async def vocabulary(name: Name, if_none_match: IfNoneMatch = None) -> Response:
    """The codes of one vocabulary with their words in Indonesian and English."""
    rows = worded().get(name) if name in VOCABULARIES else None
    if rows is None:
        raise NotFound("vocabulary")
    return tagged({"items": [dict(row) for row in rows]}, if_none_match)


@router.get("/sources", **answers(SourceList, lookup_examples.SOURCES, NOT_MODIFIED))
async def sources(book: Book, if_none_match: IfNoneMatch = None) -> Response:
    """Where the reference data comes from, how complete it is, and its version."""
    names = ("file", "what", "rows", "source", "completeness", "as_of")
    items = [{name: getattr(source, name) for name in names} for source in book.sources.values()]
    return tagged({"version": book.version, "items": items}, if_none_match)


def _regencies(regencies: Iterable[Regency]) -> dict[str, Any]:
    names = ("code", "name", "province_code", "province", "island", "bps_code")
    return {"items": [{name: getattr(regency, name) for name in names} for regency in regencies]}


def _codes(
    codes: Mapping[str, Titled], text: str, most: int, called: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    rows = list(islice(found(codes, text, called), most + 1))
    return {
        "items": [{"code": row.code, "title": row.title} for row in rows[:most]],
        "more": len(rows) > most,
    }
