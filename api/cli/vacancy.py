"""`jembatan vacancy lint`: what is wrong with an advertisement. With a file it opens neither database nor model."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.text import Text

from api import wiring
from api.cli.arguments import AsJson, named
from api.cli.exit_codes import PROBLEMS
from api.schemas.documents import Document, finding_documents
from api.schemas.vacancies import VacancyIn
from api.settings import load_settings
from api.wiring.reference import linter, trade
from matching.errors import InvalidValue, NotFound
from matching.lint.catalogue import Severity
from matching.lint.reading import Linter
from matching.messages import Tongue
from matching.model import EmployerId, ExternalReference, Vacancy, VacancyId
from matching.model.records import VacancyRecord
from matching.requirements.filling import text_of

vacancy_app = typer.Typer(no_args_is_help=True, help="Lowongan. Vacancies.")
PURPOSE = "lint on the command line"
NOBODY = UUID(int=0)
LONGEST_WORDS = 70
File = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE|-",
        help="Teks iklan (baris pertama: judul) atau JSON seperti POST /vacancies. Text, its first line the title, "
        "or JSON as for POST /vacancies.",
    ),
]
Stored = Annotated[
    str | None,
    typer.Option(
        "--id", metavar="VACANCY", help="Id lowongan, atau SISTEM:KUNCI. A vacancy's id, or SYSTEM:KEY."
    ),
]
Place = Annotated[
    str | None, typer.Option("--place", help="Tempat kerja untuk teks. The place of work, for a text.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(vacancy_app, name="vacancy")


@vacancy_app.command("lint")
def lint(file: File = None, vacancy: Stored = None, place: Place = None, as_json: AsJson = False) -> None:
    """Temuan pada iklan lowongan; kode keluar 1 bila ada yang mencegah terbit. Findings of an advertisement; exit code
    1 where one keeps it from being published."""
    if (file is None) == (vacancy is None):
        raise typer.BadParameter("FILE or --id, one of the two")
    known = linter()
    record = _from_file(file, place, known) if file else asyncio.run(_stored(str(vacancy)))
    found = known.lint(record, wiring.now().date())
    documents = finding_documents(found)
    if as_json:
        typer.echo(json.dumps({"findings": documents}, ensure_ascii=False))
    else:
        _show(text_of(record.vacancy), documents)
    if any(one.severity is Severity.BLOCKS for one in found):
        raise typer.Exit(PROBLEMS)


def _from_file(file: str, place: str | None, known: Linter) -> VacancyRecord:
    try:
        content = (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror or 'cannot be read'}") from None
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file}: not UTF-8 text") from None
    record = _of_json(content) if content.lstrip().startswith("{") else _of_text(content, place, known)
    return VacancyRecord(trade().read(record.vacancy), limits=record.limits, wage_text=record.wage_text)


def _of_json(content: str) -> VacancyRecord:
    try:
        draft: dict[str, Any] = json.loads(content)
        read = VacancyIn.model_validate({"employer": str(NOBODY), "place": None} | draft)
    except json.JSONDecodeError as error:
        raise typer.BadParameter(f"no JSON, {error.msg} in line {error.lineno}") from None
    except ValueError as error:
        wrong: list[dict[str, Any]] = getattr(error, "errors", list)()
        where = ", ".join(".".join(map(str, one["loc"])) for one in wrong)
        raise typer.BadParameter(f"not as for POST /vacancies: {where}") from None
    return read.record(read.vacancy(VacancyId(NOBODY)))


def _of_text(content: str, place: str | None, known: Linter) -> VacancyRecord:
    title, _, description = content.strip().partition("\n")
    if not title.strip():
        raise typer.BadParameter("no text")
    try:
        code = known.places.parse(place).regency_code if place else None
    except InvalidValue as error:
        raise typer.BadParameter(f"--place: {error.problem}") from None
    return VacancyRecord(
        Vacancy(VacancyId(NOBODY), EmployerId(NOBODY), title.strip(), code, description=description)
    )


async def _stored(text: str) -> VacancyRecord:
    """Raises NotFound."""
    asked = named(text, "vacancy")
    actor = wiring.local_actor(PURPOSE)
    async with wiring.gateway(load_settings()) as gateway, gateway.transaction(actor, read_only=True) as tx:
        if isinstance(asked, ExternalReference):
            found = await tx.vacancies.by_reference([asked])
            if asked not in found:
                raise NotFound("vacancy")
            return await tx.vacancies.get(found[asked])
        return await tx.vacancies.get(VacancyId(asked))


def _show(text: str, findings: list[Document]) -> None:
    console = Console()
    for one in findings:
        line = Text(f"{one['severity']} {one['code']}", style="bold")
        if one["start"] is not None:
            line.append(f" “{' '.join(text[one['start'] : one['end']].split())[:LONGEST_WORDS]}”", style="")
        for name, value in one["details"].items():
            line.append(f" {name}={value}", style="dim")
        console.print(line)
        for tongue in Tongue:
            console.print(Text(f"  {one['message'][tongue]}. {one['suggestion'][tongue]}."))
        console.print(Text(f"  {one['rule']}", style="dim"))
    if not findings:
        console.print("tidak ada temuan / no findings")
