"""Shortlists that wait for approval: each pair with its reasons, what people changed, and the planner's own step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.schemas.documents import Document
from api.schemas.shortlist_documents import seen
from api.schemas.shortlists import StepIn
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, query
from api.words import flag_words, gap_words
from matching.errors import StepRefused
from matching.explain import Gap, GapKind
from matching.flags import Flag, Note
from matching.messages import Tongue
from matching.model.shortlists import Event, Item, Override, Shortlist, ShortlistId
from matching.usecases import placements, records
from matching.usecases.placements import Told
from matching.usecases.records import CANDIDATES, VACANCIES
from matching.usecases.shortlists.pairs import facts_of, pairs_now
from matching.workflow import Refusal, State, StepReason, changes_in, steps_from

router = APIRouter(route_class=PageRoute, include_in_schema=False)
WAITING = (State.UNDER_REVIEW, State.APPROVED, State.SENT, State.ANSWERED, State.CLOSED)
ROWS, REASONS = 20, 3


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it is looked at. `facts`: as frozen at approval, before that as they stand today; `reasons`: the
    contributions that add most, as (feature, share of the score); `to_know`: gaps and flags in words; `told`: what the
    employer has answered."""

    item: Item
    facts: Mapping[str, Any]
    reasons: tuple[tuple[str, float], ...]
    to_know: Sequence[str]
    unsendable: Refusal | None
    overrides: tuple[Override, ...]
    told: Told | None


@router.get("/tinjauan")
async def reviews(request: Request, screen: Working) -> Response:
    """Lists of the region in one state, those under review first of all."""
    asked = request.query_params
    state = State(asked["keadaan"]) if asked.get("keadaan") in list(WAITING) else State.UNDER_REVIEW
    lists, more = await screen.program.shortlists.page(
        screen.program.actor, state=state, limit=ROWS, cursor=asked.get("dari") or None
    )
    following = f"/tinjauan?{query({'keadaan': state, 'dari': more})}" if more else None
    return screen.show("planner/reviews.html", lists=lists, state=state, states=WAITING, next=following)


@router.get("/tinjauan/{shortlist_id}")
async def review(screen: Working, shortlist_id: UUID) -> Response:
    """One list."""
    return await _page(screen, ShortlistId(shortlist_id))


@router.post("/tinjauan/{shortlist_id}/setuju")
async def approve(request: Request, screen: Working, shortlist_id: UUID) -> Response:
    """Approve the version that was looked at."""
    form, of = await posted(request), ShortlistId(shortlist_id)
    note = form.text("note")[:2_000]
    if (version := form.number("version")) is None:
        raise Refused(STALE)
    try:
        stands = await screen.program.shortlists.approve(
            screen.program.actor,
            of,
            version=version,
            today=screen.today,
            note=note,
        )
    except StepRefused as error:
        return await _page(screen, of, problems(error, screen.tongue), {"approving": note})
    return screen.go(
        f"/tinjauan/{shortlist_id}", "approved" if stands.state is State.APPROVED else "approved_once"
    )


@router.post("/tinjauan/{shortlist_id}/langkah")
async def step(request: Request, screen: Working, shortlist_id: UUID) -> Response:
    """Return, open again, send or close a list, with the reason where one is needed."""
    form, of = await posted(request), ShortlistId(shortlist_id)
    typed = {"to": form.text("to"), "reason": form.text("reason") or None, "note": form.text("note")}
    try:
        asked = parsed(StepIn, typed)
        await screen.program.shortlists.step(
            screen.program.actor, of, State(asked.to), reason=asked.reason, note=asked.note
        )
    except (*WRONG, StepRefused) as error:
        return await _page(screen, of, problems(error, screen.tongue), typed)
    return screen.go(f"/tinjauan/{shortlist_id}", "done")


async def _page(
    screen: Screen,
    shortlist: ShortlistId,
    wrong: Problems = NONE,
    typed: Mapping[str, str | None] | None = None,
) -> Response:
    program, actor = screen.program, screen.program.actor
    stands = await program.shortlists.get(actor, shortlist)
    person = vacancy = None
    if stands.candidate:
        person = await records.get(program.gateway, actor, CANDIDATES, stands.candidate)
    elif stands.vacancy:
        vacancy = await records.get(program.gateway, actor, VACANCIES, stands.vacancy)
    following = steps_from(stands.state, actor.role)
    return screen.show(
        "planner/review.html",
        422 if wrong else 200,
        stands=stands,
        rows=await _rows(screen, stands),
        may=changes_in(stands.state),
        person=person,
        vacancy=vacancy,
        approvals=approvals(stands),
        approves=any(one.after is State.APPROVED for one in following),
        steps=[one for one in following if one.after is not State.APPROVED],
        step_reasons=list(StepReason),
        place=program.gazetteer.get,
        problems=wrong,
        typed=typed or {},
    )


def approvals(stands: Shortlist) -> Sequence[Event]:
    """Approvals of the version that stands, or of the one that was approved."""
    steps = [one for one in stands.events if one.kind == "step"]
    approved = stands.state not in (State.REQUESTED, State.PROPOSED, State.UNDER_REVIEW)
    given = next(
        (one.version - 1 for one in reversed(steps) if approved and one.after == State.APPROVED), None
    )
    return stands.approvals(given or stands.version)


def to_know(facts: Mapping[str, Any], tongue: Tongue) -> list[str]:
    """Gaps and flags of a pair, as they are told to its case worker."""
    gaps = [Gap(**{**one, "kind": GapKind(one["kind"])}) for one in facts.get("gaps", [])]
    notes = [Note(Flag(one["flag"]), one.get("parameters", {})) for one in facts.get("flags", [])]
    return [gap_words(one, tongue) for one in gaps] + [flag_words(one, tongue) for one in notes]


async def _rows(screen: Screen, stands: Shortlist) -> Sequence[Row]:
    program, actor = screen.program, screen.program.actor
    pairs = await pairs_now(program.matcher, actor, stands.live, today=screen.today)
    blocked: Mapping[Any, Refusal] = {}
    if stands.state in (State.UNDER_REVIEW, State.APPROVED):
        blocked = await program.shortlists.unsendable(actor, stands.id)
    told = await placements.told(program.gateway, actor, {item.id: item.vacancy for item in stands.live})
    rows = []
    for item in stands.live:
        facts: Document = seen({**(item.frozen or facts_of(pairs[item.id]))}, actor.role)
        score, shares = facts.get("score") or 0.0, facts.get("contributions", {})
        strongest = sorted(shares.items(), key=lambda one: -one[1])[:REASONS]
        rows.append(
            Row(
                item=item,
                facts=facts,
                reasons=tuple((name, min(share / score, 1.0)) for name, share in strongest if share > 0),
                to_know=to_know(facts, screen.tongue),
                unsendable=blocked.get(item.id),
                overrides=tuple(one for one in stands.overrides if one.item == item.id),
                told=told.get(item.id),
            )
        )
    return rows
