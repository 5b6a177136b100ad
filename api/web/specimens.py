"""What the components of the style page are shown with: figures of nobody, in every state that they have."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.web import maps
from api.web.charts import Scale, steps, whisker
from api.web.forms import Problems
from api.web.planner.plan_map import Circle, circles
from matching.geo import Gazetteer

RATIOS, DAYS = Scale(0.5, 2.0, ratio=True), Scale(0, 400)
CODES = ("11", "31", "33", "51", "73", "91")
FIELDS = ("nama", "catatan", "pilihan", "jawaban", "tempat", "sector")
"""Fields of a form in which everything is wrong."""
WRONG = "harus diisi"


class Window(NamedTuple):
    """A release window, as the drawings along the time take it."""

    earliest: date
    expected: date
    latest: date


def specimens(today: date, gazetteer: Gazetteer) -> Mapping[str, Any]:
    """By the names that the page has for them."""
    homes = {one.province_code: maps.point(one.lat, one.lon) for one in gazetteer.regencies}
    return {
        "windows": _windows(today),
        "starts": today + timedelta(days=150),
        "bars": (1_234, 320, 0),
        "counts": ((120, 80, 45, 12), (60, 20, 0, 0)),
        "whiskers": [
            (whisker(RATIOS, 1.05, 0.9, 1.2), 1.05, ""),
            (whisker(RATIOS, 0.7, None, 0.78), 0.7, "alarm"),
            (whisker(RATIOS, None, None, None), None, ""),
        ],
        "ratio_marks": (RATIOS.at(0.8), RATIOS.at(1)),
        "curve": steps(
            [(0, 1, 1, 1), (30, 0.9, 0.8, 1), (90, 0.7, 0.5, 0.85), (180, 0.6, 0.4, 0.8)], DAYS, 90
        ),
        "ticks": [(DAYS.at(day), day) for day in (0, 30, 90, 180)],
        "ground": maps.ground(gazetteer),
        "ends": list(homes.values())[:2],
        "view": maps.window(*list(homes.values())[:2]),
        "circles": _circles(gazetteer),
        "wrong": Problems((WRONG,), dict.fromkeys(FIELDS, WRONG)),
        "regencies": [(one.name, [one]) for one in gazetteer.regencies[:2]],
    }


def _windows(today: date) -> Sequence[Window | None]:
    """Ahead, on one day, past, and not recorded."""
    ahead = [Window(*(today + timedelta(days=n) for n in ns)) for ns in ((60, 120, 200), (90, 90, 90))]
    return [*ahead, Window(*(today - timedelta(days=n) for n in (90, 60, 30))), None]


def _circles(gazetteer: Gazetteer) -> Sequence[Circle]:
    """Large and small; of the last the share is not told."""
    rows: dict[str, dict[str, float]] = {
        code: {"people": 10 * at, "share": at / 6} for at, code in enumerate(CODES, 1)
    }
    del rows[CODES[0]]["share"]
    return circles(
        {"report": {"provinces": {"shares": rows}}}, maps.provinces(gazetteer), gazetteer.provinces
    )
