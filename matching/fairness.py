"""Whether groups fare alike: ratios of selection and of exposure, small numbers hidden (docs/fairness.md).

Each group is held against everybody else whose group is known. In every matter a ratio under 1 means that the group
fares worse. Ratio of selection: share selected in the group over that of the others; under 0.8 it is taken for a sign
of adverse impact (29 CFR 1607.4 D, the "four-fifths rule"). Of what is done to few, such as removals from a list, it is
the share of the others over that of the group: shares of who is spared are all near 1. What nothing happened in, and
what is a part of another matter, is counted and not tested.

Exposure of a group is the mean over its people of v(place) = 1 / log2(1 + place), how likely a place in a list is
looked at (Singh & Joachims 2018, "Fairness of exposure in rankings", KDD, section 3.2; the discount of DCG), summed
over the lists in which a person stands. Its ratio is that to the mean of the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from math import log2
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.model.fairness import UNKNOWN, Attribute, FairnessRow, Matter
from matching.small_numbers import LEAST
from matching.uncertainty import (
    LEVEL,
    Estimate,
    chance_of_fewer,
    chance_of_smaller,
    chance_that_counts,
    difference_of_means,
    ratio_of_shares,
)
from matching.untold import ALL, COUNTED, Count, Key, untold

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
OTHERS = "*"
PARTS = {"employers": 2, "facilities": 1, "groups": 1}
"""Families of tests, and for how many parts of the chance of a false alarm in a report each may answer."""
OF_EMPLOYERS = (Attribute.SEX, Attribute.AGE, Attribute.DISABILITY, Attribute.MINORITY_LANGUAGE)
HARMS = frozenset({Matter.KEPT, Matter.REMOVED, Matter.MOVED_DOWN, Matter.HIDDEN})
"""Matters in which a group fares worse that is hit more often; of KEPT, who is hit is not selected."""


@dataclass(frozen=True)
class Bounds:
    """When a ratio is an alarm: under `ratio`, with so many `people` in the group and among the others, and not by
    chance, one-sided, so that at most 1 - `level` of reports in which nothing is unfair are expected to have one."""

    ratio: float = 0.8
    people: int = 10
    level: float = LEVEL
    least: int = LEAST


@dataclass(frozen=True, slots=True)
class Cell:
    """One group in one matter; `employer` ALL: with every employer. Of a hidden one only the alarm is told."""

    matter: Matter
    employer: str
    attribute: Attribute
    group: str
    people: int | None = None
    selected: int | None = None
    ratio: Estimate = field(default_factory=Estimate)
    exposure: float | None = None
    exposure_ratio: Estimate = field(default_factory=Estimate)
    change: Estimate = field(default_factory=Estimate)
    hidden: bool = False
    alarm: bool = False


@dataclass(frozen=True)
class Fairness:
    """A report: all cells, and how many tests stand behind its alarms."""

    cells: Sequence[Cell]
    tested: int
    bounds: Bounds

    @property
    def alarms(self) -> list[Cell]:
        """Groups that fare worse than the bound allows."""
        return [cell for cell in self.cells if cell.alarm]


def position_weight(place: int) -> float:
    """How likely a place (from 1) in a list is looked at, the first being 1 (Singh & Joachims 2018)."""
    return 1 / log2(1 + place)


def fairness(rows: Sequence[FairnessRow], bounds: Bounds | None = None) -> Fairness:
    """The report of these rows. Nothing in it depends on what a group is called, but the order of the cells."""
    bounds = bounds or Bounds()
    pairs = list(_pairs(rows, bounds))
    families: dict[str, list[float]] = {}
    for pair in pairs:
        families.setdefault(pair.family, []).extend(pair.chances)
    weights = sum(PARTS[family] for family in families)
    counts = {
        family: chance_that_counts(chances, (1 - bounds.level) * PARTS[family] / weights)
        for family, chances in families.items()
    }
    secret = untold({pair.key: pair.count for pair in pairs}, bounds.least)
    cells = [pair.cell(counts[pair.family], hide=pair.key in secret) for pair in pairs]
    return Fairness(cells, sum(map(len, families.values())), bounds)


@dataclass(frozen=True)
class _Pair:
    """A group and all others: who is selected, how exposed, and both before; `region` is that of a facility."""

    key: Key
    region: str
    group: "_Facts"
    others: "_Facts"
    bounds: Bounds

    @property
    def judged(self) -> bool:
        enough = min(len(self.group.selected), len(self.others.selected)) >= self.bounds.people
        return enough and self.key[3] != UNKNOWN and self.key[0] not in COUNTED

    @property
    def family(self) -> str:
        """Among which its tests are corrected: those of employers, those of facilities, or those of groups of all."""
        if self.key[1] != ALL:
            return "employers"
        return "facilities" if self.key[2] is Attribute.FACILITY else "groups"

    @cached_property
    def chances(self) -> Sequence[float]:
        """Of each test that is made of it, of selection where anybody is hit and of exposure where there is any, how
        likely what is seen would be by chance; 1 where it is not under the bound, which makes it no alarm anyway."""
        found = []
        if self.judged and any(hit for hit, _ in self.shares):
            found.append(chance_of_fewer(*self.shares) if self._low(ratio_of_shares(*self.shares)) else 1.0)
        if self.judged and self.exposed:
            low = self._low(self._exposure(LEVEL))
            found.append(chance_of_smaller(self.group.exposure, self.others.exposure) if low else 1.0)
        return found

    @property
    def exposed(self) -> bool:
        return bool(self.group.exposure.any() or self.others.exposure.any())

    @cached_property
    def shares(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """What is compared, the side first that is smaller where the group fares worse."""
        group, others = ((self.hit(one), len(one.selected)) for one in (self.group, self.others))
        return (others, group) if self.key[0] in HARMS else (group, others)

    @property
    def count(self) -> Count:
        """What small numbers are looked for in."""
        hit = self.hit(self.group)
        return Count(hit, len(self.group.selected) - hit, self.region)

    def hit(self, some: "_Facts") -> int:
        """How many are met by what the matter is about; by KEPT, who is not selected."""
        return int(np.count_nonzero(some.selected != (self.key[0] is Matter.KEPT)))

    def cell(self, counts: float, *, hide: bool) -> Cell:
        """What is told of it, where a chance of `counts` and below counts as none."""
        level = 1 - 2 * counts  # of intervals with two sides, of which one is looked at
        ratio, exposure = ratio_of_shares(*self.shares, level=level), self._exposure(level)
        alarm = any(chance <= counts for chance in self.chances)
        if hide:
            return Cell(*self.key, hidden=True, alarm=alarm)
        return Cell(
            *self.key,
            people=len(self.group.selected),
            selected=int(np.count_nonzero(self.group.selected)),
            ratio=ratio if self.key[3] != UNKNOWN else Estimate(),
            exposure=float(self.group.exposure.mean()) if self.exposed and len(self.group.exposure) else None,
            exposure_ratio=exposure,
            change=self._change(level),
            alarm=alarm,
        )

    def _low(self, ratio: Estimate) -> bool:
        return ratio.value is not None and ratio.value < self.bounds.ratio

    def _exposure(self, level: float) -> Estimate:
        """Of the means, over the mean of the others, which is taken as it is: the interval leaves 1 out where Welch's
        test tells the means apart."""
        mean = float(self.others.exposure.mean()) if len(self.others.exposure) else 0.0
        if not mean or self.key[3] == UNKNOWN:
            return Estimate()
        apart = difference_of_means(self.group.exposure, self.others.exposure, level=level)
        return Estimate(
            *(None if one is None else 1 + one / mean for one in (apart.value, apart.low, apart.high))
        )

    def _change(self, level: float) -> Estimate:
        """How much the share selected changes, person by person, beyond how it changes among the others."""
        if self.group.gain is None or self.others.gain is None or self.key[3] == UNKNOWN:
            return Estimate()
        return difference_of_means(self.group.gain, self.others.gain, level=level)


@dataclass(frozen=True)
class _Facts:
    """Of some rows: who is selected (n,), exposure (n,), and selected now less selected before (n,), if compared."""

    selected: Mask
    exposure: Floats
    gain: Floats | None = None

    def at(self, rows: Mask) -> "_Facts":
        gain = None if self.gain is None else self.gain[rows]
        return _Facts(self.selected[rows], self.exposure[rows], gain)


def _facts(rows: Sequence[FairnessRow]) -> _Facts:
    selected = np.array([row.selected for row in rows], bool)
    compared = bool(rows) and all(row.before is not None for row in rows)
    before = np.array([row.before is not None and row.before[0] for row in rows], bool)
    gain = selected.astype(np.float64) - before if compared else None
    return _Facts(selected, np.array([row.exposure for row in rows], np.float64), gain)


def _pairs(rows: Sequence[FairnessRow], bounds: Bounds) -> Iterator[_Pair]:
    for matter in Matter:
        own = [row for row in rows if row.matter is matter]
        for attribute in Attribute:
            yield from _of((matter, ALL, attribute), own, bounds)
        for employer, some in _by_employer(own, bounds).items():
            for attribute in OF_EMPLOYERS:
                yield from _of((matter, employer, attribute), some, bounds)


def _by_employer(rows: Sequence[FairnessRow], bounds: Bounds) -> Mapping[str, list[FairnessRow]]:
    """Rows of each employer that has enough of them to be judged; the others together."""
    found: dict[str, list[FairnessRow]] = {}
    for row in rows:
        if row.employer:
            found.setdefault(row.employer, []).append(row)
    enough = {name: some for name, some in sorted(found.items()) if len(some) >= 2 * bounds.people}
    rest = [row for name, some in found.items() if name not in enough for row in some]
    return enough | ({OTHERS: rest} if rest else {})


def _of(where: tuple[Matter, str, Attribute], rows: Sequence[FairnessRow], bounds: Bounds) -> Iterator[_Pair]:
    facts = _facts(rows)
    groups = np.array([getattr(row, where[2].value) for row in rows], dtype=np.str_)
    regions = {getattr(row, where[2].value): row.region for row in rows}
    for group in np.unique(groups).tolist():
        inside = groups == group
        others = facts.at(~inside & (groups != UNKNOWN))
        yield _Pair((*where, group), regions[group], facts.at(inside), others, bounds)


def as_document(found: Fairness) -> dict[str, Any]:
    """The report as it is kept and told: plain values, three decimals."""
    return {
        "bounds": asdict(found.bounds),
        "tests": found.tested,
        "alarms": [_named(cell) for cell in found.alarms],
        "cells": [_told(cell) for cell in found.cells],
    }


def _named(cell: Cell) -> dict[str, Any]:
    where = ("matter", cell.matter), ("employer", cell.employer), ("attribute", cell.attribute)
    return {name: str(value) for name, value in (*where, ("group", cell.group))}


def _told(cell: Cell) -> dict[str, Any]:
    if cell.hidden:
        return {**_named(cell), "hidden": True, "alarm": cell.alarm}
    figures = {name: _three(getattr(cell, name)) for name in ("ratio", "exposure_ratio", "change")}
    return {
        **_named(cell),
        "hidden": False,
        "alarm": cell.alarm,
        "people": cell.people,
        "selected": cell.selected,
        "exposure": None if cell.exposure is None else round(cell.exposure, 3),
        **figures,
    }


def _three(estimate: Estimate) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 3) for name, value in asdict(estimate).items()}
