"""`jembatan evaluate` on a small collection of our own, and a baseline on the development set where it is at hand."""

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import ir_measures
import numpy as np
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from api.cli.evaluate import Workbench, baseline_rankers, register
from api.cli.progress import now_and_then
from data.trec import Document, MalformedCollection, MissingFile, Query, read_collection
from matching.evaluation import METRICS, Ranker, measure, ordered
from matching.ports import Encoder, Vectors

DEVELOPMENT_SET = Path(__file__).parents[4] / "shared" / "eval" / "dev"
QUERIES = [
    {"qid": "Q1", "title": "Juru Las SMAW", "text": ""},
    {"qid": "Q2", "title": "Operator Jahit", "text": "mampu menjahit garmen", "field": "Garmen"},
    {"qid": "Q3", "title": "Barista", "text": ""},
]
DOCUMENTS = [
    {"doc_id": "J1", "title": "Tukang Las", "description": "Mengelas pagar dengan SMAW."},
    {"doc_id": "J2", "title": "Penjahit", "description": "Menjahit kemeja di pabrik garmen."},
    {"doc_id": "J3", "title": "Kasir", "description": "Melayani pembeli di toko."},
]
QRELS = "Q1\t0\tJ1\t3\nQ1\t0\tJ3\t0\nQ2\t0\tJ2\t3\nQ2\t0\tJ1\t0\n"


