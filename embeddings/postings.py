"""One immutable BM25 segment: term → rows with their weights, and row → terms.

BM25 (k1 = 1.2, b = 0.75) as in Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond",
doi:10.1561/1500000019, with Lucene's idf, which is never negative:
    weight(t, d) = idf(t) * tf / (tf + k1 * (1 - b + b * |d| / mean |d|))
    idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log1p
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.mapped import mapped
from embeddings.order import Rows, Scores

K1: Final = 1.2
B: Final = 0.75
_ARRAYS: Final = ("starts", "rows", "weights", "row_starts", "row_terms", "idf", "totals")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What idf and length normalisation are measured on; frozen between two rebuilds of the index."""

    documents: int
    mean_length: float

    def idf(self, document_frequency: NDArray[np.int64]) -> NDArray[np.float32]:
        """Lucene's idf in nats, same shape; a term that is in no document has the largest."""
        df = document_frequency.astype(np.float64)
        return np.log1p((self.documents - df + 0.5) / (df + 0.5)).astype(np.float32)

    @property
    def largest_idf(self) -> float:
        """That of a term that is in no document."""
        return log1p((self.documents + 0.5) / 0.5)


@dataclass(frozen=True, slots=True)
class Postings:
    """Arrays of one segment of n rows and v terms with p postings; they may be memory mapped.

    starts (v+1,), rows (p,), weights (p,): rows of a term ascend. row_starts (n+1,), row_terms (p,): terms of a row.
    idf (v,) in nats. `words` are the keys of `vocabulary` in the order of their codes.
    """

    vocabulary: Mapping[str, int]
    words: Sequence[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    row_starts: NDArray[np.int64]
    row_terms: NDArray[np.int32]
    idf: NDArray[np.float32]
    corpus: Corpus

    def __len__(self) -> int:
        return self.row_starts.size - 1

    def scores(self, terms: Sequence[str]) -> Scores:
        """BM25 of every row, shape (n,); a term that is asked for twice counts twice."""
        # The compiled loop under scipy's sparse matrices. It is not public: a test says when it is gone. Eight words of
        # 40,000 of 250,000 rows: 0.33 ms; the public product of a matrix, which copies its columns first, 0.86 ms;
        # np.add.at 1.3 ms; adding to indexed rows 2.4 ms. Any of them can stand in.
        from scipy.sparse._sparsetools import csc_matvec

        scores, once = np.zeros(len(self), np.float32), np.ones(1, np.float32)
        for term in terms:
            if (code := self.vocabulary.get(term)) is not None:
                found = slice(self.starts[code], self.starts[code + 1])
                rows, weights = self.rows[found], self.weights[found]
                ends = np.array([0, rows.size], np.int32)
                csc_matvec(len(self), 1, ends, rows, weights, once, scores)  # adds to scores
        return scores

    def contains(self, terms: Sequence[str], rows: Rows) -> NDArray[np.bool_]:
        """Whether the row has the term, shape (len(rows), len(terms))."""
        wanted = np.full(len(self.vocabulary) + 1, -1, np.int64)
        codes = np.array([self.vocabulary.get(term, len(self.vocabulary)) for term in terms], np.int64)
        distinct, column = np.unique(codes, return_inverse=True)
        wanted[distinct] = np.arange(distinct.size)
        wanted[-1] = -1
        found = np.zeros((rows.size, distinct.size), np.bool_)
        begin = self.row_starts[rows]
        lengths = self.row_starts[rows + 1] - begin
        owner = np.repeat(np.arange(rows.size), lengths)
        places = np.arange(owner.size) + np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
        hit = wanted.take(self.row_terms.take(places))
        at = np.flatnonzero(hit >= 0)
        found[owner.take(at), hit.take(at)] = True
        return found[:, column] if terms else np.zeros((rows.size, 0), np.bool_)

    def terms(self, row: int) -> frozenset[str]:
        """The distinct terms of a row."""
        codes = self.row_terms[self.row_starts[row] : self.row_starts[row + 1]]
        return frozenset(map(self.words.__getitem__, codes.tolist()))

    def save(self, folder: Path) -> None:
        """One .npy per array, and the vocabulary in the order of its codes, one term a line."""
        words = "\n".join(self.words)
        np.save(folder / "vocabulary.npy", np.frombuffer(words.encode(), np.uint8))
        totals = np.array([self.corpus.documents, self.corpus.mean_length], np.float64)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", totals if name == "totals" else getattr(self, name))


def open_postings(folder: Path) -> Postings:
    """A saved segment, its arrays mapped into memory. Raises OSError or ValueError when they cannot be read."""
    arrays = {name: mapped(folder / f"{name}.npy") for name in _ARRAYS}
    documents, mean_length = arrays.pop("totals").tolist()
    stored = np.load(folder / "vocabulary.npy").tobytes().decode()
    words = stored.split("\n") if stored else []
    vocabulary = {word: code for code, word in enumerate(words)}
    return Postings(vocabulary, words, corpus=Corpus(int(documents), mean_length), **arrays)


def build_postings(documents: Sequence[Sequence[str]], frozen: Postings | None = None) -> Postings:
    """A segment of `documents`; idf and mean length come from `frozen` where given, else from the documents.

    Terms are non-empty and hold no line break; ValueError otherwise.
    """
    vocabulary = {term: code for code, term in enumerate(dict.fromkeys(chain.from_iterable(documents)))}
    if any(not term or "\n" in term for term in vocabulary):
        raise ValueError("a term is non-empty and holds no line break")
    lengths = np.fromiter(map(len, documents), np.int64, len(documents))
    codes = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(documents)), np.int64, lengths.sum())
    size = max(len(vocabulary), 1)
    owner_and_term, tf = np.unique(
        np.repeat(np.arange(lengths.size), lengths) * size + codes, return_counts=True
    )
    owner, term = owner_and_term // size, owner_and_term % size
    df = np.bincount(term, minlength=len(vocabulary)).astype(np.int64)
    corpus = (
        frozen.corpus if frozen else Corpus(lengths.size, float(lengths.mean()) if lengths.sum() else 1.0)
    )
    idf = corpus.idf(df) if frozen is None else frozen_idf(list(vocabulary), frozen)
    damping = K1 * (1 - B + B * lengths[owner] / corpus.mean_length)
    weights = (idf[term] * tf / (tf + damping)).astype(np.float32)
    by_term = np.argsort(term, kind="stable")
    return Postings(
        vocabulary,
        list(vocabulary),
        starts=_starts(df),
        rows=owner[by_term].astype(np.int32),
        weights=weights[by_term],
        row_starts=_starts(np.bincount(owner, minlength=lengths.size).astype(np.int64)),
        row_terms=term.astype(np.int32),
        idf=idf,
        corpus=corpus,
    )


def frozen_idf(terms: Sequence[str], frozen: Postings) -> NDArray[np.float32]:
    """Idf in nats of each term in the frozen segment, shape (len(terms),)."""
    unseen = frozen.corpus.largest_idf
    codes = [frozen.vocabulary.get(term) for term in terms]
    return np.array([unseen if code is None else frozen.idf[code] for code in codes], np.float32)


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
