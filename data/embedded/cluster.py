"""The data folder: made once, all or nothing; its passwords; its settings, written before every start."""

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from data.embedded.account import Account
from data.errors import EmbeddedServerError
from data.migrate import LOGINS
from data.private_files import sync_folder, write_private

SUPERUSER = "postgres"
PORT = 5432  # names the socket only: nothing listens on the network

# Errors stay out of the server's log: their words and details quote values, and values are personal data.
_SETTINGS = """\
# Written at every start. Put your own settings into local.conf beside this file.
listen_addresses = ''
port = {port}
unix_socket_directories = {socket_folder}
unix_socket_permissions = 0700
max_connections = 120
shared_buffers = 128MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 1GB
random_page_cost = 1.1
jit = off
fsync = on
synchronous_commit = on
full_page_writes = on
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso'
log_min_messages = log
log_error_verbosity = terse
log_min_error_statement = panic
log_checkpoints = off
include_if_exists 'local.conf'
"""
_WHO_MAY_LOG_IN = "local all all scram-sha-256\n"


def read_passwords(path: Path) -> Mapping[str, str]:
    """Role → password, from a file of mode 0600 that is made when it is absent."""
    if not path.exists():
        write_private(path, json.dumps({role: secrets.token_urlsafe(24) for role in (SUPERUSER, *LOGINS)}))
    passwords: dict[str, str] = json.loads(path.read_text())
    return passwords


def ensure_data_folder(data: Path, programs: Path, major: int, account: Account, password: str) -> None:
    """Make the data folder if it is not there. What an interrupted attempt left is thrown away."""
    if data.exists():
        return
    staging = data.with_name(data.name + ".new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    (staging / "password").write_text(password)
    (staging / "password").chmod(0o600)
    for path in (staging, staging / "password"):
        account.own(path)
    _initdb(staging, programs, major, account)
    (staging / "data").rename(data)
    sync_folder(data.parent)
    shutil.rmtree(staging)


def _initdb(staging: Path, programs: Path, major: int, account: Account) -> None:
    where = ["-D", str(staging / "data")]
    words = ["-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={staging / 'password'}"]
    locale = ["-E", "UTF8", "--locale=C"]
    if major >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    answer = account.run(
        [str(programs / "initdb"), *where, *words, *locale, "--data-checksums", "--no-instructions"],
        capture_output=True,
    )
    if answer.returncode != 0:
        raise EmbeddedServerError(f"initdb failed: {answer.stderr.strip()[-500:]}")


def write_settings(data: Path, socket_folder: Path, account: Account) -> None:
    """Write postgresql.conf and pg_hba.conf; what an operator adds stands in local.conf and survives."""
    quoted = "'\"" + str(socket_folder).replace("'", "''") + "\"'"
    settings = _SETTINGS.format(port=PORT, socket_folder=quoted)
    for name, text in (("postgresql.conf", settings), ("pg_hba.conf", _WHO_MAY_LOG_IN)):
        write_private(data / name, text)
        account.own(data / name)
