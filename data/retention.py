"""Rules of retention from a CSV. Periods are a decision of the controller."""

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
    "contact_requests",
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
    "unusual_readings",
    "breaches",
    "accounts",
    "trail",
)
COLUMNS = ("kind", "days", "basis_id", "basis_en", "what_id", "what_en")
FILE = Path(__file__).parent / "retention.csv"


class BadRetentionRules(DataError):
    """The file of rules of retention cannot be used."""


def retention_rules(path: Path | None = None) -> tuple[RetentionRule, ...]:
    """The rules of a file, else our own. Raises BadRetentionRules, which names the line and what would be right."""
    name = path.name if path else FILE.name
    try:
        with (path or FILE).open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise BadRetentionRules(f"{name}: the columns are {','.join(COLUMNS)}")
            rules = tuple(_rule(row, f"{name}, line {rows.line_num}") for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadRetentionRules(f"{name}: {type(problem).__name__}") from None
    known = {rule.kind for rule in rules}
    if not rules or len(known) < len(rules):
        raise BadRetentionRules(f"{name}: no rule, or two for one kind")
    return rules


def _rule(row: dict[str, str], where: str) -> RetentionRule:
    if row["kind"] not in KINDS:
        raise BadRetentionRules(f"{where}, kind: one of {', '.join(KINDS)}")
    if not (row["days"] or "").isdecimal() or int(row["days"]) < 1:
        raise BadRetentionRules(f"{where}, days: a whole number from 1")
    told = [(row[column] or "").strip() for column in COLUMNS[2:]]
    if not all(told):
        raise BadRetentionRules(f"{where}: {', '.join(COLUMNS[2:])} say something each")
    return RetentionRule(row["kind"], int(row["days"]), *told)
