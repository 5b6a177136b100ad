"""Shortlists: asked for, proposed, changed, approved, sent; what the person said; what has changed since."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from api import shortlist_sheet
from api.access import CASE_STAFF, CASE_WORKERS, PLANNERS
from api.deps import (
    BOUNDED,
    Creation,
    IfNoneMatch,
    Language,
    Paging,
    Serving,
    Today,
    created,
    listed,
    paged,
    tagged,
)
from api.errors import GATE, NOT_FOUND, REFUSED_STEP
from api.program import Program
from api.routers.answers import ON_CREATION, ON_READING, answers, body_example, no_content
from api.schemas import examples
from api.schemas import shortlist_examples as shown
from api.schemas.documents import plain
from api.schemas.parts import Listing
from api.schemas.shortlist_documents import changes_document, shortlist_document, shortlist_summary
from api.schemas.shortlists import (
    AnswerIn,
    ApprovalIn,
    ChangesOut,
    EntrantsOut,
    ItemChangeIn,
    NewItemIn,
    OverrideCountsOut,
    ProposeIn,
    SheetOut,
    ShortlistIn,
    ShortlistOut,
    ShortlistSummary,
    StepIn,
)
from matching.errors import InvalidValue
from matching.messages import Tongue
from matching.model import CandidateId, RunId, VacancyId
from matching.model.shortlists import FlagId, ItemId, Shortlist, ShortlistId
from matching.stores import Page
from matching.usecases.shortlists.comparing import what_changed
from matching.usecases.shortlists.sheet import sheet_for
from matching.workflow import State

router = APIRouter(prefix="/shortlists", tags=["shortlists"])
PRIVATE = {"Cache-Control": "no-store"}
ON_DOING = (NOT_FOUND, REFUSED_STEP)
Moment = Annotated[datetime | None, Query(description="With an offset, as 2026-11-23T00:00:00+07:00.")]


def _body(example: dict[str, Any]) -> Any:
    return Body(openapi_examples=body_example(example))


@router.get("/overrides", dependencies=[PLANNERS], **answers(OverrideCountsOut, shown.COUNTS))
async def count_overrides(
    program: Serving,
    since: Annotated[Moment, Query(alias="from")] = None,
    until: Annotated[Moment, Query(alias="to")] = None,
) -> Response:
    """How often orders were changed in one's region: by whom, for whose vacancies, why. Without dates: 30 days."""
    last = until or program.clock()
    first = since or last - timedelta(days=30)
    if first.utcoffset() is None or last.utcoffset() is None:
        raise InvalidValue("from", "tanpa zona waktu / without an offset of time")
    counts = await program.shortlists.counts(program.actor, first, last)
    return listed({"items": plain(counts)})


@router.get("/entrants", dependencies=[CASE_STAFF], **answers(EntrantsOut, shown.ENTRANTS))
async def list_entrants(
    program: Serving,
    today: Today,
    since: Annotated[Moment, Query(alias="from")] = None,
    horizon: Annotated[int | None, Query(ge=1, le=1_830, description="Days; else the setting.")] = None,
) -> Response:
    """Who has come near release since, by a window that has moved or is new: those to be ranked again. Without a date:
    of the last day."""
    first = since or program.clock() - timedelta(days=1)
    if first.utcoffset() is None:
        raise InvalidValue("from", "tanpa zona waktu / without an offset of time")
    until = today + timedelta(days=horizon or program.settings.horizon_days)
    people = await program.shortlists.entrants(program.actor, first, today=today, until=until)
    return listed({"until": until.isoformat(), "candidates": plain(people)})


@router.post("/flags/{flag_id}/resolve", dependencies=[CASE_STAFF, BOUNDED], **no_content(NOT_FOUND))
async def resolve_flag(program: Serving, flag_id: UUID) -> Response:
    """Say that a consequence has been dealt with."""
    await program.shortlists.resolve(program.actor, FlagId(flag_id))
    return Response(status_code=204)


