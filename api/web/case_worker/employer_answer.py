"""What an employer has said by telephone or in person, written down on its behalf for one row of a list."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.web.answering import FIELDS, REFUSED, answer_given
from api.web.case_worker.shortlist_parts import head_of
from api.web.forms import NONE, Problems, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.model.placements import may_follow
from matching.model.shortlists import ItemId, ShortlistId
from matching.usecases import placements, records
from matching.usecases.records import VACANCIES
from matching.usecases.shortlists.desk import item_of
from matching.workflow import State

router = APIRouter(
    route_class=PageRoute,
    include_in_schema=False,
    prefix="/usulan/{shortlist_id}/baris/{item_id}/pemberi-kerja",
)
SENT = (State.SENT, State.ANSWERED)


@router.get("")
async def show_answers(screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """What was answered so far, and what may be next."""
    return await _page(screen, ShortlistId(shortlist_id), ItemId(item_id))


@router.post("")
async def record_answer(request: Request, screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """Record what the employer has said; it counts as recorded on its behalf."""
    form, program, item = await posted(request), screen.program, ItemId(item_id)
    row = item_of(await program.shortlists.get(program.actor, ShortlistId(shortlist_id)), item)
    vacancy = (await records.get(program.gateway, program.actor, VACANCIES, row.vacancy)).vacancy
    recorded = await placements.answers(program.gateway, program.actor, item)
    try:
        given = answer_given(form, vacancy.place, len(recorded))
        await placements.answer(program.gateway, program.actor, item, given)
    except REFUSED as error:
        typed = {name: form.text(name) for name in FIELDS}
        return await _page(screen, ShortlistId(shortlist_id), item, problems(error, screen.tongue), typed)
    return screen.go(f"/usulan/{shortlist_id}/baris/{item_id}", "answered")


async def _page(
    screen: Screen,
    shortlist: ShortlistId,
    item: ItemId,
    wrong: Problems = NONE,
    typed: Mapping[str, str] | None = None,
) -> Response:
    program = screen.program
    stands = await program.shortlists.get(program.actor, shortlist)
    row = item_of(stands, item)
    vacancy = (await records.get(program.gateway, program.actor, VACANCIES, row.vacancy)).vacancy
    recorded = await placements.answers(program.gateway, program.actor, item)
    return screen.show(
        "case_worker/employer_answer.html",
        422 if wrong else 200,
        **await head_of(program, stands),
        stands=stands,
        item=row,
        province=(vacancy.place or "")[:2],
        answers=recorded,
        following=may_follow(recorded, screen.today) if stands.state in SENT else (),
        problems=wrong,
        typed=typed or {},
    )
