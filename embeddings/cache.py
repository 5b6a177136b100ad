"""An encoder that remembers passage vectors on disk, so that an evaluation does not encode its documents each time.

For evaluation and benchmarks only, never for texts about a person: what is remembered is not forgotten here.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from embeddings.protocol import Encoder, Vectors

_CHUNK = 256  # passages that are encoded between two writes: what an interruption loses at most


class CachedEncoder:
    """Passages are looked up by sha256 of their text in one file per encoder; queries are always encoded."""

    def __init__(
        self, encoder: Encoder, folder: Path, on_encoded: Callable[[int, int], None] | None = None
    ) -> None:
        """`on_encoded` hears (done, all) of the passages that had to be encoded, never when all were known."""
        self._encoder = encoder
        self._on_encoded = on_encoded
        self._path = folder / f"{hashlib.sha256(encoder.identity.encode()).hexdigest()[:16]}.npz"
        self._known: dict[str, Vectors] = {}

    @property
    def identity(self) -> str:
        return self._encoder.identity

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of queries, shape (n, dimension)."""
        return self._encoder.encode_queries(texts)

    def encode_passages(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> Vectors:
        """Vectors of passages, shape (n, dimension); `progress` hears how many texts are done so far."""
        digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        self._known = self._read() | self._known
        missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in self._known}
        known = len(texts) - len(missing)
        for start in range(0, len(missing), _CHUNK):
            chunk = dict(list(missing.items())[start : start + _CHUNK])
            self._known.update(zip(chunk, self._encoder.encode_passages(list(chunk.values())), strict=True))
            self._write()
            done = start + len(chunk)
            if self._on_encoded:
                self._on_encoded(done, len(missing))
            if progress:
                progress(known + done)
        found = [self._known[digest] for digest in digests]
        return np.stack(found) if found else np.empty((0, self.dimension), np.float32)

    def _read(self) -> dict[str, Vectors]:
        """What is on disk. A damaged file counts as empty: everything in it can be made again."""
        try:
            with self._path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                digests, vectors = file["digests"].tolist(), file["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        if vectors.shape != (len(digests), self.dimension):
            return {}
        return dict(zip(digests, vectors, strict=True))

    def _write(self) -> None:
        """Replace the file in one step; the last of two writers wins, and loses the other only time."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(f".{os.getpid()}.tmp")
        with draft.open("wb") as file:
            np.savez(file, digests=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        draft.replace(self._path)
