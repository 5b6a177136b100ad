"""Words for every code, in both languages, and none that nobody says."""

import csv
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest

import matching
from matching.explain import GapKind
from matching.flags import Flag
from matching.messages import Tongue, source, words
from matching.model.cohorts import Acceptance, Work
from matching.model.contacts import ContactReason, ContactState
from matching.model.hidings import HidingReason
from matching.model.outcome_codes import ComplaintCode
from matching.model.oversight import Measure, Told
from matching.model.tasks import JobKind, JobProblem, TaskKind
from matching.reference import AppliesTo, Strength
from matching.rules import RULES, Reason
from matching.scoring import Feature
from matching.vocabulary import BlockerKind, Verification, WindowVerdict
from matching.workflow import AnswerReason, ItemChange, OverrideReason, Refusal, State, StepReason
from tests.people import trade

CODES: Mapping[str, type[StrEnum]] = {
    "reason": Reason,
    "flag": Flag,
    "gap": GapKind,
    "feature": Feature,
    "verdict": WindowVerdict,
    "blocker": BlockerKind,
    "evidence": Verification,
    "task": TaskKind,
    "blocks": TaskKind,
    "state": State,
    "change": ItemChange,
    "step": StepReason,
    "override": OverrideReason,
    "answer": AnswerReason,
    "complaint": ComplaintCode,
    "hiding": HidingReason,
    "contact": ContactState,
    "hindrance": ContactReason,
    "refusal": Refusal,
    "work": Work,
    "acceptance": Acceptance,
    "unusual": Measure,
    "untold": Told,
    "job": JobKind,
    "trouble": JobProblem,
}
PACKAGE = Path(matching.__file__).parent
ROWS = list(csv.DictReader((PACKAGE / "messages.csv").read_text("utf-8").splitlines()))
KEYS = [row["key"] for row in ROWS]


@pytest.mark.parametrize("prefix", CODES)
def test_every_code_has_words_in_both_languages_and_no_word_is_left_over(prefix: str) -> None:
    assert {key for key in KEYS if key.startswith(f"{prefix}.")} == {
        f"{prefix}.{code}" for code in CODES[prefix]
    }


def test_each_key_stands_once_with_different_words_in_each_language() -> None:
    assert len(KEYS) == len(set(KEYS))
    for row in ROWS:
        assert set(row) == {"key", *Tongue, "source"}
        assert all(row[tongue].strip() == row[tongue] != "" for tongue in Tongue), row["key"]


def test_words_beside_the_codes_are_said_somewhere() -> None:
    others = {key for key in KEYS if key.split(".")[0] not in CODES}
    sources = "\n".join(
        path.read_text("utf-8")
        for folder in ("matching", "api")
        for path in (PACKAGE.parent / folder).rglob("*")
        if path.suffix in {".py", ".html"}
    )
    said = set(re.findall(r"[\"']([a-z]+\.[a-z_]+)[\"']", sources))
    put_together = set(re.findall(r"[\"']([a-z]+)\.\{", sources))
    assert {key for key in others - said if key.split(".")[0] not in put_together} == set()


def test_placeholders_are_the_same_in_both_languages() -> None:
    for row in ROWS:
        assert row["id"].count("{}") == row["en"].count("{}"), row["key"]


def test_words_are_indonesian_or_english_as_asked() -> None:
    assert words("verdict.fits", Tongue.INDONESIAN) == "sesuai"
    assert words("verdict.fits", Tongue.ENGLISH) == "fits"
    with pytest.raises(KeyError):
        words("verdict.perhaps", Tongue.ENGLISH)


def test_a_reason_names_a_source_exactly_where_its_rule_does() -> None:
    for reason, rule in RULES.items():
        of_law = "Source" in (rule.passes.__doc__ or "")
        assert (source(f"reason.{reason}") is not None) is of_law, reason


def test_what_the_law_closes_names_the_sources_of_its_bars() -> None:
    told = source(f"reason.{Reason.CLOSED_BY_LAW}")
    assert told is not None
    for bar in trade().bars:
        if bar.strength is Strength.HARD and bar.applies_to is not AppliesTo.FLAGGED_AT_SOURCE:
            assert bar.source.split("; ")[-1] in told, bar.code


def test_a_key_without_words_has_no_source_either() -> None:
    with pytest.raises(KeyError):
        source("reason.perhaps")
