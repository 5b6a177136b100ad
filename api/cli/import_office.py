"""What the import commands need of the program: the stores, the reference data to read by, and embedding afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from uuid import uuid4  # noqa: TID251 - this is the wiring of the import commands

from rich.console import Console

from api import wiring
from api.cli.progress import embedding
from api.settings import Settings, load_settings
from data import reference_files
from matching.intake.reading import Reading
from matching.language.places import PlaceParser, common_aliases
from matching.usecases.imports import Desk

PURPOSE = "importing files"


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
            reading=reading(wiring.now().date(), settings.max_text_chars),
            trade=wiring.trade(),
            now=wiring.now,
            new_id=uuid4,
        )

        async def embed(console: Console) -> None:
            await _embed(settings, console)

        yield Office(desk, settings.max_import_bytes, settings.max_import_rows, embed)


def reading(today: date, max_text_chars: int) -> Reading:
    """The reference data that cells are read against."""
    gazetteer = reference_files.gazetteer()
    wages = _minimum_wages()
    return Reading(
        gazetteer=gazetteer,
        places=PlaceParser(gazetteer, {**common_aliases(), **reference_files.place_aliases()}),
        fields=reference_files.fields_of_work(),
        today=today,
        kbji=frozenset(reference_files.kbji()),
        kbli=frozenset(reference_files.kbli()),
        minimum_wage=lambda place, year: wages.get((place, year)),
        max_text_chars=max_text_chars,
    )


def _minimum_wages() -> Mapping[tuple[str, int], int]:
    """By regency and year; a province's minimum is never taken for a regency's."""
    return {
        (wage.place_code, wage.year): wage.monthly_idr
        for wage in reference_files.minimum_wages()
        if "." in wage.place_code
    }


async def _embed(settings: Settings, console: Console) -> None:
    async with wiring.program(settings, purpose=PURPOSE, load=False) as program:
        with embedding(console) as progress:
            await program.indexer.embed_missing(today=program.today(), progress=progress)
