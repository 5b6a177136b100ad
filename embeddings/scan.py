"""A first pass over all rows in bfloat16 that provably keeps every one of the k best.

Scanning 250,000 float16 rows in faiss takes three times as long as multiplying them in bfloat16 on a CPU that has
instructions for it, and approximate indexes lose neighbours: with queries unlike the passages, an IVF of 1,024 lists
needed nearly all of them for a recall of 0.999. So the first pass is coarse but bounded, and the rest is exact.

With y = x - mean (subtracting a constant moves no order, and makes the numbers small), and q', y' rounded to bfloat16,
    |q'.y' - q.y| <= |q - q'| |y| + |q'| |y - y'| <= e    (Cauchy-Schwarz, with the largest |y| and |y - y'|),
and rounding the sum t itself changes it by at most u |t|, u = 2^-8. At least k rows score t or more, so the k-th best
true score is at least t - u |t| - e, and a row that can be among the k best scores t - 2 (u |t| + e) or more.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from embeddings.order import Rows, Scores

if TYPE_CHECKING:
    import torch

Vectors = NDArray[np.float32]
_UNIT: Final = 2.0**-8 * 1.01  # with room for the second order
_SUM: Final = 1e-4  # relative to |q| |y|: rounding of a float32 sum of up to 1,600 products, 1600 * 2^-24
_LOWEST: Final = float(np.finfo(np.float32).min)
_BLOCK: Final = 64
_CHUNK: Final = 8192
_GATHERED: Final = 4096
GATHER_UP_TO: Final = (
    0.25  # share of the rows eligible, up to which fetching them is cheaper than passing over all
)


@dataclass(frozen=True, slots=True)
class CoarseScan:
    """Rows minus their mean in bfloat16, shape (n, d), possibly mapped from a file.

    `radius` is the largest length of a row, `rounding` the largest distance of a row from its bfloat16 value.
    """

    rows: "torch.Tensor"
    radius: float
    rounding: float

    @classmethod
    def build(cls, vectors: NDArray[np.float16]) -> "CoarseScan":
        """From float16 vectors, shape (n, d)."""
        import torch

        mean = vectors.mean(axis=0, dtype=np.float32)
        rows = torch.empty(vectors.shape, dtype=torch.bfloat16)
        radius = rounding = 0.0
        for start in range(0, len(vectors), _CHUNK):
            centred = torch.from_numpy(vectors[start : start + _CHUNK].astype(np.float32) - mean)
            rounded = rows[start : start + _CHUNK] = centred.bfloat16()
            radius = max(radius, float(centred.norm(dim=1).max()))
            rounding = max(rounding, float((centred - rounded).norm(dim=1).max()))
        return cls(rows, radius, rounding)

    @classmethod
    def open(cls, folder: Path) -> "CoarseScan":
        """A saved scan, its rows mapped into memory. Raises OSError, ValueError, RuntimeError if unreadable."""
        import torch

        dimension, radius, rounding = np.load(folder / "scan.npy").tolist()
        file = folder / "scan.bf16"
        size = file.stat().st_size // 2
        # A private mapping is shared between processes as long as nobody writes to it, and nobody does.
        flat = torch.from_file(str(file), shared=False, size=size, dtype=torch.bfloat16)
        return cls(flat.view(-1, int(dimension)), radius, rounding)

    def save(self, folder: Path) -> None:
        """Writes the rows as raw bfloat16, and the numbers beside them."""
        import torch

        self.rows.view(torch.int16).numpy().tofile(folder / "scan.bf16")
        np.save(folder / "scan.npy", np.array([self.rows.shape[1], self.radius, self.rounding]))

    def candidates(self, queries: Vectors, k: int, mask: NDArray[np.bool_] | None) -> list[Rows]:
        """Per query, eligible rows among which all of its k best are. At least k rows must be eligible."""
        import torch

        exact = torch.from_numpy(queries)
        rounded = exact.bfloat16()
        error = (exact - rounded).norm(dim=1) * self.radius
        error += rounded.float().norm(dim=1) * (self.rounding + _SUM * self.radius)
        few = None
        if mask is not None and np.count_nonzero(mask) <= GATHER_UP_TO * mask.size:
            few = np.flatnonzero(mask)
        if few is not None:
            coarse, mask = self._gathered(rounded, few), None
        else:
            coarse = torch.mm(self.rows, rounded.T)  # twice as fast as q @ rows.T
        found = [
            _within(scores if mask is None else np.where(mask, scores, np.float32(-np.inf)), k, bound)
            for scores, bound in zip(coarse.T.contiguous().float().numpy(), error.tolist(), strict=True)
        ]
        return found if few is None else [few[positions] for positions in found]

    def _gathered(self, queries: "torch.Tensor", rows: Rows) -> "torch.Tensor":
        """Products of some rows with all queries (q, d), shape (len(rows), q), in blocks that stay in the cache."""
        import torch

        scores = torch.empty((len(rows), len(queries)), dtype=torch.bfloat16)
        fetched = torch.empty((min(_GATHERED, len(rows)), self.rows.shape[1]), dtype=torch.bfloat16)
        for start in range(0, len(rows), _GATHERED):
            block = torch.from_numpy(rows[start : start + _GATHERED])
            part = torch.index_select(self.rows, 0, block, out=fetched[: len(block)])
            torch.mm(part, queries.T, out=scores[start : start + _GATHERED])
        return scores


def _within(scores: Scores, k: int, error: float) -> Rows:
    reached = at_least(scores, k)
    bound = reached - 2 * (_UNIT * abs(reached) + error)
    return np.flatnonzero(scores >= max(bound, _LOWEST))  # masked rows score minus infinity


def at_least(scores: Scores, k: int) -> float:
    """A score that at least k of `scores` (n,) reach: the k-th best, or a little less where that is found faster.

    The k-th best of the maxima of blocks is reached in k blocks, so by k rows.
    """
    blocks = scores.size // _BLOCK
    if blocks >= 4 * k:
        # A block is every so-manieth row: maxima over whole rows of an array are found twenty times as fast.
        scores = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
    return float(np.partition(scores, scores.size - k)[scores.size - k])
