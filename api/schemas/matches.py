"""Ranked lists as JSON: one shape for the API and for `jembatan match --json`.

Codes stay codes; the words beside them are in the language that was asked for.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.openings import WouldOpen, would_open
from api.schemas.parts import Day, FactsOf, Shape
from api.words import flag_words, gap_words
from matching.explain import GapKind, Match
from matching.flags import Flag
from matching.geo import Gazetteer
from matching.messages import Tongue, source, words
from matching.model import Candidate, Employer, EmployerId, Vacancy
from matching.rules import Reason
from matching.scoring import Feature, FitWord
from matching.usecases.answers import CandidatesFor, VacanciesFor
from matching.vocabulary import Verification, WindowVerdict

EVIDENCE = ("facet", "label", "verification", "line", "terms")
Employers = Mapping[EmployerId, Employer]


class EvidenceRow(Shape):
    """The facet of the person and the line of the vacancy that support each other."""

    facet: str
    label: str
    verification: Verification | None
    line: str
    terms: list[str]


class GapRow(Shape):
    """Something asked and not held."""

    kind: GapKind
    asked: str
    required: bool
    by_law: bool
    line: str = Field(
        description="The line of the text that asks; empty where a field of the employer's does."
    )
    words: str


class FlagRow(Shape):
    """What to know before proposing; parameters such as `lead_days` and `in_time` stand beside the code."""

    model_config = Shape.model_config | {"extra": "allow"}
    flag: Flag
    words: str


class WindowRow(Shape):
    """The start of the work against the person's release window."""

    verdict: WindowVerdict | None
    words: str | None
    starts: Day | None
    earliest: Day | None
    expected: Day | None
    latest: Day | None


class PlaceRow(Shape):
    """A regency."""

    code: str
    name: str


class NamedRow(Shape):
    """A record by name."""

    id: UUID
    name: str


class MatchRow(Shape):
    """One row: the contributions sum to the score; `distance_m` is null abroad."""

    rank: int
    score: float
    fit: float
    fit_word: FitWord
    fit_words: str
    contributions: dict[Feature, float]
    evidence: list[EvidenceRow]
    gaps: list[GapRow]
    flags: list[FlagRow]
    window: WindowRow
    distance_m: int | None


class VacancyRow(MatchRow):
    """A vacancy in a person's list. `rank` is its place; `score_rank` the one that it has by score alone."""

    score_rank: int
    similar: list[UUID] = Field(description="Near-duplicates that stand behind this row, best first.")
    moved: bool = Field(description="Moved down because its employer has enough rows above.")
    vacancy_id: UUID
    title: str
    employer: NamedRow
    place: PlaceRow | None


class CandidateRow(MatchRow):
    """A person in a vacancy's list, by id alone."""

    candidate_id: UUID
    home: PlaceRow


class RankedList(Shape):
    """What every ranked list says: how many fell out by which reason, and what decided it."""

    as_of: Day = Field(description="The day that counted as today.")
    facts: FactsOf
    dropped: dict[Reason, int | None] = Field(
        description="By every rule that each fails; the sum may exceed the number. Null: too few to be told."
    )
    words: dict[Reason, str] = Field(description="Words for the reasons in `dropped`.")
    sources: dict[Reason, str] = Field(description="The rules of law behind the reasons in `dropped`.")
    snapshot: str
    model: str
    weights: str
    pending: int | None = Field(
        default=None,
        description="Records not embedded yet, which the list may lack; only where they were counted.",
    )


class DisplayRow(Shape):
    """How rows were placed after scoring; see docs/matching.md."""

    similar: bool
    employer_rows: int
    within: int


class VacancyList(RankedList):
    """Vacancies for a person. `not_enough`: there is no evidence of skill to rank on."""

    candidate_id: UUID
    display: DisplayRow
    live: int
    eligible: int
    weak: int
    not_enough: bool
    not_enough_words: str | None
    would_open: list[WouldOpen]
    matches: list[VacancyRow]


class CandidateList(RankedList):
    """People for a vacancy, by the same score."""

    vacancy_id: UUID
    title: str
    people: int
    matches: list[CandidateRow]


