"""`jembatan` as people and programs call it: documents of the documented shape, exit codes, one line of error."""

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from api.cli import exit_codes
from api.schemas.matches import CandidateList, VacancyList
from api.schemas.what_if import WhatIfList, WhatOpensOut
from data.sample import DEMO_PERSON, vacancy_id
from data.sample.memorable import candidate_id
from matching.scoring import Feature
from tests.end_to_end.conftest import NewHome
from tests.end_to_end.shell import PATIENCE_S, Home, eventually

ROW = {
    "rank", "score_rank", "similar", "moved", "vacancy_id", "title", "score", "fit", "fit_word", "fit_words",
    "contributions", "evidence", "gaps", "flags", "window", "distance_m",
}  # fmt: skip
LIST = {
    "candidate_id", "as_of", "live", "eligible", "weak", "not_enough", "dropped", "would_open", "snapshot", "model",
    "weights", "matches", "run", "display",
}  # fmt: skip
NOBODY = "00000000-0000-4000-8000-00000000dead"
QUICK_S = 5.0  # two seconds when nobody else is at the processors


@pytest.fixture(scope="module")
def recorded(home: Home) -> Any:
    """The recorded list of the person of the demo."""
    return home.json("match", "SDP:CONTOH-WELDER-3G", "--record", "--size", 10)


def test_match_prints_the_documented_keys(recorded: dict[str, Any]) -> None:
    assert set(recorded) >= LIST
    assert recorded["candidate_id"] == str(DEMO_PERSON)
    assert len(recorded["matches"]) == 10
    for place, row in enumerate(recorded["matches"], start=1):
        assert set(row) >= ROW
        assert row["rank"] == place
        assert set(row["contributions"]) == set(Feature)
        assert sum(row["contributions"].values()) == pytest.approx(row["score"], abs=1e-4)
    assert recorded["dropped"]["starts_before_release"] > 0
    VacancyList.model_validate({key: value for key, value in recorded.items() if key != "run"})


def test_a_recorded_run_is_listed_and_replays_to_the_same_list(home: Home, recorded: dict[str, Any]) -> None:
    assert recorded["run"][:8] in home.run("runs", "list").stdout
    replayed = home.json("runs", "replay", recorded["run"])
    assert replayed["same"]
    assert not replayed["erased"]
    assert [(row["id"], row["score"]) for row in replayed["rows"]] == [
        (row["vacancy_id"], row["score"]) for row in recorded["matches"]
    ]


def test_a_supposed_certificate_and_what_opens_more_are_json(home: Home) -> None:
    more = ("--with-certificate", "Teknisi AC", "--with-licence", "SIM_A")
    body = home.json("match", "SDP:CONTOH-WELDER-3G", *more, "--size", 200)
    WhatIfList.model_validate(body)
    assert [held["title"] for held in body["supposed"]["certificates"]] == ["Teknisi AC"]
    assert any(row["rank_before"] is None or row["rank"] < row["rank_before"] for row in body["matches"])
    assert (
        "Teknisi AC" in home.run("match", "SDP:CONTOH-WELDER-3G", "--with-certificate", "Teknisi AC").stdout
    )
    found = home.json("what-opens", "SDP:CONTOH-WELDER-3G")
    WhatOpensOut.model_validate(found)
    assert home.run("what-opens", str(DEMO_PERSON)).stdout.strip()


def test_candidates_for_gives_the_same_pair_the_same_score(home: Home, recorded: dict[str, Any]) -> None:
    body = home.json("candidates-for", vacancy_id("las_listrik_3g"), "--size", 100)
    CandidateList.model_validate({key: value for key, value in body.items() if key != "run"})
    theirs = {row["candidate_id"]: row["score"] for row in body["matches"]}
    ours = {row["vacancy_id"]: row["score"] for row in recorded["matches"]}
    assert theirs[str(DEMO_PERSON)] == ours[str(vacancy_id("las_listrik_3g"))]


def test_everybody_nearing_release_has_one_line(home: Home) -> None:
    lines = home.run("nearing-release", "--json", "--size", 3, "--horizon-days", 60).stdout.splitlines()
    lists = [json.loads(line) for line in lines]
    people = [one["candidate_id"] for one in lists]
    assert len(people) == len(set(people)) > 1
    assert str(DEMO_PERSON) in people
    assert str(candidate_id("remission-moved")) not in people
    assert all(len(one["matches"]) <= 3 for one in lists)


def test_facts_about_the_program_are_json(home: Home) -> None:
    settings = home.json("settings")
    assert settings
    assert "postgresql://" not in json.dumps(settings)
    reference = home.json("reference", "list")
    assert reference["files"]["regencies.csv" if "regencies.csv" in reference["files"] else "regencies"]
    model = home.json("model", "info")
    assert (model["dimension"], len(model["sha256"])) == (384, 64)
    assert model["texts_per_s"] > 0


@pytest.mark.parametrize(
    ("words", "settings", "code"),
    [
        (("runs", "replay", NOBODY), {}, exit_codes.NOT_FOUND),
        (("import", "undo", NOBODY), {}, exit_codes.NOT_FOUND),
        (("settings",), {"JEMBATAN_LIST_ROWS": "many"}, exit_codes.USAGE),
        (("runs", "list"), {"JEMBATAN_LISTROWS": "9"}, exit_codes.USAGE),
        (("runs", "list"), {"JEMBATAN_HOST": "0.0.0.0"}, exit_codes.USAGE),  # noqa: S104
        (("runs", "list"), {"DATABASE_URL": "postgresql://x@127.0.0.1:9/x"}, exit_codes.UNAVAILABLE),
        (("model", "info"), {"JEMBATAN_MODEL": "/nowhere/model"}, exit_codes.UNAVAILABLE),
        (("evaluate", "/nowhere"), {}, exit_codes.PROBLEMS),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else None,
)
def test_an_error_is_one_line_on_stderr_and_the_documented_code(
    home: Home, words: tuple[str, ...], settings: dict[str, str], code: int
) -> None:
    refused = home.run(*words, code=code, **settings)
    assert refused.stdout == ""
    assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr


def test_a_model_that_was_not_compared_with_the_one_in_force_ranks_nobody(home: Home) -> None:
    home.run("match", NOBODY, code=exit_codes.NOT_FOUND)  # the first is free
    refused = home.run("match", NOBODY, code=exit_codes.USAGE, JEMBATAN_MODEL_ADAPTER="trades")
    assert "jembatan fairness compare" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("match", "nobody"),
        ("match", NOBODY, "--size", "0"),
        ("match", NOBODY, "--as-of", "besok"),
        ("match", NOBODY, "--with-certificate", "Las", "--record"),
        ("match", NOBODY, "--with-licence", "SIM_Z"),
        ("serve", "--prot", "1"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_with_2_and_no_traceback(home: Home, words: tuple[str, ...]) -> None:
    refused = home.run(*words, code=exit_codes.USAGE)
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr


def test_help_comes_quickly(home: Home) -> None:
    home.run("--help")
    begun = time.monotonic()
    listed = home.run("--help").stdout
    assert time.monotonic() - begun < QUICK_S
    assert all(word in listed for word in ("match", "import", "serve", "evaluate", "nearing-release"))


def test_an_interrupted_command_exits_with_130(new_home: NewHome) -> None:
    process = new_home().start("model", "info")
    eventually(lambda: "libtorch" in Path(f"/proc/{process.pid}/maps").read_text(), PATIENCE_S)  # at work
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_S) == exit_codes.INTERRUPTED
