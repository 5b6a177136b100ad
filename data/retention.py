"""Rules of retention from a CSV: `kind,days,basis,what_id,what_en`. Periods are a decision of the controller."""

import csv
from pathlib import Path

from data.errors import DataError
from matching.model.rights import RetentionRule

KINDS = (
    "people",
    "imports",
    "unresolved_rows",
    "runs",
    "cohort_plans",
    "shortlists",
    "hidden_vacancies",
    "noted_tasks",
    "notices",
    "jobs",
    "idempotency_keys",
    "exports",
    "subject_requests",
    "transfers",
    "complaints",
    "state_changes",
    "fairness_comparisons",
    "employer_lists",
    "sign_in_refusals",
    "accounts",
    "trail",
)
FILE = Path(__file__).parent / "retention.csv"


class BadRetentionRules(DataError):
    """The file of rules of retention cannot be used."""


def retention_rules(path: Path | None = None) -> tuple[RetentionRule, ...]:
    """The rules of a file, else our own. Raises BadRetentionRules."""
    try:
        with (path or FILE).open(encoding="utf-8", newline="") as file:
            rules = tuple(_rule(row) for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as problem:
        raise BadRetentionRules(f"{path or FILE.name}: {type(problem).__name__}") from None
    known = {rule.kind for rule in rules}
    if not rules or len(known) < len(rules):
        raise BadRetentionRules("no rule, or two for one kind")
    return rules


def _rule(row: dict[str, str]) -> RetentionRule:
    days = int(row["days"])
    if row["kind"] not in KINDS or days < 1 or not row["basis"].strip():
        raise ValueError
    return RetentionRule(row["kind"], days, row["basis"], row["what_id"], row["what_en"])
