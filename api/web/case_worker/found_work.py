"""Work that somebody has found without a list: with an employer on record, an own business, the employer of before, one
who is not on record."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.placements import PlacementIn
from api.web.case_worker.rungs import rung_given
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, OutOfOrder, PlacedElsewhere
from matching.model import CandidateId, Employer, EmployerId, comparable
from matching.model.outcome_codes import PlacementKind, Rung
from matching.usecases import placements, records, registering
from matching.usecases.records import CANDIDATES

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/kerja")
KINDS = (
    PlacementKind.JOB,
    PlacementKind.FORMER_EMPLOYER,
    PlacementKind.SELF_EMPLOYMENT,
    PlacementKind.OUTSIDE_EMPLOYER,
)
ON_RECORD = (PlacementKind.JOB, PlacementKind.FORMER_EMPLOYER)
"""Work whose employer may be on record; a job's must be."""
OFFERED = 10
"""How many employers of a name are offered."""
BEGINS = (Rung.ACCEPTED, Rung.STARTED)
"""What such work begins with; the rest is recorded in the work itself."""
FIELDS = (
    "work",
    "employer",
    "employer_id",
    "rung",
    "on",
    "contract",
    "wage_monthly_idr",
    "before_release",
    "note",
)

NOT_ON_RECORD = (
    "hanya untuk pekerjaan pada pemberi kerja yang tercatat, atau kembali ke yang lama: pilih itu, atau kosongkan"
    " / only for work with an employer on record, or back to a former one: choose that, or leave this empty"
)
NOT_FOUND = (
    "tidak ada pemberi kerja terverifikasi dengan nama atau NIB itu; yang belum diverifikasi atau sedang ditangguhkan"
    " tidak dapat dipilih / no verified employer has that name or NIB; who is not verified or is suspended cannot be"
    " chosen"
)


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
            program.gateway, program.actor, person, new.kind, new.event.value(), vacancy=None,
            employer=await _employer(screen, form), new_id=program.new_id,
            before_release=new.event.before_release, once=once,
        )  # fmt: skip
    except (*WRONG, OutOfOrder, PlacedElsewhere) as error:
        return await _page(screen, candidate_id, problems(error, screen.tongue), form)
    return screen.go(f"/penempatan/{made.id}", "recorded")


def _given(form: Posted) -> Mapping[str, object]:
    """The form as the API takes it. Raises InvalidValue where nothing was chosen."""
    for name, choices in (("work", KINDS), ("rung", BEGINS)):
        if form.text(name) not in choices:
            raise InvalidValue(name, "pilih salah satu / choose one")
    return {"kind": form.text("work"), "event": rung_given(form, form.text("rung"))}


async def _employer(screen: Screen, form: Posted) -> EmployerId | None:
    """Whom the form means: the only one of that name or NIB, or the one that was chosen among several. Raises
    InvalidValue where it is nobody, or not said which, or where the work has none on record."""
    words, work = form.text("employer"), form.text("work")
    if work not in ON_RECORD and words:
        raise InvalidValue("employer", NOT_ON_RECORD)
    if not words:
        if work == PlacementKind.JOB:
            raise InvalidValue("employer", "tulis nama atau NIB-nya / write its name or NIB")
        return None
    found = await _called(screen, words)
    if not found:
        raise InvalidValue("employer", NOT_FOUND)
    chosen = [one.id for one in found if str(one.id) == form.text("employer_id")]
    same = [
        one.id for one in found if words == one.business_number or comparable(words) == comparable(one.name)
    ]
    meant = chosen or same
    if len(meant) != 1:
        raise InvalidValue("employer_id", "pilih yang mana / choose which one")
    return meant[0]


async def _called(screen: Screen, words: str) -> Sequence[Employer]:
    program = screen.program
    return await registering.verified_called(program.gateway, program.actor, words, limit=OFFERED)


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
        on_record=PlacementKind.JOB,
        employers=await _called(screen, form.text("employer")) if wrong.of("employer_id") and form else [],
        problems=wrong,
        given=texts_of(form, FIELDS),
        once=(form.text("once") if form else "") or program.new_id(),
    )
