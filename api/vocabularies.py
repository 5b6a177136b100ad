"""Words for the codes of the closed vocabularies, Indonesian first: `vocabularies.csv`, beside this file.

Words for what is no vocabulary of a record stand there, too: what each setting does (`settings`), and what the trail
names as read or changed, and what for (`trail_records`, `trail_fields`, `trail_purposes`); the parts, fields and codes
of a person's own file that have no name elsewhere (`file_parts`, `file_fields`, `file_codes`); and the heads and
figures of tables that a page gives as a file (`columns`, `plan_figures`).
"""

import csv
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from matching import vocabulary as v
from matching.intake.columns import ImportKind
from matching.model import outcome_codes as o
from matching.model import rights as r
from matching.model import states as s
from matching.model import transfers as t
from matching.outcomes import Grouping
from matching.trail import Act

VOCABULARIES: Mapping[str, type[Enum]] = MappingProxyType(
    {
        "certificate_kinds": v.CertificateKind,
        "verifications": v.Verification,
        "educations": v.Education,
        "licences": v.Licence,
        "languages": v.Language,
        "contract_kinds": v.ContractKind,
        "shifts": v.Shift,
        "work_demands": v.WorkDemand,
        "wage_units": v.WageUnit,
        "work_settings": v.WorkSetting,
        "release_modes": v.ReleaseMode,
        "date_bases": v.DateBasis,
        "window_verdicts": v.WindowVerdict,
        "blocker_kinds": v.BlockerKind,
        "blocker_statuses": v.BlockerStatus,
        "vacancy_statuses": v.VacancyStatus,
        "employer_verifications": v.EmployerVerification,
        "answer_kinds": o.AnswerKind,
        "interview_manners": o.InterviewManner,
        "employer_reasons": o.EmployerReason,
        "opening_states": o.OpeningState,
        "placement_kinds": o.PlacementKind,
        "ladder_rungs": o.Rung,
        "end_reasons": o.EndReason,
        "complaint_codes": o.ComplaintCode,
        "complainants": o.Complainant,
        "complaint_states": o.ComplaintState,
        "check_states": o.CheckState,
        "groupings": Grouping,
        "reveal_purposes": v.RevealPurpose,
        "state_reasons": s.StateReason,
        "publication_overrides": s.Override,
        "roles": v.Role,
        "trail_acts": Act,
        "consent_purposes": r.Purpose,
        "consent_recipients": r.Recipient,
        "consent_ways": r.How,
        "consent_states": r.ConsentState,
        "disclosed_parts": r.Disclosed,
        "request_kinds": r.RequestKind,
        "request_states": r.RequestState,
        "transfer_kinds": t.TransferKind,
        "transfer_outcomes": t.TransferOutcome,
        "import_kinds": ImportKind,
    }
)


def in_words(vocabulary: str, code: str, tongue: str) -> str:
    """The words for a code in a language; education goes by its name. Raises KeyError for a code that has none."""
    return _by_code()[vocabulary, code][tongue]


@cache
def _by_code() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(name, row["code"]): row for name, rows in worded().items() for row in rows}


@cache
def worded() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """Rows of code, id and en, by vocabulary."""
    lines = files("api").joinpath("vocabularies.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    return MappingProxyType(
        {
            name: tuple(
                {part: row[part] for part in ("code", "id", "en")}
                for row in rows
                if row["vocabulary"] == name
            )
            for name in dict.fromkeys(row["vocabulary"] for row in rows)
        }
    )
