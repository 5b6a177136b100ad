"""What the words for a fit are worth: the share of rows of grade 2 and above that were shown under each.

    python -m benchmarks.calibration ../shared/eval/dev

Counted over the first 20 rows of every query, with all judgements; each query is ranked with weights learned without
it. "In force" are the words that the program gives. "Learned anew" are those that begin where the rows of the *other*
queries of the development set have reached the shares of TARGETS (isotonic regression, scikit-learn).
Intervals are Wilson's, 95 %.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.isotonic import IsotonicRegression

from api.cli.workbench import workbench
from benchmarks.requirements import wilson
from benchmarks.weights import Ground, Key, directory_given, folds, grounds_of, in_force, learn
from matching.evaluation import RELEVANT
from matching.scoring import FitWord, Weights

RESULTS = Path(__file__).parent / "results" / "calibration.json"
FIGURE = Path(__file__).parent.parent / "docs" / "calibration.svg"
SHOWN = 20
TARGETS = {FitWord.STRONG: 0.85, FitWord.POSSIBLE: 0.5}
"""The least share of rows of the same trade with which a word begins."""
NEVER = 1.01  # a fit that there is not: no row gets the word
WIDTH = 0.05
BANDS = np.arange(0.35, 1.0, WIDTH)
Naming = Callable[[float], FitWord]


@dataclass(frozen=True)
class Row:
    """A row that was shown: its fit and whether its grade is RELEVANT."""

    fit: float
    relevant: bool


def learned_naming(rows: Sequence[Row]) -> Naming:
    """Words from the least fits at which the share of relevant rows, made monotone, reaches the TARGETS."""
    fits = np.array([row.fit for row in rows])
    model = IsotonicRegression(out_of_bounds="clip").fit(fits, [row.relevant for row in rows])
    scale = np.round(np.arange(0.3, 1.0, 0.01), 2)
    shares = model.predict(scale)
    starts = {
        word: float(scale[np.argmax(reached)]) if (reached := shares >= target).any() else NEVER
        for word, target in TARGETS.items()
    }
    weights = Weights(strong_fit=starts[FitWord.STRONG], possible_fit=starts[FitWord.POSSIBLE])
    return weights.word


def shares(named: Iterable[tuple[FitWord, Row]]) -> dict[str, dict[str, float]]:
    """Rows, relevant share and its interval, by word."""
    rows: dict[FitWord, list[bool]] = defaultdict(list)
    for word, row in named:
        rows[word].append(row.relevant)
    return {str(word): _share(rows[word]) for word in FitWord if rows[word]}


def _share(relevant: Sequence[bool]) -> dict[str, float]:
    low, high = wilson(sum(relevant), len(relevant))
    return {"rows": len(relevant), "share": sum(relevant) / len(relevant), "low": low, "high": high}


def across(fit: float) -> float:
    """Where a fit stands in the figure, in its units from the left."""
    return 40 + (fit - 0.3) * 800


def up(share: float) -> float:
    """Where a share stands in the figure, in its units from the top."""
    return 270 - share * 240


def drawn(bands: Mapping[float, Mapping[str, float]], weights: Weights) -> str:
    """Share of relevant rows by fit with its interval, and where the words begin, as SVG."""
    marks = [
        f'<line x1="{across(at + WIDTH / 2):.0f}" x2="{across(at + WIDTH / 2):.0f}" y1="{up(band["low"]):.0f}" '
        f'y2="{up(band["high"]):.0f}" stroke="#555"/>'
        f'<circle cx="{across(at + WIDTH / 2):.0f}" cy="{up(band["share"]):.0f}" r="4"/>'
        for at, band in bands.items()
    ]
    words = [
        f'<line x1="{across(fit):.0f}" x2="{across(fit):.0f}" y1="30" y2="270" stroke="#999" stroke-dasharray="4"/>'
        f'<text x="{across(fit) + 4:.0f}" y="24">{word}</text>'
        for fit, word in (
            (weights.least_fit, FitWord.STRETCH),
            (weights.possible_fit, FitWord.POSSIBLE),
            (weights.strong_fit, FitWord.STRONG),
        )
    ]
    scale = [
        f'<text x="4" y="{up(share) + 4:.0f}">{share:.0%}</text>'
        f'<line x1="40" x2="600" y1="{up(share):.0f}" y2="{up(share):.0f}" stroke="#ddd"/>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    axis = [f'<text x="{across(fit) - 8:.0f}" y="288">{fit:.1f}</text>' for fit in (0.4, 0.6, 0.8, 1.0)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 300" font-family="sans-serif" font-size="12" '
        'role="img"><title>Share of rows of the same trade (grade 2 or 3) by fit, with 95 % intervals</title>'
        + "\n".join([*scale, *axis, *words, *marks])
        + "</svg>\n"
    )


def shown(ground: Ground, qid: str, weights: Weights) -> list[Row]:
    """The first rows for a query, those that nobody has judged left out."""
    query = next(query for query in ground.collection.queries if query.qid == qid)
    scored = ground.ranker.with_weights(weights).scored(query)
    if scored is None:
        return []
    first = [
        i for i in np.argsort(-scored.scores, kind="stable")[:SHOWN] if scored.fit[i] >= weights.least_fit
    ]
    grades = ground.collection.qrels[qid]
    names = ground.ranker.names
    return [Row(float(scored.fit[i]), grades[names[i]] >= RELEVANT) for i in first if names[i] in grades]


def main() -> None:
    """Count, print, write and draw."""
    grounds = grounds_of(directory_given(__doc__), workbench())
    pairs = {(name, qid): found for name, one in grounds.items() for qid, found in one.graded()}
    now = grounds["dev"].ranker.recipe.weights
    held_out: dict[Key, list[tuple[FitWord, Row]]] = {}
    anew: dict[Key, list[tuple[FitWord, Row]]] = {}
    for rest, left_out in folds(sorted(pairs)):
        weights = in_force(learn([pairs[key] for key in rest]), now)
        rows = {key: shown(grounds[key[0]], key[1], weights) for key in pairs}
        word = learned_naming([row for key in rest if key[0] == "dev" for row in rows[key]])
        held_out |= {key: [(now.word(row.fit), row) for row in rows[key]] for key in left_out}
        anew |= {key: [(word(row.fit), row) for row in rows[key]] for key in left_out}
    console, written = Console(), {}
    for where, ground in grounds.items():
        mine = [row for name, qid in pairs if name == where for row in shown(ground, qid, now)]
        tables = {
            how: shares(one for (name, _), found in named.items() if name == where for one in found)
            for how, named in (("in force", held_out), ("learned anew", anew))
        }
        bands = {
            round(float(at), 2): _share(some)
            for at in BANDS
            if (some := [row.relevant for row in mine if at <= row.fit < at + WIDTH])
        }
        written[where] = {**tables, "bands": bands}
        console.print(_table(where, tables))
        if where == "dev":
            FIGURE.write_text(drawn(bands, now), encoding="utf-8")
    RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def _table(where: str, tables: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Table:
    table = Table("words", "word", "rows", "grade 2 and above", "interval", title=where)
    for how, words in tables.items():
        for word, share in words.items():
            table.add_row(
                how,
                word,
                f"{share['rows']}",
                f"{share['share']:.2f}",
                f"{share['low']:.2f}-{share['high']:.2f}",
            )
    return table


if __name__ == "__main__":
    main()
