"""A page's table as a file for a spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

from api.spreadsheet import Cell, csv_of, xlsx_of
from api.vocabularies import in_words
from matching.messages import Tongue

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def columns(head: Sequence[str], tongue: Tongue) -> list[str]:
    """The head of a page's table in words; that of a program has the codes."""
    return [in_words("columns", one, tongue) for one in head]


def table_file(name: str, form: str | None, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Response:
    """The table as CSV, or as a workbook where `form` is `xlsx`; `name` is that of the file, without its end."""
    kind = form if form in KINDS else "csv"
    content = xlsx_of(head, rows) if kind == "xlsx" else csv_of(head, rows)
    named = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=KINDS[kind], headers=named)


def report_file(
    name: str,
    form: str | None,
    document: Mapping[str, Any],
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> Response:
    """The same of a report, which is to be had whole as JSON, too."""
    if form != "json":
        return table_file(name, form, head, rows)
    return JSONResponse(
        dict(document), headers={"Content-Disposition": f'attachment; filename="{name}.json"'}
    )
