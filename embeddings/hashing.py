"""A deterministic encoder without weights: hashed character n-grams.

For tests. Texts that share spellings get similar vectors; of meaning it knows nothing.
Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning", doi:10.1145/1553374.1553516.
"""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class HashingEncoder:
    """Same interface as SentenceEncoder; queries and passages are encoded alike."""

    def __init__(self, dimension: int = 384, ngrams: tuple[int, ...] = (3, 4, 5)) -> None:
        self.dimension = dimension
        self._ngrams = ngrams

    @property
    def identity(self) -> str:
        """`name@version`: the parameters, and the version of this code."""
        return f"hashing-{self.dimension}-{'.'.join(map(str, self._ngrams))}@v1"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension)."""
        return self.encode_passages(texts)

    def encode_passages(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[int], None] | None = None,
        batch_size: int = 32,
    ) -> Vectors:
        """Unit rows, shape (len(texts), dimension); `progress` hears how many texts are done so far."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
            if progress and ((row + 1) % batch_size == 0 or row + 1 == len(texts)):
                progress(row + 1)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        """Each n-gram adds +1 or -1 at a hashed place; the bare end marks give even an empty text a direction."""
        padded = f"  {' '.join(text.lower().split())}  "
        grams = [padded[at : at + n] for n in self._ngrams for at in range(max(1, len(padded) - n + 1))]
        codes = np.array([_code(gram) for gram in grams], np.uint64)
        signs = np.where(codes >> np.uint64(63), np.float32(1), np.float32(-1))
        vector = np.zeros(self.dimension, np.float32)
        np.add.at(vector, (codes % np.uint64(self.dimension)).astype(np.int64), signs)
        length = np.linalg.norm(vector)
        if length == 0:  # all n-grams cancelled out
            vector[0] = length = np.float32(1)
        return vector / length


def _code(gram: str) -> int:
    """64 bits that are the same in every process, unlike `hash`."""
    return int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")
