"""The guide for whoever keeps the server (docs/operating.md), read by the programs that it is for: systemd, sh, nginx
and our own command line. What cannot be tested here was tried by hand; the guide says what and how."""

import configparser
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.cli import app
from api.settings import Settings, variable

GUIDE = (Path(__file__).resolve().parent.parent / "docs/operating.md").read_text("utf-8")
PROGRAM = "/opt/jembatan-kerja/.venv/bin/jembatan"
PLAIN = re.compile(r"[\w\-.,:/@+%=]*")
"""A value that the guide lets stand without quotes."""


def blocks(kind: str) -> list[str]:
    """Fenced blocks of the guide in their order."""
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def units() -> dict[str, str]:
    """Files of systemd by name; those of retention made of those of the backup, as the guide tells."""
    serving, backup, timer, other_start = blocks("ini")
    kept = [line for line in backup.splitlines() if not line.startswith(("ExecStart=", "ExecStartPost="))]
    at = kept.index("[Service]") + 1
    retention = "\n".join([*kept[:at], other_start.strip(), *kept[at:]]) + "\n"
    return {
        "jembatan@.service": serving,
        "jembatan-backup.service": backup,
        "jembatan-backup.timer": timer,
        "jembatan-retention.service": retention,
        "jembatan-retention.timer": timer.replace("01:30", "02:30"),
    }


def services() -> list[tuple[str, dict[str, str]]]:
    """`[Service]` of each."""
    read = {name: configparser.ConfigParser(interpolation=None) for name in units() if "service" in name}
    for name, parser in read.items():
        # As configparser's own documentation keeps the case of names; its types know a method alone.
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(units()[name])
    return [(name, dict(parser["Service"])) for name, parser in read.items()]


def settings_files() -> list[str]:
    return [
        block
        for block in blocks("sh")
        if all(re.match(r"[A-Z_]+=|#(?!!)", line) for line in block.splitlines())
    ]


def as_systemd_reads(text: str) -> dict[str, str]:
    """`EnvironmentFile` (src/basic/env-file.c): quotes count where a value begins, and no comment stands behind."""
    read = {}
    for line in text.splitlines():
        if line.lstrip()[:1] in ("", "#", ";"):
            continue
        name, _, value = line.partition("=")
        value = value.strip()
        if value[:1] == "'":
            value = value[1:].partition("'")[0]
        elif value[:1] == '"':
            value = re.sub(r'\\(["\\$`])', r"\1", value[1:].rpartition('"')[0])
        else:
            value = re.sub(r"\\(.)", r"\1", value)
        read[name.strip()] = value
    return read


def as_sh_reads(text: str, folder: Path) -> dict[str, str]:
    """What the guide's `jembatan` hands on."""
    file = folder / "env"
    file.write_text(text, "utf-8")
    said = subprocess.run(
        ["/bin/sh", "-c", 'set -a; . "$0"; exec env -0', str(file)],
        check=True,
        capture_output=True,
        env={},
        encoding="utf-8",
    ).stdout
    found = dict(one.split("=", 1) for one in said.split("\0") if one)
    return {name: value for name, value in found.items() if name not in ("PWD", "OLDPWD", "SHLVL", "_")}


def test_settings_in_the_guide_are_known_and_read_alike_by_systemd_and_sh(tmp_path: Path) -> None:
    files = settings_files()
    known = {variable(name) for name in Settings.model_fields}
    assert len(files) == 2
    for text in files:
        read = as_systemd_reads(text)
        assert read == as_sh_reads(text, tmp_path)
        assert set(read) <= known


@pytest.mark.parametrize(
    "value",
    [
        "openid profile",
        "p4ss#w$rd;&|",
        "postgresql://a:b@localhost:5432/c?sslmode=require&connect_timeout=3",
        '["first_contact"]',
        "a\\b`c`",
        "age1abc,age1def",
    ],
)
def test_a_value_quoted_as_the_guide_says_is_the_same_to_both(value: str, tmp_path: Path) -> None:
    text = f"X={value}\n" if PLAIN.fullmatch(value) else f"X='{value}'\n"
    assert as_systemd_reads(text) == as_sh_reads(text, tmp_path) == {"X": value}


