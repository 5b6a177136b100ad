"""The release window of a person: a new one from now on, with the supervision that follows it; the history stays."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.preconditions import etag_of
from api.schemas.documents import plain, window_document
from api.schemas.person_parts import WindowSetting
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import CandidateId
from matching.release import Supervision
from matching.usecases import person
from matching.usecases.person import Windows

router = APIRouter(
    route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/perkiraan-bebas"
)
WINDOW = ("mode", "earliest", "expected", "latest", "basis", "as_of", "source")
SUPERVISION = ("until", "report_every_days")
USUAL_REPORT = 30
"""Days between two reports, as the shape of the API has it where none are said."""


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
        return await _page(screen, candidate_id, problems(error, screen.tongue), typed)
    return screen.go(f"/orang/{candidate_id}", "saved")


async def _set(screen: Screen, candidate: CandidateId, form: Posted) -> None:
    program = screen.program
    record, _ = await person.window_of(program.gateway, program.actor, candidate)
    asked = parsed(WindowSetting, _values(form, record.candidate.supervision))
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


def _values(form: Posted, standing: Supervision | None) -> dict[str, object]:
    """The form as the shape of the API; the area of a supervision stays as it is recorded."""
    window = {name: form.text(name) for name in WINDOW if form.text(name)}
    if not form.text("supervised"):
        return {"window": window}
    area = plain(standing.area) if standing else []
    supervision = {name: form.text(name) or None for name in SUPERVISION}
    return {"window": window, "supervision": {"area": area} | supervision}


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
    given |= {"as_of": str(screen.today), "supervised": "ya" if after else "", "until": ""}
    given |= {"report_every_days": str(USUAL_REPORT)}
    if after:
        given |= {"until": str(after.until or ""), "report_every_days": str(after.report_every_days or "")}
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
