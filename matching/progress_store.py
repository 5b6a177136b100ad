"""The store of how far imports are, as a protocol."""

from collections.abc import Sequence
from typing import Protocol

from matching.model import ImportId
from matching.model.import_progress import ImportProgress, Stage


class ProgressStore(Protocol):
    """How far imports of the own caseload are, by whichever process: for a day, or until the next import."""

    async def begin(self, progress: ImportProgress) -> bool:
        """False, and nothing is written, where there is one of this id."""
        ...

    async def tell(self, import_id: ImportId, stage: Stage, done: int) -> None:
        """How many rows a stage has behind it; of what has ended, nothing changes."""
        ...

    async def end(self, import_id: ImportId, *, failed: bool) -> None: ...
    async def progress(self, import_id: ImportId) -> ImportProgress:
        """Raises NotFound."""
        ...

    async def latest_progress(self, limit: int) -> Sequence[ImportProgress]:
        """Those of the last day, the newest first."""
        ...
