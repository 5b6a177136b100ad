"""Files between two steps of one errand, sealed on the disk. Implements `api.intake.HoldsFiles`.

The key of each file is drawn for it and given to whoever holds the ticket; it is written nowhere. So what lies on the
disk is of no use to anybody but the page that asked, and nothing of it needs a key to be kept or changed.
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
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.sweep()
        whose = hashlib.sha256(account.encode()).hexdigest()[:16]
        if len(list(self.folder.glob(f"{whose}*"))) >= self.most:
            raise InvalidValue(
                "file",
                f"{self.most} berkas sudah menunggu; masukkan salah satunya, atau coba lagi dalam satu jam"
                f" / {self.most} files are waiting already; take one in, or try again within an hour",
            )
        name, key, nonce = (
            whose + secrets.token_hex(16),
            AESGCM.generate_key(256),
            secrets.token_bytes(_NONCE_BYTES),
        )
        sealed = nonce + AESGCM(key).encrypt(nonce, content, bound.encode())
        handle = os.open(self.folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
        now = self.clock().timestamp()
        os.utime(self.folder / name, (now, now))
        return f"{name}.{key.hex()}"

    def open(self, ticket: str, bound: str) -> bytes:
        """The file. Raises NotFound: it is gone, or was never this one's."""
        self.sweep()
        found = _TICKET.fullmatch(ticket)
        try:
            sealed = (self.folder / found[1]).read_bytes() if found else b""
            key = bytes.fromhex(found[2]) if found else b""
            return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound.encode())
        except (FileNotFoundError, InvalidTag, ValueError):
            raise NotFound("file") from None

    def forget(self, ticket: str) -> None:
        """Remove a file; nothing where there is none."""
        if found := _TICKET.fullmatch(ticket):
            (self.folder / found[1]).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what is older than an hour."""
        oldest = (self.clock() - LIFE).timestamp()
        for file in self.folder.glob("*"):
            with suppress(FileNotFoundError):  # another process sweeps as well
                if file.stat().st_mtime < oldest:
                    file.unlink()
