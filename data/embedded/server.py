"""Start, share and stop one server per home.

Three lock files carry the state, so that no process id is ever trusted (a killed process may stay as a zombie, and
its number may be given to a stranger):

- `postgres.turn`: held while somebody starts or stops;
- `postgres.lease`: shared by everybody who uses the server; who can take it alone was the last;
- `postgres.alive`: inherited by the server and all its children; free means that none of them lives.
"""

import asyncio
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import asyncpg

from data.embedded import binaries, cluster
from data.embedded.account import bare_environment, digest, server_account, state_folder
from data.embedded.lock import OpenLock, alone
from data.errors import EmbeddedServerError
from data.migrate import LOGINS

DATABASE = "jembatan"
_SOCKET_PATH_LIMIT = 100  # of 107 bytes (103 on macOS), the name of the socket's own lock file included
_SOCKET_FALLBACK = Path("/tmp")  # noqa: S108 - not gettempdir(): everybody who shares a home must find the same
_STARTS = 3
_POLL_S = 0.03
_BIG_LOG_BYTES = 10_000_000


class Server:
    """One hold on the server of `home`. `enter` and `leave` block: call them where no event loop runs."""

    def __init__(self, home: Path, *, bin_folder: Path | None = None, timeout_s: float = 60.0) -> None:
        self.home = home.expanduser().absolute()
        self._bin_folder = bin_folder
        self._timeout_s = timeout_s
        self._lease: OpenLock | None = None

    def enter(self) -> None:
        """Start the server if it is not running, and hold it. Raises `EmbeddedServerError`; then, too, `leave`."""
        self._make_home()
        with alone(self.home / "postgres.turn", self._timeout_s):
            self._locate()
            self._lease = OpenLock(self.home / "postgres.lease")
            self._lease.take_shared()
            self._start()
            asyncio.run(self._ensure_database())

    def is_dead(self) -> bool:
        """Whether no process of the server lives: somebody has killed it. Takes microseconds."""
        alive = OpenLock(self.home / "postgres.alive")
        try:
            return alive.try_alone()
        finally:
            alive.close()

    def revive(self) -> None:
        """Start the server that we hold again, if nobody else has."""
        with alone(self.home / "postgres.turn", self._timeout_s):
            self._start()

    def leave(self) -> None:
        """Give the hold back; the last one stops the server. Doing it twice is harmless."""
        if self._lease is None:
            return
        with alone(self.home / "postgres.turn", self._timeout_s):
            try:
                if self._lease.try_alone():
                    self._stop()
            finally:
                self._lease.close()
                self._lease = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Address for asyncpg and libpq. `role` is one of `data.migrate.LOGINS`, or the superuser `postgres`."""
        where = urlencode({"host": str(self.socket_folder), "port": cluster.PORT}, quote_via=quote)
        return f"postgresql://{role}:{quote(self._passwords[role])}@/{quote(database)}?{where}"

    @property
    def programs(self) -> Path:
        """Folder of the PostgreSQL programs in use, `pg_dump` and `pg_restore` among them."""
        return self._programs

    def _make_home(self) -> None:
        if not self.home.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # root's server runs as somebody else

    def _locate(self) -> None:
        self._account = server_account(self.home)
        state = state_folder(self.home, self._account)
        self.data_folder = state / "postgres"
        self.socket_folder = self._socket_folder(state)
        self._programs = binaries.programs(self._account, self._bin_folder, self.data_folder)
        self._passwords = cluster.read_passwords(self.home / "postgres-passwords.json")

    def _socket_folder(self, state: Path) -> Path:
        folder = state / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{cluster.PORT}.lock")) > _SOCKET_PATH_LIMIT:
            folder = _SOCKET_FALLBACK / f"jembatan-{self._account.uid}-{digest(self.home)}"
        if not folder.exists():
            folder.mkdir(mode=0o700)
            self._account.own(folder)
        found = (
            folder.lstat()
        )  # in a folder that everybody may write to, somebody may have been there before us
        if folder.is_symlink() or found.st_uid != self._account.uid or found.st_mode & 0o077:
            raise EmbeddedServerError(f"{folder} is not a private folder of user {self._account.uid}")
        return folder

    def _start(self) -> None:
        deadline, starts = time.monotonic() + self._timeout_s, 0
        while not asyncio.run(self._answers()):
            alive = OpenLock(self.home / "postgres.alive")
            try:
                if alive.try_alone():
                    if starts == _STARTS:
                        raise EmbeddedServerError(f"PostgreSQL ended {starts} times: {self._last_words()}")
                    starts += 1
                    self._spawn(alive)
            finally:
                alive.close()
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"no answer after {self._timeout_s:.0f} s: {self._last_words()}")
            time.sleep(_POLL_S)

    def _spawn(self, alive: OpenLock) -> None:
        """Start the postmaster as nobody's child (the shell between us ends at once) with the lock in its hands."""
        major = binaries.major_version(self._programs)
        cluster.ensure_data_folder(
            self.data_folder, self._programs, major, self._account, self._passwords[cluster.SUPERUSER]
        )
        cluster.write_settings(self.data_folder, self.socket_folder, self._account)
        for stale in (
            self.data_folder / "postmaster.pid",
            self.socket_folder / f".s.PGSQL.{cluster.PORT}.lock",
        ):
            stale.unlink(
                missing_ok=True
            )  # nobody holds our lock, whatever lives under the number in these files
        log = self.home / "postgres.log"
        if log.exists() and log.stat().st_size > _BIG_LOG_BYTES:
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as words:
            log.chmod(0o600)
            subprocess.run(  # type: ignore[call-overload]
                ["/bin/sh", "-c", '"$0" -D "$1" &', str(self._programs / "postgres"), str(self.data_folder)],
                cwd="/",
                env=bare_environment(),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                pass_fds=[alive.fd],
                start_new_session=True,
                check=True,
                **self._account.popen_arguments(),
            )

    async def _answers(self) -> bool:
        """Whether the server answers a real query."""
        try:
            connection = await asyncpg.connect(self.url(cluster.SUPERUSER, "postgres"), timeout=5)
        except asyncpg.InvalidPasswordError:
            raise EmbeddedServerError(
                f"{self.home}/postgres-passwords.json does not fit {self.data_folder}; bring back the one that does"
            ) from None
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        try:
            return bool(await connection.fetchval("SELECT 1"))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        finally:
            connection.terminate()

    async def _ensure_database(self) -> None:
        """Make the roles and the database; the database comes last and so marks that all is there."""
        connection = await asyncpg.connect(self.url(cluster.SUPERUSER, "postgres"), timeout=self._timeout_s)
        try:
            if await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", DATABASE):
                return
            for role in LOGINS:
                known = await connection.fetchval("SELECT count(*) FROM pg_roles WHERE rolname = $1", role)
                bypass = (
                    "BYPASSRLS" if role == "jembatan_backup" else "NOBYPASSRLS"
                )  # a backup holds every row
                verb = "ALTER" if known else "CREATE"
                await connection.execute(
                    f"{verb} ROLE {role} LOGIN {bypass} PASSWORD '{self._passwords[role]}'"
                )
            await connection.execute(f"CREATE DATABASE {DATABASE} OWNER jembatan_owner")
        finally:
            await connection.close()

    def _stop(self) -> None:
        """Fast shutdown; after half of the time the immediate one, whose work the next start repeats from the log."""
        alive, begun = OpenLock(self.home / "postgres.alive"), time.monotonic()
        patience_s, how = self._timeout_s / 2, signal.SIGINT
        try:
            while not alive.try_alone():
                waited_s = time.monotonic() - begun
                if waited_s > 2 * patience_s:
                    raise EmbeddedServerError(f"PostgreSQL did not stop within {waited_s:.0f} s")
                if waited_s > patience_s:
                    how = signal.SIGQUIT
                self._signal(how)
                time.sleep(_POLL_S)
        finally:
            alive.close()

    def _signal(self, how: signal.Signals) -> None:
        with suppress(
            FileNotFoundError, ProcessLookupError, IndexError
        ):  # gone; the lock tells of its children
            os.kill(int((self.data_folder / "postmaster.pid").read_text().split()[0]), how)

    def _last_words(self) -> str:
        log = self.home / "postgres.log"
        return log.read_text(errors="replace")[-500:].strip() if log.exists() else "it said nothing"
