"""The one order of search results: higher scores first, equal scores by row."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
_MAXIMA: Final = 64


class Hits(NamedTuple):
    """What a search found: rows and their scores, both of shape (m,), best first, equal scores by row."""

    rows: Rows
    scores: Scores


def best_first(rows: Rows, scores: Scores, k: int) -> Hits:
    """The k best of (rows, scores), both of shape (m,), in total order; all of them when m <= k."""
    if rows.size > k:
        kept = _best(rows, scores, k)
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))
    return Hits(rows[order], scores[order])


def _best(rows: Rows, scores: Scores, k: int) -> NDArray[np.int64]:
    """Positions of the k best, unsorted; of those that tie for the last place, the lowest rows."""
    if k == 0:
        return np.empty(0, np.int64)
    cut = np.partition(scores, rows.size - k)[rows.size - k]
    above = np.flatnonzero(scores > cut)
    tied = np.flatnonzero(scores == cut)
    tied = tied[np.argsort(rows[tied], kind="stable")][: k - above.size]
    return np.concatenate([above, tied])


def at_least(scores: Scores, k: int) -> float:
    """A score that at least k of `scores` (n,) reach: the k-th best, or a little less where that is found faster.

    The k-th best of the maxima of blocks is reached in k blocks, so by k rows.
    """
    blocks = scores.size // _MAXIMA
    if blocks >= 4 * k:
        # A block is every so-manieth row: maxima over whole rows of an array are found twenty times as fast.
        scores = scores[: blocks * _MAXIMA].reshape(_MAXIMA, blocks).max(axis=0)
    return float(np.partition(scores, scores.size - k)[scores.size - k])
