import ast
import csv
from collections.abc import Iterator
from enum import Enum
from importlib.resources import files

import pytest

from api.settings import Settings
from api.vocabularies import VOCABULARIES, in_words, worded
from data.pool import Connection
from matching.model.transfers import Number
from matching.vocabulary import Education
from tests.test_house import ROOT

OTHERS = {
    "settings", "trail_records", "trail_fields", "trail_purposes", "file_parts", "file_fields", "file_codes",
    "columns", "plan_figures",
}  # fmt: skip
"""What is said in words and is no vocabulary of a record."""
NOT_NOTED = {
    "seq", "recorded_by", "recorded_at", "version", "text_version", "nik_sealed", "register_sealed",
}  # fmt: skip
"""What `trail_content` leaves out of every row."""


@pytest.mark.parametrize(("name", "vocabulary"), VOCABULARIES.items())
def test_every_code_has_words_in_both_languages(name: str, vocabulary: type[Enum]) -> None:
    codes = [m.name if vocabulary is Education else m.value for m in vocabulary]
    assert [row["code"] for row in worded()[name]] == codes


def test_every_row_has_words_in_both_languages_once() -> None:
    rows = list(csv.DictReader(files("api").joinpath("vocabularies.csv").read_text("utf-8").splitlines()))
    assert [row for row in rows if not (row["id"] and row["en"])] == []
    assert len({(row["vocabulary"], row["code"]) for row in rows}) == len(rows)
    assert {row["vocabulary"] for row in rows} == {*VOCABULARIES, *OTHERS}


def test_every_setting_is_said_in_both_languages() -> None:
    assert {row["code"] for row in worded()["settings"]} == set(Settings.model_fields)
    assert in_words("settings", "list_rows", "id").startswith("Panjang daftar peringkat")


async def test_the_trail_names_in_words_whatever_the_database_notes(behind: Connection) -> None:
    """Of each table that a trigger notes: its name, and its columns or those that the trigger is told."""
    noted = await behind.fetch(
        "SELECT c.relname::text AS relation, p.proname = 'trail_changed' AS whole, "
        "array_remove(string_to_array(encode(g.tgargs, 'escape'), '\\000'), '') AS told, "
        "(SELECT array_agg(a.attname::text) FROM pg_attribute a "
        " WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns "
        "FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid "
        "WHERE NOT g.tgisinternal AND p.prosrc LIKE '%INTO trail (%'"
    )
    assert len(noted) > 100
    codes = {code for row in noted for code in (row["columns"] if row["whole"] else _own(row))}
    assert {row["relation"] for row in noted} - said("trail_records") == set()
    assert codes - NOT_NOTED - said("trail_fields") == set()


def test_the_trail_names_in_words_whatever_stores_and_errands_note() -> None:
    notes = [*_notes()]
    assert len(notes) > 40
    assert {one for entity, _ in notes for one in entity} - said("trail_records") == set()
    read = {one for _, fields in notes for one in fields} | set(Number)
    assert read - said("trail_fields") == set()


def said(vocabulary: str) -> set[str]:
    return {row["code"] for row in worded()[vocabulary]}


def _own(row: dict[str, list[str]]) -> list[str]:
    """A trigger that notes whole rows is told the names of columns of its own, not of what it notes."""
    return (
        row["told"] if set(row["told"]) & {"hash", "confirmed_at", "duty_id", "revoked_at", "pending"} else []
    )


def _notes() -> Iterator[tuple[list[str], list[str]]]:
    """(entity, fields) as they stand in each call that notes what is read."""
    for folder in ("data", "matching"):
        for path in (ROOT / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and call.func.attr == "note"
                    and call.args
                    and ast.unparse(call.args[0]).lower().startswith(("act", "self._act"))
                ):
                    given = [k.value for k in call.keywords if k.arg == "entity"]
                    yield _texts(given), _texts(call.args[2:])


def _texts(values: list[ast.expr]) -> list[str]:
    return [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
