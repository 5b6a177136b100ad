"""Where people and firms of the sample world are."""

from collections.abc import Mapping
from functools import cache

from data import reference_files
from data.reference_rows import Facility
from data.sample.catalogue import provinces
from data.sample.dice import Dice, Weighted
from matching.geo import Regency

_TOWN_WEIGHT = 1.6  # firms and people crowd in towns: a kota against a kabupaten of the same province


@cache
def _regencies_by_weight() -> Weighted[Regency]:
    regencies = reference_files.gazetteer().regencies
    weight = {regency.code: _TOWN_WEIGHT if regency.name.startswith("Kota") else 1.0 for regency in regencies}
    of_province: dict[str, float] = {}
    for regency in regencies:
        of_province[regency.province_code] = (
            of_province.get(regency.province_code, 0.0) + weight[regency.code]
        )
    people = {figures.code: figures.people for figures in provinces()}
    return Weighted(
        [(r, people[r.province_code] * weight[r.code] / of_province[r.province_code]) for r in regencies]
    )


@cache
def regencies_of() -> Mapping[str, tuple[Regency, ...]]:
    """Regencies by the code of their province."""
    regencies = reference_files.gazetteer().regencies
    codes = {regency.province_code for regency in regencies}
    return {code: tuple(r for r in regencies if r.province_code == code) for code in codes}


def any_regency(dice: Dice) -> Regency:
    """A regency, in the proportions of the provinces' inhabitants."""
    return dice.weighted(_regencies_by_weight())


def neighbour(dice: Dice, home: Regency) -> Regency:
    """A regency of the same province."""
    return dice.pick(regencies_of()[home.province_code])


def wage_level(province_code: str) -> float:
    """Wages of a province against the national average."""
    return _wage_levels()[province_code]


@cache
def _wage_levels() -> Mapping[str, float]:
    return {figures.code: figures.wage for figures in provinces()}


@cache
def facilities_of() -> Mapping[str, tuple[tuple[Facility, str], ...]]:
    """Facilities, each with the regency that its name tells, by province; the others have no known place."""
    found: dict[str, list[tuple[Facility, str]]] = {}
    for facility in reference_files.facilities():
        code = _place_in(facility)
        if code:
            found.setdefault(facility.province_code, []).append((facility, code))
    return {province: tuple(pairs) for province, pairs in found.items()}


def _place_in(facility: Facility) -> str | None:
    words = f" {facility.name.lower()} "
    for regency in regencies_of()[facility.province_code]:
        if f" {bare_name(regency).lower()} " in words:
            return regency.code
    return None


def bare_name(regency: Regency) -> str:
    """ "Madiun" of both Kabupaten and Kota Madiun."""
    return regency.name.removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Administrasi ")


def short_name(regency: Regency) -> str:
    """ "Kab. Madiun" or "Kota Madiun", as advertisements write it."""
    return regency.name.replace("Kabupaten ", "Kab. ")
