"""How far the import of a file is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.model.ids import ImportId


class Stage(StrEnum):
    """Where an import is."""

    READ = "read"
    CHECK = "check"
    STORE = "store"


class Course(StrEnum):
    """How an import goes. Of a silent one nothing has been heard for a minute: its process may have died."""

    RUNNING = "running"
    SILENT = "silent"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """An import, or a trial of one: `done` of `rows` in its stage. An import that is stored has the same id."""

    id: ImportId
    kind: str  # of `ImportKind`
    digest: str  # SHA-256 of the file
    dry_run: bool
    rows: int
    stage: Stage = Stage.READ
    done: int = 0
    course: Course = Course.RUNNING
    begun_at: datetime | None = None  # None until stored, as below
    heard_at: datetime | None = None
