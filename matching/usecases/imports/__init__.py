"""Importing files: everything of a batch or nothing, the same file twice without effect, and a way back."""

from matching.model.import_progress import Stage
from matching.usecases.imports.desk import Desk, ImportReport, Mode, Progress, Sheet
from matching.usecases.imports.progress import begin, follow, latest_progress, progress_of, under_way
from matching.usecases.imports.queue import dismiss_row, list_queue, resolve_row
from matching.usecases.imports.run import import_rows, latest_imports, list_imports, undo_import

__all__ = [
    "Desk",
    "ImportReport",
    "Mode",
    "Progress",
    "Sheet",
    "Stage",
    "begin",
    "dismiss_row",
    "follow",
    "import_rows",
    "latest_imports",
    "latest_progress",
    "list_imports",
    "list_queue",
    "progress_of",
    "resolve_row",
    "under_way",
    "undo_import",
]
