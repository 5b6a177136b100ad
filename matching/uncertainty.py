"""Shares, medians and times with their uncertainty; the one home of the statistics library (docs/adr/0017).

- A share has Wilson's interval (Wilson 1927, JASA 22:209).
- The median of values has the interval of order statistics, from the binomial (Conover 1999, section 3.2).
- Times of which some have not ended yet are read from the Kaplan–Meier curve (Kaplan & Meier 1958, JASA 53:457), with
  the log-log interval (Kalbfleisch & Prentice 2002, eq. 1.17); its median has the interval of Brookmeyer & Crowley
  (1982, Biometrics 38:29): where the bounds of the curve cross one half.
- The ratio of two shares has Katz's interval (Katz et al. 1978, Biometrics 34:469); that one share is smaller than
  another is tested exactly (Boschloo 1970, Stat. Neerl. 24:1; Fisher 1935, JRSS 98:39), as a small base demands.
- The difference of two means has Welch's interval (Welch 1947, Biometrika 34:28).

All intervals are of 95 % where no other level is named.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

LEVEL = 0.95
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval; None where the facts do not reach so far."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """How long something has lasted, in days; `over`: it has ended, otherwise it is known to last at least so long."""

    days: float
    over: bool


@lru_cache(4096)
def share(count: int, base: int) -> Estimate:
    """`count` of `base`; nothing of nobody."""
    from scipy import stats

    if base == 0:
        return Estimate()
    # Tested against itself: the interval is the same, and the chance, which nobody asks for, is not searched.
    interval = stats.binomtest(count, base, count / base).proportion_ci(LEVEL, method="wilson")
    return Estimate(count / base, float(interval.low), float(interval.high))


def ratio_of_shares(few: tuple[int, int], many: tuple[int, int], *, level: float = LEVEL) -> Estimate:
    """The first share over the second, each as (count, base); no interval where a count is 0, and nothing of nobody."""
    from scipy.stats import contingency

    if not few[1] or not many[0]:
        return Estimate()
    found = contingency.relative_risk(*few, *many)
    interval = found.confidence_interval(level)
    return Estimate(float(found.relative_risk), _finite(interval.low), _finite(interval.high))


def chance_of_fewer(few: tuple[int, int], many: tuple[int, int]) -> float:
    """How likely a first share at least so small is where both are the same, one-sided: by Boschloo's exact test, which
    sees more than Fisher's, up to a base of 200, where it takes too long and they agree."""
    from scipy import stats

    table = [[few[0], many[0]], [few[1] - few[0], many[1] - many[0]]]
    exact = stats.boschloo_exact if few[1] + many[1] <= 200 else stats.fisher_exact
    return float(exact(table, alternative="less").pvalue)


def difference_of_means(ones: Floats, others: Floats, *, level: float = LEVEL) -> Estimate:
    """Mean of values (n,) minus mean of values (m,); without an interval where there are fewer than two of either, or
    nothing varies."""
    from scipy import stats

    if not len(ones) or not len(others):
        return Estimate()
    value = float(ones.mean() - others.mean())
    if min(len(ones), len(others)) < 2 or (np.ptp(ones) == 0 and np.ptp(others) == 0):
        return Estimate(value)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # one of both does not vary: that is no loss of precision
        interval = stats.ttest_ind(ones, others, equal_var=False).confidence_interval(level)
    return Estimate(value, _finite(interval.low), _finite(interval.high))


def chance_of_smaller(ones: Floats, others: Floats) -> float:
    """How likely a first mean at least so small is where both are the same, one-sided: the larger of Student's chance
    and Welch's; 1 where nothing varies or there are fewer than two of either.

    Values here are many zeros and a few large ones. Of few such values, none of which is large, Welch takes the
    variance for none and is sure of any difference; where it is the others who are few, Student is."""
    from scipy import stats

    if min(len(ones), len(others)) < 2 or (np.ptp(ones) == 0 and np.ptp(others) == 0):
        return 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # one of both does not vary
        return max(
            float(stats.ttest_ind(ones, others, equal_var=alike, alternative="less").pvalue)
            for alike in (True, False)
        )


def chance_that_counts(chances: Sequence[float], rate: float) -> float:
    """The largest chance that counts as none, among these, such that of all that count the expected share of false ones
    is `rate` at most (Benjamini & Hochberg 1995, JRSS B 57:289); where none counts, `rate` over how many there are."""
    from scipy import stats

    counting = np.count_nonzero(stats.false_discovery_control(chances) <= rate) if len(chances) else 0
    return rate * max(counting, 1) / max(len(chances), 1)


def median(values: Sequence[float]) -> Estimate:
    """The median; without an interval where there are too few values for one."""
    from scipy import stats

    if not values:
        return Estimate()
    interval = stats.quantile_test(values, p=0.5).confidence_interval(LEVEL)
    return Estimate(float(np.median(values)), _finite(interval.low), _finite(interval.high))


def lasting(spans: Sequence[Span], *days: float) -> list[Estimate]:
    """The share that lasts so many days at least, by Kaplan–Meier, for each of these. Nothing where nobody has been
    followed so long.

    Where none has ended by then, or all have, the log-log interval does not exist; then it is Wilson's, of those
    whose state on that day is known.
    """
    if not spans:
        return [Estimate() for _ in days]
    curve = _curve(spans)
    return [_on(curve, spans, day) for day in days]


def _on(found: tuple[Any, Any, Any], spans: Sequence[Span], days: float) -> Estimate:
    known = [span for span in spans if span.days >= days or span.over]
    if not any(span.days >= days for span in spans) and not _all_over(spans):
        return Estimate()
    curve, low, high = found
    at = (
        int(np.searchsorted(curve.quantiles, days, side="left")) - 1
    )  # who ends on the day has lasted until then
    value = float(curve.probabilities[at]) if at >= 0 else 1.0
    if value in (0.0, 1.0):
        return share(round(value) * len(known), len(known))
    return Estimate(value, _finite(low[at]), _finite(high[at]))


def median_time(spans: Sequence[Span]) -> Estimate:
    """After how many days half have ended, by Kaplan–Meier; no upper bound where the curve does not fall so far."""
    if not spans:
        return Estimate()
    curve, low, high = _curve(spans)
    return Estimate(
        *(_crossing(curve.quantiles, bound) for bound in (np.asarray(curve.probabilities), low, high))
    )


def _curve(spans: Sequence[Span]) -> tuple[Any, Any, Any]:
    """The survival function and its bounds; where the formula has none, those of the curve itself or of nothing."""
    from scipy import stats

    sample = stats.CensoredData(
        uncensored=[span.days for span in spans if span.over],
        right=[span.days for span in spans if not span.over],
    )
    curve = stats.ecdf(sample).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # said below in the way in which it matters
        interval = curve.confidence_interval(LEVEL, method="log-log")
    low, high = np.array(interval.low.probabilities), np.array(interval.high.probabilities)
    ends = np.asarray(curve.probabilities)
    return (
        curve,
        np.where(np.isnan(low), np.where(ends > 0, ends, 0.0), low),
        np.where(np.isnan(high), 1.0, high),
    )


def _crossing(days: Any, bound: Any) -> float | None:
    below = np.flatnonzero(np.asarray(bound) <= 0.5)
    return float(days[below[0]]) if below.size else None


def _all_over(spans: Sequence[Span]) -> bool:
    return bool(spans) and all(span.over for span in spans)


def _finite(value: Any) -> float | None:
    return float(value) if isfinite(value) else None
