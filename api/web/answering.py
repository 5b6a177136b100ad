"""An employer's answer as a form sends it: from the company itself, or from a case worker whom it has told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from api.schemas.placements import EmployerAnswerIn
from api.web.forms import WRONG, Posted, hold_to_choice, parsed
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
NEGATIVE = ("declined", "not_held", "withdrawn")
PARTS = {"meets_at": ("interview",), "how": ("interview",), "place": ("interview",), "reason": NEGATIVE}
"""To which kinds the fields belong that not all have."""
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
    """What was typed; a time is of the clock where the work is. Raises InvalidValue for what does not belong to the
    kind, or is missing."""
    kind = form.text("kind")
    hold_to_choice(form, kind, PARTS, "answer_kinds", needed=("meets_at", "how", "reason"))
    given: dict[str, object] = {"kind": kind, "note": form.text("note")}
    given |= {name: form.text(name) for name in PARTS if form.text(name)}
    return given | ({"meets_at": _moment(form.text("meets_at"), place)} if form.text("meets_at") else {})


def _moment(text: str, place: str | None) -> object:
    try:
        zone = ZoneInfo(ZONES.get((place or "")[:2], "Asia/Jakarta"))
        return datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
    except ValueError:
        return text
