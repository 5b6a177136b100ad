"""A program of its own for a test to kill: imports two people and stops for ever in the middle of storing them."""

import asyncio
import sys
import time

from data.pool import Database
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.usecases.imports import Mode, Sheet, Stage, import_rows
from tests.matching.intake.sheets import example
from tests.matching.usecases.desks import desk_on


async def main(url: str) -> None:
    rows = [
        example(ImportKind.CANDIDATES),
        example(ImportKind.CANDIDATES, key="C-2", nik="", register_number="", name="Dua"),
    ]
    sheet = Sheet(
        ImportKind.CANDIDATES, list(rows[0]), [SheetRow(i, row) for i, row in enumerate(rows)], "d" * 64
    )
    async with Database.open(url) as database:
        await import_rows(sheet, desk_on(database), Mode(), stop_when_storing)


def stop_when_storing(stage: Stage, done: int, _total: int) -> None:
    if stage is Stage.STORE:
        sys.stdout.write(f"{done} rows written, none committed\n")
        sys.stdout.flush()
        time.sleep(600)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
