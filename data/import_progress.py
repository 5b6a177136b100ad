"""How far imports are. Implements `matching.progress_store.ProgressStore`.

Written in transactions of their own, beside that of the import, whose rows nobody sees before it commits.
"""

from collections.abc import Sequence
from typing import Any

from data.queries import load
from matching.errors import NotFound
from matching.model import ImportId
from matching.model.import_progress import Course, ImportProgress, Stage


class ProgressRows:
    """Of one transaction. No person is in it: a file's digest, and counts."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._queries = load("imports")

    async def begin(self, progress: ImportProgress) -> bool:
        begun = await self._queries["begin_progress"].fetchval(
            self._connection,
            id=progress.id,
            kind=progress.kind,
            digest=progress.digest,
            dry_run=progress.dry_run,
            count=progress.rows,
        )
        return begun is not None

    async def tell(self, import_id: ImportId, stage: Stage, done: int) -> None:
        await self._queries["tell_progress"].execute(
            self._connection, import_id=import_id, stage=stage, count=done
        )

    async def end(self, import_id: ImportId, *, failed: bool) -> None:
        outcome = Course.FAILED if failed else Course.DONE
        await self._queries["end_progress"].execute(self._connection, import_id=import_id, outcome=outcome)

    async def progress(self, import_id: ImportId) -> ImportProgress:
        """Raises NotFound."""
        row = await self._queries["get_progress"].fetchrow(self._connection, import_id=import_id)
        if row is None:
            raise NotFound("import")
        return _progress(row)

    async def latest_progress(self, limit: int) -> Sequence[ImportProgress]:
        rows = await self._queries["latest_progress"].fetch(self._connection, limit=limit)
        return [_progress(row) for row in rows]


def _progress(row: Any) -> ImportProgress:
    return ImportProgress(
        ImportId(row["id"]),
        row["kind"],
        row["digest"],
        row["dry_run"],
        row["rows"],
        Stage(row["stage"]),
        row["done"],
        Course(row["course"]),
        row["begun_at"],
        row["heard_at"],
    )
