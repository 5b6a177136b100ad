"""`jembatan demo`: load the sample world, rank for one person nearing release, then serve."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from api import wiring
from api.cli.demo_sign_ins import sample_sign_ins, show_sign_ins
from api.cli.lists import show_vacancies
from api.cli.progress import embedding
from api.cli.serve import serve_with
from api.program import Program
from api.settings import Settings, SettingsError, load_settings
from data.sample import (
    DEMO_PERSON,
    REVIEWED_PERSON,
    History,
    Neighbour,
    SampleWorld,
    build_history,
    build_world,
    enrol_neighbours_at,
    neighbours,
    write_history_at,
)
from matching.messages import Tongue
from matching.model import CandidateId
from matching.workflow import State

PURPOSE = "demonstration with synthetic people"
ROWS_SHOWN = 8
IN_LIST = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Lalu jalankan API. Then serve the API.")
    ] = True,
) -> None:
    """Muat dunia contoh, susun peringkat untuk satu orang. Load the sample world, rank for one person, serve."""
    settings = load_settings()
    if settings.https:
        raise SettingsError("demo: only where the server is reached from this machine alone")
    asyncio.run(_load_and_rank(settings))
    if serve:
        serve_with(settings)


async def _load_and_rank(settings: Settings) -> None:
    console = Console(stderr=True)
    world = build_world(as_of=wiring.now().date())
    others = neighbours(world)

    owners: list[str] = []  # the address at which the database's owner signs in

    @asynccontextmanager
    async def prepare(owner: str) -> AsyncIterator[None]:
        owners.append(owner)
        await enrol_neighbours_at(owner, others)
        yield

    async with wiring.program(settings, purpose=PURPOSE, load=False, prepare=prepare) as program:
        await load_world(program, world)
        await load_neighbours(program, others)
        await load_history(program, build_history(world), owners[0])
        with embedding(console) as progress:
            await program.indexer.embed_missing(today=program.today(), progress=progress)
        await program.catalogue.load()
        answer = await program.matcher.vacancies_for(
            program.actor, DEMO_PERSON, today=program.today(), size=ROWS_SHOWN
        )
        await hand_in(program, REVIEWED_PERSON)
        show_vacancies(answer, program.gazetteer, Tongue(settings.language), Console())
        desk = wiring.front_desk(settings, program.accounts, program.clock, program.new_id)
        employer = world.employers[0].employer.id
        show_sign_ins(await sample_sign_ins(desk, employer), f"http://{settings.host}:{settings.port}")


async def load_world(program: Program, world: SampleWorld) -> None:
    """Store the sample world unless it is there."""
    async with program.gateway.transaction(program.actor) as tx:
        there = await tx.vacancies.many([record.id for record in world.vacancies])
        if len(there) == len(world.vacancies):
            return
        await tx.employers.add(world.employers)
        await tx.vacancies.add(
            [replace(record, vacancy=program.trade.read(record.vacancy)) for record in world.vacancies]
        )
        await tx.candidates.add(world.candidates)


async def load_neighbours(program: Program, those: Sequence[Neighbour]) -> None:
    """Store the people of other caseloads, each as their own case worker, unless they are there."""
    for one in those:
        async with program.gateway.transaction(one.actor) as tx:
            if not await tx.candidates.matching_facts([record.id for record in one.people]):
                await tx.candidates.add(one.people)


async def hand_in(program: Program, person: CandidateId) -> None:
    """A list for somebody, who is interested, in the hands of the planners; unless there has been one."""
    desk, actor, today = program.shortlists, program.actor, program.today()
    if (await desk.at_hand(actor, candidate=person, state=None, limit=1)).total:
        return
    made = await desk.request(actor, candidate=person, today=today)
    proposed = await desk.propose(actor, made.id, today=today, size=IN_LIST)
    for item in proposed.items:
        await desk.ask(actor, made.id, item.id, interested=True)
    await desk.step(actor, made.id, State.UNDER_REVIEW)


async def load_history(program: Program, history: History, owner: str) -> None:
    """Store what the local unit did before today, unless it is there; `owner`: where the database's owner signs in."""
    async with program.gateway.transaction(program.actor) as tx:
        if not await tx.candidates.matching_facts([history.people[0].id]):
            await tx.vacancies.add(
                [replace(record, vacancy=program.trade.read(record.vacancy)) for record in history.vacancies]
            )
            await tx.candidates.add(history.people)
    await write_history_at(owner, history, program.actor, wiring.local_planner(PURPOSE))
