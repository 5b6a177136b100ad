"""Files between two steps of one errand, and what came of them, sealed on the disk. Implements `api.intake.HoldsFiles`.

The key of each file is drawn for it and given to whoever holds the ticket; it is written nowhere. So what lies on the
disk is of no use to anybody but the browser that asked, and nothing of it needs a key to be kept or changed.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matching.errors import InvalidValue, NotFound

HELD = "held"
"""The folder of them in the home folder."""
OUTCOME = ".hasil"
"""Behind the name of a file: what came of it."""
LIFE = timedelta(hours=1)
_NONCE_BYTES = 12
_TICKET = re.compile(r"([0-9a-f]{48})\.([0-9a-f]{64})")


@dataclass(frozen=True)
class HeldFiles:
    """Files of one folder, which is made where it is missing; each is gone after `LIFE`, and an account has at most
    `most`. `bound` names whose a file is and for what: under another name it does not open."""

    folder: Path
    clock: Callable[[], datetime]
    most: int

    def keep(self, content: bytes, bound: str, account: str) -> str:
        """Hold a file; the ticket by which it is had again. Raises InvalidValue where the account has too many."""
        self.sweep()
        whose = hashlib.sha256(account.encode()).hexdigest()[:16]
        if sum(not one.suffix for one in self.folder.glob(f"{whose}*")) >= self.most:
            raise InvalidValue(
                "file",
                f"{self.most} berkas sudah menunggu; masukkan salah satunya, atau coba lagi dalam satu jam"
                f" / {self.most} files are waiting already; take one in, or try again within an hour",
            )
        name, key = whose + secrets.token_hex(16), AESGCM.generate_key(256)
        self._write(name, key, content, bound)
        return f"{name}.{key.hex()}"

    def put_outcome(self, ticket: str, content: bytes, bound: str) -> None:
        """Hold what came of a file, under its ticket, for an hour. Raises NotFound for what is no ticket."""
        name, key = _parts(ticket)
        self._write(name + OUTCOME, key, content, bound)

    def open(self, ticket: str, bound: str) -> bytes:
        """The file. Raises NotFound: it is gone, or was never this one's."""
        return self._opened(ticket, bound, "")

    def outcome(self, ticket: str, bound: str) -> bytes:
        """What came of the file. Raises NotFound as `open` does."""
        return self._opened(ticket, bound, OUTCOME)

    def forget(self, ticket: str) -> None:
        """Remove a file, not what came of it; nothing where there is none."""
        if found := _TICKET.fullmatch(ticket):
            (self.folder / found[1]).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what is older than an hour."""
        oldest = (self.clock() - LIFE).timestamp()
        for file in self.folder.glob("*"):
            with suppress(FileNotFoundError):  # another process sweeps as well
                if file.stat().st_mtime < oldest:
                    file.unlink()

    def _write(self, name: str, key: bytes, content: bytes, bound: str) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(key).encrypt(nonce, content, bound.encode())
        handle = os.open(self.folder / name, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
        now = self.clock().timestamp()
        os.utime(self.folder / name, (now, now))

    def _opened(self, ticket: str, bound: str, what: str) -> bytes:
        self.sweep()
        name, key = _parts(ticket)
        try:
            sealed = (self.folder / (name + what)).read_bytes()
            return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            raise NotFound("file") from None


def _parts(ticket: str) -> tuple[str, bytes]:
    """(name, key). Raises NotFound."""
    found = _TICKET.fullmatch(ticket)
    if not found:
        raise NotFound("file")
    return found[1], bytes.fromhex(found[2])