def vacancies_document(
    answer: VacanciesFor,
    gazetteer: Gazetteer,
    employers: Employers,
    tongue: Tongue,
    *,
    pending: int | None = None,
) -> Document:
    """A person's list, in the shape of `VacancyList`."""
    rows = zip(answer.matches, answer.vacancies, answer.shown, strict=True)
    return {
        "candidate_id": str(answer.candidate.id),
        "display": plain(answer.display),
        **_decided_by(answer, tongue),
        **_counted(pending),
        "live": answer.live,
        "eligible": answer.eligible,
        "weak": answer.weak,
        "not_enough": answer.not_enough,
        "not_enough_words": words("list.not_enough", tongue) if answer.not_enough else None,
        "would_open": would_open(answer.would_open, tongue),
        "matches": [
            {
                "rank": match.rank,
                **plain(shown),
                "vacancy_id": str(match.vacancy),
                "title": match.title,
                "employer": _named(vacancy.employer, employers),
                "place": _place(vacancy.place, gazetteer),
                **_row(match, answer.candidate, vacancy, tongue),
            }
            for match, vacancy, shown in rows
        ],
    }


def candidates_document(
    answer: CandidatesFor, gazetteer: Gazetteer, tongue: Tongue, *, pending: int | None = None
) -> Document:
    """A vacancy's list, in the shape of `CandidateList`."""
    rows = zip(answer.matches, answer.candidates, strict=True)
    return {
        "vacancy_id": str(answer.vacancy.id),
        "title": answer.vacancy.title,
        **_decided_by(answer, tongue),
        **_counted(pending),
        "people": answer.people,
        "matches": [
            {
                "rank": match.rank,
                "candidate_id": str(match.candidate),
                "home": _place(candidate.home, gazetteer),
                **_row(match, candidate, answer.vacancy, tongue),
            }
            for match, candidate in rows
        ],
    }


def employers_of(vacancies: Iterable[Vacancy]) -> list[EmployerId]:
    """Whose names a list needs, each once."""
    return list(dict.fromkeys(vacancy.employer for vacancy in vacancies))


def _decided_by(answer: VacanciesFor | CandidatesFor, tongue: Tongue) -> Document:
    dropped = {reason: count for reason, count in answer.dropped.items() if count}
    return {
        "as_of": answer.as_of.isoformat(),
        "facts": "now",
        "dropped": plain(dropped),
        "words": {str(reason): words(f"reason.{reason}", tongue) for reason in dropped},
        "sources": {str(reason): law for reason in dropped if (law := source(f"reason.{reason}"))},
        "snapshot": answer.snapshot,
        "model": answer.model,
        "weights": answer.weights,
    }


def _counted(pending: int | None) -> Document:
    return {} if pending is None else {"pending": pending}


def _row(match: Match, candidate: Candidate, vacancy: Vacancy, tongue: Tongue) -> Document:
    return {
        "score": match.score,
        "fit": match.fit,
        "fit_word": str(match.fit_word),
        "fit_words": words(f"fit.{match.fit_word}", tongue),
        "contributions": plain(match.contributions),
        "evidence": [{name: plain(getattr(one, name)) for name in EVIDENCE} for one in match.evidence],
        "gaps": [{**plain(gap), "words": gap_words(gap, tongue)} for gap in match.gaps],
        "flags": [
            {**plain(note.parameters), "flag": str(note.flag), "words": flag_words(note, tongue)}
            for note in match.flags
        ],
        "window": _window(match, candidate, vacancy, tongue),
        "distance_m": match.distance_m,
    }


def _window(match: Match, candidate: Candidate, vacancy: Vacancy, tongue: Tongue) -> Document:
    window = candidate.window
    return {
        "verdict": plain(match.verdict),
        "words": words(f"verdict.{match.verdict}", tongue) if match.verdict else None,
        "starts": plain(vacancy.starts),
        "earliest": plain(window.earliest) if window else None,
        "expected": plain(window.expected) if window else None,
        "latest": plain(window.latest) if window else None,
    }


def _place(code: str | None, gazetteer: Gazetteer) -> Document | None:
    return {"code": code, "name": gazetteer.get(code).name} if code else None


def _named(employer: EmployerId, employers: Employers) -> dict[str, Any]:
    return {"id": str(employer), "name": employers[employer].name if employer in employers else ""}
