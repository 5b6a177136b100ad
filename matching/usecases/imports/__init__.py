"""Importing files: everything of a batch or nothing, the same file twice without effect, and a way back."""

from matching.usecases.imports.desk import Desk, ImportReport, Mode, Progress, Sheet, Stage
from matching.usecases.imports.queue import dismiss_row, list_queue, resolve_row
from matching.usecases.imports.run import import_rows, latest_imports, list_imports, undo_import

__all__ = [
    "Desk",
    "ImportReport",
    "Mode",
    "Progress",
    "Sheet",
    "Stage",
    "dismiss_row",
    "import_rows",
    "latest_imports",
    "list_imports",
    "list_queue",
    "resolve_row",
    "undo_import",
]
