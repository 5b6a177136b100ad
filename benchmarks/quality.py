"""The quality table: ours beside the baselines, and ours beside itself with each part switched off in turn.

The figures are those of `jembatan evaluate`: the same harness, the same seed. The results file holds numbers, query
ids and document counts, no text of any advertisement.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from rich.console import Console

from api.cli.evaluate import OURS, Production, Workbench, run
from api.cli.evaluation_report import as_json, show
from data.trec import Collection, Query, read_collection
from embeddings.cache import CachedEncoder
from matching.evaluation import Ranker, Report, evaluate

RESULTS = Path(__file__).parent / "results" / "quality.json"


def measure_quality(
    directory: Path, bench: Workbench, without: Mapping[str, Production], results: Path = RESULTS
) -> None:
    """Print both tables and write them to `results`; `without` builds ours without a part, by the part's name."""
    collection = read_collection(directory)
    reports = {
        "baselines": run(collection, bench, Console(stderr=True)),
        "ablation": ablation(collection, bench, without),
    }
    for report in reports.values():
        show(report, collection, bench.encoder.identity, Console())
    written = {name: as_json(report, collection, bench.encoder.identity) for name, report in reports.items()}
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def ablation(collection: Collection, bench: Workbench, without: Mapping[str, Production]) -> Report:
    """Ours first, then ours without each part. A part earns its place where the difference is above zero."""
    encoder = CachedEncoder(bench.encoder, bench.cache)
    productions = {OURS: bench.production} | {f"without {part}": build for part, build in without.items()}
    systems: dict[str, Ranker[Query]] = {
        name: build(collection.documents, encoder) for name, build in productions.items()
    }
    return evaluate(systems, collection.queries, collection.qrels, clock=perf_counter)
