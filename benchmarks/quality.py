"""The quality table: ours beside the baselines, and ours beside itself with each part switched off in turn.

    python -m benchmarks.quality ../shared/eval/dev

The figures are those of `jembatan evaluate`: the same harness, the same seed, all judgements of the collection. A part
that is a feature of the score is switched off by taking its weight and giving it to the rest. The results file holds
numbers, query ids and document counts, no text of any advertisement.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from rich.console import Console

from api.cli.evaluate import OURS
from api.cli.evaluation_report import show, summary
from api.cli.production import DocumentRanker
from api.cli.workbench import workbench
from benchmarks.weights import JUDGEMENTS, LEARNED, directory_given, ground
from data.trec import Query, read_collection
from matching.evaluation import Ranker, evaluate, measured_again
from matching.scoring import Feature, Weights

EXPLAINED = {
    "Q08": "Judged advertisements that are titled 'Teknisi Listrik' and no more have grades 1 to 3 and agree with the "
    "certificate alike; what tells buildings from factories stands in tasks, which the score does not read apart."
}
"""Why ours is more than .15 worse than stemmed BM25 by the collection's judgements, by query."""
RESULTS = Path(__file__).parent / "results" / "quality.json"


def without(features: Collection[Feature], weights: Weights) -> Weights:
    """The weights with some features left out, the others in the same proportion."""
    rest = 1 - sum(weights.of[feature] for feature in features)
    of = {f: 0.0 if f in features else weight / rest for f, weight in weights.of.items()}
    return replace(weights, of=of)


def ablations(ranker: DocumentRanker) -> Iterator[tuple[str, DocumentRanker]]:
    """Ours without each part, by name."""
    weights = ranker.recipe.weights
    for feature in (*LEARNED, Feature.EVIDENCE, Feature.QUALIFICATIONS):
        yield f"without {feature}", ranker.with_weights(without({feature}, weights))
    knowledge = {Feature.WORDS, Feature.TRADE, Feature.FUNCTION}
    yield "without knowledge of the trade", ranker.with_weights(without(knowledge, weights))
    yield "title and text alike", ranker.with_weights(replace(weights, title_share=0.0))
    yield "titles only", ranker.with_weights(replace(weights, title_share=1.0))


def main() -> None:
    """Measure, print and write."""
    directory, bench, console = directory_given(__doc__), workbench(), Console()
    full = ground(directory, bench, JUDGEMENTS)
    own = read_collection(directory)
    parts = dict(ablations(full.ranker))
    systems: dict[str, Ranker[Query]] = {OURS: full.ranker, **full.baselines, **parts}
    report = evaluate(systems, own.queries, own.qrels, clock=perf_counter, baselines=full.baselines)
    model = bench.adapted(bench.encoder).identity
    written: dict[str, object] = {"worse than bm25_stems": EXPLAINED}
    for label, collection in (("own judgements", own), ("with judgements", full.collection)):
        again = measured_again(report, collection.qrels)
        console.rule(label)
        show(again, collection, model, console)
        written[label] = summary(again)
    RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
