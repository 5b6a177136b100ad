"""Imports: what came of one, row by row, and what waits to be joined to a person."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Shape
from matching.intake.columns import ImportKind
from matching.model.records import ImportRecord
from matching.stores import QueuedRow
from matching.usecases.imports import ImportReport


class RowProblem(Shape):
    """One problem of one row; `value` is masked in sensitive columns. A remark keeps nothing from being stored."""

    row: int | None
    column: str
    problem: str
    value: str
    remark: bool


class ReportOut(Shape):
    """What came of an import. Every row is counted once; `held_back` were good, but others were not."""

    import_id: UUID | None = Field(description="Null when nothing was stored.")
    kind: ImportKind
    dry_run: bool
    partial: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    queued: int
    refused: int
    held_back: int
    problems: list[RowProblem]
    problems_left_out: int = Field(description="Problems beyond those that are listed.")


class ImportOut(Shape):
    """An import as recorded; `digest` is the file's SHA-256."""

    id: UUID
    kind: ImportKind
    digest: str
    created: int
    updated: int
    unchanged: int
    queued: int
    refused: int
    at: datetime
    undone_at: datetime | None


class QueuedOut(Shape):
    """A row that may belong to one of the people in `possible`."""

    row: int
    cells: dict[str, str]
    possible: list[UUID]
    kind: ImportKind = Field(description="Of the import that the row came from.")
    import_id: UUID


MAX_PROBLEMS = 1_000


def report_document(report: ImportReport) -> Document:
    """A report, in the shape of `ReportOut`."""
    counts = ("rows", "created", "updated", "unchanged", "queued", "refused", "held_back")
    return {
        "import_id": plain(report.import_id),
        "kind": plain(report.kind),
        "dry_run": report.mode.dry_run,
        "partial": report.mode.partial,
        **{name: getattr(report, name) for name in counts},
        "problems": plain(report.problems[:MAX_PROBLEMS]),
        "problems_left_out": max(0, len(report.problems) - MAX_PROBLEMS),
    }


def import_document(record: ImportRecord) -> Document:
    """An import, in the shape of `ImportOut`."""
    document: Document = plain(record)
    return document


def queued_document(row: QueuedRow) -> Document:
    """A waiting row, in the shape of `QueuedOut`."""
    document: Document = plain(row)
    return document
