"""The results as Markdown, put between two marks of the document."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- results: written by `make bench` -->", "<!-- end of results -->"


def write(results: Mapping[str, Any], document: Path) -> None:
    """Put the tables into the document. ValueError when it lacks the marks."""
    text = document.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{document.name} lacks the marks between which results stand")
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    document.write_text(f"{head}{BEGIN}\n\n{table(results)}\n{END}{tail}", encoding="utf-8")


def table(results: Mapping[str, Any]) -> str:
    """All results as Markdown tables."""
    context = results["context"]
    plan = context["plan"]
    parts = [
        f"Machine: {context['machine']}. Model: {context['model']}. Texts encoded: {plan['texts']:,}. "
        f"The run took {context['seconds']:.0f} s.",
        "**A list of 20 with reasons, one core**",
        _lists(results),
        f"**Recall@100 of the index against exact search** ({context['recall_rows']:,} vacancies)",
        _rows(
            ["rows eligible", "recall", "against vectors before float16"],
            (
                [f"{float(mask):.1%}", f"{recall:.5f}", f"{context['recall_before_float16'][mask]:.5f}"]
                for mask, recall in results["recall"].items()
            ),
        ),
        f"**Nearest 100 of {plan['peer_rows']:,}, one core**",
        _peers(results),
        "**Encoding, all cores**",
        _rows(
            ["backend", "texts/s"],
            ([name, f"{rate['texts_per_s']:.0f}"] for name, rate in results["encode"].items()),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _lists(results: Mapping[str, Any]) -> str:
    head = [
        "vacancies", "left by rules", "p50 ms", "p95 ms", "p95 ms, none read before", "p50 / p95 ms with 3 near misses",
        "p95 ms, all left", "restart s",
        "model's load s", "memory MB", "of it mapped files MB",
    ]  # fmt: skip
    rows = []
    for n, times in results["in_process"].items():
        found = results["context"]["served"][n]
        rows.append(
            [
                f"{int(n):,}",
                f"{found['share_left']:.1%}",
                f"{times['p50_ms']:.1f}",
                f"{times['p95_ms']:.1f}",
                f"{found['unread_p95_ms']:.1f}",
                f"{found['near_p50_ms']:.1f} / {found['near_p95_ms']:.1f}",
                f"{results['unmasked'][n]['p95_ms']:.1f}",
                f"{results['restart'][n]['seconds']:.1f}",
                f"{found['model_s']:.1f}",
                f"{results['memory'][n]['mb']:.0f}",
                f"{found['file_backed_mb']:.0f}",
            ]
        )
    return _rows(head, rows)


def _peers(results: Mapping[str, Any]) -> str:
    free = results["context"]["peers_unmasked"]
    return _rows(
        ["", "p95 ms, 10 % eligible", "recall", "p95 ms, all eligible", "recall"],
        (
            [name, f"{m['p95_ms']:.2f}", f"{m['recall']:.4f}", *_of(free[name])]
            for name, m in results["peers"].items()
        ),
    )


def _of(found: Mapping[str, float]) -> list[str]:
    return [f"{found['p95_ms']:.2f}", f"{found['recall']:.4f}"]


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
