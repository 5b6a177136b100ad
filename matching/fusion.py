"""Dense and lexical lists into one pool. Fusion chooses who is scored; it never enters the score."""

from collections.abc import Sequence

import numpy as np

from matching.columns import Rows
from matching.ports import Hits

RANK_CONSTANT = 60
"""k of reciprocal-rank fusion; Cormack, Clarke and Buettcher, SIGIR 2009."""


def merged(one: Hits, other: Hits, size: int) -> Hits:
    """The `size` best of two lists of different rows under the same scores, best first, equal scores by row."""
    rows, scores = np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])
    order = np.lexsort((rows, -scores))[:size]
    return rows[order], scores[order]


def reciprocal_rank_fusion(lists: Sequence[Rows], size: int) -> Rows:
    """The `size` best rows of ranked lists of rows (best first), shape (<= size,); ties break by row."""
    if not lists:
        return np.empty(0, np.int64)
    rows = np.concatenate(lists)
    gains = np.concatenate([1.0 / (RANK_CONSTANT + 1 + np.arange(len(ranked))) for ranked in lists])
    distinct, position = np.unique(rows, return_inverse=True)
    # Rounded, so that the order in which equal gains are added up decides no tie.
    total = np.bincount(position, weights=gains, minlength=len(distinct)).round(12)
    return distinct[np.lexsort((distinct, -total))[:size]].astype(np.int64)
