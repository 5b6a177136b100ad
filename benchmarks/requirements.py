"""Precision and recall of reading requirements, per kind, against advertisements labelled by hand.

    python -m benchmarks.requirements [SET ...] [--labels FOLDER] [--differences]

A SET is a pair of files in the folder of labels: `build` and `held`, which rules may be fitted to, are measured unless
others are named; `fresh` is a test, measured only where it is named. Results are written only with every set in them.

Labels are ids, fields, values and offsets; the text (title, line break, description) is read from ../shared, and
without it there is nothing to measure. A kind counts each of its values of each labelled advertisement once: a right
one, a wrong or needless one (precision), a missing one (recall). Intervals: Wilson, 95 %.
"""

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from api.schemas.requirements import requirements_document
from matching.requirements.reading import read_requirements

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent.parent / "shared" / "eval" / "dev" / "docs.jsonl"
LABELS = HERE / "requirement_labels"
RESULTS = HERE / "results" / "requirements.json"
KINDS = {
    "education": ("education_min",),
    "experience": ("experience_months_min", "experience_must"),
    "licences": ("licences_must", "licences_preferred"),
    "wage": ("wage_from", "wage_to", "wage_unit"),
    "age": ("age_min", "age_max"),
    "sex": ("sex",),
    "skck": ("skck",),
    "languages": ("languages_must",),
    "certificates": ("certificates_must", "certificates_preferred"),
}
TARGETS = (0.95, 0.90)
FITTED = ("build", "held")
Value = tuple[str, str]
Read = Mapping[str, set[Value]]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    interval = binomtest(hits, of).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def labelled(folder: Path, name: str) -> dict[str, dict[str, list[tuple[str, int, int]]]]:
    """Of each labelled advertisement: field → (value, start, end), empty where the text is silent."""
    found: dict[str, dict[str, list[tuple[str, int, int]]]] = {
        row["doc_id"]: defaultdict(list) for row in _rows(folder / f"labelled_{name}.tsv")
    }
    for row in _rows(folder / f"labels_{name}.tsv"):
        found[row["doc_id"]][row["field"]].append((row["value"], int(row["start"]), int(row["end"])))
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def texts(docs: Path) -> dict[str, str]:
    """Text of each advertisement by id."""
    with docs.open(encoding="utf-8") as file:
        rows = (json.loads(line) for line in file)
        return {row["doc_id"]: f"{row['title']}\n{row['description']}" for row in rows}


def counts(text: str, label: Mapping[str, list[tuple[str, int, int]]]) -> Iterator[tuple[str, str, Value]]:
    """(kind, "right" | "needless" | "missing", (field, value)) of one advertisement."""
    read = requirements_document(read_requirements(text))
    for kind, fields in KINDS.items():
        for field in fields:
            if kind == "certificates":
                yield from _overlapping(kind, field, read["spans"], label.get(field, []))
            else:
                said, stated = _values(read[field]), {value for value, _, _ in label.get(field, [])}
                yield from ((kind, "right", (field, value)) for value in said & stated)
                yield from ((kind, "needless", (field, value)) for value in said - stated)
                yield from ((kind, "missing", (field, value)) for value in stated - said)


def _values(value: Any) -> set[str]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    return {str(item).lower() if isinstance(item, bool) else str(item) for item in items}


def _overlapping(
    kind: str, field: str, spans: Sequence[Mapping[str, Any]], labels: list[tuple[str, int, int]]
) -> Iterator[tuple[str, str, Value]]:
    """Certificates have no code: a span is right where it overlaps a labelled one."""
    once = {span["value"]: (span["start"], span["end"]) for span in reversed(spans) if span["field"] == field}
    said = list(once.values())
    for start, end in said:
        hit = any(start < last and first < end for _, first, last in labels)
        yield kind, "right" if hit else "needless", (field, f"{start}-{end}")
    for _, first, last in labels:
        if not any(start < last and first < end for start, end in said):
            yield kind, "missing", (field, f"{first}-{last}")


def measure(
    by_id: Mapping[str, str], labels: Mapping[str, Mapping[str, list[tuple[str, int, int]]]]
) -> tuple[dict[str, Any], list[str]]:
    """Figures per kind, and each difference as a line."""
    tally: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    differences = []
    for doc_id, label in labels.items():
        for kind, verdict, (field, value) in counts(by_id[doc_id], label):
            tally[kind][verdict] += 1
            if verdict != "right":
                differences.append(f"{doc_id}\t{verdict}\t{field}\t{value}")
    return {kind: _figures(count) for kind, count in tally.items()}, differences


def _figures(count: Counter[str]) -> dict[str, Any]:
    right, read, stated = (
        count["right"],
        count["right"] + count["needless"],
        count["right"] + count["missing"],
    )
    return {
        "labelled": stated,
        "precision": round(right / read, 4) if read else None,
        "precision_interval": [round(edge, 4) for edge in wilson(right, read)],
        "recall": round(right / stated, 4) if stated else None,
        "recall_interval": [round(edge, 4) for edge in wilson(right, stated)],
    }


def table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures as a Markdown table."""
    lines = ["| kind | labelled | precision | 95 % | recall | 95 % |", "|---|---|---|---|---|---|"]
    for kind, f in figures.items():
        cells = [kind, f"{f['labelled']}"]
        for name in ("precision", "recall"):
            low, high = f[f"{name}_interval"]
            cells += ["–" if f[name] is None else f"{f[name]:.3f}", f"{low:.3f}–{high:.3f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure the sets of labels that are asked for and print the tables; write the results where that is every set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", default=FITTED, metavar="SET", help="sets of labels (build held)")
    parser.add_argument(
        "--labels", type=Path, default=LABELS, help="folder with labels_NAME.tsv, labelled_NAME.tsv"
    )
    parser.add_argument("--docs", type=Path, default=DOCS)
    parser.add_argument("--differences", action="store_true", help="print each difference too")
    asked = parser.parse_args()
    known = sorted(path.stem.removeprefix("labelled_") for path in asked.labels.glob("labelled_*.tsv"))
    if unknown := set(asked.sets) - set(known):
        parser.error(f"no labels of {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if not asked.docs.exists():
        print(f"skipped: {asked.docs.name} of the shared evaluation data is not there")
        return
    by_id, results = texts(asked.docs), {}
    for name in asked.sets:
        labels = labelled(asked.labels, name)
        figures, differences = measure(by_id, labels)
        results[name] = {"advertisements": len(labels), "targets": TARGETS, "kinds": figures}
        print(f"{name}: {len(labels)} advertisements\n\n{table(figures)}\n")
        print("\n".join(differences if asked.differences else ()))
    if set(results) >= set(known):
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
