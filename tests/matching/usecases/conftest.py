"""A filled store, its catalogue and a matcher, on real indexes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from embeddings.shelf import IndexShelf
from matching.stores import Gateway
from matching.usecases.catalogue import Catalogue, CatalogueSettings
from matching.usecases.indexing import Indexer
from matching.usecases.match import Matcher
from tests.fakes import MemoryGateway, MemoryIndexStore
from tests.people import TODAY, composer, encoder, people, reader, recipe, vacancies, world


@dataclass
class Office:
    """All that a process has."""

    store: MemoryIndexStore
    gateway: MemoryGateway
    catalogue: Catalogue
    indexer: Indexer
    matcher: Matcher

    async def embed(self) -> int | None:
        return await self.indexer.embed_missing(today=TODAY)


Opening = Callable[[MemoryIndexStore], Awaitable[Office]]


def office(store: MemoryIndexStore, folder: Path, *, rebuild_rows: int = 2_000) -> Office:
    model = encoder().identity
    gateway = MemoryGateway(store)
    settings = CatalogueSettings(model, "key", rebuild_rows)
    catalogue = Catalogue(store, IndexShelf(folder, encoder().dimension), world(), settings)
    indexer = Indexer(store, encoder(), composer(), model)
    matcher = Matcher(
        cast("Gateway", gateway), store, catalogue, encoder(), composer(), recipe(), reader(), model
    )
    return Office(store, gateway, catalogue, indexer, matcher)


@pytest.fixture
def store() -> MemoryIndexStore:
    """The known world, not yet embedded."""
    filled = MemoryIndexStore()
    for vacancy in vacancies().values():
        filled.put_vacancy(vacancy)
    for candidate in people().values():
        filled.put_candidate(candidate)
    return filled


@pytest.fixture
async def opened(store: MemoryIndexStore, tmp_path: Path) -> Office:
    """The known world, embedded and loaded."""
    one = office(store, tmp_path)
    await one.embed()
    await one.catalogue.load()
    return one
