"""The import commands as people and programs call them, on a real database."""

import asyncio
import csv
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner, Result

from api.cli import exit_codes
from api.cli.import_office import Office
from api.cli.imports import register
from data.pool import Database
from matching.intake.columns import ImportKind, columns, reference_table
from tests.matching.intake.sheets import example
from tests.matching.usecases.desks import desk_on
from tests.postgres import Fresh

REPORT_KEYS = {
    "kind", "digest", "dry_run", "partial", "import_id", "rows", "created", "updated", "unchanged", "queued", "refused",
    "held_back", "problems",
}  # fmt: skip
Rows = list[dict[str, str]]


@dataclass
class Shell:
    """Runs `jembatan import …` in a thread, as its own event loop wants it."""

    app: typer.Typer
    embedded: list[bool] = field(default_factory=list)

    async def __call__(self, *arguments: object) -> Result:
        words = ["import", *map(str, arguments)]
        return await asyncio.to_thread(lambda: CliRunner().invoke(self.app, words))

    async def json(self, *arguments: object, code: int = exit_codes.OK) -> Any:
        result = await self(*arguments, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)


@pytest.fixture
def shell(fresh: Fresh) -> Shell:
    made, numbers = Shell(typer.Typer()), count(1)

    async def embed(_console: Console) -> None:
        made.embedded.append(True)

    @asynccontextmanager
    async def office() -> AsyncIterator[Office]:
        async with Database.open(fresh.url("jembatan_app")) as database:
            yield Office(desk_on(database, numbers), 1_000_000, 1_000, embed)

    register(made.app, office)
    made.app.callback()(lambda: None)
    return made


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: Rows, name: str = "daftar.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


async def test_a_template_imports_as_it_is(shell: Shell, tmp_path: Path) -> None:
    for kind in ImportKind:
        path = tmp_path / f"{kind}.csv"
        path.write_text((await shell("template", kind)).stdout, "utf-8")
        assert (await shell.json(kind, path))["created"] == 1


async def test_the_report_for_programs_has_the_documented_keys(
    shell: Shell, sheet: Callable[..., Path]
) -> None:
    path = sheet([example(ImportKind.CANDIDATES, home="Madiun")])
    report = await shell.json("candidates", path, code=exit_codes.PROBLEMS)
    assert set(report) == REPORT_KEYS
    [problem] = report["problems"]
    assert set(problem) == {"row", "column", "problem", "value", "remark"}
    assert (problem["row"], problem["column"], problem["value"]) == (2, "tempat kembali", "Madiun")


async def test_problems_go_to_a_file_that_a_spreadsheet_opens_without_running_anything(
    shell: Shell, sheet: Callable[..., Path], tmp_path: Path
) -> None:
    path = sheet([example(ImportKind.CANDIDATES, home="=1+1")])
    report = tmp_path / "masalah.csv"
    assert (await shell("candidates", path, "--report", report)).exit_code == exit_codes.PROBLEMS
    with report.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file, delimiter=";")
    assert len(header) == len(row)
    assert row[:2] == ["2", "tempat kembali"]
    assert row[3] == "'=1+1"


async def test_nothing_that_identifies_a_person_is_printed(shell: Shell, sheet: Callable[..., Path]) -> None:
    row = example(
        ImportKind.CANDIDATES, nik="35190157089500", phone="12", birth_date="31/02/1990", home="Madiun"
    )
    result = await shell("candidates", sheet([row]))
    assert "Madiun" in result.stdout
    hidden = [one.indonesian for one in columns(ImportKind.CANDIDATES) if one.sensitive]
    assert not [title for title in hidden if len(row[title]) > 2 and row[title] in result.output]


async def test_a_dry_run_stores_nothing_and_embeds_nothing(shell: Shell, sheet: Callable[..., Path]) -> None:
    path = sheet([example(ImportKind.CANDIDATES)])
    assert (await shell.json("candidates", path, "--dry-run"))["created"] == 1
    assert (await shell.json("list"))["imports"] == []
    assert not shell.embedded


async def test_what_was_stored_is_embedded_once_unless_told_otherwise(
    shell: Shell, sheet: Callable[..., Path]
) -> None:
    path = sheet([example(ImportKind.CANDIDATES)])
    await shell("candidates", path)
    await shell("candidates", path)
    assert shell.embedded == [True]
    await shell("candidates", sheet([example(ImportKind.CANDIDATES, education="D3")]), "--no-embed")
    assert shell.embedded == [True]


async def test_an_import_is_listed_and_undone(shell: Shell, sheet: Callable[..., Path]) -> None:
    report = await shell.json("candidates", sheet([example(ImportKind.CANDIDATES)]))
    [listed] = (await shell.json("list"))["imports"]
    assert (listed["id"], listed["created"]) == (report["import_id"], 1)
    assert (await shell("undo", report["import_id"])).exit_code == exit_codes.OK
    assert (await shell.json("list"))["imports"][0]["undone_at"]


