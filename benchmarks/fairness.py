"""How often the fairness report finds an employer that turns women away, and how often one that does not.

    python -m benchmarks.fairness [--seeds 200] [--units 400] [--employers 20]

Every world has 20 employers with 40 answers each, and people of units whose sex, age, disability and language are drawn
apart from everything else. A fair employer says yes to one in two whoever it is; the planted one to few women and to
many men (`UNFAIR`). With `--units` there are 40 people in each, of whom three in ten stand in lists, half of them at a
place that is looked at: then facilities are compared, too, which makes thousands of tests.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.fairness import Fairness, fairness, position_weight
from matching.model.fairness import Attribute, FairnessRow, Matter

EMPLOYERS, ANSWERS = 20, 40
PLANTED = "PT Timpang"
YES = 0.5
UNFAIR = {"gross": (0.05, 0.7), "marked": (0.15, 0.65), "slight": (0.35, 0.6)}
"""Yes of a planted employer: to a share of women, and of men."""
AGES = ("0_24", "25_34", "35_44", "45_54", "55_over")
UNITS, PEOPLE, LISTED = 5, 40, 0.3


@dataclass(frozen=True)
class Rates:
    """Of so many worlds: in how many the planted employer was found, and in how many something else was."""

    worlds: int
    found: int
    false_alarms: int
    attributes: Counter[str]
    tests: int


def a_world(
    seed: int, planted: str = "", *, answers: int = ANSWERS, employers: int = EMPLOYERS, units: int = UNITS
) -> list[FairnessRow]:
    """Answers of all employers of one world and, of more than five units, their people in lists."""
    dice = np.random.default_rng(seed)
    rows = [
        _answer(dice, PLANTED, UNFAIR[planted], units)
        if planted and number == 0
        else _answer(dice, f"PT Contoh {number}", (YES, YES), units)
        for number in range(employers)
        for _ in range(answers)
    ]
    if units > UNITS:
        rows += [_listed(dice, unit) for unit in range(units) for _ in range(PEOPLE)]
    return rows


def _somebody(dice: np.random.Generator, unit: int) -> dict[str, Any]:
    return {
        "sex": ("female", "male")[dice.integers(2)],
        "age": AGES[int(np.searchsorted(np.cumsum((0.15, 0.35, 0.28, 0.15)), dice.random()))],
        "region": str(31 + unit % 3),
        "facility": f"Lapas {unit}",
        "disability": "yes" if dice.random() < 0.1 else "none_told",
        "minority_language": "yes" if dice.random() < 0.2 else "none_told",
    }


def _answer(dice: np.random.Generator, employer: str, yes: tuple[float, float], units: int) -> FairnessRow:
    who = _somebody(dice, int(dice.integers(units)))
    share = yes[who["sex"] == "male"]
    return FairnessRow(Matter.ANSWERED, **who, selected=bool(dice.random() < share), employer=employer)


def _listed(dice: np.random.Generator, unit: int) -> FairnessRow:
    selected = bool(dice.random() < LISTED)
    seen = position_weight(int(dice.integers(1, 21))) if selected and dice.random() < 0.5 else 0.0
    return FairnessRow(Matter.LISTED, **_somebody(dice, unit), selected=selected, exposure=seen)


def measured(seeds: int, planted: str = "", **world: int) -> Rates:
    """The rates over worlds of these seeds."""
    found, false_alarms, tests, attributes = 0, 0, 0, Counter[str]()
    for seed in range(seeds):
        report = fairness(a_world(seed, planted, **world))
        right = _finds_planted(report)
        # With the planted employer, women fare worse with all employers together, too: that is no false alarm.
        women = (Matter.ANSWERED, Attribute.SEX, "female") if planted else None
        others = [
            cell for cell in report.alarms
            if not (cell.employer in ("", PLANTED) and (cell.matter, cell.attribute, cell.group) == women)
        ]  # fmt: skip
        found, false_alarms = found + right, false_alarms + bool(others)
        attributes.update(str(cell.attribute) for cell in others)
        tests = report.tested
    return Rates(seeds, found, false_alarms, attributes, tests)


def _finds_planted(report: Fairness) -> bool:
    return any(
        (c.employer, c.attribute, c.group) == (PLANTED, Attribute.SEX, "female") for c in report.alarms
    )


def main() -> None:
    """Print both rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--employers", type=int, default=EMPLOYERS)
    asked = parser.parse_args()
    for planted, answers in (("", 40), ("gross", 40), ("marked", 40), ("marked", 80), ("slight", 160)):
        rates = measured(asked.seeds, planted, answers=answers, employers=asked.employers, units=asked.units)
        print(
            f"planted {planted or 'none':6}, {answers:3} answers an employer, {rates.tests} tests: "
            f"found {rates.found}/{rates.worlds}, "
            f"worlds with another alarm {rates.false_alarms}/{rates.worlds} {dict(rates.attributes)}"
        )


if __name__ == "__main__":
    main()
