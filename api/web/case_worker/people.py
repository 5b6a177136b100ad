"""My people: found by name or by when they can be out."""

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.accounts.throttle import Seals
from api.accounts.tokens import csrf_of
from api.web.forms import digits, posted
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, page_asked, query
from matching.model.caseload import MAX_WORDS, CaseloadQuery, GateState
from matching.usecases import caseload

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SEARCH_COOKIE = "cari"
FIELDS = ("nama", "dalam", "gerbang")


@router.get("/orang")
async def people(request: Request, screen: Working) -> Response:
    """People in one's charge, soonest first: as the address says, or as one has searched before. An address may hold a
    filter; a name never stands in one."""
    asked = request.query_params
    in_address = {name: asked[name] for name in ("dalam", "gerbang") if name in asked}
    everybody = bool(asked.get("semua"))
    wanted = {} if everybody else in_address or _searched(request)
    answer = await _listed(screen, wanted, in_address, page=page_asked(request))
    if everybody:
        answer.delete_cookie(SEARCH_COOKIE, path="/orang")
    return answer


@router.post("/orang")
async def search(request: Request, screen: Working) -> Response:
    """Look for people. The list is a page of its own, so that there is a way back to it; what was searched for stays
    with the browser, sealed, until it is closed or the session has ended."""
    form = await posted(request)
    wanted = {name: form.text(name)[:MAX_WORDS] for name in FIELDS}
    answer = screen.go("/orang")
    answer.set_cookie(
        SEARCH_COOKIE,
        _vault(request).seal(json.dumps(wanted), column=SEARCH_COOKIE, record=_session(request)),
        path="/orang",
        httponly=True,
        samesite="lax",
        secure=screen.program.settings.https,
    )
    return answer


def _searched(request: Request) -> Mapping[str, str]:
    """What this session has searched for; nothing, where that was another one."""
    sealed = request.cookies.get(SEARCH_COOKIE)
    if not sealed:
        return {}
    try:
        opened = _vault(request).open(sealed, column=SEARCH_COOKIE, record=_session(request))
    except Exception:  # noqa: BLE001 - vaults are adapters; what does not open is not of this session
        return {}
    found: dict[str, str] = json.loads(opened)
    return found


def _session(request: Request) -> str:
    return csrf_of(request.state.session)


def _vault(request: Request) -> Seals:
    vault: Seals = request.app.state.desk.sessions.vault
    return vault


async def _listed(
    screen: Screen, asked: Mapping[str, str], in_address: Mapping[str, str], *, page: int
) -> Response:
    gate = asked.get("gerbang", "")
    wanted = CaseloadQuery(
        today=screen.today,
        words=asked.get("nama", ""),
        within_days=digits(asked.get("dalam", "")),
        gate=GateState(gate) if gate in list(GateState) else None,
        page=page,
    )
    found = await caseload.people(screen.program.gateway, screen.program.actor, wanted)
    if wanted.page > 1 and not found.rows:
        return screen.go("/orang")  # fewer than there were, or a page that never was
    kept = {"dalam": wanted.within_days, "gerbang": wanted.gate} if in_address else {}

    def at(number: int) -> str:
        return f"/orang?{query({**kept, 'halaman': number})}"

    return screen.show(
        "case_worker/people.html",
        found=found,
        wanted=wanted,
        filtered=bool(wanted.words or wanted.within_days or wanted.gate),
        place=screen.program.gazetteer.get,
        next=at(wanted.page + 1) if wanted.page * wanted.rows < found.total else None,
        former=at(wanted.page - 1) if wanted.page > 1 else None,
    )
