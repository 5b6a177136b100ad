"""Release: the window in which a person leaves custody, the limits that follow, and how a start date stands to both."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from matching.errors import NOT_POSITIVE, InvalidValue
from matching.vocabulary import DateBasis, ReleaseMode, WindowVerdict

Days = npt.NDArray[np.int32]  # proleptic ordinals, `date.toordinal()`
ANY_TIME = 0
"""Start column of a vacancy that can begin at any time."""
NEVER = np.iinfo(np.int32).max
"""Day after every other: a rolling vacancy's closing date, a supervision without a known end."""
VERDICTS = tuple(WindowVerdict)


@dataclass(frozen=True, slots=True)
class ReleaseWindow:
    """When a person can be out, as a range, on one basis, as of one day. Effective-dated by its store.

    Dates come from the source system; `basis` says so. An estimate of our own is labelled OWN_ESTIMATE.
    """

    mode: ReleaseMode
    earliest: date
    expected: date
    latest: date
    basis: DateBasis
    as_of: date
    source: str = ""

    def __post_init__(self) -> None:
        if not self.earliest <= self.expected <= self.latest:
            raise InvalidValue(
                "window",
                f"paling awal {self.earliest}, perkiraan {self.expected}, paling lambat {self.latest} tidak berurutan"
                f" / earliest {self.earliest}, expected {self.expected}, latest {self.latest} are not in order",
            )


@dataclass(frozen=True, slots=True)
class Supervision:
    """Supervision by a Bapas after release (PB, CB, CMB)."""

    until: date | None  # None: not known yet, so treated as lasting
    area: tuple[str, ...] = ()  # regency codes; empty: the province of return
    report_every_days: int | None = 30

    def __post_init__(self) -> None:
        if self.report_every_days is not None and self.report_every_days <= 0:
            raise InvalidValue("supervision.report_every_days", NOT_POSITIVE)


@dataclass(frozen=True, slots=True)
class WindowPolicy:
    """Settings of the window rule, in days."""

    any_time_days: int = 90  # how long an employer who says "any time" waits from today
    max_wait_days: int = 120  # how long after the latest release a start is still near release


def effective_start(start: Days, today: int, policy: WindowPolicy) -> Days:
    """The last day on which work can begin: ordinals, shape as `start`. A start in the past means today."""
    waiting = (start == ANY_TIME) * np.int32(policy.any_time_days)
    last: Days = np.maximum(start, np.int32(today)) + waiting
    return last


def verdicts(
    earliest: Days, latest: Days, start: Days, today: int, policy: WindowPolicy
) -> npt.NDArray[np.int8]:
    """How starts stand against windows: index into `VERDICTS`, broadcast over the inputs (ordinals).

    The verdict speaks of the start: TOO_EARLY = it begins before the person can be out; TOO_LATE = it begins
    more than `max_wait_days` after the latest release. Someone who is already out is free from today.
    """
    begin = effective_start(start, today, policy)
    free_at_best, free_at_worst = np.maximum(earliest, np.int32(today)), np.maximum(latest, np.int32(today))
    too_late = (start != ANY_TIME) & (begin - free_at_worst > policy.max_wait_days)
    early = begin < free_at_best
    late = too_late & ~early
    fits = (begin >= free_at_worst) & ~early & ~late
    tight = ~(early | late | fits)
    # A sum over masks that exclude each other: np.where branches on every row, which is slow on mixed columns.
    index: npt.NDArray[np.int8] = early * _TOO_EARLY + late * _TOO_LATE + fits * _FITS + tight * _TIGHT
    return index


_FITS, _TIGHT, _TOO_EARLY, _TOO_LATE = (
    np.int8(VERDICTS.index(verdict))
    for verdict in (
        WindowVerdict.FITS,
        WindowVerdict.TIGHT,
        WindowVerdict.TOO_EARLY,
        WindowVerdict.TOO_LATE,
    )
)


def verdict(window: ReleaseWindow, start: date | None, today: date, policy: WindowPolicy) -> WindowVerdict:
    """The verdict on one start date; None means "any time"."""
    day = np.array([start.toordinal() if start else ANY_TIME], np.int32)
    earliest = np.array([window.earliest.toordinal()], np.int32)
    latest = np.array([window.latest.toordinal()], np.int32)
    return VERDICTS[int(verdicts(earliest, latest, day, today.toordinal(), policy)[0])]


def estimated_two_thirds(start: date, sentence_days: int, remission_days: int, formula: str) -> date:
    """Own estimate of the two-thirds date, to be labelled OWN_ESTIMATE: the source's date is the one that counts.

    Two formulas are in circulation (domain guide 1.3): A takes the remission off two thirds of the sentence, B takes
    two thirds of what the remission leaves. One public case agreed with A. A month of remission is 30 days.
    Raises InvalidValue for lengths that cannot be, or another formula.
    """
    if not 0 <= remission_days < sentence_days:
        raise InvalidValue(
            "remission_days",
            f"{remission_days} dari pidana {sentence_days} hari"
            f" / {remission_days} of a sentence of {sentence_days} days",
        )
    if formula == "A":
        served = sentence_days * 2 / 3 - remission_days
    elif formula == "B":
        served = (sentence_days - remission_days) * 2 / 3
    else:
        raise InvalidValue("formula", f"{formula!r} bukan A atau B / is neither A nor B")
    return start + timedelta(days=max(0, math.ceil(served)))
