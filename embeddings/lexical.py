"""Search by words: BM25 over tokens that the caller has normalised, with a mask, a base and a small delta.

The base is immutable and memory mapped; what was added since lives in a delta beside it, weighed by the base's idf and
mean length, so that no score of an older row moves. A rebuild refreshes both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.order import Hits, Mask, Rows, Scores, at_least, best_first
from embeddings.postings import Postings, build_postings, frozen_idf, open_postings

Document = Sequence[str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Queries whose words have been weighed: BM25 `scores` of every row, one (n,) a query."""

    scores: tuple[Scores, ...]

    def best(self, k: int, mask: Mask) -> list[Hits]:
        """Per query its k best rows of a mask (n,) and their scores, best first, equal scores by row.

        Rows with none of the terms are never returned; where fewer than k eligible rows have one, all of them are.
        """
        rows = np.flatnonzero(mask)
        return [_best(rows, scores.take(rows), k) for scores in self.scores]


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Row numbers run through the base, then through the delta in the order of adding. Make one with `build`."""

    base: Postings
    delta: Postings
    added: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def build(cls, documents: Sequence[Document]) -> "LexicalIndex":
        """An index whose row i is documents[i]. ValueError for a term that is empty or holds a line break."""
        base = build_postings(documents)
        return cls(base, build_postings((), base))

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """A saved index, memory mapped. Raises OSError or ValueError when its files cannot be read."""
        base = open_postings(folder)
        return cls(base, build_postings((), base))

    def save(self, folder: Path) -> None:
        """Writes the base. ValueError when there is a delta: rebuild first, so that nothing is left out."""
        if self.added:
            raise ValueError("an index with a delta is rebuilt before it is saved")
        self.base.save(folder)

    def with_added(self, documents: Sequence[Document]) -> "LexicalIndex":
        """A new index with these rows after the present ones; the base is shared."""
        added = (*self.added, *map(tuple, documents))
        return LexicalIndex(self.base, build_postings(added, self.base), added)

    def __len__(self) -> int:
        return len(self.base) + len(self.delta)

    def weighed(self, queries: Sequence[Sequence[str]]) -> Weighed:
        """Queries of terms, weighed once for every mask that is asked for then."""
        return Weighed(tuple(self._scores(terms) for terms in queries))

    def _scores(self, terms: Sequence[str]) -> Scores:
        scores = self.base.scores(terms)
        return np.concatenate([scores, self.delta.scores(terms)]) if self.added else scores

    def contains(self, terms: Sequence[str], rows: Rows) -> NDArray[np.bool_]:
        """Whether each row has each term, shape (len(rows), len(terms))."""
        rows = np.asarray(rows, np.int64)
        if not self.added:
            return self.base.contains(terms, rows)
        found = np.zeros((rows.size, len(terms)), np.bool_)
        old = rows < len(self.base)
        found[old] = self.base.contains(terms, rows[old])
        found[~old] = self.delta.contains(terms, rows[~old] - len(self.base))
        return found

    def terms(self, rows: Rows) -> list[frozenset[str]]:
        """The distinct terms of each row."""
        boundary = len(self.base)
        return [
            self.base.terms(row) if row < boundary else self.delta.terms(row - boundary)
            for row in np.asarray(rows, np.int64).tolist()
        ]

    def idf(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Rarity of each term in the base, shape (len(terms),), in [0, 1]: 1 is a term of no document.

        Lucene's idf divided by that of an unseen term, so that its scale hardly moves with the number of documents.
        """
        rarity: NDArray[np.float32] = frozen_idf(terms, self.base) / np.float32(self.base.corpus.largest_idf)
        return rarity


def _best(rows: Rows, scores: Scores, k: int) -> Hits:
    """The k best of the rows that score at all."""
    least = at_least(scores, k) if 0 < k < scores.size else 0.0
    found = np.flatnonzero(scores >= least if least > 0 else scores > 0)
    return best_first(rows.take(found), scores.take(found), k)
