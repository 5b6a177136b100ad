"""Backups: the whole database in one encrypted file, and back.

The file is age-encrypted (https://age-encryption.org/v1) to the public keys of whoever may restore, so the machine
that makes backups cannot read them. Inside: one line of JSON, the manifest, then what `pg_dump --format=custom` gave;
both see the same snapshot. Nothing is ever on the disk in the clear. The vault's keys are not in it: a backup without
them opens no NIK.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import IO, Any, Self, cast
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import pyrage

from data.embedded.account import bare_environment
from data.errors import BackupError
from data.queries import load
from data.translation import reaching_the_server

FORMAT = 1
_LONGEST_MANIFEST = 1_000_000
_PSQL = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `tables` counts the rows of each; `migration` is the last that was applied."""

    format: int
    made_at: str
    program: str
    migration: str
    server: int
    tables: Mapping[str, int]

    def line(self) -> bytes:
        """As it stands at the head of the file."""
        return json.dumps(asdict(self), separators=(",", ":")).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Raises `BackupError` for what is no manifest of this format."""
        try:
            found = cls(**json.loads(line))
        except (ValueError, TypeError):
            raise BackupError("this is no backup of this program") from None
        if found.format != FORMAT:
            raise BackupError(
                f"format {found.format} of the backup is not {FORMAT}; use the version that made it"
            )
        return found


def new_identity(path: Path) -> str:
    """Write a fresh private key (mode 0600) and return its public key. Raises `BackupError` where the file exists."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{path} exists; a key is never overwritten") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# public key: {public}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def recipients(public_keys: Sequence[str]) -> list[Any]:
    """Public keys (`age1…`). Raises `BackupError` for one that is none, or when there is none."""
    if not public_keys:
        raise BackupError("no public key to encrypt to; make one with `jembatan backup-key FILE`")
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in public_keys]
    except pyrage.RecipientError:
        raise BackupError("a public key must look like age1…, as `jembatan backup-key` prints it") from None


def identities(path: Path) -> list[Any]:
    """Private keys of a file as `new_identity` or `age-keygen` writes it."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        raise BackupError(f"{path} holds something that is no private key") from None
    if not found:
        raise BackupError(f"{path} holds no private key")
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and the folder of the PostgreSQL programs that fit its server."""

    url: str = field(repr=False)
    programs: Path

    @property
    def database(self) -> str:
        """Its name."""
        return unquote(urlsplit(self.url).path.removeprefix("/"))

    def running(self, program: str, *arguments: str, **pipes: int) -> "subprocess.Popen[bytes]":
        """Start a program of PostgreSQL; the password goes by the environment, which others cannot read."""
        parts, query = urlsplit(self.url), parse_qs(urlsplit(self.url).query)
        where = {
            "PGHOST": unquote(query.get("host", [parts.hostname or ""])[0]),
            "PGPORT": str(query.get("port", [parts.port or 5432])[0]),
            "PGUSER": unquote(parts.username or ""),
            "PGPASSWORD": unquote(parts.password or ""),
            "PGDATABASE": self.database,
        }
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # noqa: S603 - our programs, our words
            [self.programs / program, *arguments],
            env=bare_environment() | where,
            stderr=subprocess.PIPE,
            **pipes,
        )


async def back_up(
    place: Place, target: Path, public_keys: Sequence[str], *, program: str, now: datetime
) -> Manifest:
    """Back the database up into `target`, which appears only when it is whole; as a login of `jembatan_backup`.

    Raises `BackupError`: `target` exists, a key is wrong, the role does not see every row, or `pg_dump` failed.
    """
    keys = recipients(public_keys)
    if await asyncio.to_thread(target.exists):
        raise BackupError(f"{target} exists; a backup is never overwritten")
    with reaching_the_server():
        connection = await asyncpg.connect(place.url)
    try:
        queries = load("backup")
        if not await queries["sees_all"].fetchval(connection):
            raise BackupError(
                "the role of the backup does not see every row: ALTER ROLE jembatan_backup BYPASSRLS"
            )
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await queries["export_snapshot"].fetchval(connection)
            stands = await queries["where_it_stands"].fetchrow(connection)
            counted = {row["name"]: row["rows"] for row in await queries["table_counts"].fetch(connection)}
            manifest = Manifest(
                FORMAT,
                now.isoformat(timespec="seconds"),
                program,
                stands["migration"],
                stands["server"],
                counted,
            )
            await asyncio.to_thread(_write, place, target, keys, manifest, snapshot)
    finally:
        await connection.close()
    return manifest


