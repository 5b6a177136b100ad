"""Nearest neighbours by inner product among the rows that a mask lets through, never fewer than k while k are eligible.

faiss scans a flat float16 index; a mask is pushed into the scan, so what is found is the best of the eligible, exactly
on the stored float16 values. In a large index a first pass leaves rows out, for all queries at once (see `sketch`):
there exactness is measured, not proven.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.order import Hits, Mask, Rows, best_first
from embeddings.sketch import Sketch, products

Vectors = NDArray[np.float32]
SKETCH_FROM_ROWS: Final = 20_000  # below this faiss alone takes under 2 ms a query
_CHUNK: Final = 8192
_SKETCH: Final = "sketch"


@dataclass(frozen=True, slots=True)
class DenseIndex:
    """A base, memory mapped when opened from disk, and a small delta; rows run through the base, then the delta.

    Nothing changes in place: `with_added` gives a new index that shares the base, so a refresh is one reference swap.
    Rows that no longer count are left out by the caller's mask. Make one with `build` or `open`.
    """

    base: Any  # faiss.IndexScalarQuantizer: faiss has no types
    delta: Any
    sketch: Sketch | None

    @classmethod
    def build(cls, vectors: NDArray[np.floating], *, coarse: bool | None = None) -> "DenseIndex":
        """An index whose row i is vectors[i], shape (n, d), unit rows, kept as float16.

        `coarse` None makes a sketch for large indexes.
        """
        base = _flat(vectors)
        if coarse is None:
            coarse = len(vectors) >= SKETCH_FROM_ROWS
        sketch = Sketch.build(_stored(base)) if coarse and len(vectors) else None
        return cls(base, _flat(vectors[:0]), sketch)

    @classmethod
    def open(cls, folder: Path) -> "DenseIndex":
        """A saved index, memory mapped. Raises OSError, ValueError or RuntimeError when it cannot be read."""
        base = faiss.read_index(str(folder / "dense.faiss"), faiss.IO_FLAG_MMAP_IFC)
        beside = folder / _SKETCH
        sketch = Sketch.open(beside) if beside.is_dir() else None
        return cls(base, _flat(np.empty((0, base.d), np.float32)), sketch)

    def save(self, folder: Path) -> None:
        """Writes the base. ValueError when there is a delta: rebuild first, so that nothing is left out."""
        if self.delta.ntotal:
            raise ValueError("an index with a delta is rebuilt before it is saved")
        faiss.write_index(self.base, str(folder / "dense.faiss"))
        if self.sketch:
            (folder / _SKETCH).mkdir()
            self.sketch.save(folder / _SKETCH)

    def with_added(self, vectors: NDArray[np.floating]) -> "DenseIndex":
        """A new index with these rows, shape (m, d), after the present ones."""
        added = np.concatenate([_stored(self.delta), vectors.astype(np.float16)])
        return DenseIndex(self.base, _flat(added), self.sketch)

    def __len__(self) -> int:
        return int(self.base.ntotal + self.delta.ntotal)

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self.base.d)

    def search(self, queries: Vectors, k: int, mask: Mask | None = None) -> list[Hits]:
        """For each query, shape (q, d), its k best eligible rows; all eligible rows when they are fewer.

        `mask` (n,) says which rows are eligible. Scores are inner products; of rows that tie for the last place, the
        first come, so that the best of more rows are among the best of fewer.
        """
        queries = np.ascontiguousarray(queries, np.float32)
        boundary = self.base.ntotal
        old, new = (None, None) if mask is None else (mask[:boundary], mask[boundary:])
        found = self._search_base(queries, k, old)
        if not self.delta.ntotal:
            return found
        added = _search(self.delta, queries, k, new)
        return [_merged(a, Hits(b.rows + boundary, b.scores), k) for a, b in zip(found, added, strict=True)]

    def _search_base(self, queries: Vectors, k: int, mask: Mask | None) -> list[Hits]:
        if self.sketch is None or k <= 0:
            return _search(self.base, queries, k, mask)
        found = zip(queries, self.sketch.candidates(queries, k, mask), strict=True)
        fetched = partial(_fetched, _stored(self.base))
        return [best_first(rows, products(fetched, rows, query), k) for query, rows in found]

    def vectors(self, rows: Rows) -> Vectors:
        """The stored vectors of these rows, shape (len(rows), d), float32 decoded from float16."""
        rows = np.asarray(rows, np.int64)
        decoded = np.empty((rows.size, self.dimension), np.float32)
        old = rows < self.base.ntotal
        decoded[old] = _fetched(_stored(self.base), rows[old])
        decoded[~old] = _fetched(_stored(self.delta), rows[~old] - self.base.ntotal)
        return decoded


def on_one_thread() -> None:
    """Let searches of this process use one thread each: where several processes share the processors, more of them
    wait for each other."""
    import torch

    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)


def _flat(vectors: NDArray[np.floating]) -> Any:
    """A flat float16 faiss index; added in chunks, so that no float32 copy of everything is made."""
    quantiser = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(vectors.shape[1], quantiser, faiss.METRIC_INNER_PRODUCT)
    for start in range(0, len(vectors), _CHUNK):
        index.add(np.ascontiguousarray(vectors[start : start + _CHUNK], np.float32))
    return index


def _stored(index: Any) -> NDArray[np.float16]:
    """The float16 values where they lie, shape (n, d): to be read only, and only as long as the index is there."""
    values = faiss.rev_swig_ptr(index.codes.data(), 2 * index.ntotal * index.d)
    view: NDArray[np.float16] = values.view(np.float16).reshape(index.ntotal, index.d)
    return view


def _fetched(stored: NDArray[np.float16], rows: Rows) -> Vectors:
    """Some stored rows in single precision, shape (len(rows), d): torch fetches and widens float16 the fastest."""
    import torch

    chosen = torch.index_select(torch.from_numpy(stored), 0, torch.from_numpy(rows))
    widened: Vectors = chosen.float().numpy()
    return widened


def _search(index: Any, queries: Vectors, k: int, mask: Mask | None) -> list[Hits]:
    """The k best eligible rows by faiss, which is asked for no more rows than there are, and for more than k where
    rows tie for the last place: which of them it finds depends on all the others."""
    eligible = index.ntotal if mask is None else int(np.count_nonzero(mask))
    wanted = min(k, eligible)
    if wanted <= 0 or not len(queries):
        return [Hits(np.empty(0, np.int64), np.empty(0, np.float32)) for _ in queries]
    parameters = None
    if mask is not None:
        bits = np.packbits(mask, bitorder="little")
        selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    asked = min(wanted + 1, eligible)
    scores, rows = index.search(queries, asked, params=parameters)
    while asked < eligible and (scores[:, -1] == scores[:, wanted - 1]).any():
        asked = min(2 * asked, eligible)
        scores, rows = index.search(queries, asked, params=parameters)
    return [best_first(r, s, wanted) for r, s in zip(rows, scores, strict=True)]


def _merged(one: Hits, other: Hits, k: int) -> Hits:
    rows = np.concatenate([one.rows, other.rows])
    return best_first(rows, np.concatenate([one.scores, other.scores]), k)
