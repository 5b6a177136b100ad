"""Reports of outcomes and the reliability of an employer."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.schemas.documents import Document
from api.schemas.parts import Shape
from api.spreadsheet import Cell
from matching.messages import Tongue, words
from matching.outcome_report import Report
from matching.outcomes import Grouping, Measure
from matching.reliability import EmployerFacts
from matching.uncertainty import Estimate


class MeasureRow(Shape):
    """`count` of `base`, and the estimate with its interval of 95 %. All null where it is hidden: fewer than five."""

    group: str
    measure: str
    words: str
    base: int | None
    count: int | None
    value: float | None
    low: float | None
    high: float | None
    hidden: bool


class ReportOut(Shape):
    """A report of outcomes; the rows with group "" are of all together (docs/outcomes.md)."""

    by: Grouping
    year: int | None
    as_of: date
    rows: list[MeasureRow]
    left_out: int


class ReliabilityRow(Shape):
    """One measure of an employer, with its base."""

    measure: str
    words: str
    base: int
    count: int
    value: float | None
    low: float | None
    high: float | None


class ReliabilityOut(Shape):
    """What an employer has done so far. Complaints are counts: nobody knows of how many."""

    employer: UUID
    measures: list[ReliabilityRow]
    complaints_upheld: int
    complaints_open: int


HEAD = ("group", "measure", "words", "base", "count", "value", "low", "high", "hidden")


def report_document(report: Report, tongue: Tongue) -> Document:
    """A report, in the shape of `ReportOut`."""
    return {
        "by": str(report.by),
        "year": report.year,
        "as_of": report.as_of.isoformat(),
        "rows": [dict(zip(HEAD, row, strict=True)) for row in report_cells(report, tongue)],
        "left_out": report.left_out,
    }


def report_cells(report: Report, tongue: Tongue) -> list[tuple[Any, ...]]:
    """The rows of a report under `HEAD`."""
    return [
        (
            row.group, row.measure, words(f"measure.{row.measure}", tongue), row.base, row.count,
            *_rounded(row.estimate), row.hidden,
        )
        for row in report.rows
    ]  # fmt: skip


def table_cells(report: Report, tongue: Tongue) -> list[Sequence[Cell]]:
    """The same for a table of cells: all together by its word, and hidden cells said to be hidden."""
    everybody = "semua" if tongue is Tongue.INDONESIAN else "all"
    return [
        (row[0] or everybody, *row[1:-1], "k<5" if row[-1] else "") for row in report_cells(report, tongue)
    ]


def reliability_document(
    employer: UUID, facts: EmployerFacts, measures: Sequence[Measure], tongue: Tongue
) -> Document:
    """In the shape of `ReliabilityOut`."""
    return {
        "employer": str(employer),
        "measures": [
            {
                "measure": one.code,
                "words": words(f"measure.{one.code}", tongue),
                "base": one.base,
                "count": one.count,
                **dict(zip(("value", "low", "high"), _rounded(one.estimate), strict=True)),
            }
            for one in measures
        ],
        "complaints_upheld": facts.complaints_upheld,
        "complaints_open": facts.complaints_open,
    }


def _rounded(estimate: Estimate) -> tuple[float | None, ...]:
    parts = (estimate.value, estimate.low, estimate.high)
    return tuple(None if part is None else round(part, 4) for part in parts)
