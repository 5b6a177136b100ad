"""Outcomes on one page: from release to the first day of work, how long work is kept, what costs starts, wages; for all
together or one group, and one measure over all groups. Nothing is drawn that the report does not tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.schemas.outcomes import HEAD, report_document, table_cells
from api.web.charts import Point, Scale, Steps, Whisker, linear, steps, whisker
from api.web.forms import digits
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from api.web.tables import columns, report_file
from matching.model.outcome_codes import CHECK_DAYS
from matching.outcome_report import ALL, Report, ReportRow
from matching.outcomes import BLOCKERS, Grouping
from matching.usecases import outcomes

router = APIRouter(route_class=PageRoute, include_in_schema=False)
GROUPS = 40
TAIL = 25
DAYS = Scale(0, max(CHECK_DAYS.values()) + TAIL)
KEPT, WITHIN = "kept_", "work_within_"
FIGURES = ("days_release_to_work", "started", "kept_90", "wage_at_minimum", "wage_to_minimum")
COMPARED = (
    "days_release_to_work", "work_within_90", "started", *(f"{KEPT}{days}" for days in CHECK_DAYS.values()),
    "wage_at_minimum", "wage_to_minimum", "reached", "interviewed", "offered", "days_proposal_to_interview",
)  # fmt: skip
IN_DAYS = frozenset({"days_release_to_work", "days_proposal_to_interview"})
YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Curve:
    """A share along the days, drawn, with the rows that it is drawn from."""

    drawn: Steps
    rows: Sequence[tuple[int, ReportRow]]


@router.get("/hasil")
async def dashboard(request: Request, screen: Working) -> Response:
    """The report, drawn and as tables; everything of it can be taken away as a file."""
    asked, program = request.query_params, screen.program
    by, year, told = await _told(request, screen)
    groups = list(dict.fromkeys(row.group for row in told.rows if row.group != ALL))
    group = asked.get("kelompok", ALL) if asked.get("kelompok") in groups else ALL
    measure = asked.get("ukuran", "") if asked.get("ukuran") in COMPARED else "kept_90"
    compared, marks = _compared(told, measure)
    of_group = {row.measure: row for row in told.rows if row.group == group}
    return screen.show(
        "outcomes/dashboard.html",
        told=told,
        groups=groups,
        group=group,
        measure=measure,
        measures=COMPARED,
        rows=of_group,
        figures=[of_group[one] for one in FIGURES],
        in_days=IN_DAYS,
        kept=_curve(of_group, KEPT, begins_at=1.0),
        begun=_curve(of_group, WITHIN, begins_at=0.0),
        ticks=[(DAYS.at(day), day) for day in (0, *CHECK_DAYS.values())],
        lost=[of_group[f"start_lost.{one}"] for one in BLOCKERS],
        compared=compared,
        marks=marks,
        provinces=program.gazetteer.provinces,
        files=f"/hasil/berkas?{query({'menurut': by, 'tahun': year})}",
        years=range(screen.today.year, screen.today.year - 5, -1),
    )


@router.get("/hasil/berkas")
async def report_as_file(request: Request, screen: Working) -> Response:
    """The report that the page shows, for all groups."""
    *_, told = await _told(request, screen)
    form, cells = request.query_params.get("bentuk"), table_cells(told, screen.tongue)
    head, document = columns(HEAD, screen.tongue), report_document(told, screen.tongue)
    return report_file(f"hasil-{told.as_of}", form, document, head, cells)


async def _told(request: Request, screen: Screen) -> tuple[Grouping, int | None, Report]:
    asked, program = request.query_params, screen.program
    by = Grouping(asked["menurut"]) if asked.get("menurut") in list(Grouping) else Grouping.UNIT
    year = digits(asked.get("tahun", ""))
    year = year if year in YEARS else None
    told = await outcomes.outcome_report(program.gateway, program.actor, by, today=screen.today, year=year)
    return by, year, told


def _curve(rows: Mapping[str, ReportRow], family: str, *, begins_at: float) -> Curve:
    """A curve through the days of the checks; it is broken where the report does not tell it, and goes as far as it
    is told."""
    told = [(days, rows[f"{family}{days}"]) for days in CHECK_DAYS.values()]
    points: list[Point] = [(0, begins_at, None, None)]
    for days, row in told:
        points.append((days, row.estimate.value, row.estimate.low, row.estimate.high))
    while points[-1][1] is None:
        points.pop()
    return Curve(steps(points, DAYS, TAIL), told)


def _compared(
    told: Report, measure: str
) -> tuple[Sequence[tuple[ReportRow, Whisker]], Sequence[tuple[float, float]]]:
    """One measure over all groups, all together first; and the scale to read it against, as (where, value)."""
    rows = [row for row in told.rows if row.measure == measure][:GROUPS]
    scale = linear([one for row in rows for one in (row.estimate.value, row.estimate.high)])
    marks = [(scale.at(one), one) for one in (scale.high / 2, scale.high)]
    return [
        (row, whisker(scale, row.estimate.value, row.estimate.low, row.estimate.high)) for row in rows
    ], marks
