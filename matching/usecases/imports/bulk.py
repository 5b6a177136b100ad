"""Reading and storing records in bulk, in pieces."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from matching.model.import_progress import Stage
from matching.stores import ImportChange
from matching.usecases.imports.desk import Batch, Outcome

PIECE = 2_000
T = TypeVar("T")
R = TypeVar("R")
Id = TypeVar("Id", bound=UUID)


class BulkStore(Protocol[Id, R]):
    """What the stores of people, employers and vacancies have in common for many records."""

    async def records(self, ids: Sequence[Id], /) -> Mapping[Id, R]: ...
    async def add(self, records: Sequence[R], /) -> None: ...
    async def replace_many(self, records: Sequence[R], /) -> frozenset[Id]: ...


async def stored(
    read: Callable[[Sequence[Id]], Awaitable[Mapping[Id, R]]], wanted: Collection[Id]
) -> dict[Id, R]:
    """What is read of these ids; those that are not there are left out."""
    found: dict[Id, R] = {}
    for _, some in in_pieces(list(wanted)):
        found.update(await read(some))
    return found


def in_pieces(records: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    """Pieces that a store takes at a time, so that progress shows; each with how many are done once it is."""
    for begin in range(0, len(records), PIECE):
        some = records[begin : begin + PIECE]
        yield begin + len(some), some


async def store_drafts(
    store: BulkStore[Id, R],
    kind: str,
    drafts: Mapping[Id, R],
    *,
    known: Mapping[Id, R],
    rows_of: Mapping[Id, int],
    batch: Batch,
) -> Outcome:
    """Add the drafts that are not `known` and replace those that differ from it; `kind` as in `ImportChange`."""
    outcome = Outcome()
    for done, some in in_pieces(list(drafts)):
        new = [one for one in some if one not in known]
        old = [one for one in some if one in known and drafts[one] != known[one]]
        if new:
            await store.add([drafts[one] for one in new])
        changed = await store.replace_many([drafts[one] for one in old]) if old else frozenset()
        for one in some:
            outcome.count(rows_of.get(one, 1), new=one not in known, changed=one in changed)
        outcome.changes += [ImportChange(kind, one, created=True) for one in new]
        outcome.changes += [ImportChange(kind, one, created=False) for one in changed]
        batch.advance(Stage.STORE, done)
    return outcome
