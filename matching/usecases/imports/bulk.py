"""Storing drafts in bulk. The protocols of `matching.stores` speak of one record at a time; the stores do both."""

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

from matching.model import CandidateId
from matching.release import ReleaseWindow, Supervision
from matching.stores import ImportChange, Page, Transaction
from matching.usecases.imports.desk import Batch, Outcome, Stage

PIECE = 2_000
PAGE = 1_000
FEW = 100
T = TypeVar("T")
Id = TypeVar("Id", bound=UUID)


class BulkStore(Protocol):
    """A store of people, employers or vacancies. `replace_many` answers who has changed; each may be named once."""

    async def add(self, records: Sequence[Any], /) -> None: ...
    async def replace_many(self, records: Sequence[Any], /) -> frozenset[Any]: ...


class WindowStore(Protocol):
    """Windows of people, each named once; the answer is whose have changed."""

    async def set_windows(
        self, windows: Sequence[tuple[CandidateId, ReleaseWindow, Supervision | None]], /
    ) -> frozenset[CandidateId]: ...


class ReadStore(Protocol):
    """A store that gives one record, or pages of all."""

    async def get(self, record: Any, /) -> Any: ...
    async def page(self, *, limit: int, cursor: str | None) -> Page: ...


async def everything(store: ReadStore) -> AsyncIterator[Any]:
    """Every record of a store that the actor may see."""
    cursor: str | None = None
    while True:
        page = await store.page(limit=PAGE, cursor=cursor)
        for record in page.records:
            yield record
        if page.next is None:
            return
        cursor = page.next


async def stored(store: ReadStore, wanted: Collection[Any], id_of: Callable[[Any], UUID]) -> list[Any]:
    """The records of these ids: one by one where they are few, else picked from the pages, which is one query each."""
    if len(wanted) <= FEW:
        return [await store.get(one) for one in wanted]
    return [record async for record in everything(store) if id_of(record) in wanted]


def windows_in_bulk(tx: Transaction) -> WindowStore:
    """The windows of a transaction, many at a time."""
    return cast(WindowStore, tx.candidates)


def in_pieces(records: Sequence[T]) -> Iterator[Sequence[T]]:
    """Pieces that a store takes at a time, so that progress shows."""
    return (records[begin : begin + PIECE] for begin in range(0, len(records), PIECE))


async def store_drafts(
    store: object,
    kind: str,
    drafts: Mapping[Id, Any],
    *,
    known: Collection[Id],
    rows_of: Mapping[Id, int],
    batch: Batch,
) -> Outcome:
    """Add the drafts that are not `known` and replace the others; `kind` as in `ImportChange`."""
    bulk = cast(BulkStore, store)
    outcome, done = Outcome(), 0
    for some in in_pieces(list(drafts)):
        new = [one for one in some if one not in known]
        old = [one for one in some if one in known]
        if new:
            await bulk.add([drafts[one] for one in new])
        changed = await bulk.replace_many([drafts[one] for one in old]) if old else frozenset()
        for one in some:
            outcome.count(rows_of.get(one, 1), new=one not in known, changed=one in changed)
        outcome.changes += [ImportChange(kind, one, created=True) for one in new]
        outcome.changes += [ImportChange(kind, one, created=False) for one in changed]
        done += len(some)
        batch.advance(Stage.STORE, done)
    return outcome
