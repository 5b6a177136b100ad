"""My people: found by name or by when they can be out."""

from fastapi import APIRouter, Request, Response

from api.web.forms import digits, posted
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from matching.model.caseload import MAX_WORDS, CaseloadQuery, GateState
from matching.usecases import caseload

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/orang")
async def people(request: Request, screen: Working) -> Response:
    """People in one's charge, soonest first. Filters stand in the address; a name never does."""
    asked = request.query_params
    within, gate = asked.get("dalam", ""), asked.get("gerbang", "")
    number = asked.get("halaman", "1")
    return await _listed(screen, within=within, gate=gate, page=digits(number) or 1)


@router.post("/orang")
async def search(request: Request, screen: Working) -> Response:
    """The same by name; the words travel in the body, and the answer is a page of its own."""
    form = await posted(request)
    return await _listed(
        screen, words=form.text("nama")[:MAX_WORDS], within=form.text("dalam"), gate=form.text("gerbang")
    )


async def _listed(screen: Screen, *, within: str, gate: str, words: str = "", page: int = 1) -> Response:
    wanted = CaseloadQuery(
        today=screen.today,
        words=words,
        within_days=digits(within),
        gate=GateState(gate) if gate in list(GateState) else None,
        page=max(page, 1),
    )
    found = await caseload.people(screen.program.gateway, screen.program.actor, wanted)
    kept = {"dalam": wanted.within_days, "gerbang": wanted.gate}
    more = wanted.page * wanted.rows < found.total and not words
    return screen.show(
        "case_worker/people.html",
        found=found,
        wanted=wanted,
        place=screen.program.gazetteer.get,
        next=f"/orang?{query({**kept, 'halaman': wanted.page + 1})}" if more else None,
    )
