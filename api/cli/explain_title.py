"""`jembatan explain-title`: how a title is understood, from the reference data alone."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson
from api.schemas.documents import Document
from api.schemas.titles import title_document
from data import reference_files

Title = Annotated[
    str,
    typer.Argument(
        metavar="TITLE", help="Judul sertifikat, pelatihan atau lowongan. A title as papers and ads write it."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain-title")(explain_title)


def explain_title(title: Title, as_json: AsJson = False) -> None:
    """Bagaimana sebuah judul dipahami. How a title is understood: occupations, words searched, licences, fields."""
    kbji = reference_files.kbji()
    document = title_document(title, wiring.trade(), lambda code: kbji[code].title)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _show(document, Console())


def _show(document: Document, console: Console) -> None:
    console.print(document["title"], style="bold", markup=False)
    if document["understood"]:
        console.print(_occupations(document))
    else:
        console.print("Tidak dipahami: hanya kata-kata judulnya yang dicari. Not understood.")
    for label, items in (
        ("Dicari juga · also searched", document["searched"]),
        ("Izin menurut hukum · licences by law", document["licences_by_law"]),
        ("Bidang kerja · fields of work", [_field(field) for field in document["fields"]]),
    ):
        if items:
            console.print(f"{label}: {', '.join(items)}", markup=False, highlight=False)


def _occupations(document: Document) -> Table:
    table = Table("Pekerjaan · occupation", "KBJI", "Yakin · confidence", "Lewat · matched by")
    for occupation in document["occupations"]:
        names = f"{occupation['name_id']}\n{occupation['name_en']}"
        codes = "\n".join(f"{code['code']} {code['title']}" for code in occupation["kbji"])
        table.add_row(names, codes, f"{occupation['confidence']:.2f}", occupation["matched_by"])
    return table


def _field(field: Document) -> str:
    closed = " (tertutup · closed)" if field["closed"] else ""
    return f"{field['code']} {field['name_id']}{closed}"
