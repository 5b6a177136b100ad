"""`jembatan import queue` and `resolve`: rows that may belong to a known person, until somebody says whose they are."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from api.cli import exit_codes, tables
from api.cli.arguments import AsJson
from api.cli.import_office import EMBEDDED, Office
from api.cli.import_report import as_json as report_as_json
from api.cli.import_report import print_json, show
from api.schemas.documents import Document
from api.schemas.imports import queued_document
from matching.model import CandidateId, QueuedRowId
from matching.stores import Page
from matching.usecases.imports import ImportReport, dismiss_row, list_queue, resolve_row
from matching.usecases.imports.answers import Joined, New, Said
from matching.usecases.imports.queue import Possible, Waiting

OpenOffice = Callable[[], AbstractAsyncContextManager[Office]]
PAGE = 100
ONE_OF_THREE = "pilih satu / choose one: --candidate, --new, --dismiss"
SAY_WHY = "--dismiss: isi --reason / give --reason"
WORDS = {
    "key": "kunci / key",
    "nik": "NIK",
    "register_number": "register",
    "name": "nama / name",
    "birth_date": "lahir / born",
}

Which = Annotated[
    UUID, typer.Argument(metavar="ID", help="Id baris antrean. The id of the row in the queue.")
]
Candidate = Annotated[
    UUID | None,
    typer.Option("--candidate", metavar="CANDIDATE", help="Milik orang ini. It is this person's."),
]
IsNew = Annotated[bool, typer.Option("--new", help="Orang baru. It is a new person's.")]
Dismiss = Annotated[bool, typer.Option("--dismiss", help="Tidak dipakai. Leave it out.")]
Reason = Annotated[
    str, typer.Option("--reason", help="Mengapa; tanpa nama orang. Why it is left out; name nobody.")
]
Everything = Annotated[bool, typer.Option("--all", help="Juga yang sudah diputuskan. Also those decided on.")]


def register(group: typer.Typer, office: OpenOffice) -> None:
    """Add the commands to `import`."""

    @group.command("queue")
    def queue(everything: Everything = False, as_json: AsJson = False) -> None:
        """Mungkin orang yang sama. Rows that may belong to a known person; their cells are not shown here."""
        page = asyncio.run(_list(office, everything))
        if as_json:
            print_json({"queue": [_document(one) for one in page.records]})
        else:
            _print_queue(page.records, Console())

    @group.command("resolve")
    def resolve(  # noqa: PLR0917 - typer passes them by name
        which: Which,
        candidate: Candidate = None,
        new: IsNew = False,
        dismiss: Dismiss = False,
        reason: Reason = "",
        as_json: AsJson = False,
    ) -> None:
        """Putuskan satu baris antrean. Say whose a row is: it is taken in as an import, which `undo` takes back."""
        if (candidate is not None) + new + dismiss != 1:
            raise typer.BadParameter(ONE_OF_THREE)
        if dismiss and not reason.strip():
            raise typer.BadParameter(SAY_WHY)
        row = QueuedRowId(which)
        if dismiss:
            asyncio.run(_dismiss(office, row, reason))
            _say_dismissed(row, as_json=as_json)
        else:
            said = Joined(CandidateId(candidate)) if candidate else New()
            _say_report(asyncio.run(_resolve(office, row, said)), as_json=as_json)


async def _list(office: OpenOffice, everything: bool) -> Page:
    async with office() as open_:
        return await list_queue(open_.desk, limit=PAGE, decided=everything)


async def _dismiss(office: OpenOffice, row: QueuedRowId, reason: str) -> None:
    async with office() as open_:
        await dismiss_row(open_.desk, row, reason)


async def _resolve(office: OpenOffice, row: QueuedRowId, said: Said) -> ImportReport:
    async with office() as open_:
        report = await resolve_row(open_.desk, row, said)
        if report.import_id and report.kind in EMBEDDED:
            await open_.embed(Console(stderr=True))
    return report


def _say_dismissed(row: QueuedRowId, *, as_json: bool) -> None:
    if as_json:
        print_json({"id": row, "outcome": "dismissed"})
    else:
        typer.echo(f"tidak dipakai / dismissed: {row}")


def _say_report(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report_as_json(report))
    else:
        show(report, Console())
    if not report.fine:
        raise typer.Exit(exit_codes.PROBLEMS)


def _document(one: Waiting) -> Document:
    """As the API has it, but without cells: a terminal keeps what it has shown."""
    document = queued_document(one)
    del document["cells"]
    return document


def _print_queue(rows: Sequence[Waiting], console: Console) -> None:
    """Rows of which import, and who each may be, with ids whole; no cell is shown."""
    table = tables.table("id", "baris / row · mungkin / possibly")
    for one in rows:
        decided = one.row.decided
        lines = [f"{one.row.kind} {one.row.row}", str(one.row.import_id)]
        lines += [line for person in one.possible for line in _lines(person)] or ["?"]
        lines += [f"→ {decided.outcome} {decided.reason}".rstrip()] if decided else []
        table.add_row(str(one.row.id), "\n".join(lines))
    console.print(table)


def _lines(person: Possible) -> list[str]:
    numbers = [
        f"{name} …{last4}"
        for name, last4 in (("NIK", person.national_id_last4), ("reg", person.register_last4))
        if last4
    ]
    same = [f"{'=' if alike else '≠'} {WORDS[column]}" for column, alike in person.same.items()]
    return [str(person.candidate), " · ".join((*numbers, *same))]
