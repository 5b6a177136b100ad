"""Hard rules: each a function from a pairing to a mask, in one book keyed by reason.

Eligibility is the conjunction of the book and the reasons are read from the same book, so what is explained can
never disagree with what is decided. The words for a reason stand in the message catalogue; the source of a rule of
law stands beside the rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.columns import Mask
from matching.kinds import GROUPS, Kinds, spread
from matching.pairing import Pairing
from matching.release import VERDICTS
from matching.vocabulary import WindowVerdict

Rule = Callable[[Pairing], Mask]

_TOO_EARLY = VERDICTS.index(WindowVerdict.TOO_EARLY)
_TOO_LATE = VERDICTS.index(WindowVerdict.TOO_LATE)

RULES_VERSION = "2026-11-e"
"""Changes with every change of a rule or of how requirements are read; recorded with every run."""


class Reason(StrEnum):
    """Why a vacancy is not for a candidate. Codes only ever grow."""

    GATE_CLOSED = "gate_closed"
    VACANCY_CLOSED = "vacancy_closed"
    NO_OPENINGS_LEFT = "no_openings_left"
    EMPLOYER_NOT_VERIFIED = "employer_not_verified"
    RELEASE_DATE_UNKNOWN = "release_date_unknown"
    STARTS_BEFORE_RELEASE = "starts_before_release"
    STARTS_TOO_LATE = "starts_too_late"
    TOO_FAR = "too_far"
    SEA_CROSSING = "sea_crossing"
    ABROAD_UNDER_SUPERVISION = "abroad_under_supervision"
    ABROAD_NOT_WANTED = "abroad_not_wanted"
    LICENCE_MISSING = "licence_missing"
    EDUCATION_BELOW = "education_below"
    CLOSED_BY_LAW = "closed_by_law"
    FIELD_BLOCKED = "field_blocked"
    WORK_RESTRICTION = "work_restriction"
    EXCLUDED_BY_CANDIDATE = "excluded_by_candidate"
    INSIDE_FACILITY = "inside_facility"
    ASSIMILATION_LIMITS = "assimilation_limits"
    HAS_WORK = "has_work"  # of people for a vacancy, who are looked for no longer: no rule of a pair


def gates_open(p: Pairing) -> Mask:
    """Consent is given and profiling is not objected to. Source: UU 27/2022 Art. 10, 20."""
    return p.candidates.gates_open


def vacancy_open(p: Pairing) -> Mask:
    """Published and not past its closing date."""
    mask: Mask = p.vacancies.open & (p.vacancies.closes >= p.today)
    return mask


def openings_left(p: Pairing) -> Mask:
    """Openings that nobody holds."""
    return p.vacancies.has_openings


def employer_verified(p: Pairing) -> Mask:
    """The employer has been verified and is not suspended."""
    return p.vacancies.employer_verified


def release_known(p: Pairing) -> Mask:
    """A release window is on record; without one nothing is guessed."""
    return p.candidates.has_window


def startable_after_release(p: Pairing) -> Mask:
    """Work outside begins when the person can be out in at least one case of the range."""
    mask: Mask = p.vacancies.inside | ~p.candidates.has_window | (p.verdict != _TOO_EARLY)
    return mask


def near_release(p: Pairing) -> Mask:
    """Work outside begins soon enough after release; who is inside a facility does not wait for release."""
    mask: Mask = p.vacancies.inside | ~p.candidates.has_window | (p.verdict != _TOO_LATE)
    return mask


def within_reach(p: Pairing) -> Mask:
    """Daily travel is possible, or a move there is accepted. Work abroad has its own rules."""
    return p.abroad | p.vacancies.inside | p.within_travel | p.candidates.willing_to_move | p.place_accepted


def sea_crossing(p: Pairing) -> Mask:
    """Another island group needs stated willingness: in general, or by naming the place."""
    stated = p.candidates.sea_crossing | p.place_accepted
    return p.abroad | p.vacancies.inside | p.same_island | stated


def abroad_after_supervision(p: Pairing) -> Mask:
    """No work abroad under supervision. Source: leave only from the Minister, humanitarian, at most 30 days
    (Permenkumham 3/2018 and Bapas service standard on leave to travel abroad)."""
    return ~p.abroad | ~p.supervised_at_start


def abroad_wanted(p: Pairing) -> Mask:
    """Work abroad needs stated willingness to move and to cross the sea."""
    return ~p.abroad | (p.candidates.willing_to_move & p.candidates.sea_crossing)


def licensed(p: Pairing) -> Mask:
    """Every licence that the law asks is held, or its training is: then it must be obtained before the first day.

    Source: UU 22/2009 Art. 77 (driving), Permenaker 8/2020 (lifting and transport equipment).
    """
    missing = p.vacancies.licences_by_law & ~(p.licences_held | p.candidates.licences_trained)
    mask: Mask = missing == 0
    return mask


def educated(p: Pairing) -> Mask:
    """Minimum schooling, equivalency certificates counted. Source: UU 20/2003 Art. 26(6)."""
    mask: Mask = p.candidates.education >= p.vacancies.education
    return mask


def open_by_law(p: Pairing) -> Mask:
    """Fields of work that statutes close. Sources: data/reference/legal_bars.csv, one per bar."""
    open_to_all = _apart(p.vacancies.fields, np.array([p.closed_fields], np.uint64))
    open_under_supervision = _apart(p.vacancies.fields, np.array([p.closed_fields_supervised], np.uint64))
    mask: Mask = open_to_all & (open_under_supervision | ~p.supervised_at_start)
    return mask


def field_not_blocked(p: Pairing) -> Mask:
    """Opaque codes set at the source; what stands behind a code is not known here."""
    return _apart(p.vacancies.fields, p.candidates.blocked_fields)


def within_restrictions(p: Pairing) -> Mask:
    """Nothing the work demands is among the person's work restrictions."""
    return _apart(p.vacancies.demands, p.candidates.restrictions)


