"""One new person, recorded by hand: who it is and where they return to; the rest of the profile follows."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response

from api.enrolling import enrol
from api.schemas.candidates import CandidateNew
from api.web.case_worker.places_typed import by_province
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import AlreadyRecorded, InvalidValue
from matching.model.records import CandidateRecord
from matching.usecases import records
from matching.usecases.records import CANDIDATES, Once

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/baru")
IDENTITY = ("name", "birth_date", "phone", "district", "national_id", "register_number")
FACTS = ("home", "education")
FIELDS = (*IDENTITY, *FACTS, "sex", "facility", "another")
HELD = InvalidValue(
    "national_id",
    "sudah ada pada orang yang Anda tangani; lihat catatannya"
    " / somebody in your charge has it already; see their record",
)
PERHAPS_KNOWN = InvalidValue(
    "another",
    "mungkin sudah tercatat: bandingkan dahulu, dan tandai bila ini orang lain"
    " / perhaps on record already: compare first, and tick this if it is somebody else",
)
Found = Sequence[CandidateRecord]


@router.get("")
async def show_form(screen: Working) -> Response:
    """An empty form."""
    return _page(screen)


@router.post("")
async def record_person(request: Request, screen: Working) -> Response:
    """Record the person, and go to their page. Sent twice there is one; who may be known already is asked about."""
    form, program = await posted(request), screen.program
    once = form.once("person")
    try:
        new = parsed(CandidateNew, _given(form))
        if known := await _perhaps_known(screen, form, new, once):
            return _page(screen, problems(PERHAPS_KNOWN, screen.tongue), form, known)
        record = await enrol(program, new, once)
    except AlreadyRecorded as error:
        holder = await records.get(program.gateway, program.actor, CANDIDATES, error.candidate)
        return _page(screen, problems(HELD, screen.tongue), form, [holder])
    except WRONG as error:
        return _page(screen, problems(error, screen.tongue), form)
    return screen.go(f"/orang/{record.id}", "person_recorded")


def _given(form: Posted) -> Mapping[str, object]:
    """The form as the API takes it; what is left empty is not said."""

    def said(names: Sequence[str]) -> dict[str, object]:
        return {name: form.text(name) for name in names if form.text(name)}

    protected = {"protected": {"sex": form.text("sex")}} if form.text("sex") else {}
    return {"identity": said(IDENTITY), "facts": said(FACTS), **said(["facility"]), **protected}


async def _perhaps_known(screen: Screen, form: Posted, new: CandidateNew, once: Once | None) -> Found:
    """Who may be the same person, unless somebody has said that it is another, or the form has been taken before."""
    program = screen.program
    if form.text("another") or await records.earlier(program.gateway, program.actor, once):
        return ()
    return await records.perhaps_the_same(program.gateway, program.actor, new.identity.value())


def _page(screen: Screen, wrong: Problems = NONE, form: Posted | None = None, known: Found = ()) -> Response:
    return screen.show(
        "case_worker/new_person.html",
        422 if wrong else 200,
        problems=wrong,
        given=texts_of(form, FIELDS),
        known=known,
        provinces=by_province(screen),
        once=(form.text("once") if form else "") or screen.program.new_id(),
    )
