"""The rights of a person on the command line, one after another, as an office would use them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli import exit_codes
from data.embedded import Server
from data.sample import DEMO_PERSON
from tests.end_to_end.shell import Home


@pytest.fixture(autouse=True)
def held(home: Home) -> Iterator[None]:
    """The database server, kept running between commands."""
    server = Server(home.folder)
    try:
        server.enter()
        yield
    finally:
        server.leave()


def said(home: Home, *words: object) -> Any:
    return json.loads(home.run("subject", *words).stdout)


def test_an_office_keeps_the_ledger_and_the_clocks(home: Home) -> None:
    shown = said(home, "show", DEMO_PERSON)
    assert (shown["gates"]["open"], [one["how"] for one in shown["consents"]]) == (True, ["source"])
    assert said(home, "withdraw", DEMO_PERSON)["state"] == "done"
    home.run("match", DEMO_PERSON, code=exit_codes.CONFLICT)
    given = ("consent", DEMO_PERSON, "--purpose", "matching", "--how")
    assert "PERSETUJUAN" in home.run("subject", "wording", "matching").stdout
    home.run("subject", *given, "written", code=exit_codes.PROBLEMS)  # where is the paper?
    assert said(home, *given, "witnessed")["wording"] == "matching/1"
    said(home, "restrict", DEMO_PERSON)
    assert not said(home, "show", DEMO_PERSON)["gates"]["open"]
    home.run("subject", "restrict", DEMO_PERSON, "--lift")
    assert said(home, "show", DEMO_PERSON)["gates"]["open"]
    asked = said(home, "request", DEMO_PERSON, "access")
    (waiting,) = home.json("subject", "requests")
    assert (waiting["id"], waiting["by_law"]) == (asked["id"], True)
    assert 71 < waiting["due_in_hours"] <= 72
    assert said(home, "decide", asked["id"])["state"] == "done"
    assert home.json("subject", "requests", "--overdue") == []


def test_retention_counts_and_a_breach_has_its_worksheet(home: Home, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    home.run("retention", "run", "--dry-run", "--report", report)
    rows = list(csv.DictReader(report.read_text("utf-8").splitlines()))
    assert {row["kind"] for row in rows} >= {"people", "imports", "runs"}
    assert {row["removed"] for row in rows} == {"false"}
    assert report.stat().st_mode & 0o777 == 0o600
    days = ("--from", "2026-11-20", "--to", "2026-11-22")
    drawn = home.run("breach", "worksheet", "--account", "local", *days)
    assert drawn.stdout.startswith("candidate,unit,case_worker")
    assert "Pasal 46" in drawn.stderr
    home.run("breach", "worksheet", "--account", "nobody", *days, code=exit_codes.NOT_FOUND)


def test_a_journal_inside_the_data_is_refused(home: Home) -> None:
    refused = home.run("migrate", code=exit_codes.USAGE, JEMBATAN_ERASURE_JOURNAL=str(home.folder / "state"))
    assert "JEMBATAN_ERASURE_JOURNAL" in refused.stderr
