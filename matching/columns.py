"""Candidates and vacancies as columns: frozen structs of arrays, so that a rule or a feature is written once.

One side of a question has length 1 and numpy broadcasts: one candidate against n vacancies, or m candidates
against one vacancy.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self
from uuid import UUID

import numpy as np
import numpy.typing as npt

from matching.geo import NOWHERE, Gazetteer
from matching.job_functions import best_code
from matching.model import Candidate, Vacancy
from matching.model.candidate import MAX_ACCEPTED_REGENCIES, MAX_AREA_REGENCIES
from matching.model.indexed import MovedWindow
from matching.release import ANY_TIME, NEVER
from matching.standing import (
    accepted_provinces,
    accepted_regencies,
    effective_education,
    licence_expiries,
    slots,
    supervised_until,
)
from matching.vocabulary import (
    Language,
    Licence,
    ReleaseMode,
    Shift,
    VacancyStatus,
    WorkSetting,
    bits,
)
from matching.world import World

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Column = npt.NDArray[Any]

MODES = tuple(ReleaseMode)
OCCUPATION_SLOTS = 2
_DAY_SHIFT = bits([Shift.DAY])
_WIDTHS = {
    "occupation": (OCCUPATION_SLOTS,),
    "occupation_confidence": (OCCUPATION_SLOTS,),
    "accepted": (MAX_ACCEPTED_REGENCIES,),
    "supervision_area": (MAX_AREA_REGENCIES,),
    "licence_expires": (len(Licence),),
}


class Table:
    """A frozen struct of columns of equal length."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type]

    def take(self, rows: npt.ArrayLike | slice) -> Self:
        """The same columns at `rows` (indices or mask; a slice copies nothing)."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})  # type: ignore[arg-type]

    def with_rows(self, rows: Rows, other: Self) -> Self:
        """A copy in which `rows` hold the other's rows."""
        return self.with_values(rows, {f.name: getattr(other, f.name) for f in fields(self)})  # type: ignore[arg-type]

    def with_values(self, rows: Rows, values: Mapping[str, Column]) -> Self:
        """As `with_rows`, in some columns; the others are shared."""
        columns = {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]
        for name, new in values.items():
            columns[name] = columns[name].copy()
            columns[name][rows] = new
        return type(self)(**columns)

    def concat(self, other: Self) -> Self:
        """These rows, then the other's."""
        return type(self)(
            **{
                f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)  # type: ignore[arg-type]
            }
        )


def _ids(ids: Sequence[UUID]) -> Column:
    return np.frombuffer(b"".join(i.bytes for i in ids), dtype="V16").copy()


def uuid_at(ids: Column, row: int) -> UUID:
    """The identifier in one row of a column of ids (V16)."""
    return UUID(bytes=ids[row].tobytes())


Readers = Mapping[str, tuple[Any, Callable[[Any], Any]]]


def _fill(records: Sequence[Any], readers: Readers) -> dict[str, Column]:
    return {
        name: np.array([read(record) for record in records], dtype).reshape(len(records), *shape_of(name))
        for name, (dtype, read) in readers.items()
    }


def shape_of(name: str) -> tuple[int, ...]:
    """Shape of one row of a column."""
    return _WIDTHS.get(name, ())


def _ordinal(day: date | None, missing: int) -> int:
    return day.toordinal() if day else missing


