"""Imports: what came of one, row by row, and what waits to be joined to a person."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Shape, Title
from matching.intake.columns import ImportKind
from matching.model import CandidateId
from matching.model.import_progress import Course, ImportProgress, Stage
from matching.model.records import ImportRecord, QueueOutcome
from matching.usecases.imports import ImportReport
from matching.usecases.imports.answers import Joined, New, Said
from matching.usecases.imports.queue import Waiting


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


class ProgressOut(Shape):
    """How far the import of a file is; one that is stored gets the same id. `silent`: nothing has been heard for a
    minute, the process that was at it may have died; then nothing of it is stored."""

    id: UUID
    kind: ImportKind
    digest: str = Field(description="SHA-256 of the file.")
    dry_run: bool
    rows: int = Field(description="Rows of the file.")
    stage: Stage
    done: int = Field(description="Rows that this stage has behind it.")
    course: Course
    begun_at: datetime
    heard_at: datetime


class ProgressList(Shape):
    """Imports of the last day, the newest first."""

    items: list[ProgressOut]


class PossibleOut(Shape):
    """Somebody whom a row may be about."""

    candidate: UUID
    national_id_last4: str
    register_last4: str
    same: dict[str, bool] = Field(
        description="Of key, nik, register_number, name, birth_date that both state: whether it agrees."
    )


class DecisionOut(Shape):
    """What somebody said of a row. It stands until the import by which the row was taken in is undone."""

    outcome: QueueOutcome
    candidate: UUID | None
    import_id: UUID | None = Field(description="By which the row was taken in; null: dismissed.")
    reason: str
    by: UUID
    at: datetime


class QueuedOut(Shape):
    """A row that may belong to one of the people in `possible`."""

    id: UUID
    row: int
    cells: dict[str, str] = Field(description="Of numbers the last four; of protected attributes nothing.")
    possible: list[PossibleOut]
    kind: ImportKind = Field(description="Of the import that the row came from.")
    import_id: UUID
    at: datetime
    decided: DecisionOut | None = Field(description="Null: the row waits.")


class ResolveIn(Shape):
    """Whose a row is: a known person's, or (null) nobody's who is known yet."""

    candidate: UUID | None = Field(description="Null: a new person's.")

    def value(self) -> Said:
        """What is said of the row."""
        return Joined(CandidateId(self.candidate)) if self.candidate else New()


class DismissIn(Shape):
    """Why a row is left out, without naming anybody."""

    reason: Title


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


def progress_document(progress: ImportProgress) -> Document:
    """How far an import is, in the shape of `ProgressOut`."""
    document: Document = plain(progress)
    return document


def queued_document(waiting: Waiting) -> Document:
    """A waiting row, in the shape of `QueuedOut`."""
    document: Document = plain(waiting.row)
    return document | {"cells": dict(waiting.cells), "possible": plain(waiting.possible)}
