"""How often people changed what the ranking had put: by whom, for whose vacancies, how and why; also as a file."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from api.spreadsheet import Cell
from api.vocabularies import in_words
from api.web.forms import digits
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, environment
from api.web.tables import columns, table_file
from matching.model.shortlists import OverrideCount

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/tinjauan/perubahan")
PERIODS, SHOWN = (30, 90, 365), 100
HEAD = ("by", "role", "employer", "action", "reason", "times")


@router.get("")
async def overrides(request: Request, screen: Working) -> Response:
    """The most frequent first; all of them are in the file."""
    days = _days(request)
    counts = await _counts(screen, days)
    told = sum(one.times for one in counts)
    return screen.show(
        "planner/overrides.html",
        days=days,
        periods=PERIODS,
        counts=counts[:SHOWN],
        more=len(counts) - SHOWN,
        told=told,
    )


@router.get("/berkas")
async def overrides_file(request: Request, screen: Working) -> Response:
    """The whole table."""
    counts = await _counts(screen, _days(request))
    said: Any = environment(screen.tongue).get_template("planner/override_names.html").module
    rows: list[list[Cell]] = [
        [
            one.account, in_words("roles", one.role, screen.tongue), one.employer, str(said.done(one.action)),
            str(said.why(one)), one.times,
        ]
        for one in counts
    ]  # fmt: skip
    head, form = columns(HEAD, screen.tongue), request.query_params.get("bentuk")
    return table_file(f"perubahan-{screen.today}", form, head, rows)


def _days(request: Request) -> int:
    asked = digits(request.query_params.get("hari", ""))
    return asked if asked in PERIODS else PERIODS[0]


async def _counts(screen: Screen, days: int) -> Sequence[OverrideCount]:
    until = screen.program.clock()
    return await screen.program.shortlists.counts(screen.program.actor, until - timedelta(days=days), until)
