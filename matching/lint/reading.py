"""`Linter.lint`: a vacancy → its findings, the heaviest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.language.places import PlaceParser
from matching.language.text import aligned
from matching.lint.abroad import COUNTRIES, abroad
from matching.lint.catalogue import Code, Finding, Severity
from matching.lint.clashes import clashing
from matching.lint.limits import limited
from matching.lint.parts import misdated, missing
from matching.lint.pay import paid
from matching.lint.wording import worded
from matching.model.records import VacancyRecord
from matching.requirements.clauses import clauses
from matching.requirements.filling import requirements_of, text_of
from matching.requirements.items import Strength
from matching.world import World

GUARDING = "FW01"
"""The field of work (fields_of_work.csv) of which the law asks a statement about one's record: Perpol 4/2020 Art. 6."""
_ORDER = tuple(Severity)


@dataclass(frozen=True)
class Linter:
    """Reads advertisements against the reference data."""

    world: World
    places: PlaceParser

    def lint(self, record: VacancyRecord, today: date) -> tuple[Finding, ...]:
        """All findings, each code once a clause at most; a vacancy that has been read (`Trade.read`) is found best."""
        return tuple(
            sorted(self._all(record, today), key=lambda one: (_ORDER.index(one.severity), one.start or 0))
        )

    def _all(self, record: VacancyRecord, today: date) -> Iterator[Finding]:
        vacancy, read = record.vacancy, requirements_of(record.vacancy)
        whole = text_of(vacancy)
        text = aligned(whole)
        for clause in clauses(whole):
            for finding in worded(clause):
                if finding.code is not Code.RECORD_DEMANDED or GUARDING not in vacancy.fields:
                    yield finding
        for item in read.police_record_letter:
            if item.value and item.strength is not Strength.NOT_NEEDED:
                yield Finding(Code.SKCK_DEMANDED, item.start, item.end)
                break
        yield from limited(record, read, today)
        yield from missing(record, read, text, COUNTRIES)
        yield from misdated(vacancy, today)
        yield from abroad(vacancy, text)
        yield from paid(vacancy, self.world, today)
        yield from clashing(record, read, text, self.places)
