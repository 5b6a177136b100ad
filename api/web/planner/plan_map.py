"""Circles of a plan's map: people by province, and names where there is room for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

WIDTH, HEIGHT = 940.0, 380.0
LEAST_RADIUS, MOST_RADIUS = 6.0, 34.0
SIGN, LINE = 20.0, 36.0
"""Room for a sign and for a line, at the size of letters that a phone needs; on a desk they are smaller."""
GAP = 5.0


class Label(NamedTuple):
    """Where a name stands: its base line, and the end of it that is at `x`."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Circle:
    """A province on the map: its circle, by each way the share of its people with a proposal, and where its name
    stands; None where there is no room."""

    name: str
    x: float
    y: float
    radius: float
    shares: Mapping[str, float]
    label: Label | None = None


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def circles(
    report: Mapping[str, Any], places: Mapping[str, tuple[float, float]], names: Mapping[str, str]
) -> Sequence[Circle]:
    """Provinces whose numbers are told, as circles of an area that goes with their people, the largest first; each has
    its name beside it where that covers no circle and no name of a larger one."""
    shares = report["report"]["provinces"]["shares"]
    told = {code: row for code, row in shares.items() if row.get("people") and code in places}
    most = max((row["people"] for row in told.values()), default=1)
    by_size = sorted(told.items(), key=lambda one: -one[1]["people"])
    radii = {
        code: round(max(MOST_RADIUS * sqrt(row["people"] / most), LEAST_RADIUS), 1) for code, row in by_size
    }
    taken = [_around(*places[code], radius) for code, radius in radii.items()]
    found = []
    for code, row in by_size:
        name = names.get(code, code)
        label = _label(*places[code], radii[code], len(name) * SIGN, taken)
        found.append(Circle(name, *places[code], radii[code], row, label))
    return found


def _around(x: float, y: float, radius: float) -> _Box:
    return _Box(x - radius, y - radius, x + radius, y + radius)


def _label(x: float, y: float, radius: float, length: float, taken: list[_Box]) -> Label | None:
    """The first place that is free, which is then taken."""
    for label in _beside(x, y, radius):
        left = label.x - {"start": 0, "middle": length / 2, "end": length}[label.anchor]
        box = _Box(left, label.y - LINE * 0.8, left + length, label.y + LINE * 0.2)
        within = box.left >= 0 and box.top >= 0 and box.right <= WIDTH and box.bottom <= HEIGHT
        if within and not any(box.meets(one) for one in taken):
            taken.append(box)
            return label
    return None


def _beside(x: float, y: float, radius: float) -> Iterator[Label]:
    """Right, left, above and below, then slanting."""
    above, below = round(y - radius - GAP - LINE * 0.2, 1), round(y + radius + GAP + LINE * 0.8, 1)
    yield Label(round(x + radius + GAP, 1), round(y + LINE * 0.3, 1), "start")
    yield Label(round(x - radius - GAP, 1), round(y + LINE * 0.3, 1), "end")
    for at in (above, below):
        for anchor in ("middle", "start", "end"):
            yield Label(x, at, anchor)
