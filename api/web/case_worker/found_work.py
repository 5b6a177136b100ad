"""Work that somebody has found without a list: an own business, the employer of before, one who is not on record."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.placements import PlacementIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, OutOfOrder, PlacedElsewhere
from matching.model import CandidateId
from matching.model.outcome_codes import PlacementKind, Rung
from matching.usecases import placements, records
from matching.usecases.records import CANDIDATES

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/kerja")
KINDS = (PlacementKind.SELF_EMPLOYMENT, PlacementKind.FORMER_EMPLOYER, PlacementKind.OUTSIDE_EMPLOYER)
"""All but a job with an employer on record, which comes of a list."""
BEGINS = (Rung.ACCEPTED, Rung.STARTED)
"""What such work begins with; the rest is recorded in the work itself."""
FIELDS = ("work", "rung", "on", "contract", "wage_monthly_idr", "before_release", "note")


@router.get("")
async def show_form(screen: Working, candidate_id: UUID) -> Response:
    """The form."""
    return await _page(screen, candidate_id)


@router.post("")
async def write_down(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Write the work down with the first that is known of it. Sent twice there is one."""
    form, program, person = await posted(request), screen.program, CandidateId(candidate_id)
    once = form.once(f"work {candidate_id}")
    try:
        new = parsed(PlacementIn, _given(form))
        made = await placements.found_work(
            program.gateway, program.actor, person, new.kind, new.event.value(), vacancy=None, employer=None,
            new_id=program.new_id, before_release=new.event.before_release, once=once,
        )  # fmt: skip
    except (*WRONG, OutOfOrder, PlacedElsewhere) as error:
        return await _page(screen, candidate_id, problems(error, screen.tongue), form)
    return screen.go(f"/penempatan/{made.id}", "recorded")


def _given(form: Posted) -> Mapping[str, object]:
    """The form as the API takes it. Raises InvalidValue where nothing was chosen."""
    for name, choices in (("work", KINDS), ("rung", BEGINS)):
        if form.text(name) not in choices:
            raise InvalidValue(name, "pilih salah satu / choose one")
    event: dict[str, object] = {"kind": form.text("rung"), "on": form.text("on"), "note": form.text("note")}
    if form.text("rung") == Rung.STARTED:
        names = ("contract", "wage_monthly_idr", "before_release")
        event |= {name: form.text(name) for name in names if form.text(name)}
    return {"kind": form.text("work"), "event": event}


async def _page(
    screen: Screen, candidate: UUID, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    return screen.show(
        "case_worker/found_work.html",
        422 if wrong else 200,
        record=await records.get(program.gateway, program.actor, CANDIDATES, candidate),
        kinds=KINDS,
        begins=BEGINS,
        problems=wrong,
        given=texts_of(form, FIELDS),
        once=(form.text("once") if form else "") or program.new_id(),
    )
