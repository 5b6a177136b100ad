"""The HTTP application around an open program."""

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from fastapi import FastAPI

from api.app import create_app
from api.intake import Intake
from api.program import Program
from api.wiring.accounts import front_desk
from api.wiring.clerks import import_desk
from api.wiring.reference import book
from data.tables import read_table
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.model import Actor
from matching.usecases.imports import Desk, Sheet


def application(program: Program) -> FastAPI:
    """The application, with the reference book and the way in for files."""
    desk = front_desk(program.settings, program.accounts, program.clock, program.new_id)
    return create_app(program, book(program.gazetteer), intake(program), desk)


def intake(program: Program) -> Intake:
    """Imports over HTTP, by the same use case and readers as the command line."""
    settings = program.settings

    def desk(actor: Actor) -> Desk:
        made = import_desk(
            program.gateway, actor, settings, program.trade, linter=program.linter, today=program.today()
        )
        return replace(made, now=program.clock, new_id=program.new_id)

    def read(kind: ImportKind, content: bytes, *, source: str | None, worksheet: str | None) -> Sheet:
        # The reader works on files; this one is private to us and gone when it has been read.
        with NamedTemporaryFile(dir=settings.home, prefix=".import-") as file:
            Path(file.name).write_bytes(content)
            table = read_table(
                Path(file.name),
                sheet=worksheet,
                max_bytes=settings.max_import_bytes,
                max_rows=settings.max_import_rows,
            )
        rows = [SheetRow(row.number, row.cells) for row in table.rows]
        return Sheet(kind, table.header, rows, hashlib.sha256(content).hexdigest(), source)

    return Intake(desk, read, program.held)