async def restore_into(place: Place, source: Path, key_file: Path) -> Manifest:
    """Read a backup into an empty database (as a superuser, or as its owner), all or nothing.

    Raises `BackupError`: not for this key, damaged at any byte, or `pg_restore` refused; the database is then empty.
    """
    return await asyncio.to_thread(_read, place, source, identities(key_file))


def _write(place: Place, target: Path, keys: Sequence[Any], manifest: Manifest, snapshot: str) -> None:
    partial = target.with_name(target.name + ".partial")
    try:
        with (
            os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            place.running(
                "pg_dump",
                "--format=custom",
                "--no-password",
                f"--snapshot={snapshot}",
                stdout=subprocess.PIPE,
            ) as dump,
        ):
            given, words = cast("IO[bytes]", dump.stdout), cast("IO[bytes]", dump.stderr)
            pyrage.encrypt_io(_Headed(manifest.line(), given), out, list(keys))
            said = words.read().decode(errors="replace").strip()
            if dump.wait() != 0:
                raise BackupError(f"pg_dump failed: {_without_values(said)}")
            out.flush()
            os.fsync(out.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


def _read(place: Place, source: Path, keys: Sequence[Any]) -> Manifest:
    """`pg_restore` makes a script of the archive and `psql` runs it: by itself `pg_restore` begins with settings that
    a server older than it does not know. The script is one transaction whose last word is ours, so whatever ends
    early brings nothing back."""
    with (
        source.open("rb") as file,
        place.running(
            "pg_restore", "--format=custom", "--file=-", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as archive,
        place.running("psql", *_PSQL, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as database,
    ):
        taken, script = cast("IO[bytes]", archive.stdin), cast("IO[bytes]", database.stdin)
        beheaded, unreadable = _Beheaded(taken), None
        passing_on = Thread(target=_pass_on, args=(cast("IO[bytes]", archive.stdout), script))
        passing_on.start()
        try:
            pyrage.decrypt_io(file, beheaded, list(keys))
        except (
            pyrage.DecryptError,
            OSError,
        ) as problem:  # the latter for damage, and for a pipe that has broken
            unreadable = problem
        with suppress(BrokenPipeError):
            taken.close()
        passing_on.join()
        with suppress(BrokenPipeError):
            if archive.wait() == 0 and not unreadable:
                script.write(b"\nCOMMIT;\n")
            script.close()
        complaints = [
            f"{name}: {_without_values(said)}"
            for name, process in (("psql", database), ("pg_restore", archive))
            if process.wait() != 0
            and (said := cast("IO[bytes]", process.stderr).read().decode(errors="replace").strip())
        ]
        if complaints and (database.returncode or not unreadable):
            raise BackupError(f"{source}: {complaints[0]}")
        if unreadable:
            raise BackupError(f"{source}: cannot be read: {unreadable}")
    return beheaded.manifest


def _pass_on(script: IO[bytes], database: IO[bytes]) -> None:
    """Hand a script on without what servers before 17 do not know; to its end, or until nobody takes it."""
    with suppress(BrokenPipeError):
        database.write(b"BEGIN;\n")
        for line in script:
            if line.startswith((b"CREATE ", b"COPY ")):  # the head is over; what follows may be of people
                database.write(line)
                break
            if not line.startswith(b"SET transaction_timeout "):
                database.write(line)
        shutil.copyfileobj(script, database)
        database.flush()
    script.close()  # whoever still writes finds a broken pipe instead of waiting for ever


def _without_values(said: str) -> str:
    """The first line of what a program of PostgreSQL says, without what it quotes: that may be of a person."""
    return re.sub(r'"[^"]*"', "…", said.partition("\n")[0])[:300]


class _Headed:
    """A stream with something before it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        if self._head:
            given, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
            return given
        return self._rest.read(size)


class _Beheaded:
    """Takes the manifest off the head of what is written to it and passes on the rest."""

    def __init__(self, rest: IO[bytes]) -> None:
        self._rest, self._head = rest, b""
        self.manifest: Manifest

    def write(self, given: bytes) -> int:
        if hasattr(self, "manifest"):
            self._rest.write(given)
            return len(given)
        self._head += given
        line, end, rest = self._head.partition(b"\n")
        if end:
            self.manifest = Manifest.read(line)
            self._rest.write(rest)
        elif len(self._head) > _LONGEST_MANIFEST:
            raise BackupError("this is no backup of this program")
        return len(given)

    def flush(self) -> None:
        self._rest.flush()
