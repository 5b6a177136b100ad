"""A mail server of a test's own, in a process of its own: `python -m tests.smtp FOLDER`.

It keeps every letter as a line of `letters.jsonl`, refuses addresses that begin with `ditolak`, says of `sibuk` that it
is busy, and, once as many letters as `stall` names are kept, keeps the next one and never answers.
"""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, cast

LETTERS, STALL = "letters.jsonl", "stall"


@dataclass(frozen=True)
class MailServer:
    """A running server: where it listens, and what it has been given."""

    port: int
    folder: Path

    def raw(self) -> list[dict[str, Any]]:
        """Letters as they came: `to`, and the whole `content`."""
        kept = self.folder / LETTERS
        return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []

    def letters(self) -> list[EmailMessage]:
        return [
            cast(EmailMessage, message_from_bytes(one["content"].encode(), policy=policy.default))
            for one in self.raw()
        ]

    def stall_after(self, letters: int) -> None:
        (self.folder / STALL).write_text(str(letters))

    def go_on(self) -> None:
        (self.folder / STALL).unlink()


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """A server for as long as the context is held."""
    with Popen([sys.executable, "-m", "tests.smtp", str(folder)], stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield MailServer(int(process.stdout.readline()), folder)
        finally:
            process.kill()


class Keeping:
    """What the server does with letters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("ditolak"):
            return f"550 5.1.1 <{address}> unknown"
        if address.startswith("sibuk"):
            return "450 4.2.1 busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        content = envelope.content.decode()
        with (self._folder / LETTERS).open("a") as kept:
            kept.write(json.dumps({"to": envelope.rcpt_tos, "content": content}) + "\n")
            kept.flush()
            os.fsync(kept.fileno())
        self._count += 1
        stall = self._folder / STALL
        while stall.exists() and self._count > int(stall.read_text()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return "250 OK"


async def serve(folder: Path) -> None:
    from aiosmtpd.smtp import SMTP  # its warnings are the server process's own

    keeping = Keeping(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeping, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
