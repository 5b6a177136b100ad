"""The release window against a start: laws of the verdict."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.release import (
    ANY_TIME,
    ReleaseWindow,
    Supervision,
    WindowPolicy,
    effective_start,
    verdict,
)
from matching.vocabulary import DateBasis, ReleaseMode, WindowVerdict
from tests.people import TODAY, in_days, window
from tests.strategies import days, windows

POLICY = WindowPolicy(any_time_days=90, max_wait_days=120)
ORDER = [WindowVerdict.TOO_EARLY, WindowVerdict.TIGHT, WindowVerdict.FITS, WindowVerdict.TOO_LATE]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (9, WindowVerdict.TOO_EARLY),
        (10, WindowVerdict.TIGHT),
        (39, WindowVerdict.TIGHT),
        (40, WindowVerdict.FITS),
        (160, WindowVerdict.FITS),
        (161, WindowVerdict.TOO_LATE),
    ],
)
def test_a_day_on_the_boundary_belongs_to_the_better_side(start: int, expected: WindowVerdict) -> None:
    assert verdict(window(10, 40), in_days(start), TODAY, POLICY) is expected


@given(windows(), days, st.integers(0, 300))
def test_a_later_start_never_goes_back_in_the_order_of_verdicts(
    known: ReleaseWindow, start: date, later: int
) -> None:
    first = verdict(known, start, TODAY, POLICY)
    second = verdict(known, start + timedelta(later), TODAY, POLICY)
    assert ORDER.index(first) <= ORDER.index(second)


@given(windows(), days, st.integers(0, 100), st.integers(0, 100))
def test_what_fits_a_range_fits_or_is_tight_in_a_wider_one(
    known: ReleaseWindow, start: date, earlier: int, later: int
) -> None:
    wider = ReleaseWindow(
        known.mode,
        known.earliest - timedelta(earlier),
        known.expected,
        known.latest + timedelta(later),
        known.basis,
        known.as_of,
    )
    if verdict(known, start, TODAY, POLICY) is WindowVerdict.FITS:
        assert verdict(wider, start, TODAY, POLICY) in {WindowVerdict.FITS, WindowVerdict.TIGHT}
    if verdict(known, start, TODAY, POLICY) is WindowVerdict.TIGHT:
        assert verdict(wider, start, TODAY, POLICY) is WindowVerdict.TIGHT


@given(windows())
def test_any_time_is_never_too_late(known: ReleaseWindow) -> None:
    assert verdict(known, None, TODAY, POLICY) is not WindowVerdict.TOO_LATE


@pytest.mark.parametrize(
    ("latest", "earliest", "expected"),
    [(90, 10, WindowVerdict.FITS), (91, 90, WindowVerdict.TIGHT), (91, 91, WindowVerdict.TOO_EARLY)],
)
def test_any_time_waits_ninety_days(latest: int, earliest: int, expected: WindowVerdict) -> None:
    assert verdict(window(earliest, latest), None, TODAY, POLICY) is expected


@pytest.mark.parametrize("start", [-400, -1, 0, 1, 120, None])
def test_who_is_already_out_can_start_today(start: int | None) -> None:
    known = window(-300, -200)
    day = None if start is None else in_days(start)
    assert verdict(known, day, TODAY, POLICY) is WindowVerdict.FITS


def test_who_is_already_out_waits_from_today_and_not_from_release() -> None:
    assert verdict(window(-300, -200), in_days(121), TODAY, POLICY) is WindowVerdict.TOO_LATE


def test_a_start_in_the_past_means_today() -> None:
    start = np.array([ANY_TIME, in_days(-5).toordinal(), in_days(5).toordinal()], np.int32)
    begin = effective_start(start, TODAY.toordinal(), POLICY) - TODAY.toordinal()
    assert begin.tolist() == [90, 0, 5]


def test_a_window_out_of_order_is_refused() -> None:
    with pytest.raises(InvalidValue, match="not in order"):
        ReleaseWindow(ReleaseMode.FULL_TERM, in_days(3), in_days(2), in_days(4), DateBasis.DECISION, TODAY)


@pytest.mark.parametrize("rhythm", [0, -30])
def test_a_rhythm_of_reporting_is_positive(rhythm: int) -> None:
    with pytest.raises(InvalidValue):
        Supervision(None, report_every_days=rhythm)
