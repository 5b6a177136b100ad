import csv
import io
from pathlib import Path

import openpyxl
import pytest

from api.cli.import_report import write_report
from api.spreadsheet import csv_of, unarmed, xlsx_of
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


def test_tables_hold_numbers_as_numbers_and_no_formula() -> None:
    rows = [("=HYPERLINK(A1)", 3, 0.5, None), ("Lapas Contoh", 0, None, "-1")]
    read = list(csv.reader(io.StringIO(csv_of(("a", "b", "c", "+d"), rows).decode("utf-8-sig"))))
    assert read == [
        ["a", "b", "c", "'+d"],
        ["'=HYPERLINK(A1)", "3", "0.5", ""],
        ["Lapas Contoh", "0", "", "'-1"],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(("a", "b", "c", "d"), rows)))["data"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n"]
    assert sheet["A2"].value == "'=HYPERLINK(A1)"
