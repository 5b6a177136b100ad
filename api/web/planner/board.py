"""The cohort by month and region: who leaves, who has a vacancy that they could take, a proposal, work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.cohort_board import BOARD_HEAD, board_cells
from api.web.forms import digits
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from api.web.tables import columns, table_file
from matching.errors import NotFound
from matching.model.cohorts import LONGEST_HORIZON_DAYS, BoardRow, CohortPlanId
from matching.usecases import cohort_region
from matching.usecases.cohort_region import FIGURES

router = APIRouter(route_class=PageRoute, include_in_schema=False)
DAYS = 365


@dataclass(frozen=True, slots=True)
class Asked:
    """Which board is wanted: by which plan (None: the newest), how many days ahead."""

    plan: CohortPlanId | None
    days: int

    @property
    def query(self) -> str:
        """The same as a query string."""
        return query({"rencana": self.plan, "hari": self.days})


@router.get("/kohort/papan")
async def board(request: Request, screen: Working) -> Response:
    """A table, and a drawing of every month."""
    asked = _asked(request)
    found = await _board(screen, asked)
    return screen.show(
        "planner/board.html",
        asked=asked,
        plan=found.plan,
        rows=found.rows,
        months=months_of(found.rows),
        provinces=screen.program.gazetteer.provinces,
    )


@router.get("/kohort/papan/berkas")
async def board_file(request: Request, screen: Working) -> Response:
    """The table as a file. What leaves the house has no small number in it."""
    found = await _board(screen, _asked(request))
    cells = board_cells(found.told(), screen.program.gazetteer.provinces)
    head, form = columns(BOARD_HEAD, screen.tongue), request.query_params.get("bentuk")
    return table_file(f"papan-kohort-{screen.today}", form, head, cells)


def months_of(rows: Sequence[BoardRow]) -> list[BoardRow]:
    """The rows added up over the provinces, a month each; `province` is empty."""
    by_month = groupby(rows, key=lambda row: row.month)
    return [_total(month, list(some)) for month, some in by_month]


def _total(month: date, rows: Sequence[BoardRow]) -> BoardRow:
    """What the plan has not looked at, it has not of the whole month."""

    def added(name: str) -> Any:
        counts = [getattr(row, name) for row in rows]
        return None if None in counts else sum(counts)

    return BoardRow(month, "", *map(added, FIGURES))


def _asked(request: Request) -> Asked:
    """Raises NotFound for what is no id of a plan."""
    named, days = request.query_params.get("rencana"), digits(request.query_params.get("hari", ""))
    try:
        plan = CohortPlanId(UUID(named)) if named else None
    except ValueError:
        raise NotFound("cohort plan") from None
    return Asked(plan, min(DAYS if days is None else days, LONGEST_HORIZON_DAYS))


async def _board(screen: Screen, asked: Asked) -> cohort_region.Board:
    program = screen.program
    return await cohort_region.board(
        program.gateway, program.actor, asked.plan, today=screen.today, horizon_days=asked.days
    )
