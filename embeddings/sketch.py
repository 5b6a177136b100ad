"""A first pass that looks at rows along the directions in which they differ most, and leaves few to the exact one.

Scanning every row in all its dimensions is bound by memory. So rows are rotated onto their principal directions
(Jolliffe 2002, "Principal Component Analysis", ch. 2), and the first ones are kept apart, in blocks. A block's score
of a row lacks what the remaining directions j add, sum_j q_j y_j, whose standard deviation over the rows is known for
every query q from the variance v_j along each direction:

    doubt(q) = sqrt(sum_j v_j q_j^2)

A row is left out when it falls short of the k-th best by more than DOUBTS times that. Where a few directions tell
little, doubt is large and nearly every row goes on: slower, never worse. It is no proof (approximate indexes have
none either): `make bench` measures recall.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.mapped import mapped
from embeddings.order import Rows, Scores, at_least

Vectors = NDArray[np.float32]
BLOCK_WIDTH: Final = 64
BLOCKS: Final = 2
DOUBTS: Final = 5.0
"""Of the 100 nearest of 150 queries among 250,000 rows, one in 5,000 was lost at 5, one in 1,250 at 4.5."""
ROUNDING: Final = 1e-5
"""By how much the products of two rows that are the same may differ, in lengths of the query: single precision, summed
in any order. Without it, of rows all alike, those that a library sums another way come first."""
GATHER_UP_TO: Final = 0.25
"""Share of the rows eligible, up to which fetching them is cheaper than passing over all."""
FEW: Final = 500
"""Rows that are looked at as a whole: fewer than a first pass leaves."""
_SAMPLE: Final = 20_000
_CHUNK: Final = 8192
_AT_ONCE: Final = 512
_FETCHED: Final = 4096
_LANES: Final = 16


@dataclass(frozen=True, slots=True)
class Sketch:
    """`rotation` (d, d): principal directions as columns, most variance first; `variance` (d,) along them; `blocks`:
    the rows minus their mean along the first directions, BLOCK_WIDTH at a time, each (n, width), possibly mapped."""

    rotation: Vectors
    variance: NDArray[np.float64]
    blocks: tuple[Vectors, ...]

    @classmethod
    def build(cls, vectors: NDArray[np.float16]) -> "Sketch":
        """From at least one vector, shape (n, d)."""
        sample = vectors[:: max(1, len(vectors) // _SAMPLE)].astype(np.float64)
        mean = sample.mean(axis=0)
        centred = sample - mean
        variance, directions = np.linalg.eigh(centred.T @ centred / len(sample))
        rotation = np.ascontiguousarray(directions[:, ::-1], np.float32)
        parts = np.array_split(rotation[:, : BLOCKS * BLOCK_WIDTH], BLOCKS, axis=1)
        blocks = tuple(np.empty((len(vectors), part.shape[1]), np.float32) for part in parts)
        for start in range(0, len(vectors), _CHUNK):
            rows = (vectors[start : start + _CHUNK] - mean).astype(np.float32)
            for block, part in zip(blocks, parts, strict=True):
                block[start : start + _CHUNK] = rows @ part
        return cls(rotation, np.maximum(variance[::-1], 0), blocks)

    @classmethod
    def open(cls, folder: Path) -> "Sketch":
        """A saved sketch, its blocks mapped into memory. Raises OSError or ValueError if unreadable."""
        blocks = tuple(mapped(folder / f"block-{i}.npy", "c") for i in range(BLOCKS))
        return cls(np.load(folder / "rotation.npy"), np.load(folder / "variance.npy"), blocks)

    def save(self, folder: Path) -> None:
        """One .npy per array, into an existing folder."""
        np.save(folder / "rotation.npy", self.rotation)
        np.save(folder / "variance.npy", self.variance)
        for i, block in enumerate(self.blocks):
            np.save(folder / f"block-{i}.npy", block)

    def candidates(self, queries: Vectors, k: int, mask: NDArray[np.bool_] | None) -> list[Rows]:
        """Per query, shape (q, d), the eligible rows that may be among its k best: all where they are few."""
        rows = np.flatnonzero(mask) if mask is not None else np.arange(len(self.blocks[0]))
        if len(rows) <= max(k, FEW):
            return [rows] * len(queries)
        rotated = queries @ self.rotation
        first = self._first(rotated, rows)
        return [self._narrowed(*pair, rows, k) for pair in zip(rotated, first, strict=True)]

    def _first(self, rotated: Vectors, rows: Rows) -> Scores:
        """Scores of `rows` along the first block, shape (q, len(rows))."""
        block = self.blocks[0]
        along = np.ascontiguousarray(rotated[:, : block.shape[1]])
        if len(rows) <= GATHER_UP_TO * len(block):
            parts = (rows[start : start + _FETCHED] for start in range(0, len(rows), _FETCHED))
            return np.concatenate([_product(along, block.take(part, axis=0)) for part in parts], axis=1)
        scores = _product(along, block)
        return scores if len(rows) == len(block) else scores.take(rows, axis=1)

    def _narrowed(self, query: Vectors, scores: Scores, rows: Rows, k: int) -> Rows:
        """The rows that may be among the k best of one rotated query (d,), block by block."""
        for start, block in self._later():
            near = self._near(query, start, scores, k)
            rows, scores = rows[near], scores[near]
            if block is not None:
                along = query[start : start + block.shape[1]]
                scores = scores + products(partial(np.take, block, axis=0), rows, along)
        return rows

    def _later(self) -> Iterator[tuple[int, Vectors | None]]:
        """How many directions have been looked at, and the block that comes next; None after the last."""
        seen = 0
        for done, following in zip(self.blocks, (*self.blocks[1:], None), strict=True):
            seen += done.shape[1]
            yield seen, following

    def _near(self, query: Vectors, seen: int, scores: Scores, k: int) -> Rows:
        doubt = float(np.sqrt(self.variance[seen:] @ np.square(query[seen:], dtype=np.float64)))
        rounding = ROUNDING * float(np.linalg.norm(query))
        return np.flatnonzero(scores >= at_least(scores, k) - DOUBTS * doubt - rounding)


def products(fetched: Callable[[Rows], Vectors], rows: Rows, query: Vectors) -> Scores:
    """Inner products (n,) of a query (d,) with `rows` (n,), fetched a few at a time, so that they stay in the
    processor's cache until they are multiplied.

    The last few are filled up with row 0: a library adds the odd rows at the end up in another order, and a row has to
    have the same product beside any others.
    """
    even = np.concatenate([rows, np.zeros(-len(rows) % _LANES, rows.dtype)])
    parts = (even[start : start + _AT_ONCE] for start in range(0, len(even), _AT_ONCE))
    multiplied = np.concatenate([np.empty(0, np.float32), *(fetched(part) @ query for part in parts)])
    return multiplied[: len(rows)]


def _product(few: Vectors, many: Vectors) -> Scores:
    """`few` (q, d) times `many` (n, d), shape (q, n): torch takes half the time of numpy for a few queries."""
    import torch

    product: Scores = (torch.from_numpy(few) @ torch.from_numpy(many).T).numpy()
    return product
