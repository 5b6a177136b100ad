"""Look-ups of reference data and vocabularies."""

from typing import Generic, TypeVar

from api.schemas.parts import Shape

T = TypeVar("T")


class RegencyOut(Shape):
    """A kabupaten or kota, under its Kemendagri code."""

    code: str
    name: str
    province_code: str
    province: str
    island: str
    bps_code: str


class RegencyList(Shape):
    """Regencies that a text can mean, or that a list holds."""

    items: list[RegencyOut]


class CodeOut(Shape):
    """A code of a classification."""

    code: str
    title: str


class CodeList(Shape):
    """Codes that a text finds; `more` when there are others beyond the limit."""

    items: list[CodeOut]
    more: bool


class Slice(Shape, Generic[T]):
    """A part of a list; `more` when there are others behind it (`offset`)."""

    items: list[T]
    more: bool


class ProvinceOut(Shape):
    """A province, under its Kemendagri code."""

    code: str
    name: str


class SchemeOut(Shape):
    """A certification scheme; profession and field are empty where the source is silent."""

    code: str
    title: str
    profession: str
    field: str
    kind: str
    source: str


class UnitOut(Shape):
    """A unit of competency; the year is that of its decree, null where unknown."""

    code: str
    decree_year: int | None
    title: str


class FacilityOut(Shape):
    """A correctional facility."""

    name: str
    type: str
    unit_class: str
    province_code: str
    province: str


class MinimumWageOut(Shape):
    """A minimum wage of a place and year, rupiah a month; `mark` says whether it has been verified."""

    place_code: str
    place: str
    year: int
    monthly_idr: int
    mark: str


class Word(Shape):
    """A code with its words."""

    code: str
    id: str
    en: str


class WordList(Shape):
    """The codes of one vocabulary, in their order."""

    items: list[Word]


class FieldOfWorkOut(Word):
    """A field of work, and the rules of law that close or flag it."""

    bars: list[str]


class FieldList(Shape):
    """All fields of work."""

    items: list[FieldOfWorkOut]


class SourceOut(Shape):
    """Where a reference file comes from, and how complete it is."""

    file: str
    what: str
    rows: int
    source: str
    completeness: str
    as_of: str


class SourceList(Shape):
    """The version of the reference data and its sources."""

    version: str
    items: list[SourceOut]


class VocabularyNames(Shape):
    """Names of the vocabularies."""

    items: list[str]
