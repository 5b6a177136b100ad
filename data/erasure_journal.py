"""The erasure journal: who has been erased, by id and time and nothing else, kept where no backup reaches.

A backup holds people who have been erased since. After a restore the journal says who they are, and they are erased
again. One line each, `e1 TIME ID CHECKSUM`. A line is on the disk before anything is removed, so a crash in between is
made good at the next start.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from data.checked_lines import CheckedLines

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a journal says: ids in order, numbers of the lines that cannot be read, when the last entry was made."""

    people: tuple[UUID, ...]
    damaged: tuple[int, ...] = ()
    last: datetime | None = None


class ErasureJournal:
    """One file of `folder` for each installation, so that several databases keep theirs apart."""

    def __init__(self, folder: Path, installation: UUID) -> None:
        self.lines = CheckedLines(folder / f"erasures-{installation}.log", "e1")
        self.path = self.lines.path

    def read(self) -> Entries:
        """All entries; a damaged line, such as one that a crash has cut off, is passed over and told in the log."""
        people: dict[UUID, None] = {}
        last = None
        whole, damaged = self.lines.read()
        for words in whole:
            with suppress(ValueError, IndexError):
                people[UUID(words[1])] = None
                last = datetime.fromisoformat(words[0])
        if damaged:
            _log.warning(
                "the erasure journal has %d damaged lines (the first is %d)", len(damaged), damaged[0]
            )
        return Entries(tuple(people), tuple(damaged), last)

    def append(self, person: UUID, at: datetime) -> None:
        """Write one entry and wait until the disk has it. Raises JournalUnwritable."""
        self.lines.append([f"{at.isoformat(timespec='seconds')} {person}"])
