"""A report of outcomes as it may leave the unit: every measure for all, and for each group, small numbers hidden."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.outcomes import Facts, Grouping, Measure, measures
from matching.small_numbers import hidden
from matching.uncertainty import Estimate

ALL = ""
Cell = tuple[str, str]  # group, code of the measure


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One cell. Of a hidden one nothing is told; `group` "" is all together."""

    group: str
    measure: str
    base: int | None
    count: int | None
    estimate: Estimate
    hidden: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All together first, then group by group. `left_out`: how many groups there are of which nothing can be told."""

    by: Grouping
    year: int | None
    as_of: date
    rows: Sequence[ReportRow]
    left_out: int


def report(facts: Facts, by: Grouping, today: date, *, year: int | None = None) -> Report:
    """Draw the report up. Periods are whole years: of two that differ by a day, the difference would be one person."""
    counted = facts if year is None else facts.in_year(year)
    found = {(ALL, one.code): one for one in measures(counted, today)}
    for group in counted.groups(by):
        found |= {(group, one.code): one for one in measures(counted.of(by, group), today)}
    secret = _secret(found)
    shown = [
        group
        for group in counted.groups(by)
        if any(_tells(found, secret, cell) for cell in found if cell[0] == group)
    ]
    rows = [_row(cell, found[cell], cell in secret) for cell in found if cell[0] in (ALL, *shown)]
    return Report(by, year, today, rows, len(counted.groups(by)) - len(shown))


def _secret(found: Mapping[Cell, Measure]) -> set[Cell]:
    """Cells in which the base, those who did or those who did not are few, and cells that would give them away."""
    lines = _lines(found)
    counted: tuple[Callable[[Measure], int], ...] = (
        lambda one: one.base,
        lambda one: one.count,
        lambda one: one.base - one.count,
    )
    secret: set[Cell] = set()
    for count in counted:
        counts = {cell: count(one) for cell, one in found.items()}
        secret |= hidden(counts, lines)
    return secret


def _lines(found: Mapping[Cell, Measure]) -> list[list[Cell]]:
    """A measure over all groups, whose total is told; and, in each group, the parts of one base."""
    lines: dict[tuple[str, str], list[Cell]] = {}
    for (group, code), one in found.items():
        if group != ALL:
            lines.setdefault(("measure", code), []).append((group, code))
        if one.family:
            lines.setdefault((group, one.family), []).append((group, code))
    return list(lines.values())


def _tells(found: Mapping[Cell, Measure], secret: set[Cell], cell: Cell) -> bool:
    return cell not in secret and found[cell].base > 0


def _row(cell: Cell, one: Measure, secret: bool) -> ReportRow:
    if secret:
        return ReportRow(*cell, None, None, Estimate(), hidden=True)
    return ReportRow(*cell, one.base, one.count, one.estimate, hidden=False)
