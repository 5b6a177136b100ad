"""Codes of findings with their weight, rule and words: one table, `codes.csv`, for every surface."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from matching.messages import Tongue


class Severity(StrEnum):
    """What a finding asks of those who publish; from the heaviest."""

    BLOCKS = "blocks"  # nothing is published with it, unless a planner overrides it and says why
    WARNING = "warning"  # whoever publishes acknowledges it
    HINT = "hint"


class Code(StrEnum):
    """What can be found. Codes only ever grow."""

    RECORD_DEMANDED = "record_demanded"
    SKCK_DEMANDED = "skck_demanded"
    TATTOO = "tattoo"
    LOOKS = "looks"
    BODY = "body"
    DISABILITY = "disability"
    MARITAL_STATUS = "marital_status"
    PREGNANCY = "pregnancy"
    RELIGION = "religion"
    ETHNICITY = "ethnicity"
    AGE_WITHOUT_REASON = "age_without_reason"
    CHILD_WORK = "child_work"
    SEX_WITHOUT_REASON = "sex_without_reason"
    MISSING_WORK = "missing_work"
    MISSING_PLACE = "missing_place"
    MISSING_WAGE = "missing_wage"
    MISSING_HOURS = "missing_hours"
    MISSING_CONDITIONS = "missing_conditions"
    FEE_DEMANDED = "fee_demanded"
    DOCUMENTS_HELD = "documents_held"
    PASSPORT_HELD = "passport_held"
    ABROAD_UNLICENSED = "abroad_unlicensed"
    ABROAD_PRIVATE_NUMBER = "abroad_private_number"
    TRAFFICKING_SIGN = "trafficking_sign"
    WAGE_UNREALISTIC = "wage_unrealistic"
    WAGE_BELOW_MINIMUM = "wage_below_minimum"
    UNPAID = "unpaid"
    LEAVING_FINED = "leaving_fined"
    PROBATION_IN_FIXED_TERM = "probation_in_fixed_term"
    CONTRADICTION = "contradiction"
    DAY_PASSED = "day_passed"
    STARTS_FAR_OFF = "starts_far_off"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands behind a code: its weight, the rule, and words by language."""

    severity: Severity
    rule: str
    message: Mapping[Tongue, str]
    suggestion: Mapping[Tongue, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `start` and `end` are offsets into title, line break, description; None: it is of a field, or of
    what is not there. `details` say more: the field, what it states, what the law's figure is.
    """

    code: Code
    start: int | None = None
    end: int | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """As the table has it."""
        return self.entry.severity

    @property
    def entry(self) -> Entry:
        """What the table says of its code."""
        return catalogue()[self.code]


@cache
def catalogue() -> Mapping[Code, Entry]:
    """The whole table, in its order; raises KeyError where a code has no row."""
    text = files("matching").joinpath("lint/codes.csv").read_text(encoding="utf-8")
    rows = {row["code"]: row for row in csv.DictReader(text.splitlines())}
    return {code: _entry(rows[code]) for code in Code}


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(
        Severity(row["severity"]),
        row["rule"],
        {tongue: row[tongue] for tongue in Tongue},
        {tongue: row[f"suggestion_{tongue}"] for tongue in Tongue},
    )
