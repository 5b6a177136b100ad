"""Why a vacancy stands in a list: contributions, the lines that support each other, gaps, blockers and flags.

All of it as codes with parameters; the words stand in one catalogue (`matching.messages`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from matching.columns import effective_education, uuid_at
from matching.features import Idf
from matching.model import Asks, Candidate, CandidateId, Vacancy, VacancyId
from matching.pairing import Pairing
from matching.profile import Facet, FacetKind, Tokenise
from matching.release import VERDICTS
from matching.scoring import FEATURES, Feature, Scored, Weights, contributions
from matching.vocabulary import (
    LICENCE_COVERS,
    BlockerStatus,
    Licence,
    Verification,
    WindowVerdict,
    WorkSetting,
)

Parameters = Mapping[str, str | int | float | bool]


class Flag(StrEnum):
    """What the case worker should know before proposing; never a bar. Codes only ever grow."""

    TIGHT_WINDOW = "tight_window"
    NEEDS_MOVE = "needs_move"
    NEEDS_TRANSFER = "needs_transfer"  # pelimpahan bimbingan
    REPORTING_DUTY = "reporting_duty"  # wajib lapor
    PLACEMENT_ELSEWHERE = "placement_elsewhere"
    POLICE_RECORD_LETTER = "police_record_letter"  # SKCK asked
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_EXPIRES_BEFORE_START = "certificate_expires_before_start"
    CERTIFICATE_UNVERIFIED = "certificate_unverified"
    LICENCE_BEFORE_START = "licence_before_start"
    WAGE_BELOW_WISH = "wage_below_wish"
    WAGE_BELOW_MINIMUM = "wage_below_minimum"
    FORMER_EMPLOYER = "former_employer"
    CHECK_FACILITY = "check_facility"
    OWN_ESTIMATE = "own_estimate"
    BLOCKER = "blocker"


class GapKind(StrEnum):
    """What kind of thing is asked and not held."""

    LICENCE = "licence"
    CERTIFICATE = "certificate"
    UNIT = "unit"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Note:
    """A flag with its parameters (`lead_days`, `in_time`, …)."""

    flag: Flag
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked and not held. `by_law` gaps must be closed before the first day of work."""

    kind: GapKind
    asked: str
    required: bool
    by_law: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """The facet and the line of the vacancy that support each other."""

    facet: FacetKind
    label: str
    verification: Verification | None
    line: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One row of a ranked list. `distance_m` is between seats of regencies, None abroad."""

    rank: int
    candidate: CandidateId
    vacancy: VacancyId
    title: str
    score: float
    fit: float
    features: Mapping[Feature, float]
    contributions: Mapping[Feature, float]
    evidence: tuple[Support, ...]
    gaps: tuple[Gap, ...]
    flags: tuple[Note, ...]
    verdict: WindowVerdict | None
    distance_m: int | None


@dataclass(frozen=True)
class Reader:
    """Reads the texts of displayed rows."""

    tokenise: Tokenise
    lines: Callable[[str], Sequence[str]]
    idf: Idf


def supports(facet: Facet, candidate: Candidate, vacancy: Vacancy, reader: Reader) -> tuple[Support, ...]:
    """The line of the vacancy that shares most with the facet; none where no line shares a word."""
    wanted = frozenset().union(*facet.phrases)
    texts = [vacancy.title, *vacancy.required.certificates, *reader.lines(vacancy.description)]
    best: tuple[float, str, tuple[str, ...]] = (0.0, "", ())
    for line in texts:
        shared = wanted & frozenset(reader.tokenise(line))
        weight = float(reader.idf(sorted(shared)).sum())
        if weight > best[0]:
            best = (weight, line.strip(), tuple(sorted(shared)))
    verification = None
    if facet.kind is FacetKind.CERTIFICATE:
        verification = candidate.certificates[facet.source].verification
    return (Support(facet.kind, facet.label, verification, best[1], best[2]),) if best[0] else ()


def gaps(candidate: Candidate, vacancy: Vacancy, today: date, reader: Reader) -> tuple[Gap, ...]:
    """What the vacancy asks and the candidate does not hold: by law, required, then preferred."""
    held = held_licences(candidate, today)
    by_law = [
        Gap(GapKind.LICENCE, code, required=True, by_law=True)
        for code in sorted(vacancy.licences_by_law - held)
    ]
    required = _asked(vacancy.required, candidate, held | vacancy.licences_by_law, reader, required=True)
    preferred = _asked(vacancy.preferred, candidate, held, reader, required=False)
    return (*by_law, *required, *preferred)


def held_licences(candidate: Candidate, today: date) -> frozenset[Licence]:
    """Licences in force, with those that they stand in for."""
    in_force = (h.licence for h in candidate.licences if h.expires is None or h.expires >= today)
    return frozenset().union(*(LICENCE_COVERS[licence] for licence in in_force))


def _asked(
    asks: Asks, candidate: Candidate, licences: frozenset[Licence], reader: Reader, *, required: bool
) -> Iterable[Gap]:
    for licence in sorted(asks.licences - licences):
        yield Gap(GapKind.LICENCE, licence, required=required)
    held = [certificate for certificate in candidate.certificates if certificate.usable]
    titles = [frozenset(reader.tokenise(f"{c.title} {c.scheme}")) for c in held]
    for asked in asks.certificates:
        words = frozenset(reader.tokenise(asked))
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


def flags(
    candidate: Candidate, vacancy: Vacancy, pairing: Pairing, row: int, facet: Facet
) -> tuple[Note, ...]:
    """Flags of one row of a pairing of one candidate with vacancies."""
    begin = date.fromordinal(int(pairing.begin[row]))
    return (
        *_release_flags(candidate, vacancy, pairing, row),
        *_place_flags(vacancy, pairing, row),
        *_certificate_flags(candidate, facet, pairing.today, begin),
        *_wage_flags(candidate, vacancy, pairing),
        *_readiness_flags(candidate, vacancy, pairing.today, begin),
    )


def _release_flags(candidate: Candidate, vacancy: Vacancy, pairing: Pairing, row: int) -> Iterable[Note]:
    if vacancy.setting is WorkSetting.INSIDE_FACILITY:
        yield Note(Flag.CHECK_FACILITY)
    elif candidate.window and VERDICTS[int(pairing.verdict[row])] is WindowVerdict.TIGHT:
        yield Note(Flag.TIGHT_WINDOW)
    if candidate.window and candidate.window.basis.value == "own_estimate":
        yield Note(Flag.OWN_ESTIMATE)


def _place_flags(vacancy: Vacancy, pairing: Pairing, row: int) -> Iterable[Note]:
    outside = vacancy.setting is WorkSetting.OUTSIDE
    if outside and not vacancy.abroad and not pairing.within_travel[row]:
        yield Note(Flag.NEEDS_MOVE, {"lodging": vacancy.lodging})
    supervised = bool(pairing.supervised_at_start[row])
    if vacancy.placement_elsewhere:
        yield Note(Flag.PLACEMENT_ELSEWHERE, {"under_supervision": supervised})
    if supervised and outside and (pairing.outside_area[row] or vacancy.placement_elsewhere):
        lead = pairing.policy.transfer_lead_days
        in_time = int(pairing.begin[row]) - pairing.today >= lead
        yield Note(Flag.NEEDS_TRANSFER, {"lead_days": lead, "in_time": in_time})
    if supervised and outside:
        yield Note(Flag.REPORTING_DUTY)


def _certificate_flags(candidate: Candidate, facet: Facet, today: int, begin: date) -> Iterable[Note]:
    if facet.kind is not FacetKind.CERTIFICATE:
        return
    certificate = candidate.certificates[facet.source]
    if certificate.expired(date.fromordinal(today)):
        yield Note(Flag.CERTIFICATE_EXPIRED, {"expired_on": str(certificate.expires)})
    elif certificate.expired(begin):
        yield Note(Flag.CERTIFICATE_EXPIRES_BEFORE_START, {"expires_on": str(certificate.expires)})
    if certificate.verification is Verification.CLAIMED:
        yield Note(Flag.CERTIFICATE_UNVERIFIED)


def _wage_flags(candidate: Candidate, vacancy: Vacancy, pairing: Pairing) -> Iterable[Note]:
    offer = vacancy.wage.monthly_upper_idr if vacancy.wage else None
    if offer is None:
        return
    wish = candidate.preferences.minimum_wage_idr
    if wish is not None and offer < wish:
        yield Note(Flag.WAGE_BELOW_WISH, {"short_by_idr": wish - offer})
    if vacancy.place is not None:
        minimum = pairing.world.minimum_wage_idr[pairing.world.gazetteer.index(vacancy.place)]
        if not np.isnan(minimum) and offer < minimum:
            yield Note(Flag.WAGE_BELOW_MINIMUM, {"minimum_idr": int(minimum)})


def _readiness_flags(candidate: Candidate, vacancy: Vacancy, today: int, begin: date) -> Iterable[Note]:
    if vacancy.police_record_letter:
        yield Note(Flag.POLICE_RECORD_LETTER)
    missing = vacancy.licences_by_law - held_licences(candidate, date.fromordinal(today))
    for licence in sorted(missing):
        yield Note(Flag.LICENCE_BEFORE_START, {"licence": licence})
    if any(job.would_take_back == vacancy.employer for job in candidate.experience):
        yield Note(Flag.FORMER_EMPLOYER)
    for blocker in candidate.blockers:
        if blocker.status is not BlockerStatus.DONE:
            ready = date.fromordinal(today) + timedelta(days=blocker.lead_days)
            yield Note(
                Flag.BLOCKER,
                {"kind": blocker.kind, "lead_days": blocker.lead_days, "in_time": ready <= begin},
            )


def explain(
    *,
    rank: int,
    position: int,
    candidate: Candidate,
    vacancy: Vacancy,
    facets: Sequence[Facet],
    pairing: Pairing,
    scored: Scored,
    weights: Weights,
    reader: Reader,
) -> Match:
    """The row at `position` of a scored pairing, with its reasons; `vacancy` is its full record."""
    facet = facets[int(scored.facet[position])]
    parts = contributions(scored.features[position : position + 1], weights)[0]
    metres = float(np.broadcast_to(pairing.distance_m, scored.scores.shape)[position])
    outside = vacancy.setting is WorkSetting.OUTSIDE
    known = outside and candidate.window is not None
    return Match(
        rank=rank,
        candidate=candidate.id,
        vacancy=VacancyId(uuid_at(pairing.vacancies.ids, position)),
        title=vacancy.title,
        score=round(float(scored.scores[position]), 5),
        fit=round(float(scored.fit[position]), 5),
        features={f: float(x) for f, x in zip(FEATURES, scored.features[position], strict=True)},
        contributions={f: float(x) for f, x in zip(FEATURES, parts, strict=True)},
        evidence=supports(facet, candidate, vacancy, reader),
        gaps=gaps(candidate, vacancy, date.fromordinal(pairing.today), reader),
        flags=flags(candidate, vacancy, pairing, position, facet),
        verdict=VERDICTS[int(pairing.verdict[position])] if known else None,
        distance_m=None if np.isinf(metres) else round(metres),
    )
