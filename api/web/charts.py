"""Where values stand in drawings: scales, whiskers and steps. The drawings are in `parts/charts.html`; each has its
words in a table beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

WIDTH, HEIGHT = 400.0, 160.0


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` along a drawing of `width`; what lies beyond stands at its end. `ratio`: by factors."""

    low: float
    high: float
    ratio: bool = False
    width: float = WIDTH

    def at(self, value: float) -> float:
        """Where a value stands."""
        within = min(max(value, self.low), self.high)
        if self.ratio:
            share = log(within / self.low) / log(self.high / self.low)
        else:
            share = (within - self.low) / (self.high - self.low)
        return round(self.width * share, 1)


@dataclass(frozen=True, slots=True)
class Whisker:
    """An estimate with its interval, in units of the drawing; None where there is nothing to draw."""

    at: float | None = None
    low: float | None = None
    high: float | None = None


def whisker(scale: Scale, value: float | None, low: float | None, high: float | None) -> Whisker:
    """An interval that is open at one side goes to the end of the drawing there; without both sides there is none."""
    if value is None:
        return Whisker()
    if low is None and high is None:
        return Whisker(scale.at(value))
    return Whisker(
        scale.at(value),
        scale.at(scale.low if low is None else low),
        scale.at(scale.high if high is None else high),
    )


def linear(values: Iterable[float | None], least: float = 1.0) -> Scale:
    """From 0 to the largest of these, `least` at least."""
    return Scale(0.0, max((one for one in values if one is not None), default=least) or least)


@dataclass(frozen=True, slots=True)
class Steps:
    """A curve that goes in steps, and the band of its interval, as paths; empty where there is nothing to draw."""

    line: str = ""
    band: str = ""


Point = tuple[float, float | None, float | None, float | None]
"""Day, share, low and high; a share of None is one that is not told."""


def steps(points: Sequence[Point], days: Scale, tail: float = 0) -> Steps:
    """A curve through (day, share, low, high), each holding from its day until the next one's, the last for `tail`
    days, so that it is seen. It is broken from a day that is not told until the next one that is."""
    if sum(share is not None for _, share, _, _ in points) < 2:
        return Steps()
    ends = [*(days.at(day) for day, *_ in points[1:]), days.at(points[-1][0] + tail)]
    pieces: list[list[_Step]] = [[]]
    for (day, share, low, high), end in zip(points, ends, strict=True):
        if share is None:
            pieces.append([])
        else:
            sides = (share if one is None else one for one in (share, high, low))
            pieces[-1].append(_Step(days.at(day), end, *map(_y, sides)))
    return Steps(
        "".join(_along([(one.at, one.end, one.share) for one in piece]) for piece in pieces),
        "".join(_band(piece) for piece in pieces if piece),
    )


class _Step(NamedTuple):
    at: float
    end: float
    share: float
    high: float
    low: float


def _along(piece: Sequence[tuple[float, float, float]]) -> str:
    return "".join(f"{'L' if i else 'M'}{at:g} {y:g}H{end:g}" for i, (at, end, y) in enumerate(piece))


def _band(piece: Sequence[_Step]) -> str:
    there = _along([(one.at, one.end, one.high) for one in piece])
    return there + "".join(f"L{one.end:g} {one.low:g}H{one.at:g}" for one in reversed(piece)) + "Z"


def _y(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)
