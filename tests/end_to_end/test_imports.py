"""Files through `jembatan import`: mistakes sprinkled in, part of a file, the way back, nothing personal on the way."""

import asyncio
import csv
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from api.cli import exit_codes
from data.embedded import embedded_server
from data.sample import build_world, sample_rows
from matching.intake.columns import ImportKind
from tests.end_to_end.conftest import NewHome
from tests.end_to_end.sheets import written
from tests.end_to_end.shell import Home

PEOPLE = 60
WRONG = {  # row of the file: column, and what stands there
    5: ("Pendidikan Terakhir", "pintar"),
    17: ("Tempat Kembali", "Atlantis"),
    31: ("NIK", "35190157089500"),
    44: ("Tanggal Lahir", "31/02/1990"),
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return [dict(row) for row in sample_rows(build_world(people=PEOPLE, vacancies=80))["candidates"]]


@pytest.fixture(scope="module")
def sprinkled(rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of people with a mistake in some rows."""
    spoilt = [dict(row) for row in rows]
    for number, (column, text) in WRONG.items():
        spoilt[number - 2][column] = text
    return written(tmp_path_factory.mktemp("sheets") / "people.csv", spoilt)


@pytest_asyncio.fixture(scope="module")
async def office(new_home: NewHome) -> AsyncIterator[Home]:
    """A home whose database stays up between commands."""
    home = new_home()
    async with embedded_server(home.folder):
        yield home


def imports(home: Home) -> Any:
    return home.json("import", "list")["imports"]


async def test_a_file_with_mistakes_is_reported_and_stored_only_in_part_and_undone(
    office: Home, sprinkled: Path, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    await asyncio.to_thread(_mistakes, office, sprinkled, rows, tmp_path / "report.csv")


def _mistakes(office: Home, sprinkled: Path, rows: list[dict[str, str]], report: Path) -> None:
    words = ("import", "candidates", sprinkled, "--no-embed")
    dry = office.json(*words, "--dry-run", code=exit_codes.PROBLEMS)
    assert {(one["row"], one["column"]) for one in dry["problems"] if not one["remark"]} == {
        (number, column) for number, (column, _) in WRONG.items()
    }
    nothing = office.run(*words, "--report", report, code=exit_codes.PROBLEMS)
    assert imports(office) == []
    numbers = [row["NIK"] for row in rows if row["NIK"]] + [WRONG[31][1]]
    names = [row["Nama"] for row in rows if row["Nama"]]
    for text in (nothing.stdout, nothing.stderr, report.read_text("utf-8-sig"), str(dry)):
        assert not [secret for secret in (*numbers, *names) if secret in text]
        assert "Atlantis" in text or text == nothing.stderr
    with report.open(encoding="utf-8-sig", newline="") as file:
        reported = {(int(line[0]), line[1]) for line in list(csv.reader(file, delimiter=";"))[1:]}
    assert reported >= {(number, column) for number, (column, _) in WRONG.items()}
    part = office.json(*words, "--partial", code=exit_codes.PROBLEMS)
    assert (part["created"], part["refused"]) == (PEOPLE - len(WRONG), len(WRONG))
    office.run("import", "undo", part["import_id"])
    [undone] = imports(office)
    assert undone["undone_at"]
    office.run("import", "undo", part["import_id"], code=exit_codes.CONFLICT)
    back = office.json(*words, "--partial", code=exit_codes.PROBLEMS)
    assert back["created"] == PEOPLE - len(WRONG)


async def test_an_import_is_not_undone_where_somebody_has_changed_the_same_person(
    office: Home, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    await asyncio.to_thread(_changed_since, office, rows, tmp_path)


def _changed_since(office: Home, rows: list[dict[str, str]], folder: Path) -> None:
    row = rows[0] | {"Kunci Sumber": "CONTOH-UNDO", "NIK": "", "Nomor Register": ""}
    row |= {"Nama": "Contoh Batal", "Pendidikan Terakhir": "SMA"}
    path = written(folder / "first.csv", [row])
    first = office.json("import", "candidates", path, "--no-embed")
    assert first["created"] == 1
    path = written(folder / "later.csv", [row | {"Pendidikan Terakhir": "D3"}])
    later = office.json("import", "candidates", path, "--no-embed")
    assert later["updated"] == 1
    refused = office.run("import", "undo", first["import_id"], code=exit_codes.CONFLICT)
    assert len(refused.stderr.strip().splitlines()) == 1
    office.run("import", "undo", later["import_id"])


async def test_the_templates_of_people_and_employers_pass_a_dry_run(office: Home, tmp_path: Path) -> None:
    for kind in (ImportKind.CANDIDATES, ImportKind.EMPLOYERS):
        path = tmp_path / f"{kind}.csv"
        path.write_text((await asyncio.to_thread(office.run, "import", "template", kind)).stdout, "utf-8")
        report = await asyncio.to_thread(office.json, "import", kind, path, "--dry-run")
        assert (report["created"], report["problems"]) == (1, [])
