"""The release window of a person: a new one from now on, with the supervision that follows it; the history stays."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.preconditions import etag_of
from api.schemas.documents import window_document
from api.schemas.person_parts import WindowSetting
from api.web.case_worker.places_typed import named_places, place_names
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue
from matching.model import CandidateId
from matching.release import Supervision
from matching.usecases import person
from matching.usecases.person import Windows

router = APIRouter(
    route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/perkiraan-bebas"
)
WINDOW = ("mode", "earliest", "expected", "latest", "basis", "as_of", "source")
SUPERVISION = ("until", "report_every_days", "area")
"""What is said of a supervision, in the form; its area by lines."""
USUAL_REPORT = 30
"""Days between two reports, as the shape of the API has it where none are said."""

UNSUPERVISED = (
    "hanya bila ada bimbingan: tandai bimbingannya, atau kosongkan"
    " / only where there is supervision: tick it, or leave this empty"
)


@router.get("")
async def show_window(screen: Working, candidate_id: UUID) -> Response:
    """The window in force in a form, and all that were ever recorded."""
    return await _page(screen, candidate_id)


@router.post("")
async def set_window(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Make this the window from now on. Sent twice it is set once."""
    form = await posted(request)
    try:
        await _set(screen, CandidateId(candidate_id), form)
    except WRONG as error:
        typed = {name: form.text(name) for name in (*WINDOW, *SUPERVISION, "supervised", "version")}
        return await _page(screen, candidate_id, _placed(problems(error, screen.tongue)), typed)
    return screen.go(f"/orang/{candidate_id}", "saved")


async def _set(screen: Screen, candidate: CandidateId, form: Posted) -> None:
    program = screen.program
    record, _ = await person.window_of(program.gateway, program.actor, candidate)
    asked = parsed(WindowSetting, _values(screen, form, _stored(screen, record.candidate.supervision)))
    window = asked.window.value()
    supervision = asked.supervision.value() if asked.supervision else None

    def check(standing: Windows) -> None:
        now = standing[0].candidate
        as_asked = (now.window, now.supervision) == (window, supervision)
        if not as_asked and form.text("version") != version_of(standing):
            raise Refused(STALE)

    await person.set_window(
        program.gateway, program.actor, candidate, window, supervision=supervision, check=check
    )


def _values(screen: Screen, form: Posted, stands: Mapping[str, str]) -> dict[str, object]:
    """The form as the shape of the API. Where supervision is ticked off, what stands goes with it; raises InvalidValue
    for anything else that is said of it, which would be lost."""
    window = {name: form.text(name) for name in WINDOW if form.text(name)}
    if form.text("supervised"):
        said: dict[str, object] = {name: form.text(name) or None for name in SUPERVISION}
        said["area"] = _area(screen, form)
        return {"window": window, "supervision": said}
    for name in ("until", "area"):
        if "\n".join(form.text(name).splitlines()) not in ("", stands[name]):
            raise InvalidValue(name, UNSUPERVISED)
    return {"window": window}


def _stored(screen: Screen, standing: Supervision | None) -> dict[str, str]:
    """What stands of a supervision, as the form has it; as it usually is where there is none."""
    if standing is None:
        return {"until": "", "report_every_days": str(USUAL_REPORT), "area": ""}
    return {
        "until": str(standing.until or ""),
        "report_every_days": str(standing.report_every_days or ""),
        "area": "\n".join(place_names(screen, standing.area)),
    }


def _area(screen: Screen, form: Posted) -> list[str]:
    """Codes of the regencies, each a line. Raises InvalidValue."""
    codes = named_places(screen, form.lines("area"), "area")
    if not all(code in screen.program.gazetteer for code in codes):
        raise InvalidValue("area", "kabupaten atau kota, bukan provinsi / regencies or cities, no province")
    return codes


def _placed(wrong: Problems) -> Problems:
    """With what is wrong with the whole area, such as too many lines, at its box."""
    said = next((text for name, text in wrong.by_field.items() if name.startswith("supervision/area")), "")
    return replace(wrong, by_field={**wrong.by_field, "area": said}) if said else wrong


def version_of(standing: Windows) -> str:
    """What the form carries, to tell whether the window has moved since; as its entity tag."""
    return etag_of(window_document(*standing)).strip('"')


async def _page(
    screen: Screen, candidate: UUID, wrong: Problems = NONE, typed: Mapping[str, str] | None = None
) -> Response:
    program = screen.program
    standing = await person.window_of(program.gateway, program.actor, CandidateId(candidate))
    record, history = standing
    window, after = record.candidate.window, record.candidate.supervision
    given = {name: str(getattr(window, name)) if window else "" for name in WINDOW}
    given |= {"as_of": str(screen.today), "supervised": "ya" if after else ""}
    given |= _stored(screen, after)
    given |= dict(typed or {})
    return screen.show(
        "case_worker/release.html",
        422 if wrong else 200,
        record=record,
        windows=history,
        problems=wrong,
        given=given,
        version=given.get("version") or version_of(standing),
    )
