"""What is recorded of a piece of work, as forms send it: the start has a contract, the end a reason."""

from collections.abc import Mapping

from api.web.forms import Posted, hold_to_choice
from matching.model.outcome_codes import Rung

PARTS = {
    "contract": (Rung.STARTED,),
    "wage_monthly_idr": (Rung.STARTED,),
    "before_release": (Rung.STARTED,),
    "reason": (Rung.ENDED,),
}
"""To which rungs the fields belong that not all have."""


def rung_given(form: Posted, kind: str) -> Mapping[str, object]:
    """The rung as the API takes it. Raises InvalidValue for what does not belong to it, or is missing."""
    hold_to_choice(form, kind, PARTS, "ladder_rungs", needed=("contract", "reason"))
    given = {name: form.text(name) for name in PARTS if form.text(name)}
    return given | {"kind": kind, "on": form.text("on"), "note": form.text("note")}