@dataclass(frozen=True)
class VacancyTable(Table):
    """Vacancies as columns, shape (n,). Wages are rupiah a month, NaN where unknown; days are ordinals."""

    ids: Column
    employer: Column  # V16
    employer_verified: Mask
    open: Mask
    openings_left: npt.NDArray[np.int32]
    closes: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    regency: npt.NDArray[np.int16]  # NOWHERE: abroad
    inside: Mask
    months_left_asked: npt.NDArray[np.int32]
    wage_lower: Floats
    wage_upper: Floats
    contract: npt.NDArray[np.int32]  # bit, 0 unknown
    shifts: npt.NDArray[np.int32]  # bits, 0 unknown
    lodging: Mask
    education: npt.NDArray[np.int8]
    experience_months: npt.NDArray[np.int32]
    licences: npt.NDArray[np.int64]  # bits: required by the employer
    licences_by_law: npt.NDArray[np.int64]
    licences_preferred: npt.NDArray[np.int64]
    languages: npt.NDArray[np.int64]
    demands: npt.NDArray[np.int64]
    fields: npt.NDArray[np.uint64]
    police_record_letter: Mask
    placement_elsewhere: Mask
    units_asked: npt.NDArray[np.int16]
    functions: npt.NDArray[np.int16]  # bits: what the work does in its trade (`matching.job_functions`)
    occupation: npt.NDArray[np.int16]  # (n, 2) KBJI unit groups understood, 0 none
    occupation_confidence: Floats  # (n, 2)

    @property
    def abroad(self) -> Mask:
        mask: Mask = self.regency == NOWHERE
        return mask

    @property
    def has_openings(self) -> Mask:
        mask: Mask = self.openings_left > 0
        return mask

    @property
    def by_day(self) -> Mask:
        """Work by day, or at hours that are not known."""
        mask: Mask = (self.shifts == 0) | (self.shifts & _DAY_SHIFT != 0)
        return mask

    @classmethod
    def of(cls, vacancies: Sequence[Vacancy], world: World) -> "VacancyTable":
        """Columns of records. Raises UnknownReference for a place that is not in the gazetteer."""
        readers: dict[str, tuple[Any, Callable[[Vacancy], Any]]] = {
            "employer_verified": (bool, lambda v: v.employer_verified),
            "open": (bool, lambda v: v.status is VacancyStatus.OPEN),
            "openings_left": (np.int32, lambda v: v.openings - v.held),
            "closes": (np.int32, lambda v: _ordinal(v.closes, NEVER)),
            "starts": (np.int32, lambda v: _ordinal(v.starts, ANY_TIME)),
            "regency": (np.int16, lambda v: world.gazetteer.index(v.place) if v.place else NOWHERE),
            "inside": (bool, lambda v: v.setting is WorkSetting.INSIDE_FACILITY),
            "months_left_asked": (np.int32, lambda v: v.months_left_asked),
            "wage_lower": (np.float32, lambda v: _monthly(v, "monthly_lower_idr")),
            "wage_upper": (np.float32, lambda v: _monthly(v, "monthly_upper_idr")),
            "contract": (np.int32, lambda v: bits([v.contract]) if v.contract else 0),
            "shifts": (np.int32, lambda v: bits(v.shifts)),
            "lodging": (bool, lambda v: v.lodging),
            "education": (np.int8, lambda v: int(v.required.education)),
            "experience_months": (np.int32, lambda v: v.required.experience_months),
            "licences": (np.int64, lambda v: bits(v.required.licences)),
            "licences_by_law": (np.int64, lambda v: bits(v.licences_by_law)),
            "licences_preferred": (np.int64, lambda v: bits(v.preferred.licences)),
            "languages": (np.int64, lambda v: bits(v.required.languages)),
            "demands": (np.int64, lambda v: bits(v.demands)),
            "fields": (np.uint64, lambda v: world.fields.mask(v.fields)),
            "police_record_letter": (bool, lambda v: v.police_record_letter),
            "placement_elsewhere": (bool, lambda v: v.placement_elsewhere),
            "units_asked": (np.int16, lambda v: len(v.required.units)),
            "functions": (np.int16, lambda v: world.functions.of_vacancy(v.title, best_code(v.understood))),
            "occupation": (np.int16, lambda v: [group for group, _ in _understood(v)]),
            "occupation_confidence": (np.float32, lambda v: [confidence for _, confidence in _understood(v)]),
        }
        return cls(
            ids=_ids([v.id for v in vacancies]),
            employer=_ids([v.employer for v in vacancies]),
            **_fill(vacancies, readers),
        )


def _understood(vacancy: Vacancy) -> list[tuple[int, float]]:
    known = [(int(code[:4]), confidence) for code, confidence in vacancy.understood[:OCCUPATION_SLOTS]]
    return known + [(0, 0.0)] * (OCCUPATION_SLOTS - len(known))


def _monthly(vacancy: Vacancy, bound: str) -> float:
    value = getattr(vacancy.wage, bound) if vacancy.wage else None
    return float("nan") if value is None else float(value)


