"""Intervals against published and hand-reckoned answers, and laws that hold for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.uncertainty import Estimate, Span, lasting, median, median_time, share

SIX_MP = [
    *(Span(day, over=True) for day in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Span(day, over=False) for day in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""Weeks of remission under 6-MP: Freireich et al. 1963; Kalbfleisch & Prentice 2002, table 1.2 and its curve."""
spans = st.lists(st.builds(Span, st.integers(0, 400), st.booleans()), max_size=40)


@pytest.mark.parametrize(
    ("weeks", "known"), [(6.5, 0.857), (7.5, 0.807), (10.5, 0.753), (13.5, 0.690), (22.5, 0.538)]
)
def test_the_curve_is_the_published_one(weeks: float, known: float) -> None:
    assert lasting(SIX_MP, weeks)[0].value == pytest.approx(known, abs=0.0005)


def test_the_published_median_is_found_with_its_lower_bound() -> None:
    estimate = median_time(SIX_MP)
    assert (estimate.value, estimate.low, estimate.high) == (23.0, 13.0, None)


def test_who_ends_on_the_day_has_lasted_until_then() -> None:
    assert lasting([Span(30, over=True), Span(60, over=True)], 30)[0].value == 1.0
    assert lasting([Span(29, over=True), Span(60, over=True)], 30)[0].value == 0.5


def test_nothing_is_said_of_a_day_that_nobody_has_reached() -> None:
    assert lasting([Span(20, over=True), Span(25, over=False)], 30) == [Estimate()]
    assert lasting([], 30)[0] == median([]) == median_time([]) == share(0, 0) == Estimate()
    assert lasting([Span(20, over=True), Span(25, over=True)], 30)[0].value == 0.0


def test_where_nobody_has_ended_the_interval_is_that_of_a_share() -> None:
    followed = [Span(120, over=False)] * 10 + [Span(10, over=False)] * 5
    assert lasting(followed, 90) == [share(10, 10)]


def test_wilson_is_wilson() -> None:
    estimate = share(3, 10)  # z = 1.959964: (0.4921 ± 0.2478·…) by hand
    assert estimate.value == 0.3
    assert (estimate.low, estimate.high) == pytest.approx((0.10779, 0.60322), abs=1e-5)


def test_the_median_of_ten_lies_between_the_second_and_the_ninth() -> None:
    assert median([float(n) for n in range(1, 11)]) == Estimate(5.5, 2.0, 9.0)


@given(spans, st.integers(0, 400))
def test_an_interval_holds_its_value(some: list[Span], days: int) -> None:
    for estimate in (*lasting(some, days), median_time(some)):
        if estimate.value is not None:
            assert estimate.low is None or estimate.low <= estimate.value + 1e-12
            assert estimate.high is None or estimate.high >= estimate.value - 1e-12


@given(spans)
def test_fewer_last_longer(some: list[Span]) -> None:
    shares = [one.value for one in lasting(some, 30, 90, 180, 365) if one.value is not None]
    assert shares == sorted(shares, reverse=True)
