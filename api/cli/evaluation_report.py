"""An evaluation report as tables for people and as JSON for programs; the JSON is described in docs/evaluation.md."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from data.trec import Collection
from matching.evaluation import HEADLINE, METRICS, Estimate, Report

WORST_SHOWN = 5


def as_json(report: Report, collection: Collection, model: str) -> dict[str, object]:
    """The report as plain values; `model` is the identity of the encoder."""
    return {
        "collection": {
            "queries": len(collection.queries),
            "documents": len(collection.documents),
            "judgements": sum(len(collection.qrels[qid]) for qid in report.measured),
            "unjudged_queries": list(report.unjudged),
        },
        "model": model,
        "bootstrap": {
            "resamples": report.bootstrap.resamples,
            "seed": report.bootstrap.seed,
            "confidence": report.bootstrap.confidence,
        },
        "systems": {
            system.name: {
                "metrics": _estimates(system.metrics),
                "ms_per_query": {"median": system.ms_median, "p95": system.ms_p95},
                "per_query": {qid: dict(values) for qid, values in system.per_query.items()},
            }
            for system in report.systems
        },
        "best_baseline": report.best_baseline,
        "differences": {name: _estimates(metrics) for name, metrics in report.differences.items()},
    }


def summary(report: Report) -> dict[str, object]:
    """What of a report is kept beside the code: means with intervals, paired differences, our `HEADLINE` by query."""
    return {
        "queries": len(report.measured),
        "systems": {
            system.name: {
                **_rounded(system.metrics),
                "ms_per_query": round(system.ms_median, 1),
            }
            for system in report.systems
        },
        "differences": {name: _rounded(metrics) for name, metrics in report.differences.items()},
        HEADLINE: {
            system.name: {qid: round(values[HEADLINE], 3) for qid, values in system.per_query.items()}
            for system in report.systems
            if system.name in {report.systems[0].name, *report.baselines}
        },
    }


def _rounded(metrics: Mapping[str, Estimate]) -> dict[str, list[float]]:
    """Mean, low and high by metric."""
    return {name: [round(value, 3) for value in (e.mean, e.low, e.high)] for name, e in metrics.items()}


def _estimates(metrics: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: {"mean": e.mean, "low": e.low, "high": e.high} for name, e in metrics.items()}


def show(report: Report, collection: Collection, model: str, console: Console) -> None:
    """Print three tables: the systems, ours minus each baseline, and the queries where ours is furthest behind."""
    console.print(
        f"{len(report.measured)} kueri / queries · {len(collection.documents)} lowongan / vacancies · model {model}"
    )
    console.print(_systems(report))
    console.print(_differences(report))
    console.print(_worst(report, {query.qid: query.title for query in collection.queries}))


def _systems(report: Report) -> Table:
    percent = f"{report.bootstrap.confidence:.0%}"
    table = Table("sistem / system", title=f"Mutu / quality (interval {percent})", show_lines=True)
    for column in (*METRICS, "ms (p95)"):
        table.add_column(column, justify="right")
    for system in report.systems:
        cells = [f"{e.mean:.3f}\n{e.low:.2f}–{e.high:.2f}" for e in system.metrics.values()]
        table.add_row(system.name, *cells, f"{system.ms_median:.1f}\n({system.ms_p95:.1f})")
    return table


def _differences(report: Report) -> Table:
    ours = report.systems[0].name
    table = Table(f"{ours} −", title="Selisih berpasangan / paired difference", show_lines=True)
    for column in METRICS:
        table.add_column(column, justify="right")
    for name, metrics in report.differences.items():
        cells = [f"{e.mean:+.3f}\n{e.low:+.2f} … {e.high:+.2f}" for e in metrics.values()]
        table.add_row(f"{name} *" if name == report.best_baseline else name, *cells)
    table.caption = f"* pembanding terbaik / best baseline: {HEADLINE}"
    return table


def _worst(report: Report, titles: Mapping[str, str]) -> Table:
    table = Table("qid", "judul / title", title=f"Terlemah terhadap / weakest against {report.best_baseline}")
    table.add_column(HEADLINE, justify="right")
    for qid, difference in report.worst(WORST_SHOWN):
        table.add_row(qid, titles[qid], f"{difference:+.3f}")
    return table
