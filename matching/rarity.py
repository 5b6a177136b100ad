"""How rare a word is in the language of work: from a fixed body of titles, so that no score depends on an index.

An index knows how rare a term is among its own vacancies, and that changes with every rebuild; it chooses the pool
with it. The score and the explanation weigh words by this table, which changes only with the reference data.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt

LIGHT = 0.25


class Rarity:
    """Rarity of terms in [0, 1] over documents of terms; 1 is a term of none.

    Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5)), divided by that of an unseen term. `light` terms name no trade by
    themselves ("staf", "teknisi") and count a quarter, so that a shared role is not taken for a shared trade.
    """

    def __init__(self, documents: Iterable[Sequence[str]], light: Collection[str] = ()) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for document in documents:
            counted.update(set(document))
            total += 1
        self._unseen = float(np.log(1 + (total + 0.5) / 0.5))
        self._of = {
            term: float(np.log(1 + (total - n + 0.5) / (n + 0.5)))
            / self._unseen
            * (LIGHT if term in light else 1)
            for term, n in counted.items()
        }

    def __call__(self, terms: Sequence[str]) -> npt.NDArray[np.float32]:
        """Rarity of each term, shape (len(terms),)."""
        return np.array([self._of.get(term, 1.0) for term in terms], np.float32)
