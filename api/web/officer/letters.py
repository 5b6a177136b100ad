"""What a person asks for by letter, written down by an officer who does not see the person."""

import hashlib
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.schemas.officer import LetterIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.officer.moments import moment_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import TooOften
from matching.model.oversight import NumberKind
from matching.model.rights import RequestKind
from matching.usecases import oversight
from matching.usecases.records import Once

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/permintaan/baru")
FIELDS = ("kind", "number_kind", "number", "received_on", "received_at", "note")
NUMBERS = {NumberKind.NIK: "national_id", NumberKind.REGISTER: "register_number"}


@router.get("")
async def form(screen: Working) -> Response:
    """What is asked for, and by whom: a number."""
    return _page(screen, {})


@router.post("")
async def write_down(request: Request, screen: Working) -> Response:
    """Write it down; it is a task of whoever has the person in charge."""
    form, program = await posted(request), screen.program
    typed, now = {name: form.text(name) for name in FIELDS}, program.clock()
    try:
        letter = parsed(LetterIn, _asked(form)).value(now)
        made = await oversight.write_down(program.gateway, program.actor, letter, now=now, once=_once(form))
    except TooOften as error:
        return _page(screen, typed, problems(error, screen.tongue), form.text("once"))
    except WRONG as error:
        return _page(screen, typed, _of_form(problems(error, screen.tongue)), form.text("once"))
    place = f"/permintaan/{made[0].id}" if len(made) == 1 else "/permintaan"
    return screen.go(place, "letter_recorded")


def _asked(form: Posted) -> dict[str, object]:
    """The letter as the API takes it. Raises InvalidValue."""
    by = NumberKind.REGISTER if form.text("number_kind") == NumberKind.REGISTER else NumberKind.NIK
    return {
        "kind": form.text("kind"),
        NUMBERS[by]: form.text("number"),
        "received_at": moment_of(form, "received_on", "received_at"),
        "note": form.text("note"),
    }


def _once(form: Posted) -> Once | None:
    """The mark of the form alone: a digest of what it holds could be tried out until it gives the number."""
    key = form.text("once")[:100]
    return Once(key, hashlib.sha256(key.encode()).hexdigest()) if key else None


def _of_form(wrong: Problems) -> Problems:
    """By the names of the form's fields."""
    names = dict.fromkeys(("nik", *NUMBERS.values()), "number") | {"received_at": "received_on"}
    return Problems(wrong.general, {names.get(name, name): said for name, said in wrong.by_field.items()})


def _page(screen: Screen, typed: Mapping[str, str], wrong: Problems = NONE, once: str = "") -> Response:
    return screen.show(
        "officer/letter.html",
        422 if wrong else 200,
        typed={name: typed.get(name, "") for name in FIELDS},
        kinds=list(RequestKind),
        problems=wrong,
        once=once or screen.program.new_id(),
    )
