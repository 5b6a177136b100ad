"""Nearest neighbours under a mask, side by side: the same vectors, queries and mask, one core, one query at a time."""

import asyncio
import struct
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import faiss
import numpy as np
import numpy.typing as npt

from data.embedded import embedded_server
from embeddings.index import DenseIndex

Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Search = Callable[[Vectors], Rows]
K = 100
POST_FILTERED = 2 * K
"""Rows fetched before a filter is applied to them afterwards."""
EF_SEARCH = 200
_NEAREST = "SELECT id FROM item WHERE {where} ORDER BY embedding <#> $1 LIMIT " + str(K)
_SCHEMA = """
CREATE EXTENSION IF NOT EXISTS vector;
DROP TABLE IF EXISTS item;
CREATE TABLE item (id int PRIMARY KEY, eligible bool NOT NULL, embedding vector({width}) NOT NULL);
"""


def eligible_mask(rows: int, share: float) -> Mask:
    """A mask that lets this share of the rows through, at least one, drawn by chance."""
    return np.random.default_rng(7).permutation(rows) < max(1, round(share * rows))


def best(scores: npt.NDArray[np.float32], k: int) -> Rows:
    """Positions of the k highest, in no order."""
    k = min(k, scores.size)
    return np.argpartition(-scores, k - 1)[:k] if k else np.empty(0, np.int64)


def exact(vectors: Vectors, queries: Vectors, mask: Mask, k: int = K) -> list[Rows]:
    """The k best eligible rows of each query in single precision: the truth that recall is measured against."""
    eligible = np.flatnonzero(mask)
    return [eligible[best(scores, k)] for scores in (queries @ vectors[eligible].T)]


def recall(found: list[Rows], wanted: list[Rows]) -> float:
    """Share of the wanted rows that were found."""
    hits = sum(np.intersect1d(a, b).size for a, b in zip(found, wanted, strict=True))
    return float(hits / sum(rows.size for rows in wanted))


def measured(search: Search, queries: Vectors, wanted: list[Rows]) -> dict[str, float]:
    """95th percentile of milliseconds, and recall."""
    found, times = [], []
    for query in (*queries[:5], *queries):
        start = time.perf_counter()
        found.append(search(query))
        times.append(1_000 * (time.perf_counter() - start))
    return {"p95_ms": float(np.percentile(times[5:], 95)), "recall": recall(found[5:], wanted)}


def in_process(vectors: Vectors, mask: Mask) -> dict[str, Search]:
    """Searches that need no server."""
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    ours = DenseIndex.build(vectors)

    def by_numpy(query: Vectors) -> Rows:
        return best(np.where(mask, vectors @ query, -np.inf), min(K, int(mask.sum())))

    def filtered_afterwards(query: Vectors) -> Rows:
        rows: Rows = flat.search(query[None], POST_FILTERED)[1][0]
        return rows[mask[rows]][:K]

    def by_selector(query: Vectors) -> Rows:
        selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        rows: Rows = flat.search(query[None], K, params=parameters)[1][0]
        return rows

    return {
        "numpy": by_numpy,
        "faiss_flat_filtered_afterwards": filtered_afterwards,
        "faiss_flat_selector": by_selector,
        "ours": lambda query: ours.search(query[None], K, mask)[0].rows,
    }


def compare(vectors: Vectors, queries: Vectors, share: float, home: Path) -> dict[str, dict[str, float]]:
    """Every peer under a mask of this share. pgvector runs on the embedded PostgreSQL of `home`."""
    mask = eligible_mask(len(vectors), share)
    wanted = exact(vectors, queries, mask)
    results = {name: measured(search, queries, wanted) for name, search in in_process(vectors, mask).items()}
    return results | asyncio.run(_pgvector(vectors, queries, mask, wanted, home))


async def _pgvector(
    vectors: Vectors, queries: Vectors, mask: Mask, wanted: list[Rows], home: Path
) -> dict[str, dict[str, float]]:
    async with embedded_server(home) as server:
        connection = await asyncpg.connect(server.url("postgres"))
        try:
            await _fill(connection, vectors, mask)
            await connection.execute(f"SET enable_seqscan = off; SET hnsw.ef_search = {EF_SEARCH}")
            statement = await connection.prepare(_NEAREST.format(where="true" if mask.all() else "eligible"))

            async def search(query: Vectors) -> Rows:
                return np.array([row["id"] for row in await statement.fetch(query)], np.int64)

            results = {"pgvector_hnsw": await _measured_there(search, queries, wanted)}
            await connection.execute("SET hnsw.iterative_scan = strict_order")
            results["pgvector_hnsw_iterative"] = await _measured_there(search, queries, wanted)
            return results
        finally:
            await connection.close()


async def _fill(connection: Any, vectors: Vectors, mask: Mask) -> None:
    await connection.execute(_SCHEMA.format(width=vectors.shape[1]))
    schema = await connection.fetchval(
        "SELECT nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'vector'"
    )
    await connection.set_type_codec(
        "vector", schema=schema, format="binary", encoder=_sent, decoder=lambda raw: raw
    )
    rows = zip(range(len(vectors)), mask.tolist(), vectors, strict=True)
    await connection.copy_records_to_table("item", records=rows)
    await connection.execute("SET maintenance_work_mem = '512MB'")
    await connection.execute("CREATE INDEX ON item USING hnsw (embedding vector_ip_ops)")
    await connection.execute("ANALYZE item")


def _sent(vector: Vectors) -> bytes:
    """A vector as pgvector receives it: dimensions, a zero, big-endian floats."""
    return struct.pack(">HH", vector.size, 0) + vector.astype(">f4").tobytes()


async def _measured_there(
    search: Callable[[Vectors], Awaitable[Rows]], queries: Vectors, wanted: list[Rows]
) -> dict[str, float]:
    found, times = [], []
    for query in (*queries[:5], *queries):
        start = time.perf_counter()
        found.append(await search(query))
        times.append(1_000 * (time.perf_counter() - start))
    return {"p95_ms": float(np.percentile(times[5:], 95)), "recall": recall(found[5:], wanted)}
