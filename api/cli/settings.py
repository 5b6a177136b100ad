"""`jembatan settings`: what is in force and where from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.provenance import Origin, Provenance, provenance
from api.settings import Settings, load_settings, variable
from api.vocabularies import in_words

HEADINGS: Mapping[str, tuple[str, str, str]] = {
    "id": ("Setelan", "Nilai", "Asal"),
    "en": ("Setting", "Value", "From"),
}
ORIGINS: Mapping[str, Mapping[Origin, str]] = {
    "id": {
        Origin.ENVIRONMENT: "lingkungan",
        Origin.FILE: "berkas setelan",
        Origin.DEFAULT: "bawaan",
        Origin.ARGUMENT: "program",
    },
    "en": {
        Origin.ENVIRONMENT: "environment",
        Origin.FILE: "settings file",
        Origin.DEFAULT: "default",
        Origin.ARGUMENT: "program",
    },
}
NOT_SET: Mapping[str, str] = {"id": "(tidak disetel)", "en": "(not set)"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("settings", help="Setelan yang berlaku dan asalnya. / What is in force and where from.")(show)


def show(
    as_json: Annotated[bool, typer.Option("--json", help="Untuk program. / For programs.")] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Tabel acuan. / The reference table.")
    ] = False,
) -> None:
    """Print every setting with its value and origin; secrets are hidden.

    Raises:
        SettingsError: the settings are not ones that the program can run with.
    """
    settings = load_settings()
    if as_markdown:
        typer.echo(reference_table())
    elif as_json:
        rows = [asdict(row) for row in provenance(settings)]
        typer.echo(json.dumps({"settings": rows}, ensure_ascii=False, indent=2))
    else:
        Console().print(_table(provenance(settings), settings.language))


def reference_table() -> str:
    """Every setting with its variable, default and meaning, as the Markdown table in `docs/settings.md`."""
    rows = [
        f"| `{variable(name)}` | {_default(name, field.default)} | {in_words('settings', name, 'en')} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def _table(rows: Sequence[Provenance], language: str) -> Table:
    table = Table(*HEADINGS[language], box=None, pad_edge=False)
    for row in rows:
        value = NOT_SET[language] if row.value is None else str(row.value)
        style = "dim" if row.origin is Origin.DEFAULT else "bold"
        table.add_row(row.variable, value, ORIGINS[language][row.origin], style=style)
    return table


def _default(name: str, value: object) -> str:
    if name == "home":
        return "the user's data folder"
    if name == "erasure_journal":
        return "the user's state folder"
    return "not set" if value is None else f"`{value}`"
