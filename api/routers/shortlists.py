"""Shortlists: asked for, proposed, changed, approved, sent; what the person said."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

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
    paged,
    tagged,
)
from api.errors import GATE, NOT_FOUND, REFUSED_STEP
from api.program import Program
from api.routers.answers import ON_CREATION, ON_READING, answers, body_example, no_content
from api.schemas import examples
from api.schemas import shortlist_examples as shown
from api.schemas.parts import Listing
from api.schemas.shortlist_documents import shortlist_document, shortlist_summary
from api.schemas.shortlists import (
    AnswerIn,
    ApprovalIn,
    ItemChangeIn,
    NewItemIn,
    ProposeIn,
    ShortlistIn,
    ShortlistOut,
    ShortlistSummary,
    StepIn,
)
from matching.messages import Tongue
from matching.model import CandidateId, RunId, VacancyId
from matching.model.shortlists import FlagId, ItemId, Shortlist, ShortlistId
from matching.stores import Page
from matching.workflow import State

router = APIRouter(prefix="/shortlists", tags=["shortlists"])
ON_DOING = (NOT_FOUND, REFUSED_STEP)
BEFORE_SENDING = (State.REQUESTED, State.PROPOSED, State.UNDER_REVIEW, State.APPROVED)


def _body(example: dict[str, Any]) -> Any:
    return Body(openapi_examples=body_example(example))


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
    program: Serving,
    asked: Annotated[ShortlistIn, _body(shown.REQUEST)],
    tongue: Language,
    once: Creation,
    today: Today,
) -> Response:
    """Ask for a list: for a person (of vacancies), or for a vacancy (of people), which must not be closed."""
    made = await program.shortlists.request(
        program.actor,
        candidate=CandidateId(asked.candidate_id) if asked.candidate_id else None,
        vacancy=VacancyId(asked.vacancy_id) if asked.vacancy_id else None,
        today=today,
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
    stands = await program.shortlists.get(program.actor, ShortlistId(shortlist_id))
    return tagged(await _document(program, stands, tongue), if_none_match)


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
    return await _done(program, done, tongue)


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
    return await _done(program, done, tongue)


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
    return await _done(program, done, tongue)


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
        program.actor,
        ShortlistId(shortlist_id),
        other,
        today=program.today(),
        reason=asked.reason,
        note=asked.note,
    )
    return await _done(program, done, tongue)


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
    return await _done(program, done, tongue)


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
    return await _done(program, done, tongue)


async def _done(program: Program, stands: Shortlist, tongue: Tongue) -> Response:
    """The list as it stands afterwards."""
    return tagged(await _document(program, stands, tongue))


async def _document(program: Program, stands: Shortlist, tongue: Tongue) -> dict[str, Any]:
    """The list, with what stands in the way of sending until it is sent."""
    blocked = {}
    if stands.state in BEFORE_SENDING:
        blocked = dict(await program.shortlists.unsendable(program.actor, stands.id))
    return shortlist_document(stands, program.actor.role, tongue, blocked)