async def test_the_queue_shows_rows_and_ids_and_no_cell(shell: Shell, sheet: Callable[..., Path]) -> None:
    await shell("candidates", sheet([example(ImportKind.CANDIDATES)]))
    namesake = example(ImportKind.CANDIDATES, source="BLK", key="9", nik="", register_number="")
    await shell("candidates", sheet([namesake]))
    queue = await shell.json("queue")
    latest = (await shell.json("list"))["imports"][-1]["id"]
    assert [(one["import_id"], one["row"], len(one["possible"])) for one in queue["queue"]] == [
        (latest, 2, 1)
    ]
    assert "Contoh Satu" not in json.dumps(queue)


async def test_a_row_of_the_queue_is_joined_embedded_and_listed_as_decided(
    shell: Shell, sheet: Callable[..., Path]
) -> None:
    await shell("candidates", sheet([example(ImportKind.CANDIDATES)]), "--no-embed")
    namesake = example(ImportKind.CANDIDATES, source="BLK", key="9", nik="", register_number="")
    await shell("candidates", sheet([namesake]), "--no-embed")
    [waiting] = (await shell.json("queue"))["queue"]
    [possible] = waiting["possible"]
    assert possible["same"] == {"name": True, "birth_date": True}
    assert "= nama / name" in (await shell("queue")).stdout
    report = await shell.json("resolve", waiting["id"], "--candidate", possible["candidate"])
    assert (report["updated"], shell.embedded) == (1, [True])
    assert (await shell.json("queue"))["queue"] == []
    [decided] = (await shell.json("queue", "--all"))["queue"]
    assert (decided["decided"]["outcome"], decided["decided"]["import_id"]) == ("joined", report["import_id"])
    assert "joined" in (await shell("queue", "--all")).stdout
    assert (await shell("resolve", waiting["id"], "--new")).exit_code != exit_codes.OK


async def test_a_row_of_the_queue_is_a_new_person_s_or_left_out(
    shell: Shell, sheet: Callable[..., Path]
) -> None:
    nameless = [
        example(ImportKind.CANDIDATES, key="", nik="", register_number="", name=name) for name in ("A", "B")
    ]
    await shell("candidates", sheet(nameless))
    one, other = (await shell.json("queue"))["queue"]
    assert (await shell.json("resolve", one["id"], "--new"))["created"] == 1
    left_out = await shell.json("resolve", other["id"], "--dismiss", "--reason", "baris ganda")
    assert left_out == {"id": other["id"], "outcome": "dismissed"}
    assert (await shell.json("queue"))["queue"] == []
    shown = (await shell("queue", "--all")).stdout
    assert "baris ganda" in shown


@pytest.mark.parametrize(
    "words", [(), ("--new", "--dismiss", "--reason", "x"), ("--dismiss",), ("--dismiss", "--reason", " ")]
)
async def test_a_decision_is_exactly_one_and_a_dismissal_says_why(
    shell: Shell, words: tuple[str, ...]
) -> None:
    answer = await shell("resolve", "5c0e1f7a-2d3b-4c6e-9f10-7a8b9c0d1e22", *words)
    assert answer.exit_code == exit_codes.USAGE


async def test_ids_are_whole_in_eighty_columns(
    shell: Shell, sheet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    await shell("candidates", sheet([example(ImportKind.CANDIDATES)]))
    namesake = example(ImportKind.CANDIDATES, source="BLK", key="9", nik="", register_number="")
    await shell("candidates", sheet([namesake]))
    imports = [one["id"] for one in (await shell.json("list"))["imports"]]
    listed, queue = (await shell("list")).stdout, (await shell("queue")).stdout
    assert all(one in listed for one in imports)
    [waiting] = (await shell.json("queue"))["queue"]
    assert waiting["id"] in queue
    assert waiting["import_id"] in queue
    assert waiting["possible"][0]["candidate"] in queue
    assert max(map(len, [*listed.splitlines(), *queue.splitlines()])) <= 80
    await shell("undo", imports[0])
    assert "undone" in (await shell("list")).stdout


async def test_human_tables_say_what_happened(shell: Shell, sheet: Callable[..., Path]) -> None:
    good, bad = example(ImportKind.CANDIDATES), example(ImportKind.CANDIDATES, key="C-2", education="pintar")
    result = await shell("candidates", sheet([good, bad]))
    assert "nothing stored" in result.stdout
    assert "pintar" in result.stdout
    result = await shell("candidates", sheet([good, bad]), "--partial")
    assert "impor / import" in result.stdout


def test_the_document_names_every_column_and_every_key_of_the_report() -> None:
    document = (Path(__file__).parents[3] / "docs/importing.md").read_text("utf-8")
    for kind in ImportKind:
        assert reference_table(kind) in document, (
            f"put in what `jembatan import template {kind} --markdown` prints"
        )
    assert all(f"`{key}`" in document for key in REPORT_KEYS)
