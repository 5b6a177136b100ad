"""What the import commands need of the program: the stores, the reference data to read by, and embedding afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4  # noqa: TID251 - this is the wiring of the import commands

from rich.console import Console

from api import wiring
from api.cli.progress import embedding
from api.settings import Settings, load_settings
from api.wiring.reference import reading, trade
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
        desk = Desk(
            gateway=gateway,
            actor=wiring.local_actor(PURPOSE),
            reading=reading(wiring.now().date(), settings),
            trade=trade(),
            now=wiring.now,
            new_id=uuid4,
            staff_checked=settings.staff_imports_need_check,
        )

        async def embed(console: Console) -> None:
            await _embed(settings, console)

        yield Office(desk, settings.max_import_bytes, settings.max_import_rows, embed)


async def _embed(settings: Settings, console: Console) -> None:
    async with wiring.program(settings, purpose=PURPOSE, load=False) as program:
        with embedding(console) as progress:
            await program.indexer.embed_missing(today=program.today(), progress=progress)
