"""Fairness reports of plans and months: ratios drawn with their intervals, hidden cells said to be so, and signing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access import PLANNERS
from api.schemas.fairness import CELLS_HEAD, fairness_cells, fairness_document
from api.spreadsheet import Cell
from api.web.charts import Scale, Whisker, whisker
from api.web.forms import NONE, Problems, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, environment, query
from api.web.tables import columns, report_file
from matching.errors import StepRefused
from matching.model.fairness import Attribute, FairnessReport, FairnessReportId, Matter
from matching.usecases import fairness
from matching.vocabulary import Role

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/keadilan")
ROWS, GROUPS = 20, 40
RATIOS = Scale(0.125, 4.0, ratio=True)
MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A cell of a report as it is shown: its figures, and where the ratios of selection and exposure are drawn."""

    cell: Mapping[str, Any]
    ratio: Whisker
    exposure: Whisker


@router.get("")
async def reports(request: Request, screen: Working) -> Response:
    """Reports in the order in which they were made, the last page first reached by its link."""
    page = await fairness.page(
        screen.program.gateway,
        screen.program.actor,
        limit=ROWS,
        cursor=request.query_params.get("dari") or None,
    )
    following = f"/keadilan?{query({'dari': page.next})}" if page.next else None
    return screen.show("fairness/reports.html", reports=page.records, next=following)


@router.get("/{report_id}")
async def report(request: Request, screen: Working, report_id: UUID) -> Response:
    """One report: what is alarming first, then the groups of one matter by one attribute."""
    found = await _get(screen, report_id)
    return _page(screen, found, request.query_params)


@router.get("/{report_id}/berkas")
async def report_as_file(request: Request, screen: Working, report_id: UUID) -> Response:
    """The report as JSON, or its cells as a table."""
    found, form = await _get(screen, report_id), request.query_params.get("bentuk")
    named, head = f"keadilan-{found.month or found.made_at.date()}", columns(CELLS_HEAD, screen.tongue)
    return report_file(named, form, fairness_document(found), head, _in_words(screen, fairness_cells(found)))


def _in_words(screen: Screen, cells: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Rows under `CELLS_HEAD` as the page says them."""
    said: Any = environment(screen.tongue).get_template("fairness/names.html").module
    provinces = screen.program.gazetteer.provinces
    return [
        (
            str(said.matter(matter)), str(said.employer(employer)), str(said.attribute(attribute)),
            str(said.group(attribute, group, provinces)), *rest,
        )
        for matter, employer, attribute, group, *rest in cells
    ]  # fmt: skip


@router.post("/{report_id}/tanda-tangan", dependencies=[PLANNERS])
async def sign(request: Request, screen: Working, report_id: UUID) -> Response:
    """Answer for a report with alarms."""
    form, program = await posted(request), screen.program
    of, reason = FairnessReportId(report_id), form.text("reason")[:MAX_REASON]
    try:
        await fairness.sign(program.gateway, program.actor, of, reason)
    except StepRefused as error:
        found = await _get(screen, report_id)
        return _page(screen, found, {}, problems(error, screen.tongue), reason)
    return screen.go(f"/keadilan/{report_id}", "signed")


async def _get(screen: Screen, report_id: UUID) -> FairnessReport:
    return await fairness.get(screen.program.gateway, screen.program.actor, FairnessReportId(report_id))


def _page(
    screen: Screen, found: FairnessReport, asked: Mapping[str, str], wrong: Problems = NONE, reason: str = ""
) -> Response:
    cells: Sequence[Mapping[str, Any]] = found.report.get("cells", ())
    matters = [one for one in Matter if any(cell["matter"] == one for cell in cells)]
    matter = next((one for one in matters if one == asked.get("hal")), matters[0] if matters else None)
    attribute = next((one for one in Attribute if one == asked.get("menurut")), Attribute.SEX)
    shown = [cell for cell in cells if (cell["matter"], cell["attribute"]) == (matter, attribute)]
    groups, employers = ([_row(one) for one in shown if bool(one["employer"]) is by] for by in (False, True))
    bound = found.report.get("bounds", {}).get("ratio", screen.program.settings.fairness_ratio)
    return screen.show(
        "fairness/report.html",
        422 if wrong else 200,
        report=found,
        alarms=found.report.get("alarms", ()),
        matters=matters,
        matter=matter,
        attributes=list(Attribute),
        attribute=attribute,
        groups=groups[:GROUPS],
        employers=employers[:GROUPS],
        left_out=len(groups[GROUPS:]) + len(employers[GROUPS:]),
        bound=bound,
        marks=(RATIOS.at(bound), RATIOS.at(1.0)),
        provinces=screen.program.gazetteer.provinces,
        signs=found.awaits_signature and screen.program.actor.role is Role.RELEASE_PLANNER,
        problems=wrong,
        reason=reason,
    )


def _row(cell: Mapping[str, Any]) -> Row:
    ratio, exposure = (cell.get(name) or {} for name in ("ratio", "exposure_ratio"))
    drawn = (whisker(RATIOS, one.get("value"), one.get("low"), one.get("high")) for one in (ratio, exposure))
    return Row(cell, *drawn)
