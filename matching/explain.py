"""Why a vacancy stands in a list: contributions, the lines that support each other, gaps and flags.

All of it as codes with parameters; the words stand in one catalogue (`matching.messages`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

import numpy as np

from matching.columns import uuid_at
from matching.features import Idf
from matching.flags import Note, flags
from matching.model import Asks, Candidate, CandidateId, CertificateId, Vacancy, VacancyId
from matching.pairing import Pairing
from matching.profile import Facet, FacetKind, Phrase
from matching.release import VERDICTS
from matching.requirements.filling import line_asking
from matching.scoring import FEATURES, Feature, FitWord, Scored
from matching.standing import effective_education, held_licences
from matching.vocabulary import Licence, Verification, WindowVerdict, WorkSetting


class GapKind(StrEnum):
    """What kind of thing is asked and not held."""

    LICENCE = "licence"
    CERTIFICATE = "certificate"
    UNIT = "unit"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    LANGUAGE = "language"


_PARTS = {
    GapKind.LICENCE: "licences",
    GapKind.EXPERIENCE: "experience_months",
    GapKind.EDUCATION: "education",
    GapKind.LANGUAGE: "languages",
}
"""Which part of `Asks` a gap is about, where the text can fill it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked and not held. `by_law` gaps must be closed before the first day of work. `line` is the line of
    the text that asks, where no field of the employer's does."""

    kind: GapKind
    asked: str
    required: bool
    by_law: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """The facet and the line of the vacancy that support each other; `certificate` where the facet is one."""

    facet: FacetKind
    label: str
    verification: Verification | None
    line: str
    terms: tuple[str, ...]
    certificate: CertificateId | None = field(default=None, compare=False)  # which one, not what it says


@dataclass(frozen=True, slots=True)
class Match:
    """One row of a ranked list. `distance_m` is between seats of regencies, None abroad."""

    rank: int
    candidate: CandidateId
    vacancy: VacancyId
    title: str
    score: float
    fit: float
    fit_word: FitWord
    features: Mapping[Feature, float]
    contributions: Mapping[Feature, float]
    evidence: tuple[Support, ...]
    gaps: tuple[Gap, ...]
    flags: tuple[Note, ...]
    verdict: WindowVerdict | None
    distance_m: int | None


@dataclass(frozen=True)
class Reader:
    """Reads the texts of displayed rows: the words of a text, its lines with their words."""

    words: Callable[[str], Phrase]
    lines: Callable[[str], Sequence[tuple[str, Phrase]]]
    idf: Idf


def supports(facet: Facet, candidate: Candidate, vacancy: Vacancy, reader: Reader) -> tuple[Support, ...]:
    """The line of the vacancy that shares most with the facet. Where no line shares a word (the trade or the meaning
    speaks alone) it is the title, which they are read from first, and no `terms`."""
    line, terms = _best_line(facet.words, vacancy, reader)
    verification, certificate = None, None
    if facet.kind is FacetKind.CERTIFICATE:
        held = candidate.certificates[facet.source]
        verification, certificate = held.verification, held.id
    return (Support(facet.kind, facet.label, verification, line or vacancy.title, terms, certificate),)


def _best_line(wanted: Phrase, vacancy: Vacancy, reader: Reader) -> tuple[str, tuple[str, ...]]:
    """The line with the rarest wanted words, the first of equals, and those words; nothing where no line has any."""
    headings = ((text, reader.words(text)) for text in (vacancy.title, *vacancy.required.certificates))
    read = (*headings, *reader.lines(vacancy.description))
    lines = [(line, shared) for line, words in read if (shared := wanted & words)]
    if not lines:
        return "", ()
    known = sorted(frozenset().union(*(shared for _, shared in lines)))
    rarity = dict(zip(known, reader.idf(known).tolist(), strict=True))
    line, shared = max(lines, key=lambda pair: sum(rarity[term] for term in sorted(pair[1])))
    return line.strip(), tuple(sorted(shared))


def gaps(candidate: Candidate, vacancy: Vacancy, today: date, reader: Reader) -> tuple[Gap, ...]:
    """What the vacancy asks and the candidate does not hold: by law, required, then preferred."""
    held = held_licences(candidate, today)
    by_law = [
        Gap(GapKind.LICENCE, code, required=True, by_law=True)
        for code in sorted(vacancy.licences_by_law - held)
    ]
    required = _asked(vacancy.required, candidate, held | vacancy.licences_by_law, reader, required=True)
    preferred = _asked(vacancy.preferred, candidate, held, reader, required=False)
    return tuple(_with_line(gap, vacancy) for gap in (*by_law, *required, *preferred))


def _with_line(gap: Gap, vacancy: Vacancy) -> Gap:
    part = _PARTS.get(gap.kind)
    side = "required" if gap.required else "preferred"
    return replace(gap, line=line_asking(vacancy, f"{side}.{part}", gap.asked)) if part else gap


def _asked(
    asks: Asks, candidate: Candidate, licences: frozenset[Licence], reader: Reader, *, required: bool
) -> Iterable[Gap]:
    for licence in sorted(asks.licences - licences):
        yield Gap(GapKind.LICENCE, licence, required=required)
    held = [certificate for certificate in candidate.certificates if certificate.usable]
    titles = [reader.words(f"{c.title} {c.scheme}") for c in held if asks.certificates]
    for asked in asks.certificates:
        words = reader.words(asked)
        if not any(words <= title for title in titles):
            yield Gap(GapKind.CERTIFICATE, asked, required=required)
    units = {unit.code for certificate in held for unit in certificate.units}
    for code in sorted(asks.units - units):
        yield Gap(GapKind.UNIT, code, required=required)
    if asks.experience_months > sum(job.months for job in candidate.experience):
        yield Gap(GapKind.EXPERIENCE, str(asks.experience_months), required=required)
    if asks.education > effective_education(candidate):
        yield Gap(GapKind.EDUCATION, asks.education.name, required=required)
    for language in sorted(asks.languages - candidate.languages):
        yield Gap(GapKind.LANGUAGE, language, required=required)


def explain(
    *,
    rank: int,
    position: int,
    candidate: Candidate,
    vacancy: Vacancy,
    facets: Sequence[Facet],
    pairing: Pairing,
    scored: Scored,
    contributed: Sequence[float],
    fit: float,
    fit_word: FitWord,
    reader: Reader,
) -> Match:
    """The row at `position` of one candidate's scored pairing, with its reasons; `vacancy` is its full record,
    `contributed` what each of its features adds to the score, `fit` that of the facet which is named."""
    facet = facets[int(scored.facet[position])]
    metres = float(pairing.distance_m[position])
    outside = vacancy.setting is WorkSetting.OUTSIDE
    known = outside and candidate.window is not None
    return Match(
        rank=rank,
        candidate=candidate.id,
        vacancy=VacancyId(uuid_at(pairing.vacancies.ids, position)),
        title=vacancy.title,
        score=round(float(scored.scores[position]), 5),
        fit=fit,
        fit_word=fit_word,
        features=dict(zip(FEATURES, scored.features[position].tolist(), strict=True)),
        contributions=dict(zip(FEATURES, contributed, strict=True)),
        evidence=supports(facet, candidate, vacancy, reader),
        gaps=gaps(candidate, vacancy, date.fromordinal(pairing.today), reader),
        flags=flags(candidate, vacancy, pairing, position, facet),
        verdict=VERDICTS[int(pairing.verdict[position])] if known else None,
        distance_m=None if np.isinf(metres) else round(metres),
    )