@router.post(
    "",
    dependencies=[CASE_STAFF, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_CREATION, GATE, REFUSED_STEP, status=201),
)
async def request_shortlist(
    program: Serving, asked: Annotated[ShortlistIn, _body(shown.REQUEST)], tongue: Language, once: Creation
) -> Response:
    """Ask for a list: for a person (of vacancies), or for a vacancy (of people)."""
    made = await program.shortlists.request(
        program.actor,
        candidate=CandidateId(asked.candidate_id) if asked.candidate_id else None,
        vacancy=VacancyId(asked.vacancy_id) if asked.vacancy_id else None,
        note=asked.note,
        once=once,
    )
    document = shortlist_document(made, program.actor.role, tongue)
    return created(document, f"/api/v1/shortlists/{made.id}")


@router.get(
    "", dependencies=[CASE_STAFF], **answers(Listing[ShortlistSummary], examples.a_page(shown.SUMMARY))
)
async def list_shortlists(
    request: Request,
    program: Serving,
    asked: Paging,
    tongue: Language,
    state: Annotated[State | None, Query(description="Only lists that stand there.")] = None,
) -> Response:
    """Lists that one handles, or that hold an own person."""
    rows, more = await program.shortlists.page(
        program.actor, state=state, limit=asked.limit, cursor=asked.cursor
    )
    kept = {"state": str(state)} if state else {}
    return paged(request, asked, Page(tuple(rows), more), lambda one: shortlist_summary(one, tongue), **kept)


@router.get(
    "/{shortlist_id}", dependencies=[CASE_STAFF], **answers(ShortlistOut, shown.SHORTLIST, *ON_READING)
)
async def get_shortlist(
    program: Serving, shortlist_id: UUID, tongue: Language, if_none_match: IfNoneMatch = None
) -> Response:
    """A list with its items, what was said and done, and what stands in the way of sending."""
    return await _shown(program, ShortlistId(shortlist_id), tongue, if_none_match)


@router.post(
    "/{shortlist_id}/propose",
    dependencies=[CASE_STAFF, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_DOING, GATE),
)
async def propose(
    program: Serving,
    shortlist_id: UUID,
    asked: Annotated[ProposeIn, _body(shown.PROPOSE)],
    tongue: Language,
    today: Today,
) -> Response:
    """Fill the list from a recorded run and propose it."""
    done = await program.shortlists.propose(
        program.actor,
        ShortlistId(shortlist_id),
        today=today,
        size=asked.size,
        run=RunId(asked.run_id) if asked.run_id else None,
        note=asked.note,
    )
    return _done(program, done, tongue)


@router.post(
    "/{shortlist_id}/steps",
    dependencies=[CASE_STAFF, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_DOING),
)
async def take_step(
    program: Serving, shortlist_id: UUID, asked: Annotated[StepIn, _body(shown.STEP)], tongue: Language
) -> Response:
    """Take a step; which ones there are is in `next`. Only people take steps."""
    done = await program.shortlists.step(
        program.actor, ShortlistId(shortlist_id), State(asked.to), reason=asked.reason, note=asked.note
    )
    return _done(program, done, tongue)


@router.post(
    "/{shortlist_id}/approvals",
    dependencies=[PLANNERS, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_DOING),
)
async def approve(
    program: Serving,
    shortlist_id: UUID,
    asked: Annotated[ApprovalIn, _body(shown.APPROVAL)],
    tongue: Language,
) -> Response:
    """Approve the version that one has seen. Where `approval_reasons` ask for it, a second person does, too; with the
    last approval, what is known is frozen."""
    done = await program.shortlists.approve(
        program.actor,
        ShortlistId(shortlist_id),
        version=asked.version,
        today=program.today(),
        note=asked.note,
    )
    return _done(program, done, tongue)


@router.post(
    "/{shortlist_id}/items",
    dependencies=[CASE_STAFF, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_DOING),
)
async def add_item(
    program: Serving,
    shortlist_id: UUID,
    asked: Annotated[NewItemIn, _body(shown.NEW_ITEM)],
    tongue: Language,
) -> Response:
    """Add a vacancy, or a person, from outside the ranking, with the reason."""
    other = asked.vacancy_id or asked.candidate_id or UUID(int=0)
    done = await program.shortlists.add(
        program.actor, ShortlistId(shortlist_id), other, reason=asked.reason, note=asked.note
    )
    return _done(program, done, tongue)


