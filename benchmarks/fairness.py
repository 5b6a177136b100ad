"""How often the fairness report finds an employer that turns women away, and how often one that does not.

    python -m benchmarks.fairness [--seeds 200]

Every world has 20 employers with 40 answers each, 5 units in 3 provinces, and people whose sex, age, disability and
language are drawn apart from everything else. A fair employer says yes to one in two whoever it is; the planted one to
few women and to many men (`UNFAIR`). Answers of one world come to 800, tests to some 115.
"""

import argparse
from collections import Counter
from dataclasses import dataclass

import numpy as np

from matching.fairness import Fairness, fairness
from matching.model.fairness import Attribute, FairnessRow, Matter

EMPLOYERS, ANSWERS = 20, 40
PLANTED = "PT Timpang"
YES = 0.5
UNFAIR = {"gross": (0.05, 0.7), "marked": (0.15, 0.65), "slight": (0.35, 0.6)}
"""Yes of a planted employer: to a share of women, and of men."""
AGES = ("0_24", "25_34", "35_44", "45_54", "55_over")
UNITS = {f"Lapas {i}": ("31", "33", "35")[i % 3] for i in range(5)}


@dataclass(frozen=True)
class Rates:
    """Of so many worlds: in how many the planted employer was found, and in how many something else was."""

    worlds: int
    found: int
    false_alarms: int
    attributes: Counter[str]


def a_world(seed: int, planted: str = "", *, answers: int = ANSWERS) -> list[FairnessRow]:
    """Answers of all employers of one world."""
    dice = np.random.default_rng(seed)
    return [
        _answer(dice, PLANTED, UNFAIR[planted])
        if planted and number == 0
        else _answer(dice, f"PT Contoh {number}", (YES, YES))
        for number in range(EMPLOYERS)
        for _ in range(answers)
    ]


def _answer(dice: np.random.Generator, employer: str, yes: tuple[float, float]) -> FairnessRow:
    sex, share = (("female", yes[0]), ("male", yes[1]))[dice.integers(2)]
    unit = str(dice.choice(list(UNITS)))
    return FairnessRow(
        Matter.ANSWERED,
        sex,
        str(dice.choice(AGES, p=(0.15, 0.35, 0.28, 0.15, 0.07))),
        UNITS[unit],
        unit,
        "yes" if dice.random() < 0.1 else "none_told",
        "yes" if dice.random() < 0.2 else "none_told",
        selected=bool(dice.random() < share),
        employer=employer,
    )


def measured(seeds: int, planted: str = "", *, answers: int = ANSWERS) -> Rates:
    """The rates over worlds of these seeds."""
    found, false_alarms, attributes = 0, 0, Counter[str]()
    for seed in range(seeds):
        report = fairness(a_world(seed, planted, answers=answers))
        right = _finds_planted(report)
        # With the planted employer, women fare worse with all employers together, too: that is no false alarm.
        women = (Attribute.SEX, "female") if planted else None
        others = [
            cell for cell in report.alarms
            if not (cell.employer in ("", PLANTED) and (cell.attribute, cell.group) == women)
        ]  # fmt: skip
        found, false_alarms = found + right, false_alarms + bool(others)
        attributes.update(str(cell.attribute) for cell in others)
    return Rates(seeds, found, false_alarms, attributes)


def _finds_planted(report: Fairness) -> bool:
    return any(
        (c.employer, c.attribute, c.group) == (PLANTED, Attribute.SEX, "female") for c in report.alarms
    )


def main() -> None:
    """Print both rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    seeds = parser.parse_args().seeds
    for planted, answers in (("", 40), ("gross", 40), ("marked", 40), ("marked", 80), ("slight", 160)):
        rates = measured(seeds, planted, answers=answers)
        print(
            f"planted {planted or 'none':6}, {answers:3} answers an employer: found {rates.found}/{rates.worlds}, "
            f"worlds with another alarm {rates.false_alarms}/{rates.worlds} {dict(rates.attributes)}"
        )


if __name__ == "__main__":
    main()
