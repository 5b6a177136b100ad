"""What an import works with, what it is asked to do, and what it reports."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from matching.intake.columns import ImportKind, column
from matching.intake.problems import Problem
from matching.intake.reading import Reading
from matching.intake.rows import ReadRow, RowReader, SheetRow
from matching.lint.reading import Linter
from matching.model import Actor, CandidateId, ImportId
from matching.model.import_progress import Stage
from matching.model.records import QueuedRow
from matching.stores import Gateway, ImportChange, Transaction
from matching.trade import Trade
from matching.usecases.imports.answers import Said
from matching.usecases.imports.clerks import Alone, Ask, Clerk, Clerks

Progress = Callable[[Stage, int, int], None]
"""(stage, rows done, rows in all); called often and from the event loop's thread."""


@dataclass(frozen=True)
class Desk:
    """What the composition root supplies. `now` is aware; `new_id` is random."""

    gateway: Gateway
    actor: Actor
    reading: Reading
    trade: Trade
    linter: Linter
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    staff_checked: bool = False  # whether vacancies that are imported as open wait as drafts for a planner
    clerks: Clerks | None = None  # None: this process reads alone

    @cached_property
    def readers(self) -> Clerks:
        """Who reads the rows."""
        return self.clerks or Alone(Clerk(self.reading, self.trade, self.linter))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as rows of strings. `digest` is its SHA-256; `source` the system of its keys, where no column says."""

    kind: ImportKind
    header: Sequence[str]
    rows: Sequence[SheetRow]
    digest: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """`dry_run`: do all and store nothing. `partial`: store the good rows although others are wrong."""

    dry_run: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import. Every row is counted once; `held_back` were good, but others were not."""

    kind: ImportKind
    digest: str
    mode: Mode
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    queued: int = 0
    refused: int = 0
    held_back: int = 0
    problems: tuple[Problem, ...] = ()
    import_id: ImportId | None = None  # None: nothing was stored

    @property
    def fine(self) -> bool:
        """Whether every row could be used."""
        return all(problem.remark for problem in self.problems)


@dataclass(slots=True)
class Outcome:
    """What storing a plan did, row by row and record by record."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    changes: list[ImportChange] = field(default_factory=list)

    def count(self, rows: int, *, new: bool, changed: bool) -> None:
        """Count the rows about one record; of a new one, the first has created it."""
        if new:
            self.created += 1
            self.updated += rows - 1
        elif changed:
            self.updated += rows
        else:
            self.unchanged += rows


Apply = Callable[[Transaction], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be stored of a file's rows, after all that could be asked has been asked."""

    problems: Sequence[Problem]
    queued: Sequence[QueuedRow]
    rows: int
    apply: Apply


@dataclass(frozen=True)
class Batch:
    """The readable rows of one file on their way into a plan. `said`: whose its only row is, as somebody has said."""

    desk: Desk
    sheet: Sheet
    reader: RowReader
    rows: Sequence[ReadRow]
    progress: Progress
    said: Said | None = None
    clerks: tuple[Ask, int] | None = None  # None: nobody was called for a single row
    id: ImportId | None = None  # under which the import is recorded; None: a new one

    @property
    def readers(self) -> tuple[Ask, int]:
        """Who reads on."""
        return self.clerks or Alone(Clerk(self.desk.reading, self.desk.trade, self.desk.linter)).hands

    def queued(self, row: ReadRow, possible: tuple[CandidateId, ...]) -> QueuedRow:
        """A row that is to wait, with all that it takes to read it again, the source that no column said too."""
        cells = dict(row.cells)
        if self.sheet.source and "source" not in {self.reader.layout[title].key for title in cells}:
            cells[column(self.sheet.kind, "source").indonesian] = self.sheet.source
        return QueuedRow(row.number, cells, possible)

    def advance(self, stage: Stage, done: int) -> None:
        """Say how many rows a stage has behind it."""
        self.progress(stage, done, len(self.rows))