@router.post(
    "/{shortlist_id}/items/{item_id}/changes",
    dependencies=[CASE_STAFF, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_DOING),
)
async def change_item(
    program: Serving,
    shortlist_id: UUID,
    item_id: UUID,
    asked: Annotated[ItemChangeIn, _body(shown.CHANGE)],
    tongue: Language,
) -> Response:
    """Move an item, leave it out or bring it back, with the reason."""
    done = await program.shortlists.change(
        program.actor,
        ShortlistId(shortlist_id),
        ItemId(item_id),
        asked.change,
        place=asked.place,
        reason=asked.reason,
        note=asked.note,
    )
    return _done(program, done, tongue)


@router.post(
    "/{shortlist_id}/items/{item_id}/answers",
    dependencies=[CASE_WORKERS, BOUNDED],
    **answers(ShortlistOut, shown.SHORTLIST, *ON_DOING),
)
async def record_answer(
    program: Serving,
    shortlist_id: UUID,
    item_id: UUID,
    asked: Annotated[AnswerIn, _body(shown.ANSWER)],
    tongue: Language,
) -> Response:
    """Write down what the person said; what was said before stays."""
    done = await program.shortlists.ask(
        program.actor,
        ShortlistId(shortlist_id),
        ItemId(item_id),
        interested=asked.interested,
        reason=asked.reason,
        note=asked.note,
    )
    return _done(program, done, tongue)


@router.get(
    "/{shortlist_id}/changes",
    dependencies=[CASE_STAFF],
    **answers(ChangesOut, shown.CHANGES, NOT_FOUND),
)
async def changes(program: Serving, shortlist_id: UUID, tongue: Language, today: Today) -> Response:
    """What has changed since: ranks, gaps, flags, windows, and rules that stand against an item now."""
    stands, since = await what_changed(
        program.shortlists, program.actor, ShortlistId(shortlist_id), today=today
    )
    return listed(changes_document(stands.id, since, today, program.actor.role, tongue))


@router.get("/{shortlist_id}/sheet", dependencies=[CASE_STAFF], **answers(SheetOut, shown.SHEET, NOT_FOUND))
async def print_sheet(
    program: Serving,
    shortlist_id: UUID,
    tongue: Language,
    item_id: Annotated[
        UUID | None, Query(description="One item; of a vacancy's list it must be one.")
    ] = None,
    form: Annotated[
        Literal["page", "text", "json"], Query(description="A page to print, plain text, or its parts.")
    ] = "page",
) -> Response:
    """What the person is given: what is proposed, why, what is missing, how to object, whom to ask. Names nobody."""
    one = ItemId(item_id) if item_id else None
    sheet = await sheet_for(
        program.shortlists, program.actor, ShortlistId(shortlist_id), one, today=program.today()
    )
    shown_parts = tuple(
        shortlist_sheet.parts(sheet, program.settings.sheet_contact, program.gazetteer, tongue)
    )
    if form == "json":
        return JSONResponse({"parts": plain(shown_parts)}, headers=PRIVATE)
    if form == "text":
        return PlainTextResponse(shortlist_sheet.as_text(shown_parts), headers=PRIVATE)
    return HTMLResponse(shortlist_sheet.as_page(shown_parts, tongue), headers=PRIVATE)


async def _shown(
    program: Program, shortlist: ShortlistId, tongue: Tongue, if_none_match: str | None
) -> Response:
    stands = await program.shortlists.get(program.actor, shortlist)
    blocked = {}
    if stands.state in (State.UNDER_REVIEW, State.APPROVED):
        blocked = dict(await program.shortlists.unsendable(program.actor, shortlist))
    return tagged(shortlist_document(stands, program.actor.role, tongue, blocked), if_none_match)


def _done(program: Program, stands: Shortlist, tongue: Tongue) -> Response:
    """The list as it stands afterwards."""
    return tagged(shortlist_document(stands, program.actor.role, tongue))
