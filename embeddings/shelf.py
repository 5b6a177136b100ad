"""Where indexes are made and kept: those of vacancies on disk under a key, those of people in memory only."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndex, ForeignIndex
from embeddings.index import DenseIndex
from embeddings.lexical import LexicalIndex
from embeddings.store import open_latest, save

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelved:
    """Indexes as they lie on disk, memory mapped, with the caller's columns and watermark."""

    dense: DenseIndex
    lexical: LexicalIndex
    columns: Mapping[str, NDArray[Any]]
    watermark: str
    generation: str


@dataclass(frozen=True, slots=True)
class IndexShelf:
    """A folder of indexes; `dimension` is the length of the vectors of the model in force."""

    folder: Path
    dimension: int

    def open(self, key: str) -> Shelved | None:
        """What lies there; None where nothing does, or it is damaged or another key's (with a word in the log)."""
        if not any(self.folder.glob("gen-*")):
            return None
        try:
            stored = open_latest(self.folder, model=key, dimension=self.dimension)
        except (DamagedIndex, ForeignIndex) as problem:
            log.warning("the index files are not usable and will be built from the database: %s", problem)
            return None
        manifest = stored.manifest
        return Shelved(
            stored.dense, stored.lexical, stored.arrays, manifest.watermark, str(manifest.generation)
        )

    def put(
        self,
        key: str,
        watermark: str,
        columns: Mapping[str, NDArray[Any]],
        vectors: NDArray[np.float16],
        terms: Sequence[Sequence[str]],
    ) -> Shelved:
        """Build, write at once or not at all, and open. Raises DamagedIndex when what was written cannot be read."""
        dense, lexical = self.in_memory(vectors, terms)
        save(self.folder, model=key, watermark=watermark, dense=dense, lexical=lexical, arrays=columns)
        shelved = self.open(key)
        if shelved is None:
            raise DamagedIndex
        return shelved

    def in_memory(
        self, vectors: NDArray[np.float16], terms: Sequence[Sequence[str]]
    ) -> tuple[DenseIndex, LexicalIndex]:
        """Indexes that never touch the disk."""
        rows = vectors.reshape(len(terms), self.dimension)
        return DenseIndex.build(rows), LexicalIndex.build(terms)
