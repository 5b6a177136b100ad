"""What a transaction has written, with the rows as they were: what an import needs in order to be undone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Before:
    """A record before this transaction: its stored rows as JSON, None where there was none."""

    image: str | None
    candidate: UUID | None = None  # whose record it is


class Journal:
    """Kept by the stores of one transaction. The first image of a record stands: it is the state before."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, UUID], Before] = {}
        self._parts: dict[UUID, list[tuple[str, UUID]]] = defaultdict(list)

    def note(self, kind: str, record: UUID, image: str | None, *, candidate: UUID | None = None) -> None:
        """`kind` as in `matching.stores.ImportChange`; `image` before the change."""
        if (kind, record) in self._entries:
            return
        self._entries[kind, record] = Before(image, candidate)
        if candidate:
            self._parts[candidate].append((kind, record))

    def before(self, kind: str, record: UUID) -> Before | None:
        """None: this transaction has not written the record."""
        return self._entries.get((kind, record))

    def parts_of(self, candidate: UUID) -> Sequence[tuple[str, UUID]]:
        """Certificates and window of a candidate that have been written."""
        return self._parts.get(candidate, [])
