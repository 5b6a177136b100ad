"""File locks that vanish with their holder, `kill -9` included.

flock belongs to the open file, not to the process: every holder opens the file for itself, and a child that
inherits the open file keeps the lock alive. Both are used here.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import EmbeddedServerError

_POLL_S = 0.02


class OpenLock:
    """One open lock file; closing it gives back whatever lock it holds."""

    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take_shared(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Take the lock exclusively if nobody else holds it in any way."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


@contextmanager
def alone(path: Path, timeout_s: float) -> Iterator[None]:
    """Be the only one inside, over all processes; raises `EmbeddedServerError` after `timeout_s`."""
    lock, deadline = OpenLock(path), time.monotonic() + timeout_s
    try:
        while not lock.try_alone():
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"another process has been starting or stopping it for {timeout_s:.0f} s"
                )
            time.sleep(_POLL_S)
        yield
    finally:
        lock.close()
