"""What was wrong with one field of a body, an address or a form, without what was sent."""

import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from matching.errors import InvalidValue


def field_problem(problem: Mapping[str, Any]) -> dict[str, str]:
    """Where and what: a JSON pointer into the body, or the name of a parameter; of `input` never more than
    its kind, and of `ctx` our own limits alone."""
    where, *path = problem["loc"] or ("body",)
    if where not in _PLACES:  # a shape that was checked by itself
        where, path = "body", [where, *path]
    cause = problem.get("ctx", {}).get("error")
    # A shape as a whole tells which of its fields: `vacancy.place`.
    if isinstance(cause, InvalidValue) and not path:
        path = [cause.field.rpartition(".")[2]]
    words = cause.problem if isinstance(cause, InvalidValue) else str(problem["msg"])
    words = words.removeprefix("Value error, ")
    kind = str(problem["type"])
    if kind in ("too_short", "too_long") and isinstance(problem.get("input"), str):
        kind = (
            f"string_{kind}"  # a text whose length is asked after it was looked at counts as one of "items"
        )
    if kind in _CHOICES and problem.get("input") == "":
        kind = "unchosen"  # as a form sends it where nothing is chosen
    with suppress(KeyError):  # a problem without its limit keeps its own words
        words = _WORDS[kind].format_map(problem.get("ctx", {}))
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
_NO_DAY = "bukan tanggal YYYY-MM-DD / is not a date YYYY-MM-DD"
_NO_TIME = "bukan tanggal dan jam / is not a day and time"
_NO_INTEGER = "bukan bilangan bulat / is not a whole number"
_NO_BOOLEAN = "harus true atau false / must be true or false"
_NO_LIST = "bukan daftar / is not a list"
_NO_OBJECT = "bukan objek / is not an object"
_CHOICES = frozenset({"bool_parsing", "enum", "literal_error"})
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "harus diisi / is required",
        "extra_forbidden": "tidak dikenal / is not known here",
        "json_invalid": "bukan JSON yang benar / is not valid JSON",
        "uuid_parsing": "bukan UUID / is not a UUID",
        "uuid_type": "bukan UUID / is not a UUID",
        "string_pattern_mismatch": "bentuknya tidak benar / has not the right form",
        "date_from_datetime_parsing": _NO_DAY,
        "date_parsing": _NO_DAY,
        "datetime_parsing": _NO_TIME,
        "datetime_type": _NO_TIME,
        "datetime_from_date_parsing": _NO_TIME,
        "datetime_object_invalid": _NO_TIME,
        "timezone_aware": "jam tanpa zona waktu / has no time zone",
        "string_unicode": "bukan teks Unicode / is not Unicode text",
        "date_from_datetime_inexact": _NO_DAY,
        "date_type": _NO_DAY,
        "less_than_equal": "paling besar {le} / at most {le}",
        "less_than": "kurang dari {lt} / less than {lt}",
        "greater_than_equal": "paling kecil {ge} / at least {ge}",
        "greater_than": "lebih dari {gt} / more than {gt}",
        "string_too_short": "paling sedikit {min_length} karakter / at least {min_length} characters",
        "string_too_long": "paling banyak {max_length} karakter / at most {max_length} characters",
        "too_short": "paling sedikit {min_length} isian / at least {min_length} items",
        "too_long": "paling banyak {max_length} isian / at most {max_length} items",
        "string_type": "bukan teks / is not a text",
        "int_type": _NO_INTEGER,
        "int_parsing": _NO_INTEGER,
        "int_parsing_size": _NO_INTEGER,
        "int_from_float": _NO_INTEGER,
        "float_type": "bukan angka / is not a number",
        "float_parsing": "bukan angka / is not a number",
        "finite_number": "bukan angka / is not a number",
        "bool_type": _NO_BOOLEAN,
        "bool_parsing": _NO_BOOLEAN,
        "enum": "pilih salah satu / choose one of: {expected}",
        "literal_error": "pilih salah satu / choose one of: {expected}",
        "unchosen": "pilih salah satu / choose one",
        "list_type": _NO_LIST,
        "tuple_type": _NO_LIST,
        "set_type": _NO_LIST,
        "frozen_set_type": _NO_LIST,
        "dict_type": _NO_OBJECT,
        "model_type": _NO_OBJECT,
        "model_attributes_type": _NO_OBJECT,
    }
)
