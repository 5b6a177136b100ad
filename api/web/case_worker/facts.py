"""Who a person is and what they can and want: one form in sections. What it does not ask for stays."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.schemas.candidates import CandidateIn
from api.schemas.documents import Document, candidate_writable, merged
from api.schemas.parts import MAX_LIST
from api.web.case_worker.fields_named import field_names
from api.web.case_worker.places_typed import by_province, named_places, place_names
from api.web.forms import NONE, WRONG, Posted, Problems, digits, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue
from matching.model.records import CandidateRecord
from matching.plausible import check_person
from matching.usecases import records
from matching.usecases.records import CANDIDATES, checked_candidate

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/data")
IDENTITY = ("name", "birth_date", "phone", "district")
TEXTS = ("home", "education")
TICKS = ("willing_to_move", "sea_crossing")
SEVERAL = ("languages", "restrictions")
WISHES = ("shifts", "contracts", "excluded_fields")
ROWS = {
    "experience": ("title", "months", "inside", "reviewed", "would_take_back"),
    "licences": ("licence", "expires"),
}
KNOWN_BY = {"experience": ("title", "months"), "licences": ("licence", "expires")}
"""A row is left out where none of these is filled in."""
GUARANTOR = ("kind", "name", "phone")
GUARANTORS = ("family", "employer", "foundation")
LINES = {"interests": "facts/preferences/interests/", "accepted_places": "facts/accepted_places/"}
FARTHEST_KM = 1_000
Typed = Mapping[str, Any]


@router.get("")
async def show_facts(screen: Working, candidate_id: UUID) -> Response:
    """The form as it was last stored."""
    return await _page(screen, candidate_id)


@router.post("")
async def write_facts(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Store what the form says over what stands. Sent twice it is done once."""
    form, program = await posted(request), screen.program
    try:
        await records.change(
            program.gateway, program.actor, CANDIDATES, candidate_id, lambda one: _changed(screen, one, form)
        )
    except WRONG as error:
        return await _page(screen, candidate_id, _placed(problems(error, screen.tongue)), form)
    return screen.go(f"/orang/{candidate_id}", "saved")


def _changed(screen: Screen, standing: CandidateRecord, form: Posted) -> CandidateRecord:
    """Raises Refused (STALE) where the person has been changed since, but for what stands as it was asked."""
    program, before = screen.program, candidate_writable(standing)
    asked = parsed(CandidateIn, merged(before, _patch(screen, before, form)))
    facts = checked_candidate(asked.facts.changed(standing.candidate), program.matcher.recipe.world)
    check_person(asked.identity.birth_date, facts.education, program.today())
    after = asked.record(facts)
    if candidate_writable(after) == before:
        return standing
    if standing.stamp is None or form.text("version") != str(standing.stamp.version):
        raise Refused(STALE)
    return after


def _patch(screen: Screen, before: Document, form: Posted) -> Document:
    """The form as a merge patch: what is left empty is taken away. Raises InvalidValue."""
    wishes: Document = {name: form.texts(name) for name in WISHES}
    wishes |= {
        "interests": form.lines("interests"),
        "minimum_wage_idr": form.text("minimum_wage_idr") or None,
        "needs_lodging": bool(form.text("needs_lodging")),
    }
    facts: Document = {name: form.text(name) or None for name in TEXTS}
    facts |= {name: bool(form.text(name)) for name in TICKS} | {name: form.texts(name) for name in SEVERAL}
    facts |= {name: list(_rows(name, form)) for name in ROWS}
    places = named_places(screen, form.lines("accepted_places"), "accepted_places")
    travel = _metres(form.text("max_travel_m"), before["facts"]["max_travel_m"])
    now = [*named_places(screen, form.lines("custody_regency"), "custody_regency"), None][0]
    facts |= {
        "accepted_places": places,
        "max_travel_m": travel,
        "preferences": wishes,
        "custody_regency": now,
    }
    identity = {name: form.text(name) or None for name in IDENTITY}
    penjamin = _guarantor(form)
    return {"identity": identity, "facts": facts, "facility": form.text("facility"), "guarantor": penjamin}


def _guarantor(form: Posted) -> Document | None:
    """None where nothing of one is filled in, which takes the one who stands away."""
    said = {part: form.text(f"guarantor/{part}") or None for part in GUARANTOR}
    return said if any(said.values()) else None