class Letters:
    """An encoder without weights: how often each letter occurs."""

    identity = "letters@1"
    dimension = 26

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        counts = np.array(
            [[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts], np.float32
        )
        vectors: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return vectors

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self.encode_queries(texts)


def backwards(documents: Sequence[Document], encoder: Encoder) -> Ranker[Query]:
    """A production path that ranks by file position, the last document first."""
    return lambda query: [(document.doc_id, float(position)) for position, document in enumerate(documents)]


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "collection"
    folder.mkdir()
    for name, rows in (("queries.jsonl", QUERIES), ("docs.jsonl", DOCUMENTS)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return folder


@pytest.fixture
def jembatan(tmp_path: Path) -> Callable[..., str]:
    """Runs the command and gives what it wrote to standard output."""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app, lambda: Workbench(Letters(), backwards, tmp_path / "cache"))

    def run(*arguments: str | Path) -> str:
        result = CliRunner().invoke(app, ["evaluate", *map(str, arguments)], catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    return run


def test_the_report_puts_ours_first_and_every_baseline_behind_it(
    jembatan: Callable[..., str], collection: Path
) -> None:
    report = json.loads(jembatan(collection, "--json"))
    names = ["jembatan", "bm25", "bm25_stems", "encoder", "rrf_encoder_bm25_stems"]
    assert list(report["systems"]) == names
    assert list(report["differences"]) == names[1:]
    assert report["best_baseline"] in names[1:]
    for system in report["systems"].values():
        assert list(system["metrics"]) == list(METRICS)
        assert all(e["low"] <= e["mean"] <= e["high"] for e in system["metrics"].values())
        assert list(system["per_query"]) == ["Q1", "Q2"]
        assert 0 <= system["ms_per_query"]["median"] <= system["ms_per_query"]["p95"]
    assert report["systems"]["bm25_stems"]["metrics"]["ndcg@10"]["mean"] == 1
    assert report["differences"]["bm25_stems"]["ndcg@10"]["mean"] < 0


def test_the_report_says_what_was_measured_and_with_which_model(
    jembatan: Callable[..., str], collection: Path
) -> None:
    report = json.loads(jembatan(collection, "--json"))
    assert report["collection"] == {"queries": 3, "documents": 3, "judgements": 4, "unjudged_queries": ["Q3"]}
    assert report["model"] == "letters@1"
    assert report["bootstrap"] == {"resamples": 10_000, "seed": 0, "confidence": 0.95}


def test_two_runs_differ_in_nothing_but_milliseconds(jembatan: Callable[..., str], collection: Path) -> None:
    def without_time() -> object:
        report = json.loads(jembatan(collection, "--json"))
        for system in report["systems"].values():
            del system["ms_per_query"]
        return report

    assert without_time() == without_time()


def test_the_run_holds_our_lists_of_all_queries_for_any_trec_tool(
    jembatan: Callable[..., str], collection: Path, tmp_path: Path
) -> None:
    jembatan(collection, "--run-out", tmp_path / "ours.run")
    rows = list(ir_measures.read_trec_run(str(tmp_path / "ours.run")))  # type: ignore[no-untyped-call]
    assert [(row.query_id, row.doc_id) for row in rows] == [
        (qid, doc_id) for qid in ("Q1", "Q2", "Q3") for doc_id in ("J3", "J2", "J1")
    ]


def test_people_see_systems_differences_and_the_weakest_queries(
    jembatan: Callable[..., str], collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    shown = jembatan(collection)
    for words in ("jembatan", "bm25_stems", "ndcg@10_condensed", "Selisih", "Juru Las SMAW", "letters@1"):
        assert words in shown


def test_more_judgements_are_reported_beside_the_collection_s_own_and_never_replace_them(
    jembatan: Callable[..., str], collection: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.tsv"
    more.write_text("Q1\t0\tJ1\t0\nQ1\t0\tJ2\t2\nQ3\t0\tJ3\t3\n", encoding="utf-8")
    report = json.loads(jembatan(collection, "--json", "--judgements", more))
    again = report.pop("with_judgements")
    assert report["collection"]["judgements"] == 4
    assert (
        again["collection"]["judgements"] == 5
    )  # the pair that both have judged counts once; Q3 is not measured
    assert again["systems"]["bm25_stems"]["metrics"]["p@5"]["mean"] > 0
    ours, fuller = (of["systems"]["jembatan"]["per_query"]["Q1"] for of in (report, again))
    assert ours["judged@10"] < fuller["judged@10"]
    assert fuller["map@100"] == pytest.approx(
        (1 / 2 + 2 / 3) / 2
    )  # J3, J2, J1: the original grade of J1 stands


def test_a_bad_collection_is_refused_before_the_model_is_loaded(collection: Path) -> None:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app, lambda: pytest.fail("the model was loaded"))
    with (collection / "qrels.tsv").open("a", encoding="utf-8") as file:
        file.write("Q1 0 J2 excellent\n")
    result = CliRunner().invoke(app, ["evaluate", str(collection)])
    assert isinstance(result.exception, MalformedCollection)
    assert "qrels.tsv, line 5, grade" in str(result.exception)


def test_stemmed_bm25_gives_the_figures_that_the_development_set_states() -> None:
    if not DEVELOPMENT_SET.is_dir():
        pytest.skip("the development set is not beside this checkout (../shared/eval/dev)")
    stated = {
        "ndcg@10": 0.494,
        "ndcg@10_condensed": 0.519,
        "judged@10": 0.88,
        "p@5": 0.542,
        "recall@50": 0.519,
    }
    collection = read_collection(DEVELOPMENT_SET)
    ranker = baseline_rankers(collection.documents, Letters())["bm25_stems"]
    values = measure({query.qid: ordered(ranker(query)) for query in collection.queries}, collection.qrels)
    found = {metric: float(np.mean([row[metric] for row in values.values()])) for metric in stated}
    assert found == pytest.approx(stated, abs=0.03)


def test_long_work_says_a_line_now_and_then_where_no_bar_can_move() -> None:
    log, bar = io.StringIO(), io.StringIO()
    for console in (Console(file=log), Console(file=bar, force_terminal=True)):
        say = now_and_then(console, seconds=0)
        say("encode 256/5252")
    assert log.getvalue() == "encode 256/5252\n"
    assert bar.getvalue() == ""


def test_a_folder_without_its_files_is_said_once(tmp_path: Path) -> None:
    said = str(MissingFile(tmp_path / "queries.jsonl"))
    assert (said.count("collection"), said.count("missing"), "queries.jsonl" in said) == (1, 1, True)
