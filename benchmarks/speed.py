"""How fast, how exact, how big: `make bench` writes benchmarks/results/speed.json and the table in docs/benchmarks.md.

FULL=1 adds 250,000 vacancies and encodes 20,000 texts, TEXTS=n another number. All but the encoder runs on one core.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from api import wiring
from api.settings import load_settings
from benchmarks import peers, report
from benchmarks.machine import ONE_THREAD, describe, on_one_core
from benchmarks.serving import Errand
from benchmarks.worlds import (
    Sources,
    Texts,
    Vectors,
    encoder_of,
    make_database,
    recipe,
    save_people,
    settings_at,
    shelve,
    sources,
)
from data import reference_files
from embeddings.cache import CachedEncoder
from embeddings.hashing import HashingEncoder
from embeddings.index import DenseIndex
from matching.ports import Encoder

RESULTS = Path(__file__).parent / "results" / "speed.json"
DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
MASKS = ("1.0", "0.1", "0.01", "0.001")
QUERIES = 200
ENCODED = 256
Results = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What to measure: vacancies, texts encoded for them, lists answered, rows for the peers."""

    sizes: tuple[int, ...] = (10_000, 100_000)
    texts: int = 4_000
    lists: int = 200
    peer_rows: int = 20_000
    hashing: bool = False


FULL = Plan(sizes=(10_000, 100_000, 250_000), texts=20_000, lists=400, peer_rows=50_000)


def measure(plan: Plan, cache: Path) -> Results:
    """All measurements, as speed.json has them. What is made for them stays in `cache` for the next time."""
    begin = time.time()
    encoder = encoder_of(hashing=plan.hashing)
    model = hashlib.sha256(f"{encoder.identity}/{reference_files.version()}".encode()).hexdigest()[:12]
    folder = cache / f"{model}-{plan.texts}"
    folder.mkdir(parents=True, exist_ok=True)
    origin = sources()
    people = save_people(origin, encoder, folder)
    texts = _texts(plan, origin, encoder, folder)
    say(f"{plan.texts} texts encoded, {time.time() - begin:.0f} s so far")
    rates = encode_rates(plan)
    watermark = make_database(folder)
    served: dict[int, Results] = {}
    for rows in plan.sizes:
        world = f"world-{rows}"
        key = shelve(texts, rows, folder / world, watermark)
        errand = Errand(
            folder=str(folder),
            world=world,
            people=people.name,
            key=key,
            texts=plan.texts,
            rows=rows,
            lists=plan.lists,
            hashing=plan.hashing,
            started=0.0,
        )
        served[rows] = serving(errand)
        say(f"{rows} vacancies served, {time.time() - begin:.0f} s so far")
    with on_one_core():
        queries = np.unique(np.load(people), axis=0)[:QUERIES].astype(np.float32)
        recalls, of_originals = index_recall(texts, max(plan.sizes), folder, queries)
        vectors = texts.moved(plan.peer_rows).astype(np.float16).astype(np.float32)
        under_mask = peers.compare(vectors, queries, 0.1, settings_at(folder).home)
        without_mask = peers.compare(vectors, queries, 1.0, settings_at(folder).home)
    say(f"recall and peers measured, {time.time() - begin:.0f} s so far")
    return {
        **of_serving(served),
        "recall": recalls,
        "encode": rates,
        "peers": under_mask,
        "context": {
            "machine": describe(),
            "model": encoder.identity,
            "plan": asdict(plan),
            "recall_rows": max(plan.sizes),
            "recall_before_float16": of_originals,
            "peers_unmasked": without_mask,
            "served": {str(rows): found for rows, found in served.items()},
            "seconds": time.time() - begin,
        },
    }


def serving(errand: Errand) -> Results:
    """What a fresh serving process measures on one core."""
    sent = json.dumps(asdict(errand) | {"started": time.time()})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.serving", sent],
        env={**os.environ, **ONE_THREAD},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: Results = json.loads(done.stdout.splitlines()[-1])
    return answer


def of_serving(served: dict[int, Results]) -> Results:
    """The figures of the serving processes under the names of speed.json."""
    names = {str(rows): found for rows, found in served.items()}
    return {
        "in_process": {n: {"p50_ms": f["p50_ms"], "p95_ms": f["p95_ms"]} for n, f in names.items()},
        "unmasked": {n: {"p95_ms": f["unmasked_p95_ms"]} for n, f in names.items()},
        "restart": {n: {"seconds": f["restart_s"]} for n, f in names.items()},
        "memory": {n: {"mb": f["memory_mb"]} for n, f in names.items()},
    }


def index_recall(
    texts: Texts, rows: int, folder: Path, queries: Vectors
) -> tuple[dict[str, float], dict[str, float]]:
    """Recall@100 of the index as it lies on disk, against exact search in single precision: on the vectors as they are
    stored, and on the same vectors before they were rounded to float16."""
    newest = max((folder / f"world-{rows}").glob("gen-*"))
    index, originals = DenseIndex.open(newest), texts.moved(rows)
    stored = originals.astype(np.float16).astype(np.float32)
    found: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for share in MASKS:
        mask = peers.eligible_mask(rows, float(share))
        hits = [index.search(query[None], peers.K, mask)[0].rows for query in queries]
        for recalls, vectors in zip(found, (stored, originals), strict=True):
            recalls[share] = peers.recall(hits, peers.exact(vectors, queries, mask))
    return found


def encode_rates(plan: Plan) -> dict[str, dict[str, float]]:
    """Whole texts of vacancies encoded a second, in batches of 32, on all cores."""
    origin = sources()
    texts = [origin.composer.vacancy(origin.vacancy(i)).whole for i in range(min(ENCODED, plan.texts))]
    rates = {}
    for name, encoder in _backends(plan):
        encoder.encode_passages(texts[:32])
        start = time.perf_counter()
        encoder.encode_passages(texts)
        rates[name] = {"texts_per_s": len(texts) / (time.perf_counter() - start)}
    return rates


def _backends(plan: Plan) -> Iterable[tuple[str, Encoder]]:
    if plan.hashing:
        yield "hashing", HashingEncoder()
        return
    for precision in ("float32", "bfloat16"):
        settings = load_settings().model_copy(update={"model_dtype": precision})
        yield f"torch_{precision}", wiring.encoder(settings)


def _texts(plan: Plan, origin: Sources, encoder: Encoder, folder: Path) -> Texts:
    """The texts' vectors, from beside `folder` where they have been encoded before."""
    cached = CachedEncoder(encoder, folder.parent, lambda done, total: say(f"encoded {done} of {total}"))
    return Texts.encode(origin, plan.texts, cached, recipe(origin).world)


def say(words: str) -> None:
    """Progress, on standard error."""
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, write the results, and put the table into the document."""
    plan = FULL if os.environ.get("FULL") else Plan()
    if texts := os.environ.get("TEXTS"):
        plan = replace(plan, texts=int(texts))
    results = measure(plan, load_settings().home / "cache" / "benchmarks")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    report.write(results, DOCUMENT)
    print(report.table(results))


if __name__ == "__main__":
    main()
