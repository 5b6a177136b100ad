"""Where values stand in drawings: scales, whiskers and steps. The drawings are in `parts/charts.html`; each has its
words in a table beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

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


Point = tuple[float, float, float | None, float | None]


def steps(points: Sequence[Point], days: Scale, tail: float = 0) -> Steps:
    """A curve through (day, share, low, high), each holding from its day until the next one's, the last for `tail`
    days, so that it is seen."""
    if len(points) < 2:
        return Steps()
    ends = [*(days.at(day) for day, *_ in points[1:]), days.at(points[-1][0] + tail)]
    line = "".join(
        f"{'L' if i else 'M'}{days.at(day):g} {_y(share):g}H{end:g}"
        for i, ((day, share, _, _), end) in enumerate(zip(points, ends, strict=True))
    )
    upper = [(days.at(day), _y(share if high is None else high)) for day, share, _, high in points]
    lower = [(days.at(day), _y(share if low is None else low)) for day, share, low, _ in points]
    there = "".join(f"{'L' if i else 'M'}{x:g} {y:g}H{ends[i]:g}" for i, (x, y) in enumerate(upper))
    back = "".join(f"L{ends[i]:g} {lower[i][1]:g}H{lower[i][0]:g}" for i in reversed(range(len(lower))))
    return Steps(line, f"{there}{back}Z")


def _y(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)
