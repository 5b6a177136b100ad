"""Ports: what the domain needs of the world, as protocols that adapters fit structurally."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, Self
from uuid import UUID

import numpy as np
import numpy.typing as npt

from matching.columns import CandidateTable, Column, Mask, Rows, VacancyTable
from matching.kinds import Kinds, kinds_of
from matching.profile import Phrase

Counts = npt.NDArray[np.int32]
Vectors = npt.NDArray[np.float32]  # (rows, dimension), unit length
Hits = tuple[Rows, npt.NDArray[np.float32]]  # rows, best first, and their scores


class Encoder(Protocol):
    """Text to unit vectors. `identity` changes whenever the vectors would."""

    @property
    def identity(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...
    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors: ...


class VectorIndex(Protocol):
    """Nearest rows under a mask. Never starves: min(k, eligible) rows come back for every query."""

    def __len__(self) -> int: ...
    def search(self, queries: Vectors, k: int, mask: Mask | None = None) -> Sequence[Hits]:
        """Per query (q, d) its rows, best first, and their cosines."""
        ...

    def vectors(self, rows: Rows) -> Vectors: ...
    def with_added(self, vectors: Vectors) -> Self:
        """A new index with these rows after the present ones; what is there is shared."""
        ...


class Weighed(Protocol):
    """Queries of words that have been weighed against every row."""

    def best(self, k: int, mask: Mask) -> Sequence[Hits]:
        """Per query its k best rows under a mask (n,) and their scores; rows without any of its words never come."""
        ...


class LexicalIndex(Protocol):
    """BM25 under any masks."""

    def __len__(self) -> int: ...
    def weighed(self, queries: Sequence[Sequence[str]]) -> Weighed: ...

    def contains(self, terms: Sequence[str], rows: Rows) -> Mask:
        """Whether each row has each term, shape (len(rows), len(terms))."""
        ...

    def terms(self, rows: Rows) -> Sequence[Phrase]: ...
    def with_added(self, documents: Sequence[Sequence[str]]) -> Self: ...


@dataclass(frozen=True)
class Snapshot:
    """Vacancies as columns with their two indexes, rows in step; replaced as one reference, never changed.

    Rows of replaced or deleted vacancies stay until the next rebuild and are dead in `alive`. `text_version` (n,) is
    the version of the text that each row's vector and terms belong to.
    """

    vacancies: VacancyTable
    alive: Mask
    text_version: Counts
    dense: VectorIndex
    lexical: LexicalIndex
    model: str
    version: str

    @cached_property
    def kinds(self) -> tuple[Kinds, ...]:
        """Kinds of vacancies that rules cannot tell apart; asked for before a snapshot serves, so that nobody waits."""
        return kinds_of(self.vacancies, self.alive)


@dataclass(frozen=True)
class ProfileSnapshot:
    """Candidates whose gate is open, as columns, with the two indexes of their facets.

    `owner` (facet rows,) is the candidate row of a facet; dead rows are dead in `alive`. Lives in memory only.
    """

    candidates: CandidateTable
    alive: Mask
    text_version: Counts
    owner: Rows
    dense: VectorIndex
    lexical: LexicalIndex
    model: str
    version: str


def among(ids: Column, wanted: Sequence[UUID]) -> Mask:
    """Which ids (V16, shape (n,)) are among the wanted."""
    if not wanted:
        return np.zeros(len(ids), bool)
    keys = np.frombuffer(b"".join(i.bytes for i in wanted), "S16")
    found: Mask = np.isin(ids.view("S16"), keys)
    return found


class Shelved(Protocol):
    """Indexes of vacancies as they lie on disk, memory mapped, with their columns and the watermark they stand at."""

    @property
    def dense(self) -> VectorIndex: ...
    @property
    def lexical(self) -> LexicalIndex: ...
    @property
    def columns(self) -> Mapping[str, npt.NDArray[Any]]: ...
    @property
    def watermark(self) -> str: ...
    @property
    def generation(self) -> str: ...


class Shelf(Protocol):
    """Where indexes are built, and where those of vacancies are kept between starts and shared by processes.

    `key` names everything that the content depends on (model, reference data): another key's files are not used.
    """

    def open(self, key: str) -> Shelved | None:
        """What lies there; None where nothing does, or it is damaged or another's (with a word in the log)."""
        ...

    def put(
        self,
        key: str,
        watermark: str,
        columns: Mapping[str, npt.NDArray[Any]],
        vectors: npt.NDArray[np.float16],
        terms: Sequence[Sequence[str]],
    ) -> Shelved:
        """Build, write at once or not at all, and open."""
        ...

    def in_memory(
        self, vectors: npt.NDArray[np.float16], terms: Sequence[Sequence[str]]
    ) -> tuple[VectorIndex, LexicalIndex]:
        """Indexes that never touch the disk: those of people."""
        ...
