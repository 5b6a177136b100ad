import ast
import importlib
import logging
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from fastapi import Response
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from api.errors import (
    BY_ERROR,
    INVALID,
    RETRY_AFTER_SECONDS,
    UNEXPECTED,
    Refused,
    answer_to,
    detail_of,
    problem_of,
)
from api.field_problems import field_problem
from data.constraints import BY_CONSTRAINT
from data.errors import Unavailable
from matching.errors import InvalidValue, NotFound, OutOfOrder, UnknownReference
from matching.vocabulary import BlockerStatus
from tests.test_house import ROOT, error_classes

NOBODY = UUID(int=0)
PERSONAL = ("Contoh Satu", "3519011705940001")


def text_of(answer: Response) -> str:
    return bytes(answer.body).decode()


def every_error() -> list[type[Exception]]:
    found = []
    for path, node in error_classes():
        if not node.name.startswith("_"):
            module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found.append(getattr(importlib.import_module(module), node.name))
    return found


def names_of(error: type[Exception]) -> list[str]:
    return [f"{kind.__module__}.{kind.__qualname__}" for kind in error.__mro__]


def fail_over(*personal: str) -> None:
    raise ZeroDivisionError(*personal)


def test_every_error_of_every_package_has_its_status() -> None:
    known = set(BY_ERROR)
    lost = [error.__qualname__ for error in every_error() if not known & {*names_of(error)}]
    assert lost == []


@pytest.mark.parametrize("name", BY_ERROR)
def test_every_error_of_the_table_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_an_error_that_is_not_in_the_table_is_unexpected() -> None:
    assert problem_of(ZeroDivisionError()) is UNEXPECTED


def test_a_database_that_is_away_is_worth_another_try() -> None:
    answer = answer_to(Unavailable("10.0.0.5"), NOBODY, "id")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(RETRY_AFTER_SECONDS))
    assert b"10.0.0.5" not in answer.body


def test_an_unexpected_error_is_told_to_nobody_and_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    with pytest.raises(ZeroDivisionError) as raised:
        fail_over(*PERSONAL)
    answer = answer_to(raised.value, NOBODY, "en")
    told = text_of(answer) + caplog.text
    assert "Contoh" not in told
    assert "3519" not in told
    assert "ZeroDivisionError" in caplog.text
    assert NOBODY.urn in caplog.text
    assert NOBODY.urn in text_of(answer)


def test_a_wrong_field_is_named_and_its_value_is_not() -> None:
    wrong = {
        "type": "enum",
        "loc": ("body", "facts", "licences", 2, "licence"),
        "msg": "Input should be 'SIM_A'",
        "input": "rahasia",
        "ctx": {"given": "rahasia"},
    }
    body = text_of(answer_to(RequestValidationError([wrong]), NOBODY, "id"))
    assert '"/facts/licences/2/licence"' in body
    assert "rahasia" not in body


LOOKED_AT = (AfterValidator(lambda given: given), Field(min_length=3))


@pytest.mark.parametrize(
    ("shape", "given", "unit"),
    [(Annotated[str, *LOOKED_AT], "", "karakter"), (Annotated[list[str], *LOOKED_AT], [], "isian")],
)
def test_how_long_a_text_is_counts_characters_and_of_a_list_what_stands_in_it(
    shape: Any, given: object, unit: str
) -> None:
    """Also where the length is asked after the text was looked at, as of a company's contact."""
    with pytest.raises(ValidationError) as wrong:
        TypeAdapter(shape).validate_python(given)
    (told,) = map(field_problem, wrong.value.errors())
    assert told["problem"].startswith(f"paling sedikit 3 {unit} / ")


@pytest.mark.parametrize("shape", [bool, BlockerStatus, Literal["yes", "no"]])
def test_who_has_chosen_nothing_is_asked_to_choose_not_told_of_values(shape: Any) -> None:
    with pytest.raises(ValidationError) as wrong:
        TypeAdapter(shape).validate_python("")
    (told,) = map(field_problem, wrong.value.errors())
    assert told["problem"] == "pilih salah satu / choose one"


def test_a_key_that_nobody_knows_is_not_repeated() -> None:
    unknown = {"type": "extra_forbidden", "loc": ("body", "3519011705940001"), "msg": "x", "input": 1}
    assert "3519" not in text_of(answer_to(RequestValidationError([unknown]), NOBODY, "id"))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("candidate"), 404),
        (InvalidValue("window", "out of order"), 422),
        (UnknownReference("home", "3519011705940001"), 422),
    ],
)
def test_errors_of_the_domain_say_which_field_and_never_a_code_that_was_sent(
    error: Exception, status: int
) -> None:
    answer = answer_to(error, NOBODY, "id")
    assert answer.status_code == status
    assert b"3519" not in answer.body


def test_titles_come_in_the_language_that_was_asked_for() -> None:
    error = NotFound("run")
    assert b"Tidak ditemukan" in answer_to(error, NOBODY, "id").body
    assert b"Not found" in answer_to(error, NOBODY, "en").body


def test_what_is_no_record_of_ones_own_is_said_in_both_languages() -> None:
    indonesian, slash, english = detail_of(
        NotFound("candidate"), problem_of(NotFound("candidate"))
    ).partition(" / ")
    assert "no such" not in indonesian
    assert slash
    assert english.startswith("no such candidate")


def test_every_refusal_is_said_in_both_languages() -> None:
    """Pages show one half; what is English alone would stand on an Indonesian page."""
    for name, kind in BY_ERROR.items():
        module, _, attribute = name.rpartition(".")
        error = getattr(importlib.import_module(module), attribute)
        if module in ("matching.errors", "data.errors") and kind.status < 500 and kind is not INVALID:
            assert error.indonesian, name
    for error in every_error():
        named = next((BY_ERROR[name] for name in names_of(error) if name in BY_ERROR), UNEXPECTED)
        if error is not Refused and named.status < 500 and named is not INVALID:
            assert vars(error).get("indonesian"), error  # its own, not that of the class above
    for made in BY_CONSTRAINT.values():
        error = made()
        if isinstance(error, InvalidValue | OutOfOrder):
            assert " / " in error.problem, error.problem


HANDED_ON = {"error.problem", "answer.words", "problem"}
"""Problems of another error, which are said in both languages where they arise."""


def told(path: str, words: ast.expr) -> str:
    """What stands in the source for a problem: its text, with `{…}` for values, or that of a constant of the module."""
    if isinstance(words, ast.Name):
        module = importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        return str(getattr(module, words.id, ast.unparse(words)))
    return ast.unparse(words)


def test_every_wrong_value_is_said_in_both_languages() -> None:
    """Pages show one half of the words, and lists of rows both; English alone would stand on an Indonesian page."""
    alone = [
        f"{path}:{call.lineno}: {words}"
        for path in sorted(
            str(found.relative_to(ROOT))
            for folder in ("matching", "data", "api")
            for found in (ROOT / folder).rglob("*.py")
        )
        for call in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("InvalidValue", "OutOfOrder")
        and " / " not in (words := told(path, call.args[1]))
        and words not in HANDED_ON
    ]
    assert alone == []
