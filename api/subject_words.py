"""What stands in a person's file, in words: names of fields, codes, places, days, amounts. Layout is `subject_page`'s.

Words are those of `vocabularies.csv` and of the catalogue of messages; nothing is worded here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.formats import Formats
from api.vocabularies import in_words
from matching.geo import Gazetteer
from matching.messages import Tongue, words
from matching.reference import FieldOfWork
from matching.vocabulary import Education

TECHNICAL = frozenset({
    "id", "run", "plan", "shortlist", "import", "version", "wording_sha256", "corrects", "model", "weights", "rules",
    "parameters",
})  # fmt: skip
"""Of the program and of no person: left to the JSON copy, as all that ends with `_id` is."""
CODES: Mapping[str, str] = {
    "role": "roles", "act": "trail_acts", "entity": "trail_records", "mode": "release_modes", "basis": "date_bases",
    "verification": "verifications", "certificates.kind": "certificate_kinds", "contract": "contract_kinds",
    "contracts": "contract_kinds", "shifts": "shifts", "restrictions": "work_demands", "languages": "languages",
    "language": "languages", "consents.purpose": "consent_purposes", "consents.how": "consent_ways",
    "consents.state": "consent_states", "consents.fields": "disclosed_parts", "recipient": "consent_recipients",
    "requests.kind": "request_kinds", "requests.state": "request_states", "transfers.kind": "transfer_kinds",
    "outcome": "transfer_outcomes", "imports.kind": "import_kinds",
    "trail.fields": "trail_fields", "shown_to.fields": "trail_fields", "openings.state": "opening_states",
    "employer_answers.kind": "answer_kinds", "employer_answers.how": "interview_manners",
    "employer_answers.reason": "employer_reasons", "placements.kind": "placement_kinds",
    "events.kind": "ladder_rungs", "events.reason": "end_reasons", "complaints.code": "complaint_codes",
    "by_whom": "complainants", "complaints.state": "complaint_states", "guarantor.kind": "file_codes",
    "sex": "file_codes", "origin": "file_codes",
    "shortlists.state": "state.", "before": "state.", "after": "state.", "action": "change.",
    "answers.reason": "answer.", "changes.reason": "override.", "steps.reason": "step.", "code": "consequence.",
    "hidden_vacancies.reason": "hiding.", "contact_requests.reason": "hindrance.", "notices.kind": "task.",
    "fit": "fit.", "verdict": "verdict.", "failed": "reason.", "gaps.kind": "gap.", "flag": "flag.",
    "contributions": "feature.",
}  # fmt: skip
"""Field, with the part that it stands in where another part means another thing, to the words for its codes: a
vocabulary, or with a dot the messages that begin so."""
GAPS: Mapping[str, str] = {"licence": "licences", "language": "languages", "education": "educations"}
PLACES = frozenset({"home", "accepted_places", "custody_regency", "area", "place"})
FIELDS_OF_WORK = frozenset({"blocked_fields", "excluded_fields"})
UNITS: Mapping[str, str] = {"months": "months", "report_every_days": "days", "training_hours": "hours"}
METRES = frozenset({"max_travel_m", "distance_m"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_technical(field: str) -> bool:
    """Whether a field is left to the JSON copy."""
    return field in TECHNICAL or field.endswith("_id")


class FileWords:
    """The words of one language, with the names of places and fields of work."""

    def __init__(self, tongue: Tongue, gazetteer: Gazetteer, fields: Sequence[FieldOfWork]) -> None:
        self.tongue, self.formats, self._gazetteer = tongue, Formats(tongue), gazetteer
        self._fields = {
            one.code: one.name_id if tongue is Tongue.INDONESIAN else one.name_en for one in fields
        }

    def say(self, key: str) -> str:
        """A sentence of the copy."""
        return words(f"file.{key}", self.tongue)

    def heading(self, part: str) -> str:
        """The heading of a part."""
        return self._named(part, "file_parts")

    def field(self, name: str) -> str:
        """The name of a field, as the trail calls it where the copy has no name of its own."""
        return self._named(name, "file_fields", "trail_fields")

    def _named(self, name: str, *vocabularies: str) -> str:
        """As the first vocabulary has it that does. What is newer than all, which a test does not let in, is told
        under its own name: a copy leaves nothing out."""
        for vocabulary in vocabularies:
            try:
                said = in_words(vocabulary, name, self.tongue)
            except KeyError:
                continue
            return said[:1].upper() + said[1:]
        return name.replace("_", " ")

    def value(self, part: str, field: str, value: Any) -> str:
        """One value, never a list or a record, in words; empty where it says nothing to a person."""
        if value is None or (isinstance(value, str) and _ID.fullmatch(value)):
            return self.say("yes") if value and field == "would_take_back" else ""
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, int | float):
            return self._amount(field, value)
        if field in PLACES and value in self._gazetteer:
            return self._gazetteer.get(value).name
        if field in FIELDS_OF_WORK and value in self._fields:
            return self._fields[value]
        if (part, field) == ("trail", "purpose"):
            return self._named(value, "trail_purposes", "reveal_purposes")
        if field == "wording" and "/" in value:
            purpose, _, number = value.partition("/")
            return f"{self._coded('consent_purposes', purpose)}, {self.say('wording').format(number)}"
        return self._coded(CODES.get(f"{part}.{field}") or CODES.get(field, ""), value)

    def staff(self, told: Mapping[str, Any]) -> str:
        """Who of the staff, by role and unit: no name of theirs is in a file."""
        role = self._coded("roles", str(told.get("role") or "worker")) if told else ""
        return ", ".join(filter(None, (role, told.get("unit"))))

    def licence(self, held: Sequence[Any]) -> str:
        """A licence and until when: `[code, day or null]`."""
        until = f" ({self.say('until').format(self._coded('', held[1]))})" if held[1] else ""
        return f"{self._coded('licences', held[0])}{until}"

    def blocker(self, held: Sequence[Any]) -> str:
        """A blocker, how it stands, and how long it takes: `[kind, status, days]`."""
        takes = f" ({words('lead.days', self.tongue).format(held[2])})" if held[2] else ""
        return f"{self._coded('blocker.', held[0])}: {self._coded('blocker_statuses', held[1])}{takes}"

    def gap(self, gap: Mapping[str, Any]) -> str:
        """What was missing, and how it was asked."""
        asked = self._coded(GAPS.get(gap["kind"], ""), str(gap["asked"]))
        strength = "by_law" if gap["by_law"] else "required" if gap["required"] else "preferred"
        return f"{self._coded('gap.', gap['kind'])}: {asked} ({words(f'asked.{strength}', self.tongue)})"

    def _amount(self, field: str, value: float) -> str:
        if field == "education":
            return in_words("educations", Education(int(value)).name, self.tongue)
        if field in METRES:
            return self.formats.kilometres(int(value))
        if field.endswith("_idr"):
            return self.formats.rupiah(int(value))
        if unit := UNITS.get(field):
            return self.say(unit).format(self.formats.number(value))
        return self.formats.number(value, 0 if isinstance(value, int) else 2)

    def _coded(self, kind: str, value: str) -> str:
        """A code in words; a day or a moment as it is written; anything else was written by somebody, and stays."""
        if not kind:
            return self._written(value)
        try:
            return (
                words(f"{kind}{value}", self.tongue)
                if kind[-1] == "."
                else in_words(kind, value, self.tongue)
            )
        except KeyError:
            return self._written(value)

    def _written(self, value: str) -> str:
        if _DAY.fullmatch(value):
            return self.formats.day(date.fromisoformat(value))
        if _MOMENT.fullmatch(value):
            return self.formats.time(datetime.fromisoformat(value))
        return value
