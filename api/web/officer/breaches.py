"""Breaches that were found: written down, and what has been done about each, until persons and agency are told."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.officer import ActIn, BreachIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.officer.moments import moment_of
from api.web.officer.trail import account_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import OutOfOrder
from matching.model.oversight import Breach

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/kebocoran")
FIELDS = ("found_on", "found_at", "found_by", "what", "account", "since", "until")
ACT_FIELDS = ("kind", "done_on", "done_at", "note")


@router.get("/catat")
async def form(screen: Working) -> Response:
    """What was found."""
    return _new(screen, {})


@router.post("/catat")
async def record(request: Request, screen: Working) -> Response:
    """Write it down; its clock runs from when it was known."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in FIELDS}
    try:
        new = parsed(BreachIn, await _asked(screen, form))
        seen = new.seen.value() if new.seen else None
        breach = await program.breaches.record(
            program.actor, found_at=new.found_at, found_by=new.found_by, what=new.what, seen=seen,
            once=form.once("breach"),
        )  # fmt: skip
    except WRONG as error:
        return _new(screen, typed, problems(error, screen.tongue), form.text("once"))
    return screen.go(f"/kebocoran/{breach.id}", "breach_recorded")


@router.get("/{breach_id}")
async def one(screen: Working, breach_id: UUID) -> Response:
    """One breach with its clock."""
    return _page(screen, await screen.program.breaches.get(screen.program.actor, breach_id))


@router.post("/{breach_id}")
async def act(request: Request, screen: Working, breach_id: UUID) -> Response:
    """Write down what was done about it."""
    form, program = await posted(request), screen.program
    breach = await program.breaches.get(program.actor, breach_id)
    typed = {name: form.text(name) for name in ACT_FIELDS}
    try:
        at = moment_of(form, "done_on", "done_at")
        done = parsed(ActIn, {"kind": typed["kind"], "at": at, "note": typed["note"]}).value()
        await program.breaches.act(program.actor, breach_id, done)
    except (*WRONG, OutOfOrder) as error:
        return _page(screen, breach, _renamed(problems(error, screen.tongue), {"at": "done_on"}), typed)
    return screen.go(f"/kebocoran/{breach_id}", "saved")


async def _asked(screen: Screen, form: Posted) -> dict[str, object]:
    """A breach as the API takes it. Raises InvalidValue."""
    asked: dict[str, object] = {
        "found_at": moment_of(form, "found_on", "found_at"),
        "found_by": form.text("found_by"),
        "what": form.text("what"),
    }
    if any(form.text(name) for name in ("account", "since", "until")):
        account = await account_of(screen, form.text("account"))
        days = {name: form.text(name) for name in ("since", "until")}
        asked["seen"] = {"account": account, **days}
    return asked


def _renamed(wrong: Problems, names: Mapping[str, str]) -> Problems:
    """The same, by the names of the form's fields."""
    return Problems(wrong.general, {names.get(name, name): said for name, said in wrong.by_field.items()})


def _new(screen: Screen, typed: Mapping[str, str], wrong: Problems = NONE, once: str = "") -> Response:
    return screen.show(
        "officer/breach_new.html",
        422 if wrong else 200,
        typed={name: typed.get(name, "") for name in FIELDS},
        problems=_renamed(wrong, {"found_at": "found_on"}) if not typed.get("found_at") else wrong,
        once=once or screen.program.new_id(),
    )


def _page(
    screen: Screen, breach: Breach, wrong: Problems = NONE, typed: Mapping[str, str] | None = None
) -> Response:
    return screen.show(
        "officer/breach_one.html",
        422 if wrong else 200,
        breach=breach,
        now=screen.program.clock(),
        problems=wrong,
        typed=typed or {},
    )
