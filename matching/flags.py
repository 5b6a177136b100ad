"""What the case worker should know of a row before proposing it: flags and blockers with their lead times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from matching.model import Candidate, Vacancy
from matching.pairing import Pairing
from matching.profile import Facet, FacetKind
from matching.release import VERDICTS
from matching.standing import held_licences
from matching.vocabulary import BlockerStatus, DateBasis, Verification, WindowVerdict, WorkSetting

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
    LEGAL_CHECK = "legal_check"  # law or common practice asks something of this field of work


@dataclass(frozen=True, slots=True)
class Note:
    """A flag with its parameters (`lead_days`, `in_time`, …)."""

    flag: Flag
    parameters: Parameters = field(default_factory=dict)


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
        *_legal_flags(vacancy, pairing),
    )


def _release_flags(candidate: Candidate, vacancy: Vacancy, pairing: Pairing, row: int) -> Iterable[Note]:
    if vacancy.setting is WorkSetting.INSIDE_FACILITY:
        yield Note(Flag.CHECK_FACILITY)
    elif candidate.window and VERDICTS[int(pairing.verdict[row])] is WindowVerdict.TIGHT:
        yield Note(Flag.TIGHT_WINDOW)
    if candidate.window and candidate.window.basis is DateBasis.OWN_ESTIMATE:
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
        minimum = pairing.world.minimum_wage_idr(pairing.today)[pairing.world.gazetteer.index(vacancy.place)]
        if not np.isnan(minimum) and offer < minimum:
            yield Note(Flag.WAGE_BELOW_MINIMUM, {"minimum_idr": int(minimum)})


def _readiness_flags(candidate: Candidate, vacancy: Vacancy, today: int, begin: date) -> Iterable[Note]:
    if vacancy.police_record_letter:
        yield Note(Flag.POLICE_RECORD_LETTER)
    held = held_licences(candidate, date.fromordinal(today))
    for licence in sorted(vacancy.licences_by_law - held_licences(candidate, begin)):
        yield Note(Flag.LICENCE_BEFORE_START, {"licence": licence, "renewal": licence in held})
    if any(job.would_take_back == vacancy.employer for job in candidate.experience):
        yield Note(Flag.FORMER_EMPLOYER)
    for blocker in candidate.blockers:
        if blocker.status is not BlockerStatus.DONE:
            ready = date.fromordinal(today) + timedelta(days=blocker.lead_days)
            yield Note(
                Flag.BLOCKER,
                {"kind": blocker.kind, "lead_days": blocker.lead_days, "in_time": ready <= begin},
            )


def _legal_flags(vacancy: Vacancy, pairing: Pairing) -> Iterable[Note]:
    """The same for every person, so that it says nothing about one. Source: data/reference/legal_bars.csv."""
    for bar in pairing.checks:
        if bar.fields & vacancy.fields:
            words = {"words_id": bar.words_id, "words_en": bar.words_en}
            yield Note(Flag.LEGAL_CHECK, {"bar": bar.code, **words, "source": bar.source})
