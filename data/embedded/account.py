"""Under which operating system account the server runs, and where it can reach its files.

PostgreSQL refuses to run as root. Started by root it therefore runs as somebody else, who must be able to walk to
the data folder and to the programs: a home below `/root` (mode 0700) is answered by a folder in `/var/lib`.
"""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from data.errors import EmbeddedServerError

STATE_OF_ROOT = Path("/var/lib/jembatan-kerja")
_PREFERRED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """The account that the server runs as; `switch` is true when that is not the one we run as."""

    uid: int
    gid: int
    switch: bool

    def run(self, command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, in `/` and with a bare environment, so that nothing leaks in."""
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command,
            check=False,
            cwd="/",
            env=bare_environment(),
            text=True,
            **(self.popen_arguments() | more),
        )

    def popen_arguments(self) -> dict[str, object]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def own(self, path: Path) -> None:
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can walk into `folder`, tried out and not computed (access lists, mounts)."""
        if not self.switch:
            return True
        return self.run(["/bin/sh", "-c", '[ -x "$0" ]', str(folder)]).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Whether this account can run `program`, tried out likewise."""
        if not self.switch:
            return True
        return self.run(["/bin/sh", "-c", '[ -x "$0" ] && [ -r "$0" ]', str(program)]).returncode == 0


def bare_environment() -> dict[str, str]:
    """Environment of every program that we start: nothing of ours, no PGDATA, no LD_LIBRARY_PATH."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def server_account(home: Path) -> Account:
    """Ourselves; for root: who owns the data folder or the home, else the system's `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    for known in (home / "postgres", STATE_OF_ROOT / digest(home) / "postgres", home):
        if known.exists() and (owner := known.stat()).st_uid != 0:
            return Account(owner.st_uid, owner.st_gid, switch=True)
    for name in _PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run as"
    )


def state_folder(home: Path, account: Account) -> Path:
    """Where data and socket lie: `home`, or for root with a closed home a folder of that home's own in /var/lib."""
    if account.can_enter(home):
        return home
    folder = STATE_OF_ROOT / digest(home)
    for part in (STATE_OF_ROOT, folder):
        part.mkdir(mode=0o711, parents=True, exist_ok=True)
        part.chmod(0o711)  # mkdir's mode is cut by the umask
    if not account.can_enter(folder):
        raise EmbeddedServerError(
            f"neither {home} nor {folder} can be entered by user {account.uid}; set JEMBATAN_HOME"
        )
    return folder


def digest(path: Path) -> str:
    """Short name for a folder: 12 hexadecimal digits."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
