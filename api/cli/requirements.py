"""`jembatan requirements`: what is read from a vacancy's text. Opens neither database nor model."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.arguments import AsJson
from api.schemas.documents import Document
from api.schemas.requirements import RequirementsOut, requirements_document
from data.tables import decoded
from data.unreadable import UnknownFormat
from matching.requirements.reading import read_requirements

File = Annotated[
    str,
    typer.Argument(
        metavar="FILE|-",
        help="Teks satu lowongan, atau baris JSON (id, text); - untuk masukan standar. One text, or JSON lines.",
    ),
]
Schema = Annotated[
    bool, typer.Option("--schema", help="Skema JSON dari keluaran. JSON schema of the output.")
]
LONGEST_WORDS = 70


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("requirements")(requirements)


def requirements(file: File = "-", as_json: AsJson = False, schema: Schema = False) -> None:
    """Syarat yang terbaca dari teks lowongan. What is read from the text of vacancies."""
    if schema:
        typer.echo(json.dumps(RequirementsOut.model_json_schema(), ensure_ascii=False, indent=2))
        return
    for name, text in list(_texts(_content(file))):  # a bad line is said before anything is printed
        read = requirements_document(read_requirements(text))
        if as_json:
            document = read if name is None else {"id": name, **read}
            typer.echo(json.dumps(document, ensure_ascii=False))
        else:
            _show(name, text, read)


def _content(file: str) -> str:
    """Text in UTF-8, UTF-16 or Windows-1252, as lists are read. Raises BadParameter for a file that is not there or is
    no text."""
    try:
        return decoded(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), file)
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror or 'cannot be read'}") from None
    except UnknownFormat:
        raise typer.BadParameter(f"{file}: no text") from None


def _texts(content: str) -> Iterator[tuple[str | int | None, str]]:
    """(id, text) of JSON lines, where the first line that is not blank is an object; else the whole as one text."""
    if not content.lstrip().startswith("{"):
        yield None, content
        return
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield _row(line, number)


def _row(line: str, number: int) -> tuple[str | int | None, str]:
    """Raises BadParameter, naming the line and what would be right."""
    try:
        row: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise typer.BadParameter(f"line {number}: no JSON, {error.msg} at column {error.colno}") from None
    if not isinstance(row, dict):
        raise typer.BadParameter(f'line {number}: an object is needed, such as {{"id": "1", "text": "…"}}')
    name, text = row.get("id"), row.get("text")
    if not isinstance(text, str):
        raise typer.BadParameter(f"line {number}: `text` must be there, as a string")
    if not (name is None or isinstance(name, str | int)) or isinstance(name, bool):
        raise typer.BadParameter(f"line {number}: `id` must be a string or a number")
    return name, text


def _show(name: str | int | None, text: str, read: Document) -> None:
    console = Console()
    if name is not None:
        console.print(Text(str(name), style="bold"))
    table = Table(
        "syarat / requirement", "terbaca / read", "kekuatan / strength", "yakin / sure", "dari / from"
    )
    for span in read["spans"]:
        words = " ".join(text[span["start"] : span["end"]].split())
        table.add_row(
            span["field"],
            Text(_value(span["value"])),
            span["strength"],
            f"{span['confidence']:.2f}",
            Text(words[:LONGEST_WORDS]),
        )
    console.print(table)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(part)}" for key, part in value.items() if part not in (None, False))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
