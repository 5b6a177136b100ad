"""A report of outcomes as it may leave the unit: every measure for all, and for each group, small numbers hidden."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from matching.outcomes import NO_GROUP, Facts, Grouping, Measure, measures
from matching.small_numbers import LEAST, hidden
from matching.spellings import spelt_alike
from matching.uncertainty import Estimate

ALL = ""
BESIDE = "\1"  # before a group of the other report that adds up with this one; no name in the database has this letter
_ADDS_UP = {Grouping.UNIT: Grouping.REGION, Grouping.REGION: Grouping.UNIT}
Cell = tuple[int | None, str, str]  # year (None: all of them), group, code of the measure
_DID, _ENDED = attrgetter("count"), attrgetter("ended")
_COUNTED: tuple[Callable[[Measure], int], ...] = (
    attrgetter("base"), _DID, lambda one: one.base - one.count, _ENDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One cell. `told`: None of a hidden one, of which nothing is told; `group` "" is all together. The estimate is
    reckoned when it is asked for: a page shows a tenth of what a file has."""

    group: str
    measure: str
    told: Measure | None

    @property
    def hidden(self) -> bool:
        return self.told is None

    @property
    def base(self) -> int | None:
        return self.told.base if self.told else None

    @property
    def count(self) -> int | None:
        return self.told.count if self.told else None

    @property
    def estimate(self) -> Estimate:
        return self.told.estimate if self.told else Estimate()


@dataclass(frozen=True, slots=True)
class Report:
    """All together first, then group by group. `left_out`: how many groups there are of which nothing can be told."""

    by: Grouping
    year: int | None
    as_of: date
    rows: Sequence[ReportRow]
    left_out: int


def report(facts: Facts, by: Grouping, today: date, *, year: int | None = None) -> Report:
    """Draw the report up. Periods are whole years: of two that differ by a day, the difference would be one person.

    What is hidden in one year is hidden with a view to the others and to all years together: whoever reads one report
    can read them all. So are units with a view to their region, and the other way round.
    """
    facts = spelt_alike(facts, by)
    found: dict[Cell, Measure] = {}
    for period, counted in ({year: Facts(), None: facts} | facts.years()).items():
        everybody = measures(counted, today)
        for group, some in _groups(counted, by):
            # One unit is often its whole region.
            own = everybody if some == counted else measures(some, today)
            found |= {(period, group, one.code): one for one in own}
    secret = _secret(found, _regions(facts, by))
    cells = [
        cell for cell in found if cell[0] == year and cell[1] != NO_GROUP and not cell[1].startswith(BESIDE)
    ]
    groups = {cell[1] for cell in cells} - {ALL}
    shown = {cell[1] for cell in cells if _tells(found, secret, cell)} | {ALL}
    rows = [
        ReportRow(cell[1], cell[2], None if cell in secret else found[cell])
        for cell in cells
        if cell[1] in shown
    ]
    return Report(by, year, today, rows, len(groups - shown))


def _groups(counted: Facts, by: Grouping) -> Iterator[tuple[str, Facts]]:
    """All, each group, and each group of the other report that adds up with this one."""
    yield ALL, counted
    yield from counted.groups(by).items()
    if by in _ADDS_UP:
        for name, some in counted.groups(_ADDS_UP[by]).items():
            yield f"{BESIDE}{name}", some


def _regions(facts: Facts, by: Grouping) -> dict[str, str]:
    """Of a report for units or regions, which unit is a part of which region, both as groups of `_groups`."""
    if by not in _ADDS_UP:
        return {}
    mark = {by: "", _ADDS_UP[by]: BESIDE}
    return {
        mark[Grouping.UNIT] + (row.unit or NO_GROUP): mark[Grouping.REGION] + (row.region or NO_GROUP)
        for row in (*facts.people, *facts.proposals, *facts.placements)
    }


def _secret(found: Mapping[Cell, Measure], regions: Mapping[str, str]) -> set[Cell]:
    """Cells in which the base, those who did, those who did not or those whose end is told of are few, cells that
    differ by few from what they lie within, and those that would give them away."""
    lines = _lines(found, regions)
    tables = [{cell: count(one) for cell, one in found.items()} for count in _COUNTED]
    near: set[Cell] = set()
    while True:
        secret = set[Cell]().union(*(hidden(counts, lines, also=near) for counts in tables))
        more = _near(found, secret)
        if not more:
            return secret
        near |= more


def _near(found: Mapping[Cell, Measure], secret: Collection[Cell]) -> set[Cell]:
    """Cells that differ by few from the one before that is told, of measures that lie within one another: who lasted 30
    days and not 90 would be these few."""
    near: set[Cell] = set()
    before: dict[tuple[int | None, str, str], Measure] = {}
    for cell, one in found.items():
        if not one.nested or cell in secret:
            continue
        within = (*cell[:2], one.nested)
        last = before.get(within)
        if last and any(0 < abs(count(one) - count(last)) < LEAST for count in (_DID, _ENDED)):
            near.add(cell)
        else:
            before[within] = one
    return near


def _lines(found: Mapping[Cell, Measure], regions: Mapping[str, str]) -> list[list[Cell]]:
    """Of a measure, all groups and who is in none, with their sum; all years, with theirs; the units of a region with
    that; and, in each group, the parts of one base."""
    lines: dict[tuple[object, ...], list[Cell]] = {}
    for cell, one in found.items():
        period, group, code = cell
        if not group.startswith(BESIDE):
            lines.setdefault(("groups", period, code), []).append(cell)
        if group == ALL or group.startswith(BESIDE):
            lines.setdefault(("beside", period, code), []).append(cell)
        if group in regions or group in regions.values():
            lines.setdefault(("region", period, code, regions.get(group, group)), []).append(cell)
        lines.setdefault(("years", group, code), []).append(cell)
        if one.family:
            lines.setdefault(("parts", period, group, one.family), []).append(cell)
    return list(lines.values())


def _tells(found: Mapping[Cell, Measure], secret: set[Cell], cell: Cell) -> bool:
    return cell not in secret and found[cell].base > 0
