"""The wage that is offered against the minimum on record, and against what such work is ever paid."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from matching.lint.catalogue import Code, Finding
from matching.model import Vacancy
from matching.requirements.filling import requirements_of
from matching.requirements.items import Requirements
from matching.requirements.reading import wage_offered
from matching.vocabulary import ContractKind, Education, WageUnit
from matching.world import World

TIMES_THE_MINIMUM: Final = 6
"""From how many times the minimum on a wage for work that asks for no training is a reason to look. A judgement:
docs/employers.md."""
HIGHEST_WITHOUT_PLACE_IDR: Final = 20_000_000
FULL_TIME_HOURS: Final = 35
HOURS_OF_THE_MINIMUM: Final = 126
"""Of part-time work an hour is paid at least the monthly minimum over this (PP 36/2021 Art. 16)."""
NO_WAGE = frozenset({ContractKind.PARTNERSHIP, ContractKind.SELF_EMPLOYMENT, ContractKind.APPRENTICESHIP})
"""What is paid there is no wage, so that the minimum does not bind it."""


def paid(vacancy: Vacancy, world: World, today: date) -> Iterator[Finding]:
    """Findings of the wage, where there is one that can be said by the month."""
    wage = vacancy.wage
    if wage is None or wage.monthly_lower_idr is None or wage.monthly_upper_idr is None:
        return
    start, end = _span(vacancy, requirements_of(vacancy))
    known = minimum_on_record(world, vacancy.place, today)
    least = known and int(known[0] * _part_of_full_time(vacancy, wage.unit))
    if known and least and vacancy.contract not in NO_WAGE and wage.monthly_lower_idr < least:
        details: dict[str, str | int] = {
            "minimum_idr": least,
            "year": known[1],
            "offered_idr": wage.monthly_lower_idr,
        }
        yield Finding(Code.WAGE_BELOW_MINIMUM, start, end, details)
    most = known[0] * TIMES_THE_MINIMUM if known else HIGHEST_WITHOUT_PLACE_IDR
    if wage.monthly_upper_idr > most and _asks_little(vacancy):
        yield Finding(Code.WAGE_UNREALISTIC, start, end, {"offered_idr": wage.monthly_upper_idr})


def _part_of_full_time(vacancy: Vacancy, unit: WageUnit) -> float:
    """What part of the monthly minimum binds a monthly wage: of part-time work, the hourly minimum for its hours."""
    hours = vacancy.hours_per_week
    if unit is not WageUnit.MONTH or hours is None or hours >= FULL_TIME_HOURS:
        return 1.0
    return min(hours * 52 / 12 / HOURS_OF_THE_MINIMUM, 1.0)


def minimum_on_record(world: World, place: str | None, today: date) -> tuple[int, int] | None:
    """(rupiah a month, year): the newest minimum of the place that is known up to today. They do not fall, so an older
    one is a lower bound of today's."""
    if place is None:
        return None
    row = world.gazetteer.index(place)
    for year in sorted(world.minimum_wages, reverse=True):
        if year <= today.year and not np.isnan(world.minimum_wages[year][row]):
            return int(world.minimum_wages[year][row]), year
    return None


def _asks_little(vacancy: Vacancy) -> bool:
    asked = vacancy.required
    return (
        asked.education <= Education.SMA
        and asked.experience_months < 12
        and not (asked.licences or asked.units)
    )


def _span(vacancy: Vacancy, read: Requirements) -> tuple[int | None, int | None]:
    offered = wage_offered(read) if "wage" in vacancy.from_text else None
    return (offered.start, offered.end) if offered else (None, None)
