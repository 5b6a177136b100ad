"""Today: tasks read off the facts, the most urgent first; done, put off, and noted in one's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.formats import Formats
from api.schemas.tasks import ABOUT, TaskIn, about_words
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working, page_asked, query
from api.web.standing import standing
from api.web.today.places import page_of
from matching.errors import OutOfOrder
from matching.messages import Tongue
from matching.model.tasks import KINDS, Ends, Task, TaskId, TaskKind, Urgency, urgency
from matching.usecases import tasks
from matching.vocabulary import Role

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/beranda")
ROWS = 25
WATCHED = (TaskKind.WINDOW_MOVED, TaskKind.VACANCY_CLOSES, TaskKind.EMPLOYER_SILENT)
"""What a case worker looks for first thing, whether there is any of it or not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A task as it is shown. `about`: in words; `to`: the page at which it is seen to; `can_be_ended`: by saying so."""

    task: Task
    about: str
    urgency: Urgency
    to: str | None
    can_be_ended: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tasks are looked at: of one kind or all, those put off too or not, and the page from 1."""

    kind: TaskKind | None = None
    snoozed: bool = False
    page: int = 1

    @property
    def query(self) -> str:
        """As it stands behind an address: with `?`, or empty."""
        page = self.page if self.page > 1 else ""
        kept = query({"jenis": self.kind, "tunda": "ya" if self.snoozed else "", "halaman": page})
        return f"?{kept}" if kept else ""

    @property
    def address(self) -> str:
        """The page that shows these."""
        return f"/beranda{self.query}"


def _asked(request: Request) -> Asked:
    asked = request.query_params
    kind = TaskKind(asked["jenis"]) if asked.get("jenis") in list(TaskKind) else None
    return Asked(kind, "tunda" in asked, page_asked(request))


@router.get("")
async def today(request: Request, screen: Working) -> Response:
    """What is due, of one kind or of all."""
    return await _page(screen, _asked(request))


@router.post("")
async def note(request: Request, screen: Working) -> Response:
    """Write down a task in one's own words."""
    form, program = await posted(request), screen.program
    typed = {"note": form.text("note"), "due": form.text("due")}
    try:
        new = parsed(TaskIn, typed)
        await tasks.note_task(
            program.gateway, program.actor, note=new.note, due=new.due, candidate=None, new_id=program.new_id
        )
    except WRONG as error:
        return await _page(screen, _asked(request), wrong=problems(error, screen.tongue), typed=typed)
    return screen.go(_asked(request).address, "saved")


@router.post("/{task_id}")
async def see_to(request: Request, screen: Working, task_id: UUID) -> Response:
    """Say that a task is done, or put it off for some days."""
    form, program, of = await posted(request), screen.program, TaskId(task_id)
    try:
        if form.text("apa") == "selesai":
            await tasks.end_task(program.gateway, program.actor, of)
        else:
            until = screen.today + timedelta(days=form.number("hari") or 0)
            await tasks.snooze_task(program.gateway, program.actor, of, until=until, today=screen.today)
    except (*WRONG, OutOfOrder) as error:
        wrong = problems(error, screen.tongue)
        return await _page(
            screen, _asked(request), wrong=Problems((*wrong.general, *wrong.by_field.values()))
        )
    return screen.go(_asked(request).address, "done" if form.text("apa") == "selesai" else "put_off")


async def _page(
    screen: Screen,
    asked: Asked,
    *,
    wrong: Problems = NONE,
    typed: Mapping[str, str] | None = None,
) -> Response:
    program, kind, page = screen.program, asked.kind, asked.page
    found = await tasks.agenda(
        program.gateway,
        program.actor,
        kind=kind,
        snoozed=asked.snoozed,
        limit=ROWS,
        skipped=(page - 1) * ROWS,
    )
    role = program.actor.role
    return screen.show(
        "today/tasks.html",
        422 if wrong else 200,
        found=found,
        lines=[_line(one, role, screen) for one in found.tasks],
        late=sum(one.late for one in found.counts.values()),
        all=sum(one.total for one in found.counts.values()),
        kind=kind,
        watched=WATCHED if role is Role.CASE_WORKER else (),
        snoozed=asked.snoozed,
        kept=asked.query,
        standing=await standing(screen),
        other=replace(asked, snoozed=not asked.snoozed, page=1).address,
        next=replace(asked, page=page + 1).address if page * ROWS < found.total else None,
        problems=wrong,
        typed=typed or {},
    )


def _line(task: Task, role: Role, screen: Screen) -> Line:
    ended = task.kind is TaskKind.NOTED or KINDS[task.kind].ends is Ends.MARK
    return Line(
        task, _about(task, screen.tongue), urgency(task.due, screen.today), page_of(task, role), ended
    )


def _about(task: Task, tongue: Tongue) -> str:
    """What a task is about; codes and dates in words, and nothing where a code has no words here."""
    if task.kind is TaskKind.UNUSUAL_READING:
        return f"{about_words(task, tongue)}: {task.times}"
    if task.kind in ABOUT:
        return about_words(task, tongue)
    if task.kind is TaskKind.WINDOW_MOVED:
        return Formats(tongue).day(date.fromisoformat(task.about))
    if task.kind is TaskKind.MONTH_TO_SIGN:
        return Formats(tongue).year_month(task.about)
    return "" if task.kind in (TaskKind.REQUEST_OPEN, TaskKind.DUTY_TO_CONFIRM) else task.about
