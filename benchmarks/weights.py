"""Learn the weights of what a certificate and a vacancy have in common, and measure them cross-validated.

    python -m benchmarks.weights ../shared/eval/dev

Of two documents that are judged differently for one query, the better one should score higher: logistic regression
(scikit-learn) on the differences of their features, each pair weighing as much as its gains differ and each query as
much as any other; Burges et al., "Learning to Rank using Gradient Descent", ICML 2005, with a linear model. No
intercept, and no negative weight: a feature that would take from a score is left out and the rest is learned again.

Learned on the development set with all judgements of it, and on the golden set of `tests/`; five folds over the
queries of both; the real advertisements weigh as much as our own. What is printed as "cross-validated" ranks every
query with weights that never saw it. The weights that stand in `matching.scoring.Weights` are the last line, rounded.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt
from rich.console import Console
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from api.cli.evaluate import OURS, Workbench, baseline_rankers
from api.cli.evaluation_report import show, summary
from api.cli.production import DocumentRanker
from api.cli.workbench import workbench
from data.trec import Collection, Query, read_collection, read_qrels, with_judgements
from embeddings.cache import CachedEncoder
from matching.evaluation import GAINS, Qrels, Ranker, Report, evaluate
from matching.scoring import FEATURES, Feature, Weights
from tests.golden.collection import read_golden

RESULTS = Path(__file__).parent / "results" / "weights.json"
JUDGEMENTS = Path(__file__).parent / "judgements" / "dev.tsv"
LEARNED = (
    Feature.MEANING,
    Feature.WORDS,
    Feature.TRADE,
    Feature.FUNCTION,
    Feature.SCHOOLING,
)
"""What differs between vacancies for a bare certificate; what depends on the person stays as it was set by hand."""
SHARE = 0.6
"""Of the whole score, what LEARNED features decide together."""
FOLDS = 5
PAIRS_PER_QUERY = 600
INVERSE_PENALTY = 500.0  # of a loss whose weights sum to 1
Floats = npt.NDArray[np.float64]
Key = tuple[str, str]  # which collection, query id


@dataclass(frozen=True)
class Graded:
    """Pairs of one query: `differences` (p, f) better minus worse, `stakes` (p,) difference of gains, summing to 1."""

    differences: Floats
    stakes: Floats


def graded(features: Floats, grades: Sequence[int], dice: np.random.Generator) -> Graded | None:
    """A sample of the pairs of judged documents, features (n, f), whose grades differ; None where none do."""
    levels = np.asarray(grades)
    better, worse = np.nonzero(levels[:, None] > levels[None, :])
    if not better.size:
        return None
    some = dice.choice(better.size, min(PAIRS_PER_QUERY, better.size), replace=False)
    gain = np.array([GAINS.get(int(grade), 0) for grade in levels], np.float64)
    stakes = (gain[better] - gain[worse])[some]
    if not stakes.sum():
        return None
    return Graded((features[better] - features[worse])[some], stakes / stakes.sum())


def learn(pairs: Sequence[Graded]) -> Floats:
    """Weights of the features, shape (f,), none negative, summing to 1."""
    differences = np.concatenate([one.differences for one in pairs])
    stakes = np.concatenate([one.stakes for one in pairs])
    stakes = stakes / (2 * stakes.sum())  # every pair stands in the data twice, once each way
    right = np.repeat([1, 0], len(stakes))
    used = np.arange(differences.shape[1])
    while True:
        both_ways = np.concatenate([differences[:, used], -differences[:, used]])
        model = LogisticRegression(C=INVERSE_PENALTY, fit_intercept=False)
        model.fit(both_ways, right, sample_weight=np.tile(stakes, 2))
        found: Floats = model.coef_[0]
        if (found >= 0).all():
            weights = np.zeros(differences.shape[1])
            weights[used] = found / found.sum()
            return weights
        used = used[found > 0]


def in_force(learned: Floats, others: Weights) -> Weights:
    """The weights of all features: the learned ones share SHARE, the others are as they are."""
    of = dict(others.of)
    of |= {feature: SHARE * float(weight) for feature, weight in zip(LEARNED, learned, strict=True)}
    return replace(others, version="learned", of=of)


@dataclass(frozen=True)
class Ground:
    """A collection with the rankers that answer on it."""

    collection: Collection
    ranker: DocumentRanker
    baselines: dict[str, Ranker[Query]]

    def graded(self) -> Iterator[tuple[str, Graded]]:
        """Pairs of every query that has some, by query id; all of them together weigh 1."""
        judged = len(self.collection.qrels)
        row = {name: i for i, name in enumerate(self.ranker.names)}
        columns = [FEATURES.index(feature) for feature in LEARNED]
        for query in self.collection.queries:
            grades = self.collection.qrels.get(query.qid, {})
            scored = self.ranker.scored(query)
            if scored is not None and grades:
                features = scored.features[[row[name] for name in grades]][:, columns]
                pairs = graded(features, list(grades.values()), np.random.default_rng(0))
                if pairs:
                    yield query.qid, replace(pairs, stakes=pairs.stakes / judged)

    def measured(self, learned: Mapping[str, Floats], qrels: Qrels) -> Report:
        """The cross-validated ranker, the one in force, and the baselines."""

        def cross_validated(query: Query) -> list[tuple[str, float]]:
            now = self.ranker.recipe.weights
            weights = in_force(learned[query.qid], now) if query.qid in learned else now
            return self.ranker.with_weights(weights)(query)

        systems: dict[str, Ranker[Query]] = {"cross-validated": cross_validated, OURS: self.ranker}
        return evaluate(
            systems | self.baselines,
            self.collection.queries,
            qrels,
            clock=perf_counter,
            baselines=self.baselines,
        )


def ground(directory: Path, bench: Workbench, *more: Path) -> Ground:
    """A collection, with the judgements of some more files."""
    collection = read_collection(directory)
    qrels = collection.qrels
    for path in more:
        qrels = with_judgements(qrels, read_qrels(path))
    encoder = CachedEncoder(bench.encoder, bench.cache)
    ranker = bench.production(collection.documents, bench.adapted(encoder))
    assert isinstance(ranker, DocumentRanker)
    return Ground(
        Collection(collection.queries, collection.documents, qrels),
        ranker,
        baseline_rankers(collection.documents, encoder),
    )


def grounds_of(directory: Path, bench: Workbench) -> dict[str, Ground]:
    """The development set with all judgements of it, and the golden set."""
    with tempfile.TemporaryDirectory() as folder:
        read_golden().write(Path(folder))
        return {"dev": ground(directory, bench, JUDGEMENTS), "golden": ground(Path(folder), bench)}


def folds(keys: Sequence[Key]) -> Iterator[tuple[list[Key], list[Key]]]:
    """(what is learned from, what is left out), FOLDS times."""
    for rest, left_out in KFold(FOLDS, shuffle=True, random_state=0).split(keys):
        yield [keys[i] for i in rest], [keys[i] for i in left_out]


def directory_given(purpose: str | None) -> Path:
    """The development set named on the command line."""
    parser = argparse.ArgumentParser(description=(purpose or "").splitlines()[0])
    parser.add_argument("directory", type=Path, help="the development set")
    named: Path = parser.parse_args().directory
    return named


def main() -> None:
    """Learn, cross-validate, print and write."""
    directory, bench = directory_given(__doc__), workbench()
    grounds = grounds_of(directory, bench)
    pairs = {(name, qid): found for name, one in grounds.items() for qid, found in one.graded()}
    learned: dict[Key, Floats] = {}
    for rest, left_out in folds(sorted(pairs)):
        learned |= dict.fromkeys(left_out, learn([pairs[key] for key in rest]))
    own = read_collection(directory).qrels
    model, console = bench.adapted(bench.encoder).identity, Console()
    written: dict[str, object] = {"folds": FOLDS}
    for label, name, qrels in (
        ("dev", "dev", own),
        ("dev with judgements", "dev", grounds["dev"].collection.qrels),
        ("golden", "golden", grounds["golden"].collection.qrels),
    ):
        one = grounds[name]
        report = one.measured({qid: w for (where, qid), w in learned.items() if where == name}, qrels)
        console.rule(label)
        show(report, one.collection, model, console)
        written[label] = summary(report)
    final = {str(f): round(float(w), 4) for f, w in zip(LEARNED, learn(list(pairs.values())), strict=True)}
    written["learned"] = final
    console.print(final, {feature: round(SHARE * weight, 3) for feature, weight in final.items()})
    RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
