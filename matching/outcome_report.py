"""A report of outcomes as it may leave the unit: every measure for all, and for each group, small numbers hidden."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.outcomes import NO_GROUP, Facts, Grouping, Measure, measures
from matching.small_numbers import hidden
from matching.uncertainty import Estimate

ALL = ""
Cell = tuple[int | None, str, str]  # year (None: all of them), group, code of the measure


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
    """Draw the report up. Periods are whole years: of two that differ by a day, the difference would be one person.

    What is hidden in one year is hidden with a view to the others and to all years together: whoever reads one report
    can read them all.
    """
    found = {
        (period, group, one.code): one
        for period, counted in ({year: Facts(), None: facts} | facts.years()).items()
        for group, some in ({ALL: counted} | counted.groups(by)).items()
        for one in measures(some, today)
    }
    secret = _secret(found)
    own = [cell for cell in found if cell[0] == year and cell[1] != NO_GROUP]
    groups = {cell[1] for cell in own} - {ALL}
    shown = {cell[1] for cell in own if _tells(found, secret, cell)} | {ALL}
    rows = [_row(cell, found[cell], cell in secret) for cell in own if cell[1] in shown]
    return Report(by, year, today, rows, len(groups - shown))


def _secret(found: Mapping[Cell, Measure]) -> set[Cell]:
    """Cells in which the base, those who did, those who did not or those whose end is told of are few, and cells that
    would give them away."""
    lines = _lines(found)
    counted: tuple[Callable[[Measure], int], ...] = (
        lambda one: one.base,
        lambda one: one.count,
        lambda one: one.base - one.count,
        lambda one: one.ended,
    )
    secret: set[Cell] = set()
    for count in counted:
        counts = {cell: count(one) for cell, one in found.items()}
        secret |= hidden(counts, lines)
    return secret


def _lines(found: Mapping[Cell, Measure]) -> list[list[Cell]]:
    """Of a measure, all groups and who is in none, with their sum; all years, with theirs; and, in each group, the
    parts of one base."""
    lines: dict[tuple[object, ...], list[Cell]] = {}
    for cell, one in found.items():
        period, group, code = cell
        lines.setdefault(("groups", period, code), []).append(cell)
        lines.setdefault(("years", group, code), []).append(cell)
        if one.family:
            lines.setdefault(("parts", period, group, one.family), []).append(cell)
    return list(lines.values())


def _tells(found: Mapping[Cell, Measure], secret: set[Cell], cell: Cell) -> bool:
    return cell not in secret and found[cell].base > 0


def _row(cell: Cell, one: Measure, secret: bool) -> ReportRow:
    _, group, code = cell
    if secret:
        return ReportRow(group, code, None, None, Estimate(), hidden=True)
    return ReportRow(group, code, one.base, one.count, one.estimate, hidden=False)