def test_units_are_what_systemd_understands(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: the guide's units are not verified")
    for name, text in units().items():
        (tmp_path / name).write_text(text.replace(PROGRAM, "/bin/true"), "utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in units())],
        check=False,
        capture_output=True,
        text=True,
    )
    assert [line for line in said.stderr.splitlines() if "jembatan" in line] == []


def test_no_service_runs_as_root_writes_beyond_its_folders_or_takes_the_database_with_it() -> None:
    for name, service in services():
        assert service["User"] == "jembatan", name
        assert service["ProtectSystem"] == "strict", name
        assert service["NoNewPrivileges"] == "yes", name
        assert service["UMask"] == "0077", name
        # the embedded PostgreSQL lives among the processes of whichever unit came first
        assert service["KillMode"] == "process", name


def test_a_process_that_is_told_to_end_has_not_failed_and_one_that_refuses_its_settings_is_not_started_again() -> (
    None
):
    service = dict(services())["jembatan@.service"]
    assert service["SuccessExitStatus"] == "130"
    assert service["RestartPreventExitStatus"] == "2"
    assert service["Restart"] == "on-failure"


def test_the_proxy_tells_nobody_of_people_and_lets_the_program_say_what_is_too_large() -> None:
    (conf,) = blocks("nginx")
    servers = conf.split("server {")[1:]
    for server in servers:
        assert "access_log off;" in server
        assert re.search(r"error_log \S+ crit;", server)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf
    largest = re.search(r"client_max_body_size (\d+)m;", conf)
    assert largest is not None
    assert int(largest[1]) << 20 > Settings.model_fields["max_import_bytes"].default


def test_nginx_takes_its_settings(tmp_path: Path) -> None:
    if (nginx := shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")) is None:
        pytest.skip("no nginx: the guide's proxy is not tried")
    (conf,) = blocks("nginx")
    self_signed(tmp_path)
    conf = re.sub(r"/etc/letsencrypt/live/[^/;]+", str(tmp_path), conf).replace(
        "/var/log/nginx", str(tmp_path)
    )
    conf = re.sub(r"listen (\d+)", lambda port: f"listen unix:{tmp_path}/{port[1]}", conf)
    temps = "".join(
        f"{one}_temp_path {tmp_path}/{one};\n" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{temps}{conf}}}\n", "utf-8"
    )
    said = subprocess.run(
        [nginx, "-t", "-q", "-e", "stderr", "-c", tmp_path / "nginx.conf"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (
        said.returncode,
        [line for line in said.stderr.splitlines() if '[warn] the "user"' not in line],
    ) == (
        0,
        [],
    )


def self_signed(folder: Path) -> None:
    """`fullchain.pem` and `privkey.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jembatan.example.go.id")])
    day = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def calls() -> list[list[str]]:
    """Every call of `jembatan` in a block or in the words of the guide."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    lines += re.findall(r"`(jembatan [^`…]+?)(?: …[^`]*)?`", GUIDE)
    found = (re.match(r"(?:[A-Z_]+=\S+ )?jembatan (.*)", line) for line in lines)
    return [shlex.split(one[1], comments=True) for one in found if one]


def test_every_command_of_the_guide_is_one_of_ours() -> None:
    root = typer.main.get_command(app)
    assert len(calls()) > 10
    for words in calls():
        command, rest = root, list(words)
        while group := getattr(command, "commands", None):
            assert rest[0] in group, words
            command = group[rest.pop(0)]
        options = {flag for one in command.params for flag in one.opts}
        assert {word for word in rest if word.startswith("--")} <= options, words


def test_whatever_writes_into_the_programs_folder_leaves_it_readable_to_the_service() -> None:
    """Files that root fetches under umask 077 keep `jembatan` from starting."""
    for block in blocks("sh"):
        fetched = re.search(r"git clone|git -C \S+ (pull|switch)|pip install", block)
        if fetched:
            assert "umask 022" in block[: fetched.start()], block
