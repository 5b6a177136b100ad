"""The erasure journal: who has been erased, by id and time and nothing else, kept where no backup reaches.

A backup holds people who have been erased since. After a restore the journal says who they are, and they are erased
again. One line each, `e1 TIME ID CHECKSUM`, the checksum being the first 16 digits of SHA-256 over what stands before
it. A line is on the disk before anything is removed, so a crash in between is made good at the next start.
"""

import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from data.errors import DataError
from data.private_files import sync_folder

_log = logging.getLogger(__name__)
_VERSION = "e1"


class JournalUnwritable(DataError):
    """The erasure journal cannot be written, so nobody has been erased."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a journal says: ids in order, and the numbers of the lines that cannot be read."""

    people: tuple[UUID, ...]
    damaged: tuple[int, ...] = ()


class ErasureJournal:
    """One file of `folder` for each installation, so that several databases keep theirs apart."""

    def __init__(self, folder: Path, installation: UUID) -> None:
        self.path = folder / f"erasures-{installation}.log"

    def read(self) -> Entries:
        """All entries; a damaged line, such as one that a crash has cut off, is passed over and told in the log."""
        if not self.path.exists():
            return Entries(())
        people: dict[UUID, None] = {}
        damaged = []
        for number, line in enumerate(self.path.read_bytes().split(b"\n"), start=1):
            if not line:
                continue
            person = _person(line)
            if person is None:
                damaged.append(number)
            else:
                people[person] = None
        if damaged:
            _log.warning(
                "the erasure journal has %d damaged lines (the first is %d)", len(damaged), damaged[0]
            )
        return Entries(tuple(people), tuple(damaged))

    def append(self, person: UUID, at: datetime) -> None:
        """Write one entry and wait until the disk has it. Raises JournalUnwritable."""
        body = f"{_VERSION} {at.isoformat(timespec='seconds')} {person}"
        line = f"{body} {_checksum(body)}\n".encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = not self.path.exists()
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                # A line that a crash has cut off must not swallow this one.
                end = os.lseek(handle, 0, os.SEEK_END)
                torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
                _write_all(handle, (b"\n" if torn else b"") + line)
                os.fsync(handle)
            finally:
                os.close(handle)
            if new:
                sync_folder(self.path.parent)
        except OSError as problem:
            raise JournalUnwritable(type(problem).__name__) from None


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]


def _person(line: bytes) -> UUID | None:
    body, _, checksum = line.decode("ascii", "replace").rpartition(" ")
    if _checksum(body) != checksum or not body.startswith(f"{_VERSION} "):
        return None
    return _or_none(lambda: UUID(body.split(" ")[2]))


def _or_none(read: Callable[[], UUID]) -> UUID | None:
    try:
        return read()
    except (ValueError, IndexError):
        return None


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]
