"""Breaches with their clocks; the worksheet: whose data an account has seen, without names, and the notice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.breaches import WORKSHEET, notice, worksheet_rows
from api.web.forms import NONE, WRONG, Posted, Problems, posted, problems
from api.web.officer.moments import NEEDED, day_of
from api.web.officer.trail import account_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from api.web.tables import columns, table_file
from matching.errors import InvalidValue
from matching.model.rights import SeenPerson
from matching.usecases.breaches import deadline_of
from matching.usecases.trail import JAKARTA

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/kebocoran")
FIELDS = ("account", "since", "until")
SHOWN = 60


@router.get("")
async def form(screen: Working) -> Response:
    """Which account, from when to when."""
    return await _page(screen, {})


@router.post("")
async def worksheet(request: Request, screen: Working) -> Response:
    """Who is affected and what was seen; as a page, or as a table for a spreadsheet."""
    form = await posted(request)
    typed = {name: form.text(name) for name in FIELDS}
    try:
        account, people = await _seen(screen, form)
    except WRONG as error:
        return await _page(screen, typed, problems(error, screen.tongue))
    if form.text("as") == "csv":
        return table_file("kebocoran", "csv", columns(WORKSHEET, screen.tongue), worksheet_rows(people))
    return await _page(screen, typed, people=people, account=account)


async def _seen(screen: Screen, form: Posted) -> tuple[UUID, Sequence[SeenPerson]]:
    """The account, and people whom it has seen; raises InvalidValue."""
    days = [day_of(name, form.text(name)) for name in ("since", "until")]
    for name, given in zip(FIELDS, (form.text("account"), *days), strict=True):
        if not given:
            raise InvalidValue(name, NEEDED)
    begin, end = (
        datetime.combine(one, at, JAKARTA) for one, at in zip(days, (time.min, time.max), strict=True) if one
    )
    account = await account_of(screen, form.text("account"))
    program = screen.program
    return account, await program.rights.breach(program.actor, str(account), since=begin, until=end)


async def _page(
    screen: Screen,
    typed: Mapping[str, str],
    wrong: Problems = NONE,
    people: Sequence[SeenPerson] | None = None,
    account: UUID | None = None,
) -> Response:
    found, words, due = await screen.program.breaches.all(screen.program.actor), "", None
    if people is not None:
        since, until = (day_of(name, typed[name]) or screen.today for name in ("since", "until"))
        due = deadline_of(found, account, since, until)
        words = notice(people, since, until, due)
    return screen.show(
        "officer/breach.html",
        422 if wrong else 200,
        typed={name: typed.get(name, "") for name in FIELDS},
        people=people,
        shown=SHOWN,
        notice=words,
        due=due,
        breaches=found,
        now=screen.program.clock(),
        problems=wrong,
    )
