"""What was wrong with one field of a body, an address or a form, without what was sent."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from matching.errors import InvalidValue


def field_problem(problem: Mapping[str, Any]) -> dict[str, str]:
    """Where and what: a JSON pointer into the body, or the name of a parameter; never `input` or `ctx`."""
    where, *path = problem["loc"] or ("body",)
    if where not in _PLACES:  # a shape that was checked by itself
        where, path = "body", [where, *path]
    cause = problem.get("ctx", {}).get("error")
    words = cause.problem if isinstance(cause, InvalidValue) else str(problem["msg"])
    words = _WORDS.get(problem["type"], words.removeprefix("Value error, "))
    steps = [*map(_segment, path)]
    if problem["type"] == "extra_forbidden" and steps and not re.fullmatch(r"[a-z_]+", steps[-1]):
        steps[-1] = _UNSAID  # written as no field of ours is: it may be a name
    if where == "body":
        return {"pointer": "/" + "/".join(steps) if steps else "", "problem": words}
    return {"field": ".".join(steps) or str(where), "in": str(where), "problem": words}


def _segment(part: object) -> str:
    """A step of a path. A key that only the caller knows may be anything, a name too, so it is not repeated."""
    text = str(part)
    return text if re.fullmatch(r"[A-Za-z][A-Za-z_-]{0,39}|[0-9]{1,4}", text) else _UNSAID


_UNSAID = "…"
_PLACES = frozenset({"body", "path", "query", "header", "cookie"})
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "harus diisi / is required",
        "extra_forbidden": "tidak dikenal / is not known here",
        "json_invalid": "bukan JSON yang benar / is not valid JSON",
        "uuid_parsing": "bukan UUID / is not a UUID",
        "uuid_type": "bukan UUID / is not a UUID",
        "string_pattern_mismatch": "bentuknya tidak benar / has not the right form",
        "date_from_datetime_parsing": "bukan tanggal YYYY-MM-DD / is not a date YYYY-MM-DD",
        "date_parsing": "bukan tanggal YYYY-MM-DD / is not a date YYYY-MM-DD",
        "string_unicode": "bukan teks Unicode / is not Unicode text",
    }
)
