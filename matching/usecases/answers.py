"""Answers of matching: what is told of a ranking in either direction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matching.display import PLAIN, Display
from matching.explain import Match
from matching.model import Candidate, Vacancy, VacancyId
from matching.rules import Reason


@dataclass(frozen=True, slots=True)
class NearMissRow:
    """A vacancy that one change would open, with the rank that it takes once the change `to` has been made."""

    vacancy: VacancyId
    title: str
    reason: Reason
    score: float
    would_rank: int
    to: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a row came to its place: its rank by score alone, the vacancies like it that stand behind it, best first, and
    whether it was moved down because its employer has enough rows above."""

    score_rank: int
    similar: tuple[VacancyId, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class VacanciesFor:
    """Vacancies ranked for one person, with all that fell out. `vacancies` are the records of the matches, and `shown`
    says how `display` has placed each.

    `dropped` counts live vacancies by every rule that each fails, so its sum may exceed their number; `weak` fit too
    little to be ranked; `not_enough`: there is no evidence of skill to rank on; `hidden` were left out for this person.
    """

    candidate: Candidate
    as_of: date
    matches: tuple[Match, ...]
    vacancies: tuple[Vacancy, ...]
    live: int
    eligible: int
    dropped: Mapping[Reason, int]
    weak: int
    not_enough: bool
    would_open: tuple[NearMissRow, ...]
    snapshot: str
    model: str
    weights: str
    hidden: frozenset[VacancyId] = frozenset()
    display: Display = PLAIN
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidatesFor:
    """People ranked for one vacancy: `matches` and the facts of the people, in step."""

    vacancy: Vacancy
    as_of: date
    matches: tuple[Match, ...]
    candidates: tuple[Candidate, ...]
    people: int
    dropped: Mapping[Reason, int]
    snapshot: str
    model: str
    weights: str
