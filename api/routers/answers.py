"""How operations are documented: their answer with an example, and the problems that they may end in."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from fastapi import Response

from api.errors import (
    BAD_REQUEST,
    CONFLICT,
    CROSS_SITE,
    GATE,
    INVALID,
    KEY_REUSED,
    MISDIRECTED,
    NOT_FOUND,
    PRECONDITION,
    PROBLEM_JSON,
    SIGN_IN,
    STALE,
    TOO_LARGE,
    TYPE_PREFIX,
    UNAVAILABLE,
    UNEXPECTED,
    ProblemType,
)
from api.schemas.problems import Problem
from api.spreadsheet import Cell, Form, csv_of, xlsx_of

Responses: TypeAlias = dict[int | str, dict[str, Any]]

EVERYWHERE = (BAD_REQUEST, SIGN_IN, CROSS_SITE, TOO_LARGE, MISDIRECTED, INVALID, UNEXPECTED, UNAVAILABLE)
NOT_MODIFIED = ProblemType("", 304, "", "")
"""No problem at all, but listed with them: the operation answers conditional requests."""
ON_READING = (NOT_FOUND, NOT_MODIFIED)
ON_CREATION = (KEY_REUSED, NOT_FOUND)
ON_CHANGE = (NOT_FOUND, STALE, PRECONDITION, CONFLICT)
ON_MATCHING = (NOT_FOUND, GATE)


def answers(shape: Any, example: dict[str, Any], *problems: ProblemType, status: int = 200) -> dict[str, Any]:
    """Keyword arguments of an operation: its status, its answer (a model or a union) with an example, its problems."""
    responses: Responses = {
        status: {"model": shape, "content": {"application/json": {"example": example}}},
    }
    if NOT_MODIFIED in problems:
        responses[304] = {"description": "The caller's copy (`If-None-Match`) is still right."}
    return {"status_code": status, "responses": responses | _refusals(problems), "response_model": None}


def no_content(*problems: ProblemType) -> dict[str, Any]:
    """Keyword arguments of an operation that answers with nothing but its status."""
    responses: Responses = {204: {"description": "Done; there is nothing to say."}}
    return {"status_code": 204, "responses": responses | _refusals(problems), "response_model": None}


def body_example(example: dict[str, Any]) -> dict[str, Any]:
    """The example of a body, as OpenAPI names it."""
    return {"contoh": {"summary": "Contoh / example", "value": example}}


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def a_table(form: Form, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A report as a file, `name` without its ending."""
    content, kind = (csv_of(head, rows), "text/csv") if form is Form.CSV else (xlsx_of(head, rows), XLSX)
    named = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=kind, headers=named)


def _refusals(problems: Iterable[ProblemType]) -> Responses:
    responses: Responses = {}
    for kind in dict.fromkeys((*EVERYWHERE, *problems)):
        if kind is not NOT_MODIFIED:
            responses[kind.status] = _documented(kind, responses.get(kind.status))
    return responses


def _documented(kind: ProblemType, other: dict[str, Any] | None) -> dict[str, Any]:
    example = {"type": TYPE_PREFIX + kind.slug, "title": kind.title_id, "status": kind.status}
    title = f"{other['description']} · {kind.title_en}" if other else kind.title_en
    return {
        "model": Problem,
        "description": title,
        "content": {PROBLEM_JSON: {"example": example, "schema": {"$ref": "#/components/schemas/Problem"}}},
    }
