"""The erasing hand: journal, rows, files, in this order. Implements `matching.custody.Eraser` as the worker.

Rows go by the named function of the database, with all that hangs on them; its triggers tell every process, which
takes the person out of its indexes. Files are those that the program itself has written.
"""

import asyncio
import logging
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from data.erasure_journal import ErasureJournal
from data.held_files import HELD
from data.pool import Database
from data.queries import load
from data.rows import NOBODY
from matching.model.ids import CandidateId
from matching.model.rights import JournalState, RetentionRule
from matching.vocabulary import Role

EXPORTS = "exports"
PEOPLE = "people"
_LEFT_BEHIND_S = 3_600.0  # a file of an import that is older was left by a killed process
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Erasing:
    """Who asks when the program erases."""

    account: object = NOBODY
    role: object = Role.WORKER
    unit: object = ""
    duty: object = None
    purpose: object = "erasure"
    request: object = None


class PostgresEraser:
    """Erases in the database of the worker, in `home/exports`, and in the journal's folder. Without `home`, as in a
    copy of the database, no file is touched."""

    def __init__(self, worker: Database, journals: Path, home: Path | None) -> None:
        self._worker, self._journals, self._home = worker, journals, home

    async def erase(self, candidate: CandidateId, *, at: datetime) -> None:
        """Erase a person for good. Raises JournalUnwritable, and then nothing has been removed."""
        journal = await self._journal()
        for one in (*await self._ids("former_ids_of", candidate=candidate), candidate):
            await asyncio.to_thread(journal.append, one, at)
        await self._remove(candidate)

    async def repeat(self, *, at: datetime) -> int:
        """Erase again who is in the journal and there, as after a restore, and whose erasure was approved; how many."""
        back = await self.erase_again()
        approved = await self._ids("approved_erasures")
        for person in approved:
            await self.erase(CandidateId(person), at=at)
        return back + len(approved)

    async def erase_again(self) -> int:
        """Erase who is in the journal and there; how many. Nothing is written into the journal."""
        journal = await self._journal()
        erased = (await asyncio.to_thread(journal.read)).people
        back = await self._ids("people_there", people=list(erased)) if erased else []
        for person in back:
            await self._remove(person)
        if back:
            _log.warning("%d people who had been erased were back and have been erased again", len(back))
        return len(back)

    async def close_expired(self) -> int:
        """Close the gates of people whose consent has run out; how many."""
        return int(await self._value("close_expired_gates"))

    async def retain(self, rule: RetentionRule, *, now: datetime, remove: bool) -> int:
        """How much is older than the rule allows; with `remove` it goes, and people go as any erased person does."""
        before = now - timedelta(days=rule.days)
        if rule.kind == EXPORTS and self._home:
            return await asyncio.to_thread(_old_folders, self._home / EXPORTS, before.timestamp(), remove)
        if rule.kind != PEOPLE:
            return int(await self._value("retention", what=rule.kind, before=before, remove=remove))
        people = await self._ids("people_past_retention", before=before.date())
        for person in people if remove else ():
            await self.erase(CandidateId(person), at=now)
        return len(people)

    async def journal(self) -> JournalState:
        """How the journal stands."""
        kept = await self._journal()
        entries = await asyncio.to_thread(kept.read)
        waiting = len(await self._ids("approved_erasures"))
        return JournalState(
            kept.path.exists(), len(entries.people), entries.last, len(entries.damaged), waiting
        )

    async def _journal(self) -> ErasureJournal:
        return ErasureJournal(self._journals, await self._value("installation"))

    async def _remove(self, person: UUID) -> None:
        # What hangs on a record that has become this person's, without a foreign key, goes by its id: keys, files.
        for one in (*await self._ids("former_ids_of", candidate=person), person):
            await self._value("erase_person", candidate=one)
            if self._home:
                await asyncio.to_thread(_remove_files, self._home, one)

    async def _value(self, query: str, **given: object) -> Any:
        async with self._worker.transaction(_Erasing()) as connection:
            return await load("erasure")[query].fetchval(connection, **given)

    async def _ids(self, query: str, **given: object) -> list[UUID]:
        async with self._worker.transaction(_Erasing()) as connection:
            return [row["id"] for row in await load("erasure")[query].fetch(connection, **given)]


def _remove_files(home: Path, person: UUID) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(home / EXPORTS / str(person))
    _remove_older(home.glob(".import-*"), time.time() - _LEFT_BEHIND_S)
    shutil.rmtree(
        home / HELD, ignore_errors=True
    )  # nobody can tell whom a sealed file names: it is chosen again


def _remove_older(paths: Iterable[Path], before: float) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def _old_folders(exports: Path, before: float, remove: bool) -> int:
    old = [folder for folder in exports.glob("*") if folder.stat().st_mtime < before]
    for folder in old if remove else ():
        shutil.rmtree(folder)
    return len(old)