def not_excluded(p: Pairing) -> Mask:
    """Not a field of work that the person does not want."""
    return _apart(p.vacancies.fields, p.candidates.excluded_fields)


def inside_time_left(p: Pairing) -> Mask:
    """Work inside a facility: there, and for as long as it asks before the earliest release."""
    c, v = p.candidates, p.vacancies
    months_left = (c.earliest - p.today) // p.policy.days_in_month
    there = (c.custody == v.regency) & (c.has_window & (c.earliest > p.today))
    mask: Mask = ~v.inside | (there & (months_left >= v.months_left_asked))
    return mask


def within_assimilation(p: Pairing) -> Mask:
    """Assimilation: work outside by day, near the facility, with return in the evening.

    Source: Permenkumham 3/2018 on assimilation; the radius is a setting.
    """
    if not p.candidates.assimilation.any():
        return ~p.candidates.assimilation
    v = p.vacancies
    near = p.distance_m <= p.policy.assimilation_radius_m
    mask: Mask = ~p.candidates.assimilation | v.inside | (v.by_day & near)
    return mask


def _apart(theirs: npt.NDArray[Any], ours: npt.NDArray[Any]) -> Mask:
    """No bit in common; where nobody on our side has any, their side, which is long, is not looked at."""
    mask: Mask = theirs & ours == 0 if ours.any() else np.ones(len(ours), bool)
    return mask


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule, and the attributes of the table of vacancies that it reads."""

    passes: Rule
    reads: tuple[str, ...] = ()


RULES: Mapping[Reason, Asked] = {
    Reason.GATE_CLOSED: Asked(gates_open),
    Reason.VACANCY_CLOSED: Asked(vacancy_open, ("open", "closes")),
    Reason.NO_OPENINGS_LEFT: Asked(openings_left, ("has_openings",)),
    Reason.EMPLOYER_NOT_VERIFIED: Asked(employer_verified, ("employer_verified",)),
    Reason.RELEASE_DATE_UNKNOWN: Asked(release_known),
    Reason.STARTS_BEFORE_RELEASE: Asked(startable_after_release, ("starts", "inside")),
    Reason.STARTS_TOO_LATE: Asked(near_release, ("starts", "inside")),
    Reason.TOO_FAR: Asked(within_reach, ("regency", "inside")),
    Reason.SEA_CROSSING: Asked(sea_crossing, ("regency", "inside")),
    Reason.ABROAD_UNDER_SUPERVISION: Asked(abroad_after_supervision, ("abroad", "starts")),
    Reason.ABROAD_NOT_WANTED: Asked(abroad_wanted, ("abroad",)),
    Reason.LICENCE_MISSING: Asked(licensed, ("licences_by_law",)),
    Reason.EDUCATION_BELOW: Asked(educated, ("education",)),
    Reason.CLOSED_BY_LAW: Asked(open_by_law, ("fields", "starts")),
    Reason.FIELD_BLOCKED: Asked(field_not_blocked, ("fields",)),
    Reason.WORK_RESTRICTION: Asked(within_restrictions, ("demands",)),
    Reason.EXCLUDED_BY_CANDIDATE: Asked(not_excluded, ("fields",)),
    Reason.INSIDE_FACILITY: Asked(inside_time_left, ("inside", "regency", "months_left_asked")),
    Reason.ASSIMILATION_LIMITS: Asked(within_assimilation, ("by_day", "inside", "regency")),
}

_BIT = {reason: 1 << position for position, reason in enumerate(RULES)}
_GROUP_OF = {
    reason: next(i for i, group in enumerate(GROUPS) if set(rule.reads) <= set(group))
    for reason, rule in RULES.items()
}


@dataclass(frozen=True)
class Failures:
    """Which rules each of n rows fails: `bits` (n,) uint32 has the bit of every rule that fails.
    `count` says of how many live rows each rule that fails any is the matter; a row may fail several. `by_kind` has
    the bits of each kind of vacancy, a group at a time, where they were asked so."""

    bits: npt.NDArray[np.uint32]
    count: Mapping[Reason, int]
    by_kind: Sequence[npt.NDArray[np.uint32]] = ()

    @property
    def none(self) -> Mask:
        """Rows that fail no rule: the eligible ones."""
        mask: Mask = self.bits == 0
        return mask

    def only(self, reasons: Iterable[Reason]) -> Mask:
        """Rows that fail one rule alone, and that one of `reasons`."""
        single = self.bits & (self.bits - np.uint32(1)) == 0  # one bit, or none
        mask: Mask = single & (self.bits & np.uint32(sum(_BIT[reason] for reason in reasons)) != 0)
        return mask

    def at(self, row: int) -> tuple[Reason, ...]:
        """The rules that one row fails, in the book's order."""
        failed = int(self.bits[row])
        return tuple(reason for reason, bit in _BIT.items() if failed & bit)


