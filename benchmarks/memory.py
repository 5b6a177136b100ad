"""Memory of the production path beside the raw encoder alone, over the same documents.

    python -m benchmarks.memory DIR [--out benchmarks/results/memory.json]

Two processes, one after the other: each loads the encoder, holds the documents of DIR in its way and answers every
query; then its resident memory is read. Memory does not depend on what vectors say, so of the passages the first 64 are
encoded and the others get vectors at random.
"""

import argparse
import json
import multiprocessing
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from api import wiring
from api.cli.evaluate import OURS, encoder_alone
from api.cli.workbench import workbench
from api.settings import load_settings
from benchmarks.machine import describe
from benchmarks.serving import resident_mb
from data.trec import read_collection
from embeddings.protocol import Encoder, Vectors

ENCODED = 64
LIMIT_MB = 200
"""More than the raw encoder alone, at most."""


class _Padded:
    """An encoder that encodes the first passages and makes up the vectors of the others."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.identity, self.dimension = encoder.identity, encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        known = self._encoder.encode_passages(texts[:ENCODED], progress=progress)
        rest = np.random.default_rng(7).standard_normal((len(texts) - len(known), self.dimension))
        rest /= np.linalg.norm(rest, axis=1, keepdims=True)
        return np.concatenate([known, rest.astype(known.dtype)])


def held(directory: Path, system: str) -> dict[str, float]:
    """Megabytes of this process once `system` ("encoder" or ours) has answered all queries of a collection."""
    collection = read_collection(directory)
    if system == OURS:
        bench = workbench()
        ranker = bench.production(collection.documents, bench.adapted(_Padded(bench.encoder)))
    else:  # without our knowledge of the trade
        ranker = encoder_alone(collection.documents, _Padded(wiring.raw_encoder(load_settings())))
    for query in collection.queries:
        ranker(query)
    return resident_mb()


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/memory.json"))
    asked = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    for system in ("encoder", OURS):
        with multiprocessing.get_context("spawn").Pool(1) as own:
            found[system] = own.apply(held, (asked.directory, system))
    more = found[OURS]["memory_mb"] - found["encoder"]["memory_mb"]
    result = {"machine": describe(), **found, "more_mb": more, "limit_mb": LIMIT_MB}
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