def _metres(text: str, standing: int) -> int:
    """Kilometres as metres. Raises InvalidValue."""
    if text == _kilometres(standing):
        return standing
    far = digits(text)
    if far is None or far > FARTHEST_KM:
        raise InvalidValue(
            "max_travel_m",
            f"bilangan bulat dari 0 sampai {FARTHEST_KM} / a whole number from 0 to {FARTHEST_KM}",
        )
    return far * 1_000


def _kilometres(metres: int) -> str:
    return f"{metres / 1_000:g}"


def _rows(name: str, form: Posted) -> Iterator[Document]:
    """Rows of a table in the form, those that are filled in; a box that is ticked says true."""
    for number in range(MAX_LIST + 1):
        row = {part: form.text(f"facts/{name}/{number}/{part}") for part in ROWS[name]}
        if any(row[part] for part in KNOWN_BY[name]):
            yield {part: value for part, value in row.items() if value}


def _placed(wrong: Problems) -> Problems:
    """With what is wrong beside the field where it can be mended: a line belongs to its box, a guarantor's name is not
    the person's, and what the domain says of all facts together is of the places, of which there may be so many."""
    by_field = dict(wrong.by_field)
    for part in GUARANTOR:
        if f"guarantor/{part}" in by_field and f"identity/{part}" not in by_field:
            by_field.pop(part)
    for name, path in LINES.items():
        for one in wrong.by_field:
            if one.startswith(path):
                by_field.setdefault(name, wrong.by_field[one])
    if "facts" in by_field:
        by_field.setdefault("accepted_places", by_field["facts"])
    return replace(wrong, by_field=by_field)


def _stored(screen: Screen, record: CandidateRecord) -> Typed:
    """What stands, as the form has it."""
    document = candidate_writable(record)
    facts: Document = document["facts"]
    wishes: Document = facts["preferences"]
    texts = document["identity"] | {name: facts[name] for name in TEXTS} | {"facility": record.facility}
    texts |= {"minimum_wage_idr": wishes["minimum_wage_idr"]}
    texts |= {f"guarantor/{part}": (document["guarantor"] or {}).get(part) for part in GUARANTOR}
    return {
        **{name: "" if value is None else str(value) for name, value in texts.items()},
        **{name: facts[name] for name in (*TICKS, *SEVERAL, *ROWS)},
        **{name: wishes[name] for name in (*WISHES, "needs_lodging")},
        "max_travel_m": _kilometres(facts["max_travel_m"]),
        "interests": "\n".join(wishes["interests"]),
        "custody_regency": "".join(place_names(screen, [*filter(None, [facts["custody_regency"]])])),
        "accepted_places": "\n".join(place_names(screen, facts["accepted_places"])),
    }


def _typed(form: Posted) -> Typed:
    """What was typed, as the form has it; empty rows fall away, so that rows are numbered as errors number them."""
    one = (*IDENTITY, *TEXTS, *TICKS, "custody_regency", "facility", "max_travel_m", "minimum_wage_idr",
           "needs_lodging", "interests", "accepted_places",
           *(f"guarantor/{part}" for part in GUARANTOR))  # fmt: skip
    return {
        **{name: form.text(name) for name in one},
        **{name: form.texts(name) for name in (*SEVERAL, *WISHES)},
        **{name: list(_rows(name, form)) for name in ROWS},
    }


async def _page(
    screen: Screen, candidate: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate)
    return screen.show(
        "case_worker/facts.html",
        422 if wrong else 200,
        record=record,
        given=_typed(form) if form else _stored(screen, record),
        provinces=by_province(screen),
        fields_of_work=field_names(screen),
        guarantors=GUARANTORS,
        problems=wrong,
        row_problems=_of_rows(wrong.by_field),
        version=form.text("version") if form else record.stamp.version if record.stamp else "",
    )


def _of_rows(fields: Iterable[str]) -> list[tuple[str, str, str]]:
    """(field, table, number of the row from one) of what is wrong in rows."""
    paths = [
        (name, name.split("/")) for name in fields if name.startswith(tuple(f"facts/{one}/" for one in ROWS))
    ]
    return [(name, path[1], str(int(path[2]) + 1)) for name, path in paths if len(path) == 4]
