"""Searching the trail, and reading that stands out. What is searched for travels in the body, never in an address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.officer import ReviewIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.officer.moments import day_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, NotFound, OutOfOrder
from matching.model import CandidateId
from matching.model.oversight import Outcome, UnusualReading
from matching.trail import Act, TrailEntry, TrailQuery
from matching.usecases import trail, watching
from matching.usecases.trail import JAKARTA
from matching.vocabulary import Role

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/jejak")
ROWS, USUAL_DAYS, MOST_DAYS = 50, 7, 92
FIELDS = ("subject", "account", "record", "act", "role", "purpose", "since", "until")
NO_CODE = "bukan kode / not a code"
NOBODY = "tidak ada akun dengan nama masuk atau kode itu / there is no account with this login or code"


@router.get("")
async def form(screen: Working) -> Response:
    """What to search for."""
    return _page(screen, {})


@router.post("")
async def search(request: Request, screen: Working) -> Response:
    """Rows, the newest first. To search is itself a row."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in FIELDS}
    try:
        query = await _query(screen, form)
        rows, more = await trail.search(
            program.gateway, program.actor, query, limit=ROWS, cursor=form.text("dari")[:200] or None
        )
    except WRONG as error:
        return _page(screen, typed, problems(error, screen.tongue))
    return _page(screen, typed, rows=rows, more=more, units=await _units(screen, rows))


@router.get("/tidak-lazim")
async def unusual(request: Request, screen: Working) -> Response:
    """Days on which an account has read unusually, in a time."""
    program, typed = screen.program, {name: request.query_params.get(name, "") for name in ("since", "until")}
    try:
        last = day_of("until", typed["until"]) or screen.today
        first = day_of("since", typed["since"]) or last - timedelta(days=USUAL_DAYS)
        _require_span(first, last)
    except InvalidValue as error:
        wrong = problems(error, screen.tongue)
        return screen.show(
            "officer/unusual.html", 422, found=[], more=0, waiting=[], units={}, typed=typed, problems=wrong
        )
    waiting = await watching.findings(program.gateway, program.actor, waiting=True, limit=ROWS)
    found = await trail.unusual_reading(program.gateway, program.actor, since=first, until=last)
    return screen.show(
        "officer/unusual.html",
        units=await _units(screen, [*found[:ROWS], *(one.finding for one in waiting)]),
        found=found[:ROWS],
        more=len(found) - ROWS,
        waiting=waiting,
        typed={"since": first, "until": last},
    )


@router.get("/tidak-lazim/{finding_id}")
async def finding(screen: Working, finding_id: UUID) -> Response:
    """One finding that the program has kept."""
    program = screen.program
    return await _finding(screen, await watching.finding(program.gateway, program.actor, finding_id))


@router.post("/tidak-lazim/{finding_id}")
async def review(request: Request, screen: Working, finding_id: UUID) -> Response:
    """Say that it was looked at, and what was found."""
    form, program = await posted(request), screen.program
    one = await watching.finding(program.gateway, program.actor, finding_id)
    typed = {name: form.text(name) for name in ("outcome", "note")}
    try:
        said = parsed(ReviewIn, typed)
        await watching.review(program.gateway, program.actor, finding_id, said.outcome, said.note)
    except (*WRONG, OutOfOrder) as error:
        return await _finding(screen, one, problems(error, screen.tongue), typed)
    return screen.go(f"/jejak/tidak-lazim/{finding_id}", "looked_at")


async def _finding(
    screen: Screen, one: UnusualReading, wrong: Problems = NONE, typed: Mapping[str, str] | None = None
) -> Response:
    return screen.show(
        "officer/finding.html",
        422 if wrong else 200,
        one=one,
        units=await _units(screen, [one.finding]),
        outcomes=list(Outcome),
        problems=wrong,
        typed=typed or {},
    )


async def _units(screen: Screen, rows: Iterable[trail.HasUnit]) -> Mapping[UUID, str]:
    """Names of the units in which was done what rows tell."""
    return await trail.unit_names(screen.program.gateway, screen.program.actor, rows)


def _require_span(first: date, last: date) -> None:
    if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
        raise InvalidValue("until", f"0–{MOST_DAYS} hari sesudah awal / days after the first")


async def account_of(screen: Screen, text: str) -> UUID:
    """The account of a login or id. Raises InvalidValue."""
    program = screen.program
    try:
        return await trail.account_named(program.gateway, program.actor, text)
    except NotFound:
        raise InvalidValue("account", NOBODY) from None


async def _query(screen: Screen, form: Posted) -> TrailQuery:
    """What is searched for; raises InvalidValue. Days are Jakarta's, the last one included."""
    since, until = (day_of(name, form.text(name)) for name in ("since", "until"))
    subject = _code(form, "subject")
    return TrailQuery(
        subject=CandidateId(subject) if subject else None,
        record=_code(form, "record"),
        account=await account_of(screen, form.text("account")) if form.text("account") else None,
        since=datetime.combine(since, time(), JAKARTA) if since else None,
        until=datetime.combine(until + timedelta(days=1), time(), JAKARTA) if until else None,
        act=Act(form.text("act")) if form.text("act") in list(Act) else None,
        role=Role(form.text("role")) if form.text("role") in list(Role) else None,
        purpose=form.text("purpose")[:200] or None,
    )


def _code(form: Posted, name: str) -> UUID | None:
    try:
        return UUID(form.text(name)) if form.text(name) else None
    except ValueError:
        raise InvalidValue(name, NO_CODE) from None


def _page(
    screen: Screen,
    typed: Mapping[str, str],
    wrong: Problems = NONE,
    *,
    rows: Sequence[TrailEntry] | None = None,
    more: str | None = None,
    units: Mapping[UUID, str] = MappingProxyType({}),
) -> Response:
    return screen.show(
        "officer/trail.html",
        422 if wrong else 200,
        typed={name: typed.get(name, "") for name in FIELDS},
        acts=list(Act),
        roles=list(Role),
        rows=rows,
        more=more,
        units=units,
        problems=wrong,
    )
