"""The rights journal: what a restore must not undo, by id and time, kept where no backup reaches.

A consent withdrawn, an objection, a restriction; an account disabled, a duty ended, a password changed. The database
notes each (migration 0018); when the transaction is over, and before anybody is answered, the note is written here,
one line each: `r1 NOTE TIME KIND SUBJECT CHECKSUM`. A database knows the notes that it has made, so of a backup one can
tell which entries came after it: they are done again, each once. The first entry is the beginning of the file, which
every backup knows, so that a journal that was lost and begun anew is told from the right one.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from data.checked_lines import CheckedLines
from data.erasure_journal import ErasureJournal
from data.pool import Database, Program
from data.queries import load

_log = logging.getLogger(__name__)
_KEEPING = Program(purpose="rights journal")


@dataclass(frozen=True, slots=True)
class Note:
    """One entry. `subject` is a consent, person, account, duty or cover, by `kind`."""

    id: UUID
    at: datetime
    kind: str
    subject: UUID


class RightsJournal:
    """Keeps the journal of the worker's database in `folder`, and does again what it tells."""

    def __init__(self, worker: Database, folder: Path) -> None:
        self._worker, self._folder = worker, folder

    async def keep(self) -> int:
        """Write what waits to be written; how much. Raises JournalUnwritable; then it goes on waiting."""
        waiting = [
            Note(row["id"], row["at"], row["kind"], row["subject"])
            for row in await self._rows("waiting_notes")
        ]
        if waiting:
            lines = await self._lines()
            await asyncio.to_thread(lines.append, [_line(note) for note in waiting])
            await self._rows("notes_written", ids=[note.id for note in waiting])
        return len(waiting)

    async def begin(self) -> None:
        """Let both journals of this database be there, and be in step with it. Raises JournalUnwritable."""
        lines, erasures = await self._lines(), ErasureJournal(self._folder, await self._installation())
        await asyncio.to_thread(erasures.lines.make)
        if not lines.path.exists():
            await self._rows("begin_journal")
        await self.keep()
        await self.repeat()

    async def repeat(self) -> int:
        """Do again what the journal tells and this database does not know; how many changes. Nothing is written into
        the journal. Entries that it should have and has not are told in the log, once."""
        notes = {note.id: note for note in await self._notes()}
        ((fresh, missing),) = await self._rows("compare_journal", ids=list(notes))
        # Another process may have written one after we have read: then it is there now.
        if lost := set(missing).difference(note.id for note in await self._notes()) if missing else ():
            _log.warning("%d entries of the rights journal are missing from its file", len(lost))
            await self._rows("forget_notes", ids=list(lost))
        if not fresh:
            return 0
        unknown = [notes[one] for one in fresh]
        ((repeated,),) = await self._rows(
            "repeat_notes",
            ids=fresh,
            kinds=[note.kind for note in unknown],
            subjects=[note.subject for note in unknown],
            moments=[note.at for note in unknown],
        )
        _log.warning(
            "%d changes that were made since this copy of the database have been made again", repeated
        )
        return int(repeated)

    async def lacking(self) -> Sequence[str]:
        """What of the journals is not there although this database knows of it; empty when all is."""
        lines, erasures = await self._lines(), ErasureJournal(self._folder, await self._installation())
        lost = [f"{path} is not there" for path in (erasures.path, lines.path) if not path.exists()]
        notes = await self._notes()
        ((_, missing),) = await self._rows("compare_journal", ids=[note.id for note in notes])
        if missing and not lost:
            lost.append(f"{lines.path} has not the {len(missing)} entries that the backup knows")
        return lost

    async def _notes(self) -> list[Note]:
        whole, damaged = await asyncio.to_thread((await self._lines()).read)
        if damaged:
            _log.warning(
                "the rights journal has %d damaged lines (the first is %d)", len(damaged), damaged[0]
            )
        notes = []
        for words in whole:
            with suppress(ValueError, IndexError):
                note, at, kind, subject = words
                notes.append(Note(UUID(note), datetime.fromisoformat(at), kind, UUID(subject)))
        return notes

    async def _lines(self) -> CheckedLines:
        return CheckedLines(self._folder / f"rights-{await self._installation()}.log", "r1")

    async def _installation(self) -> UUID:
        async with self._worker.transaction(_KEEPING) as connection:
            return UUID(str(await load("erasure")["installation"].fetchval(connection)))

    async def _rows(self, query: str, **given: object) -> list[Any]:
        async with self._worker.transaction(_KEEPING) as connection:
            rows: list[Any] = await load("rights_journal")[query].fetch(connection, **given)
            return rows


def _line(note: Note) -> str:
    return f"{note.id} {note.at.isoformat()} {note.kind} {note.subject}"
