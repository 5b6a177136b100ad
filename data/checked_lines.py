"""A file that is only added to, line by line: `VERSION WORDS… CHECKSUM`, the checksum being the first 16 digits of
SHA-256 over what stands before it. What was appended is on the disk; a line that a crash has cut off is told apart."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import DataError
from data.private_files import sync_folder


class JournalUnwritable(DataError):
    """The journal of erasures, or that of rights, cannot be written."""


@dataclass(frozen=True, slots=True)
class CheckedLines:
    """The file `path`, whose lines begin with `version`."""

    path: Path
    version: str

    def make(self) -> None:
        """Let it be there, with nothing in it. Raises JournalUnwritable."""
        if not self.path.exists():
            self.append([])

    def read(self) -> tuple[list[list[str]], list[int]]:
        """The words of whole lines, without version and checksum; and the numbers of the other lines."""
        whole, damaged = [], []
        content = self.path.read_bytes() if self.path.exists() else b""
        for number, line in enumerate(content.split(b"\n"), start=1):
            body, _, checksum = line.decode("ascii", "replace").rpartition(" ")
            if line and _checksum(body) == checksum and body.startswith(f"{self.version} "):
                whole.append(body.split(" ")[1:])
            elif line:
                damaged.append(number)
        return whole, damaged

    def append(self, lines: Sequence[str]) -> None:
        """Add lines (words with one space between); the disk has them when this returns. Raises JournalUnwritable."""
        bodies = [f"{self.version} {line}" for line in lines]
        content = "".join(f"{body} {_checksum(body)}\n" for body in bodies).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = not self.path.exists()
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                # A line that a crash has cut off must not swallow these.
                end = os.lseek(handle, 0, os.SEEK_END)
                torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
                _write_all(handle, (b"\n" if torn else b"") + content)
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


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]
