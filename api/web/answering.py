"""An employer's answer as a form sends it: from the company itself, or from a case worker whom it has told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from api.schemas.placements import EmployerAnswerIn
from api.web.forms import WRONG, Posted, parsed
from matching.errors import (
    CandidacyWithdrawn,
    GateClosed,
    NoOpeningLeft,
    OutOfOrder,
    PlacedElsewhere,
    VersionConflict,
)
from matching.model.placements import EmployerAnswer
from matching.usecases.trail import ZONES

FIELDS = ("kind", "meets_at", "how", "place", "reason", "note")
REFUSED = (
    *WRONG,
    OutOfOrder,
    NoOpeningLeft,
    GateClosed,
    CandidacyWithdrawn,
    PlacedElsewhere,
    VersionConflict,
)
"""What a handler catches to show the form again."""


def answer_given(form: Posted, place: str | None, recorded: int) -> EmployerAnswer:
    """The answer; `place`: the regency of the work. Raises VersionConflict where it has been answered since the form
    was made, in another tab or by somebody else; InvalidValue, `pydantic.ValidationError`."""
    if form.text("seen") != str(recorded):
        raise VersionConflict
    return parsed(EmployerAnswerIn, _given(form, place)).value()


def _given(form: Posted, place: str | None) -> dict[str, object]:
    """Only what belongs to its kind is taken; a time is of the clock where the work is."""
    kind, given = form.text("kind"), {"kind": form.text("kind"), "note": form.text("note")}
    if kind == "interview":
        given |= {"how": form.text("how"), "place": form.text("place")}
        return given | {"meets_at": _moment(form.text("meets_at"), place)}
    if kind in ("declined", "not_held", "withdrawn"):
        return {**given, "reason": form.text("reason")}
    return dict(given)


def _moment(text: str, place: str | None) -> object:
    try:
        zone = ZoneInfo(ZONES.get((place or "")[:2], "Asia/Jakarta"))
        return datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
    except ValueError:
        return text
