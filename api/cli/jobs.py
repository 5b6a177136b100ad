"""`jembatan jobs`: what the program does outside its database, as the local administrator."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console

from api import wiring
from api.cli import tables
from api.cli.arguments import AsJson
from api.schemas.tasks import job_document
from api.settings import load_settings
from matching.model import Actor
from matching.model.tasks import JobId, JobState
from matching.stores import Gateway
from matching.usecases import tasks

jobs_app = typer.Typer(no_args_is_help=True, help="Pekerjaan program, misalnya surel. Jobs, such as e-mail.")
PURPOSE = "jobs on the command line"
Answer = TypeVar("Answer")
Which = Annotated[UUID, typer.Argument(metavar="JOB", help="Id pekerjaan. The job's id.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(jobs_app, name="jobs")


def _with(work: Callable[[Gateway, Actor], Awaitable[Answer]]) -> Answer:
    async def run() -> Answer:
        async with wiring.gateway(load_settings()) as gateway:
            return await work(gateway, wiring.local_administrator(PURPOSE))

    return asyncio.run(run())


@jobs_app.command("list")
def list_jobs(
    state: Annotated[JobState | None, typer.Option("--state")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000)] = 50,
    as_json: AsJson = False,
) -> None:
    """Pekerjaan, terbaru dahulu. Jobs, the newest first."""
    found, _ = _with(lambda gateway, actor: tasks.jobs(gateway, actor, state=state, limit=limit, cursor=None))
    if as_json:
        items = [job_document(one) for one in found]
        typer.echo(json.dumps({"items": items}, indent=2, ensure_ascii=False))
        return
    table = tables.table(
        "id",
        "apa / what",
        "hari / day",
        "akun / account",
        "keadaan / state",
        "percobaan / attempts",
        "masalah / problem",
    )
    for one in found:
        table.add_row(
            str(one.id),
            str(one.kind),
            str(one.day),
            str(one.account or ""),
            str(one.state),
            str(one.attempts),
            one.problem,
        )
    Console().print(table)


@jobs_app.command("retry")
def retry(which: Which) -> None:
    """Coba lagi dari awal. Let a job that was set aside be tried anew."""
    _with(lambda gateway, actor: tasks.retry_job(gateway, actor, JobId(which)))


@jobs_app.command("discard")
def discard(which: Which) -> None:
    """Batalkan. End a job that has not been done."""
    _with(lambda gateway, actor: tasks.discard_job(gateway, actor, JobId(which)))


@jobs_app.command("work")
def work() -> None:
    """Kerjakan sekarang, sekali: keliling, surel, pekerjaan. Go round and work off what is due, once."""

    async def run() -> None:
        async with wiring.telling_jobs(load_settings()) as teller:
            await teller.tell(wiring.now(), every=timedelta())

    asyncio.run(run())
