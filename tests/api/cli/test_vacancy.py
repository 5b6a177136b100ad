"""`jembatan vacancy lint`: a text or a draft in, findings out."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.cli.vacancy import register

TEXT = "Kasir Toko\nBiaya pendaftaran Rp 100.000. Gaji Rp 3 juta, jam kerja 08.00 - 16.00, pendidikan minimal SMA."
DRAFT = {
    "title": "Tukang Las",
    "place": "35.19",
    "description": "Mengelas rangka baja di bengkel.",
    "shifts": ["day"],
    "wage": {"lower_idr": 3_500_000, "upper_idr": 3_500_000, "unit": "month"},
    "required": {"education": "SMA"},
}


def run(*arguments: str, given: str = "") -> tuple[int, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    done = CliRunner().invoke(app, ["vacancy", "lint", *arguments], input=given)
    return done.exit_code, done.output


def test_a_text_with_a_finding_that_blocks_ends_in_one(tmp_path: Path) -> None:
    file = tmp_path / "iklan.txt"
    file.write_text(TEXT, encoding="utf-8")
    code, out = run(str(file), "--place", "Kab. Madiun", "--json")
    (found,) = json.loads(out)["findings"]
    assert (code, found["code"], found["severity"]) == (1, "fee_demanded", "blocks")
    assert TEXT[found["start"] : found["end"]] == "Biaya pendaftaran"
    code, out = run("-", "--place", "Kab. Madiun", given=TEXT)
    assert (code, "fee_demanded" in out) == (1, True)
    assert found["suggestion"]["en"] in " ".join(out.split())


def test_a_draft_as_the_api_takes_it_without_findings_ends_in_nought() -> None:
    code, out = run("-", given=json.dumps(DRAFT))
    assert (code, out.strip()) == (0, "tidak ada temuan / no findings")


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ((), ""),
        (("-",), "{"),
        (("-",), json.dumps(DRAFT | {"openings": 0})),
        (("-",), "\n"),
        (("-", "--place", "Madiun"), TEXT),
        (("tidak-ada.txt",), ""),
        (("-", "--id", "x"), TEXT),
    ],
)
def test_what_cannot_be_read_is_a_wrong_use(arguments: tuple[str, ...], given: str) -> None:
    assert run(*arguments, given=given)[0] == 2
