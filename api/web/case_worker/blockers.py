"""What must be in place before somebody can start: listed, added, changed, closed."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.schemas.facts import BlockerShape
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model import Blocker
from matching.model.records import CandidateRecord
from matching.usecases import records
from matching.usecases.records import CANDIDATES
from matching.vocabulary import BlockerKind, BlockerStatus

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/hambatan")
FIELDS = ("kind", "status", "lead_days")
USUAL_DAYS = 14
"""As an import takes it where a blocker says no days."""


@router.get("")
async def show_blockers(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """What stands in the way, and the form for one of them (`ubah`) or for another."""
    return await _page(screen, candidate_id, request.query_params.get("ubah", ""))


@router.post("")
async def write_blocker(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Write one down as it stands now, or take away what was no blocker. Sent twice it is done once."""
    form, program = await posted(request), screen.program
    try:
        asked = parsed(BlockerShape, {name: form.text(name) for name in FIELDS}).value()
        await records.change(
            program.gateway, program.actor, CANDIDATES, candidate_id, lambda one: _changed(one, asked, form)
        )
    except WRONG as error:
        typed = {name: form.text(name) for name in FIELDS}
        return await _page(screen, candidate_id, form.text("of"), problems(error, screen.tongue), typed)
    return screen.go(f"/orang/{candidate_id}/hambatan", "saved")


def _changed(standing: CandidateRecord, asked: Blocker, form: Posted) -> CandidateRecord:
    """Raises Refused (STALE) where the person has been changed since, but for what stands as it was asked."""
    before, stamp = standing.candidate, standing.stamp
    takes = form.text("apa") == "hapus"
    after = before.without_blocker(asked.kind) if takes else before.with_blocker(asked)
    if after != before and (stamp is None or form.text("version") != str(stamp.version)):
        raise Refused(STALE)
    return replace(standing, candidate=after)


async def _page(
    screen: Screen,
    candidate: UUID,
    named: str = "",
    wrong: Problems = NONE,
    typed: Mapping[str, str] | None = None,
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate)
    held = record.candidate.blockers
    chosen = next((one for one in held if one.kind == named), None)
    given = (
        {name: str(getattr(chosen, name)) for name in FIELDS}
        if chosen
        else {"kind": "", "status": str(BlockerStatus.OPEN), "lead_days": str(USUAL_DAYS)}
    )
    return screen.show(
        "case_worker/blockers.html",
        422 if wrong else 200,
        record=record,
        blockers=held,
        chosen=chosen,
        others=[kind for kind in BlockerKind if kind not in {one.kind for one in held}],
        problems=wrong,
        given=given | dict(typed or {}),
    )
