"""How far an import is, told beside it: what its own transaction has written is seen by nobody before it commits.

Whichever process is asked can answer, and whoever waits learns that the process that was at it is heard of no more.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from matching.model import Actor, ImportId
from matching.model.import_progress import Course, ImportProgress, Stage
from matching.stores import Gateway
from matching.usecases.imports.desk import Desk, ImportReport, Mode, Sheet
from matching.usecases.imports.run import import_rows

EVERY_S = 1.0
"""How often is told how far it is; also where nothing has moved, as a sign of life."""
log = logging.getLogger(__name__)
Keep = Callable[[ImportReport], Awaitable[None]]
"""What is done with the report before the import counts as done."""


async def begin(sheet: Sheet, desk: Desk, mode: Mode, import_id: ImportId) -> bool:
    """Write down that an import begins; False where one of this id has begun before."""
    begun = ImportProgress(import_id, sheet.kind, sheet.digest, mode.dry_run, len(sheet.rows))
    async with desk.gateway.transaction(desk.actor) as tx:
        return await tx.imports.begin(begun)


async def follow(
    sheet: Sheet,
    desk: Desk,
    mode: Mode,
    import_id: ImportId,
    *,
    keep: Keep | None = None,
    every_s: float = EVERY_S,
) -> ImportReport:
    """Import a file as `import_rows` does, an import that has begun, and tell how far it is until it has ended."""
    heard: list[tuple[Stage, int]] = [(Stage.READ, 0)]

    def hear(stage: Stage, done: int, _: int) -> None:
        heard[0] = stage, done

    telling = asyncio.create_task(_tell(desk, import_id, heard, every_s))
    failed = True
    try:
        report = await import_rows(sheet, desk, mode, hear, import_id=import_id)
        if keep:
            await keep(report)
        failed = False
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling
        await _end(desk, import_id, failed=failed)
    return report


async def progress_of(gateway: Gateway, actor: Actor, import_id: ImportId) -> ImportProgress:
    """How far an import is. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.imports.progress(import_id)


async def latest_progress(gateway: Gateway, actor: Actor, limit: int) -> Sequence[ImportProgress]:
    """Imports of the last day, the newest first."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.imports.latest_progress(limit)


async def under_way(gateway: Gateway, actor: Actor, limit: int) -> Sequence[ImportProgress]:
    """Those of them that go on."""
    return [one for one in await latest_progress(gateway, actor, limit) if one.course is Course.RUNNING]


async def _tell(desk: Desk, import_id: ImportId, heard: Sequence[tuple[Stage, int]], every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            async with desk.gateway.transaction(desk.actor) as tx:
                await tx.imports.tell(import_id, *heard[0])
        except Exception:  # the import itself may still go well
            log.exception("how far an import is could not be told")


async def _end(desk: Desk, import_id: ImportId, *, failed: bool) -> None:
    try:
        async with desk.gateway.transaction(desk.actor) as tx:
            await tx.imports.end(import_id, failed=failed)
    except Exception:
        log.exception("that an import has ended could not be told")