@dataclass(frozen=True)
class CandidateTable(Table):
    """Candidates as columns, shape (m,); places and areas are (m, slots), licence expiries (m, licences)."""

    ids: Column
    gates_open: Mask
    home: npt.NDArray[np.int16]
    provinces: npt.NDArray[np.uint64]  # bits of whole provinces accepted
    accepted: npt.NDArray[np.int16]  # regencies accepted
    willing_to_move: Mask
    sea_crossing: Mask
    max_travel_m: Floats
    education: npt.NDArray[np.int8]  # equivalency certificates counted
    licence_expires: npt.NDArray[np.int32]  # 0: not held
    licences_trained: npt.NDArray[np.int64]  # bits: training held for the trade that needs the licence
    languages: npt.NDArray[np.int64]
    restrictions: npt.NDArray[np.int64]
    blocked_fields: npt.NDArray[np.uint64]
    excluded_fields: npt.NDArray[np.uint64]
    shifts: npt.NDArray[np.int32]
    contracts: npt.NDArray[np.int32]
    minimum_wage: Floats  # NaN: no minimum
    needs_lodging: Mask
    has_window: Mask
    assimilation: Mask
    earliest: npt.NDArray[np.int32]
    latest: npt.NDArray[np.int32]
    supervised_until: npt.NDArray[np.int32]  # 0: never; NEVER: end not known
    supervision_area: npt.NDArray[np.int16]
    custody: npt.NDArray[np.int16]
    experience_months: npt.NDArray[np.int32]

    @classmethod
    def of(cls, candidates: Sequence[Candidate], world: World) -> "CandidateTable":
        """Columns of records. Raises UnknownReference for a place that is not in the gazetteer."""
        gazetteer = world.gazetteer
        readers: dict[str, tuple[Any, Callable[[Candidate], Any]]] = {
            "gates_open": (bool, lambda c: c.gates.open),
            "home": (np.int16, lambda c: gazetteer.index(c.home)),
            "provinces": (np.uint64, lambda c: accepted_provinces(c, gazetteer)),
            "accepted": (np.int16, lambda c: accepted_regencies(c, gazetteer)),
            "willing_to_move": (bool, lambda c: c.willing_to_move),
            "sea_crossing": (bool, lambda c: c.sea_crossing),
            "max_travel_m": (np.float32, lambda c: c.max_travel_m),
            "education": (np.int8, lambda c: int(effective_education(c))),
            "licence_expires": (np.int32, licence_expiries),
            "licences_trained": (np.int64, lambda c: bits(world.trained_for(c))),
            "languages": (np.int64, lambda c: bits(c.languages | {Language.INDONESIAN})),
            "restrictions": (np.int64, lambda c: bits(c.restrictions)),
            "blocked_fields": (np.uint64, lambda c: world.fields.mask(c.blocked_fields)),
            "excluded_fields": (np.uint64, lambda c: world.fields.mask(c.preferences.excluded_fields)),
            "shifts": (np.int32, lambda c: bits(c.preferences.shifts)),
            "contracts": (np.int32, lambda c: bits(c.preferences.contracts)),
            "minimum_wage": (np.float32, lambda c: c.preferences.minimum_wage_idr or float("nan")),
            "needs_lodging": (bool, lambda c: c.preferences.needs_lodging),
            "custody": (
                np.int16,
                lambda c: gazetteer.index(c.custody_regency) if c.custody_regency else NOWHERE,
            ),
            "experience_months": (np.int32, lambda c: sum(job.months for job in c.experience)),
        }
        return cls(
            ids=_ids([c.id for c in candidates]), **_fill(candidates, {**readers, **_of_window(gazetteer)})
        )

    def with_windows(self, rows: Rows, moved: Sequence[MovedWindow], world: World) -> "CandidateTable":
        """A copy in which `rows` have these windows and supervisions; nothing else is new."""
        return self.with_values(rows, _fill(moved, _of_window(world.gazetteer)))


def _of_window(gazetteer: Gazetteer) -> dict[str, tuple[Any, Callable[[Candidate | MovedWindow], Any]]]:
    """Readers of the columns that hang on the release window and the supervision alone."""
    return {
        "has_window": (bool, lambda c: c.window is not None),
        "assimilation": (bool, lambda c: bool(c.window and c.window.mode is ReleaseMode.ASSIMILATION)),
        "earliest": (np.int32, lambda c: _ordinal(c.window.earliest if c.window else None, NEVER)),
        "latest": (np.int32, lambda c: _ordinal(c.window.latest if c.window else None, NEVER)),
        "supervised_until": (np.int32, supervised_until),
        "supervision_area": (
            np.int16,
            lambda c: slots(c.supervision.area if c.supervision else (), MAX_AREA_REGENCIES, gazetteer),
        ),
    }
