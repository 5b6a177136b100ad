"""One row of a shortlist: what the person says of it, and what one changes; and rows from further down the ranking."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.shortlists import AnswerIn, ItemChangeIn, NewItemIn
from api.web.calendar import interview_file, interview_of, quoted
from api.web.case_worker.matches import MOST
from api.web.case_worker.shortlist_parts import REFUSED, head_of
from api.web.forms import NONE, Posted, Problems, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue
from matching.model.shortlists import ItemId, ShortlistId
from matching.usecases import placements
from matching.usecases.placements import Told
from matching.usecases.shortlists.desk import item_of
from matching.workflow import AnswerReason, OverrideReason, changes_in

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/usulan/{shortlist_id}")
FIELDS = ("interested", "reason", "note", "change", "place", "vacancy_id")


@router.get("/baris/{item_id}")
async def show_item(screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """One row with its forms."""
    return await _page(screen, ShortlistId(shortlist_id), ItemId(item_id))


@router.get("/baris/{item_id}/wawancara.ics")
async def calendar(screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """The interview that is agreed on, for a calendar."""
    program, item = screen.program, ItemId(item_id)
    row = item_of(await program.shortlists.get(program.actor, ShortlistId(shortlist_id)), item)
    recorded = await placements.answers(program.gateway, program.actor, item)
    about, path = f"{row.title} · {row.employer_name}", f"/usulan/{shortlist_id}/baris/{item}"
    return interview_file(screen, item, about, path, recorded)


@router.post("/baris/{item_id}/jawaban")
async def record_answer(request: Request, screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """Write down what the person said."""
    form = await posted(request)
    program, shortlist, item = screen.program, ShortlistId(shortlist_id), ItemId(item_id)
    given = {
        "interested": form.text("interested"),
        "reason": form.text("reason") or None,
        "note": form.text("note"),
    }
    try:
        asked = parsed(AnswerIn, given)
        await program.shortlists.ask(
            program.actor,
            shortlist,
            item,
            interested=asked.interested,
            reason=asked.reason,
            note=asked.note,
        )
    except REFUSED as error:
        return await _page(screen, shortlist, item, problems(error, screen.tongue), form)
    return screen.go(f"/usulan/{shortlist_id}", "saved")


@router.post("/baris/{item_id}/ubah")
async def change_item(request: Request, screen: Working, shortlist_id: UUID, item_id: UUID) -> Response:
    """Move a row, leave it out or bring it back."""
    form = await posted(request)
    program, shortlist, item = screen.program, ShortlistId(shortlist_id), ItemId(item_id)
    given = {"change": form.text("change"), "place": form.text("place") or None, "reason": form.text("why"),
             "note": form.text("why_note")}  # fmt: skip
    try:
        asked = parsed(ItemChangeIn, given)
        await program.shortlists.change(
            program.actor,
            shortlist,
            item,
            asked.change,
            place=asked.place,
            reason=asked.reason,
            note=asked.note,
        )
    except REFUSED as error:
        wrong = problems(error, screen.tongue)
        own = {
            {"reason": "why", "note": "why_note"}.get(name, name): one for name, one in wrong.by_field.items()
        }
        return await _page(screen, shortlist, item, Problems(wrong.general, own), form)
    return screen.go(f"/usulan/{shortlist_id}", "saved")


@router.get("/tambah")
async def show_addition(screen: Working, shortlist_id: UUID) -> Response:
    """What else the ranking of today has for the person."""
    return await _addition(screen, ShortlistId(shortlist_id))


@router.post("/tambah")
async def add_item(request: Request, screen: Working, shortlist_id: UUID) -> Response:
    """Add a vacancy, with the reason."""
    form = await posted(request)
    program, shortlist = screen.program, ShortlistId(shortlist_id)
    given = {name: form.text(name) for name in ("vacancy_id", "reason", "note")}
    try:
        asked = parsed(NewItemIn, given)
        if asked.vacancy_id is None:
            raise InvalidValue("vacancy_id", "pilih lowongan / choose a vacancy")
        await program.shortlists.add(
            program.actor,
            shortlist,
            asked.vacancy_id,
            today=program.today(),
            reason=asked.reason,
            note=asked.note,
        )
    except REFUSED as error:
        return await _addition(screen, shortlist, problems(error, screen.tongue), form)
    return screen.go(f"/usulan/{shortlist_id}", "saved")


async def _page(
    screen: Screen, shortlist: ShortlistId, item: ItemId, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    stands = await program.shortlists.get(program.actor, shortlist)
    row = item_of(stands, item)
    told = (await placements.told(program.gateway, program.actor, {item: row.vacancy})).get(item, Told())
    _, work = await placements.came_of(program.gateway, program.actor, [item])
    return screen.show(
        "case_worker/shortlist_item.html",
        422 if wrong else 200,
        **await head_of(program, stands),
        stands=stands,
        item=row,
        quoted=quoted(item),
        told=told,
        interview=interview_of(told.answers),
        work=work.get(item),
        may=changes_in(stands.state),
        answers=list(AnswerReason),
        reasons=list(OverrideReason),
        problems=wrong,
        given=texts_of(form, (*FIELDS, "why", "why_note")),
    )


async def _addition(
    screen: Screen, shortlist: ShortlistId, wrong: Problems = NONE, form: Posted | None = None
) -> Response:
    program = screen.program
    stands = await program.shortlists.get(program.actor, shortlist)
    matches = []
    if stands.candidate:
        answer = await program.matcher.vacancies_for(
            program.actor, stands.candidate, today=screen.today, size=MOST, near=0
        )
        listed = {item.vacancy for item in stands.items}
        matches = [match for match in answer.matches if match.vacancy not in listed]
    return screen.show(
        "case_worker/shortlist_add.html",
        422 if wrong else 200,
        **await head_of(program, stands),
        stands=stands,
        matches=matches,
        reasons=list(OverrideReason),
        problems=wrong,
        given=texts_of(form, FIELDS),
    )
