"""The rankers that anybody could pick instead of ours: BM25, BM25 over stems, the raw encoder, and their fusion.

They are the yardstick, so nothing here shares code with the production path: BM25 is the bm25s library with its
usual parameters, stems are Sastrawi's, the encoder is plain cosine. A scorer answers for all documents at once.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory

from embeddings.protocol import Encoder

Floats = npt.NDArray[np.float32]
Scorer = Callable[[str], Floats]
"""Text of a query → one score per document, shape (n,), higher is better; -inf where it is not in the list."""
Tokeniser = Callable[[str], list[str]]

BM25_K1, BM25_B = (
    1.5,
    0.75,
)  # Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5
FUSION_K = 60  # G. Cormack, C. Clarke, S. Büttcher, "Reciprocal Rank Fusion", SIGIR 2009
_WORD = re.compile(r"[a-z0-9]+")


def surface_tokeniser() -> Tokeniser:
    """Lower-case words and numbers without Sastrawi's stop words."""
    stop_words = frozenset(StopWordRemoverFactory().get_stop_words())

    def tokenise(text: str) -> list[str]:
        return [word for word in _WORD.findall(text.lower()) if word not in stop_words]

    return tokenise


def stemming_tokeniser() -> Tokeniser:
    """The surface tokens, stemmed by Sastrawi (Nazief and Adriani's algorithm with its later corrections)."""
    surface = surface_tokeniser()
    stem: Callable[[str], str] = cache(StemmerFactory().create_stemmer().stem)
    return lambda text: [stem(word) for word in surface(text)]


def bm25(texts: Sequence[str], tokenise: Tokeniser) -> Scorer:
    """BM25 in Lucene's variant, over `texts`; a document without any word of the query is not in the list."""
    import bm25s  # it brings scipy, which no other command needs

    index = bm25s.BM25(method="lucene", k1=BM25_K1, b=BM25_B)
    index.index([tokenise(text) for text in texts], show_progress=False)
    nothing = np.full(len(texts), -np.inf, np.float32)

    def score(query: str) -> Floats:
        known = [token for token in tokenise(query) if token in index.vocab_dict]
        if not known:
            return nothing
        scores: Floats = np.asarray(index.get_scores(known), np.float32)
        return np.where(scores > 0, scores, nothing)

    return score


def cosine(texts: Sequence[str], encoder: Encoder) -> Scorer:
    """Cosine of the encoder's own query and passage vectors; every document is in the list."""
    passages: Floats = np.asarray(encoder.encode_passages(texts), np.float32)

    def score(query: str) -> Floats:
        scores: Floats = passages @ np.asarray(encoder.encode_queries([query])[0], np.float32)
        return scores

    return score


def reciprocal_rank_fusion(scorers: Sequence[Scorer], k: int = FUSION_K) -> Scorer:
    """Sum over the lists of 1 / (k + rank), ranks from 1; a list adds nothing for what is not in it."""

    def score(query: str) -> Floats:
        fused = sum((_reciprocal_ranks(scorer(query), k) for scorer in scorers), start=np.float32(0))
        scores: Floats = np.where(fused > 0, fused, -np.inf).astype(np.float32)
        return scores

    return score


def _reciprocal_ranks(scores: Floats, k: int) -> Floats:
    """1 / (k + rank) of every document, 0 where it is not in the list; ties go to the earlier document."""
    reciprocal: Floats = np.zeros(len(scores), np.float32)
    order = np.argsort(-scores, kind="stable")
    reciprocal[order] = 1 / (k + 1 + np.arange(len(scores), dtype=np.float32))
    reciprocal[np.isneginf(scores)] = 0
    return reciprocal


def best_rows(scores: Floats, n: int = 1000) -> npt.NDArray[np.intp]:
    """Rows of the n best documents that are in the list, best first; ties go to the earlier document."""
    order = np.argsort(-scores, kind="stable")[:n]
    return order[~np.isneginf(scores[order])]
