"""Shares, medians and times with their uncertainty; the one home of the statistics library (docs/adr/0017).

- A share has Wilson's interval (Wilson 1927, JASA 22:209).
- The median of values has the interval of order statistics, from the binomial (Conover 1999, section 3.2).
- Times of which some have not ended yet are read from the Kaplan–Meier curve (Kaplan & Meier 1958, JASA 53:457), with
  the log-log interval (Kalbfleisch & Prentice 2002, eq. 1.17); its median has the interval of Brookmeyer & Crowley
  (1982, Biometrics 38:29): where the bounds of the curve cross one half.

All intervals are of 95 %.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

LEVEL = 0.95


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


def share(count: int, base: int) -> Estimate:
    """`count` of `base`; nothing of nobody."""
    from scipy import stats

    if base == 0:
        return Estimate()
    interval = stats.binomtest(count, base).proportion_ci(LEVEL, method="wilson")
    return Estimate(count / base, float(interval.low), float(interval.high))


def median(values: Sequence[float]) -> Estimate:
    """The median; without an interval where there are too few values for one."""
    from scipy import stats

    if not values:
        return Estimate()
    interval = stats.quantile_test(values, p=0.5).confidence_interval(LEVEL)
    return Estimate(float(np.median(values)), _finite(interval.low), _finite(interval.high))


def lasting(spans: Sequence[Span], days: float) -> Estimate:
    """The share that lasts `days` at least, by Kaplan–Meier. Nothing where nobody has been followed so long.

    Where none has ended by then, or all have, the log-log interval does not exist; then it is Wilson's, of those
    whose state on that day is known.
    """
    known = [span for span in spans if span.days >= days or span.over]
    if not any(span.days >= days for span in spans) and not _all_over(spans):
        return Estimate()
    curve, low, high = _curve(spans)
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
