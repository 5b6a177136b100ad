"""Regencies as points, drawn once a page; each little map is a window on them."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from matching.geo import Gazetteer

SCALE = 20  # units of the drawing a degree
NORTH, WEST = 7.0, 94.5  # the corner from which is drawn: north of Sabang, west of Aceh
LEAST_SPAN = 2.4  # degrees that a map shows at least


def point(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies in the drawing: equirectangular, which near the equator keeps shapes well enough."""
    return round((lon - WEST) * SCALE, 1), round((NORTH - lat) * SCALE, 1)


@lru_cache(maxsize=2)
def ground(gazetteer: Gazetteer) -> Markup:
    """All regencies as one path of dots, to be used by id."""
    dots = "".join(f"M{x:g} {y:g}h0" for x, y in (point(one.lat, one.lon) for one in gazetteer.regencies))
    return Markup(f'<path id="kabupaten" class="places" d="{dots}"/>')  # noqa: S704 - numbers alone


def window(*places: tuple[float, float]) -> str:
    """The `viewBox` that shows these points of the drawing with some room around them."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    span = max(max(xs) - min(xs), max(ys) - min(ys), LEAST_SPAN * SCALE) * 1.4
    x, y = (min(xs) + max(xs) - span) / 2, (min(ys) + max(ys) - span) / 2
    return f"{x:.1f} {y:.1f} {span:.1f} {span:.1f}"


@lru_cache(maxsize=2)
def provinces(gazetteer: Gazetteer) -> Mapping[str, tuple[float, float]]:
    """The middle of each province's regencies in the drawing, by code."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in gazetteer.regencies:
        found[one.province_code].append(point(one.lat, one.lon))
    return {
        code: (round(sum(x for x, _ in some) / len(some), 1), round(sum(y for _, y in some) / len(some), 1))
        for code, some in found.items()
    }
