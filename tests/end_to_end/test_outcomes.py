"""The report of outcomes on the command line."""

import json
from pathlib import Path

import openpyxl

from api.cli import exit_codes
from tests.end_to_end.shell import Home


def test_a_report_is_printed_and_written(home: Home, tmp_path: Path) -> None:
    told = json.loads(home.run("outcomes", "report", "--format", "json").stdout)
    everybody = {row["measure"]: row for row in told["rows"] if row["group"] == ""}
    assert everybody["consented"]["base"] >= everybody["consented"]["count"] > 0
    assert everybody["kept_90"]["value"] is None  # nobody has begun yet
    lines = home.run("outcomes", "report", "--by", "scheme", "--format", "csv").stdout.splitlines()
    assert lines[0] == "group,measure,words,base,count,value,low,high,hidden"
    book = tmp_path / "hasil.xlsx"
    home.run("outcomes", "report", "--format", "xlsx", "--out", book)
    assert openpyxl.load_workbook(book)["data"].max_row == len(told["rows"]) + 1
    home.run("outcomes", "report", "--format", "xlsx", code=exit_codes.USAGE)
