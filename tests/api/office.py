"""What tests of the API share: the reference book, the intake, and synthetic records over HTTP."""

import hashlib
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import httpx

from api.intake import Intake
from api.program import Program
from api.reference_book import ReferenceBook
from api.schemas import examples
from data import reference_files
from data.tables import read_table
from matching.intake.columns import ImportKind
from matching.intake.reading import Reading
from matching.intake.rows import SheetRow
from matching.language.places import PlaceParser, common_aliases
from matching.usecases.imports import Desk, Sheet

_numbers = count(1)


def book_of(program: Program) -> ReferenceBook:
    return ReferenceBook(
        reference_files.version(),
        reference_files.kbji(),
        reference_files.kbli(),
        reference_files.sources(),
        PlaceParser(program.gazetteer, {**common_aliases(), **reference_files.place_aliases()}),
    )


def intake_of(program: Program) -> Intake:
    places = PlaceParser(program.gazetteer, {**common_aliases(), **reference_files.place_aliases()})

    def desk() -> Desk:
        reading = Reading(program.gazetteer, places, program.trade.fields, program.today())
        return Desk(program.gateway, program.actor, reading, program.trade, program.clock, program.new_id)

    return Intake(desk, read_sheet)


def read_sheet(kind: ImportKind, content: bytes, *, source: str | None, worksheet: str | None) -> Sheet:
    with NamedTemporaryFile(suffix=".table") as file:
        Path(file.name).write_bytes(content)
        table = read_table(Path(file.name), sheet=worksheet)
    rows = [SheetRow(row.number, row.cells) for row in table.rows]
    return Sheet(kind, table.header, rows, hashlib.sha256(content).hexdigest(), source)


def a_nik() -> str:
    return f"351901170594{next(_numbers):04}"


def a_person(**changes: Any) -> dict[str, Any]:
    """A body for a new person whom nobody else is."""
    number = next(_numbers)
    identity = {"name": "Contoh Uji", "national_id": a_nik(), "birth_date": "1994-05-17"}
    references = [{"system": "UJI", "key": f"K{number}"}]
    return examples.CANDIDATE | {"identity": identity, "references": references} | changes


async def posted(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> httpx.Response:
    answer = await client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer


async def an_employer(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    body = examples.EMPLOYER | {"business_number": f"{next(_numbers):013}"} | changes
    return await posted(client, "/employers", body)


async def a_vacancy(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    employer = (await an_employer(client)).json()["id"]
    return await posted(client, "/vacancies", examples.VACANCY | {"employer": employer} | changes)


async def recorded(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await posted(client, "/candidates", a_person(**changes))


async def take_in(program: Program) -> None:
    """What the server does by itself while it runs."""
    await program.indexer.embed_missing(today=program.today())
    await program.catalogue.refresh()