def failures(pairing: Pairing, alive: Mask | None = None) -> Failures:
    """Every rule asked of every pair. `alive` (n,) says which rows are counted, all where it is None."""
    rows = len(pairing)
    bits, count = np.zeros(rows, np.uint32), {}
    for reason, rule in RULES.items():
        failed = np.broadcast_to(~rule.passes(pairing), rows)
        bits |= failed * np.uint32(_BIT[reason])
        count[reason] = int(np.count_nonzero(failed if alive is None else failed & alive))
    return Failures(bits, _counted(count))


def failures_by_kind(pairing: Pairing, kinds: Sequence[Kinds], before: Failures | None = None) -> Failures:
    """The same for one candidate and all vacancies of a snapshot, every rule asked once for each kind of vacancy.

    `before` is what they answered to somebody who differs in little: only a group that answers otherwise is carried to
    the rows again."""
    by_kind, new, count = [], [], {}
    for group, some in enumerate(kinds):
        question = replace(pairing, vacancies=some.examples)
        of_kind = np.zeros(len(some.examples), np.uint32)
        for reason in (reason for reason in RULES if _GROUP_OF[reason] == group):
            failed = np.broadcast_to(~RULES[reason].passes(question), len(of_kind))
            of_kind |= failed * np.uint32(_BIT[reason])
            count[reason] = int(failed @ some.live)
        by_kind.append(of_kind)
        new.append((some, of_kind ^ before.by_kind[group] if before else of_kind))
    known = before.bits if before else np.zeros(len(pairing), np.uint32)
    bits = spread([(some, of_kind) for some, of_kind in new if of_kind.any()], known)
    return Failures(bits, _counted(count), by_kind)


def no_failures(rows: int) -> Failures:
    """What is said of rows that no rule was asked about."""
    return Failures(np.zeros(rows, np.uint32), {})


def _counted(count: Mapping[Reason, int]) -> Mapping[Reason, int]:
    return {reason: count[reason] for reason in RULES if count[reason]}


OPENABLE = (
    Reason.LICENCE_MISSING,
    Reason.EDUCATION_BELOW,
    Reason.TOO_FAR,
    Reason.SEA_CROSSING,
    Reason.ABROAD_NOT_WANTED,
    Reason.STARTS_BEFORE_RELEASE,
    Reason.STARTS_TOO_LATE,
    Reason.EXCLUDED_BY_CANDIDATE,
    Reason.EMPLOYER_NOT_VERIFIED,
)
"""Reasons that somebody could change: the person, the case worker or the employer."""
