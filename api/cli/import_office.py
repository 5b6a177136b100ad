"""What the import commands need of the program: the stores, the reference data to read by, and embedding afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from rich.console import Console

from api import wiring
from api.cli.progress import embedding
from api.settings import Settings, load_settings
from api.wiring.clerks import import_desk
from api.wiring.reference import linter_of, trade
from matching.intake.columns import ImportKind
from matching.usecases.imports import Desk

PURPOSE = "importing files"
EMBEDDED = frozenset({ImportKind.CANDIDATES, ImportKind.CERTIFICATES, ImportKind.VACANCIES})


@dataclass(frozen=True)
class Office:
    """Where files are taken in. `embed` is called after a commit that brought something to embed."""

    desk: Desk
    max_bytes: int
    max_rows: int
    embed: Callable[[Console], Awaitable[None]]


@asynccontextmanager
async def open_office() -> AsyncIterator[Office]:
    """The office of the settings in force; no model is loaded before there is something to embed."""
    settings = load_settings()
    async with wiring.gateway(settings) as gateway:
        knowledge = trade()
        desk = import_desk(
            gateway,
            wiring.local_actor(PURPOSE),
            settings,
            knowledge,
            linter=linter_of(knowledge),
            today=wiring.now().date(),
        )

        async def embed(console: Console) -> None:
            await _embed(settings, console)

        yield Office(desk, settings.max_import_bytes, settings.max_import_rows, embed)


async def _embed(settings: Settings, console: Console) -> None:
    async with wiring.program(settings, purpose=PURPOSE, load=False) as program:
        with embedding(console) as progress:
            await program.indexer.embed_missing(today=program.today(), progress=progress)
