"""Rows of the reference data that the core has no value of its own for."""

from dataclasses import dataclass
from enum import StrEnum


class Completeness(StrEnum):
    """How much of the world a file holds, and whether anybody checked it."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reference file comes from and how far it can be trusted."""

    file: str
    what: str
    rows: int
    source: str
    licence: str
    completeness: Completeness
    as_of: str  # ISO date


@dataclass(frozen=True, slots=True)
class Province:
    """A province."""

    code: str  # Kemendagri
    name: str


@dataclass(frozen=True, slots=True)
class ClassCode:
    """A code of KBJI 2014 or KBLI 2020; `group` is the number of digits (KBJI) or the category letter (KBLI)."""

    code: str
    group: str
    title: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A certification scheme; profession and field are empty where the source is silent."""

    code: str
    title: str
    profession: str
    field: str
    kind: str  # okupasi, klaster
    source: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of competency; the key is the code together with the year of its decree (None: unknown)."""

    code: str
    decree_year: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A training programme; a lesson hour (JP) is 45 minutes."""

    title: str
    field: str
    lesson_hours: int


@dataclass(frozen=True, slots=True)
class ConstructionJob:
    """A construction job title."""

    code: str  # LPJK
    title: str


@dataclass(frozen=True, slots=True)
class Facility:
    """A correctional facility."""

    type: str
    unit_class: str
    name: str
    province_code: str


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """Monthly minimum wage in rupiah of a place (province or regency code) and year."""

    place_code: str
    year: int
    monthly_idr: int
    mark: str  # verified, unverified


@dataclass(frozen=True, slots=True)
class MaskedWord:
    """A word, as a PostgreSQL pattern, from which on a title is not shown to an employer."""

    pattern: str
    why: str
