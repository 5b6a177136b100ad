"""`jembatan tasks`: what is due for the local accounts of this machine."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson, day
from api.schemas.tasks import about_words, task_document
from api.settings import load_settings
from matching.messages import Tongue, words
from matching.model import Actor, CandidateId
from matching.model.tasks import Task, TaskId, urgency
from matching.stores import Gateway
from matching.usecases import tasks

tasks_app = typer.Typer(help="Tugas: apa yang harus dikerjakan, dan apa yang tertahan. What is due.")
PURPOSE = "tasks on the command line"
Answer = TypeVar("Answer")


class As(StrEnum):
    """Which of the local accounts asks."""

    CASE_WORKER = "case-worker"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"


ACTORS: Mapping[As, Callable[[str], Actor]] = MappingProxyType(
    {
        As.CASE_WORKER: wiring.local_actor,
        As.PLANNER: wiring.local_planner,
        As.ADMINISTRATOR: wiring.local_administrator,
        As.OFFICER: wiring.local_officer,
    }
)
Whose = Annotated[As, typer.Option("--as", help="Sebagai siapa. As whom.")]
Which = Annotated[UUID, typer.Argument(metavar="TASK", help="Id tugas. The task's id.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1_000, help="Baris. Rows.")]
Due = Annotated[date, typer.Option("--due", parser=day, metavar="DATE", help="Tenggat. Due.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(tasks_app, name="tasks")


def _with(work: Callable[[Gateway, Actor], Awaitable[Answer]], whose: As) -> Answer:
    async def run() -> Answer:
        async with wiring.gateway(load_settings()) as gateway:
            return await work(gateway, ACTORS[whose](PURPOSE))

    return asyncio.run(run())


@tasks_app.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    whose: Whose = As.CASE_WORKER,
    limit: Limit = 50,
    snoozed: Annotated[
        bool, typer.Option("--snoozed", help="Juga yang ditunda. Those put off, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Yang harus dikerjakan, paling mendesak dahulu. What is due, the most urgent first."""
    if context.invoked_subcommand is not None:
        return
    found, total = _with(
        lambda gateway, actor: tasks.open_tasks(gateway, actor, snoozed=snoozed, limit=limit), whose
    )
    today, tongue = wiring.now().date(), Tongue(load_settings().language)
    if as_json:
        items = [task_document(one, today, tongue) for one in found]
        typer.echo(json.dumps({"items": items, "total": total}, indent=2, ensure_ascii=False))
        return
    console = Console()
    console.print(_table(found, today, tongue))
    if total > len(found):
        console.print(f"… {total}")


def _table(found: Sequence[Task], today: date, tongue: Tongue) -> Table:
    table = Table("tenggat / due", "tugas / task", "menahan / blocks", "tentang / about", box=None)
    table.add_column("id", no_wrap=True, min_width=36)  # to be copied
    for one in found:
        style = {"late": "red", "today": "yellow"}.get(urgency(one.due, today))
        about = about_words(one, tongue) or one.about
        times = f" ×{one.times}" if one.times > 1 else ""
        table.add_row(
            str(one.due),
            words(f"task.{one.kind}", tongue) + times,
            words(f"blocks.{one.kind}", tongue),
            "\n".join(part for part in (about, str(one.candidate or "")) if part),
            str(one.id),
            style=style,
        )
    return table


@tasks_app.command("add")
def add(
    note: Annotated[str, typer.Argument(help="Apa; tanpa nama orang. What; name nobody.")],
    due: Due,
    candidate: Annotated[UUID | None, typer.Option("--candidate", help="Id kandidat. Its id.")] = None,
    whose: Whose = As.CASE_WORKER,
) -> None:
    """Tulis tugas sendiri. Write down a task."""
    person = CandidateId(candidate) if candidate else None
    made = _with(
        lambda gateway, actor: tasks.note_task(
            gateway, actor, note=note, due=due, candidate=person, new_id=wiring.new_id
        ),
        whose,
    )
    typer.echo(str(made))


@tasks_app.command("done")
def done(which: Which, whose: Whose = As.CASE_WORKER) -> None:
    """Tandai selesai. Mark as done; what ends by a fact is refused."""
    _with(lambda gateway, actor: tasks.end_task(gateway, actor, TaskId(which)), whose)


@tasks_app.command("snooze")
def snooze(
    which: Which,
    until: Annotated[date, typer.Option("--until", parser=day, metavar="DATE", help="Hingga. Until.")],
    whose: Whose = As.CASE_WORKER,
) -> None:
    """Tunda beberapa hari. Put off for some days."""
    today = wiring.now().date()
    _with(
        lambda gateway, actor: tasks.snooze_task(gateway, actor, TaskId(which), until=until, today=today),
        whose,
    )
