from pathlib import Path

import pytest

from api.cli.import_report import write_report
from api.spreadsheet import unarmed
from matching.intake.columns import ImportKind
from matching.intake.problems import Problem
from matching.usecases.imports import ImportReport, Mode


@pytest.mark.parametrize("cell", ["=1+1", "+62 811", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_text(cell: str) -> None:
    assert unarmed(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Las 3G", "2026-08-17", "a=b"])
def test_other_cells_stay(cell: str) -> None:
    assert unarmed(cell) == cell


def test_the_report_of_an_import_holds_no_formula(tmp_path: Path) -> None:
    problem = Problem(2, "judul", "bukan judul / no title", "=HYPERLINK(A1)")
    report = ImportReport(ImportKind.VACANCIES, "d", Mode(), 1, problems=(problem,))
    write_report(tmp_path / "report.csv", report)
    assert ";'=HYPERLINK(A1);" in (tmp_path / "report.csv").read_text("utf-8-sig")
