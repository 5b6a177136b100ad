"""`jembatan evaluate`: the production path and its baselines on a collection with judgements, in one run."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli.evaluation_report import as_json, show
from api.cli.progress import now_and_then
from data.trec import (
    Collection,
    Document,
    Query,
    read_collection,
    read_qrels,
    with_judgements,
    write_run,
)
from embeddings import baselines
from embeddings.cache import CachedEncoder
from matching.evaluation import Ranker, Report, evaluate, measured_again
from matching.ports import Encoder

OURS = "jembatan"
PASSAGE_CHARACTERS = 800  # of the description, for the raw encoder: about what it reads before it cuts
Production = Callable[[Sequence[Document], Encoder], Ranker[Query]]
"""Index documents as vacancies in memory and rank them for a query taken as one certificate, without rule filters."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """What the command needs from the composition root."""

    encoder: Encoder  # as it is: what the baselines take
    production: Production
    cache: Path  # folder of remembered passage vectors
    adapted: Callable[[Encoder], Encoder] = lambda encoder: encoder  # as the production path takes it


def register(app: typer.Typer, workbench: Callable[[], Workbench]) -> None:
    """Add the command to `app`; `workbench` is asked only when the command runs."""

    @app.command("evaluate")
    def command(
        directory: Annotated[
            Path, typer.Argument(metavar="DIR", help="Folder with queries.jsonl, docs.jsonl and qrels.tsv.")
        ],
        as_json_: Annotated[bool, typer.Option("--json", help="Write the report as JSON.")] = False,
        judgements: Annotated[
            list[Path] | None,
            typer.Option(
                "--judgements",
                dir_okay=False,
                help="More judgements, as in qrels.tsv: what the collection's own leave out. Reported beside them.",
            ),
        ] = None,
        run_out: Annotated[
            Path | None,
            typer.Option(
                "--run-out", dir_okay=False, help="Write our lists as a TREC run, 1,000 rows a query."
            ),
        ] = None,
    ) -> None:
        """Ukur mutu peringkat terhadap pembanding. Measure the quality of the ranking beside its baselines."""
        collection = read_collection(directory)
        more = [read_qrels(path) for path in judgements or ()]
        bench = workbench()
        report = run(collection, bench, Console(stderr=True))
        model = bench.adapted(bench.encoder).identity
        if run_out:
            write_run(run_out, report.systems[0].rankings, tag=OURS)
        document = as_json(report, collection, model)
        if not as_json_:
            show(report, collection, model, Console())
        if more:
            fuller = replace(collection, qrels=reduce(with_judgements, more, collection.qrels))
            again = measured_again(report, fuller.qrels)
            document["with_judgements"] = as_json(again, fuller, model)
            if not as_json_:
                show(again, fuller, model, Console())
        if as_json_:
            typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def run(collection: Collection, bench: Workbench, console: Console) -> Report:
    """Build every system over the documents and evaluate them; progress goes to `console`."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        encoding = progress.add_task("encode", total=None, visible=False)

        say = now_and_then(console)

        def on_encoded(done: int, total: int) -> None:
            progress.update(encoding, completed=done, total=total, visible=True)
            say(f"encode {done}/{total}")

        encoder = CachedEncoder(bench.encoder, bench.cache, on_encoded)
        systems: dict[str, Ranker[Query]] = {
            OURS: bench.production(collection.documents, bench.adapted(encoder))
        }
        systems |= baseline_rankers(collection.documents, encoder)
        ranking = progress.add_task("rank", total=len(systems) * len(collection.queries))
        return evaluate(
            systems,
            collection.queries,
            collection.qrels,
            clock=perf_counter,
            progress=lambda: progress.advance(ranking),
        )


def baseline_rankers(documents: Sequence[Document], encoder: Encoder) -> dict[str, Ranker[Query]]:
    """BM25, BM25 over stems, the raw encoder, and the fusion of the last two, by name.

    BM25 reads the whole advertisement; the encoder its title, skills and the first 800 characters of the description.
    """
    doc_ids = [document.doc_id for document in documents]
    whole = [_text(document) for document in documents]
    stems = baselines.bm25(whole, baselines.stemming_tokeniser())
    dense = _dense(documents, encoder)
    scorers = {
        "bm25": baselines.bm25(whole, baselines.surface_tokeniser()),
        "bm25_stems": stems,
        "encoder": dense,
        "rrf_encoder_bm25_stems": baselines.reciprocal_rank_fusion([dense, stems]),
    }
    return {name: _ranker(scorer, doc_ids) for name, scorer in scorers.items()}


def encoder_alone(documents: Sequence[Document], encoder: Encoder) -> Ranker[Query]:
    """The raw encoder of `baseline_rankers`, and nothing beside it."""
    return _ranker(_dense(documents, encoder), [document.doc_id for document in documents])


def _dense(documents: Sequence[Document], encoder: Encoder) -> baselines.Scorer:
    return baselines.cosine([_text(document, PASSAGE_CHARACTERS) for document in documents], encoder)


def _text(document: Document, characters: int | None = None) -> str:
    return "\n".join((document.title, document.skills, document.description[:characters]))


def _ranker(scorer: baselines.Scorer, doc_ids: Sequence[str]) -> Ranker[Query]:
    """A baseline as a system of the harness: the query is the title and the text of the certificate."""

    def rank(query: Query) -> list[tuple[str, float]]:
        scores = scorer(f"{query.title} {query.text}".strip())
        return [(doc_ids[row], float(scores[row])) for row in baselines.best_rows(scores)]

    return rank
