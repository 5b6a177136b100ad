"""One question of who could do which work: the two sides, the day, and what rules and features both need of them."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.columns import CandidateTable, Floats, Mask, Rows, VacancyTable
from matching.geo import NOWHERE
from matching.reference import LegalBar
from matching.release import WindowPolicy, effective_start, verdicts
from matching.vocabulary import LICENCE_COVERS, Licence, bits
from matching.world import World


@dataclass(frozen=True)
class Policy:
    """Settings of rules and features; every length in its unit. See docs/settings.md."""

    window: WindowPolicy = field(default_factory=WindowPolicy)
    assimilation_radius_m: float = 25_000.0
    transfer_lead_days: int = 14  # pelimpahan bimbingan: at most ten working days (Bapas service standard)
    days_in_month: int = 30


@dataclass(frozen=True)
class Pairing:
    """Candidates (m,) against vacancies (n,), one of them of length 1, or both of one length: pairs. Every property
    broadcasts to their shape.

    `closed_fields` and `closed_fields_supervised` are bit masks of fields of work that the law closes to
    everyone here, and to people under supervision; `checks` close nothing and are shown beside the row.
    """

    candidates: CandidateTable
    vacancies: VacancyTable
    world: World
    today: int  # ordinal
    policy: Policy = field(default_factory=Policy)
    closed_fields: int = 0
    closed_fields_supervised: int = 0
    checks: tuple[LegalBar, ...] = ()

    def at(self, rows: Rows) -> "Pairing":
        """The same question about some of the vacancies."""
        return replace(self, vacancies=self.vacancies.take(rows))

    def __len__(self) -> int:
        sides = len(self.candidates), len(self.vacancies)
        return max(sides) if all(sides) else 0

    @cached_property
    def abroad(self) -> Mask:
        return self.vacancies.abroad

    @cached_property
    def base(self) -> npt.NDArray[np.int16]:
        """Regency from which the person would travel: the facility's during assimilation (NOWHERE while it is not
        known), else home's."""
        c = self.candidates
        return np.where(c.assimilation, c.custody, c.home).astype(np.int16)

    @cached_property
    def distance_m(self) -> Floats:
        """Metres between seats of regencies: infinite abroad and from nowhere, none for work where one is inside."""
        metres = _crossed(self.world.gazetteer.travel_m, self.base, self.vacancies.regency)
        metres[self.vacancies.inside & (self.candidates.custody == self.vacancies.regency)] = 0
        return metres

    @cached_property
    def same_island(self) -> Mask:
        return _crossed(self.world.gazetteer.same_island, self.base, self.vacancies.regency)

    @cached_property
    def place_accepted(self) -> Mask:
        """The candidate has named the regency or its province as acceptable."""
        c, regency = self.candidates, self.vacancies.regency
        named = np.zeros(np.broadcast_shapes(c.home.shape, regency.shape), bool)
        for slot in c.accepted.T:
            if (slot != NOWHERE).any():
                named |= slot == regency
        if c.provinces.any():
            named |= c.provinces & self.world.gazetteer.province_bit.take(regency) != 0
        accepted: Mask = named & ~self.abroad
        return accepted

    @cached_property
    def within_travel(self) -> Mask:
        mask: Mask = self.distance_m <= self.candidates.max_travel_m
        return mask

    @cached_property
    def begin(self) -> npt.NDArray[np.int32]:
        """Last day on which the work can begin, ordinal."""
        return effective_start(self.vacancies.starts, self.today, self.policy.window)

    @cached_property
    def verdict(self) -> npt.NDArray[np.int8]:
        """Index into `matching.release.VERDICTS`."""
        c = self.candidates
        return verdicts(c.earliest, c.latest, self.vacancies.starts, self.today, self.policy.window)

    @cached_property
    def supervised_at_start(self) -> Mask:
        """Supervision is running, or its end is not known, when the work begins."""
        mask: Mask = self.candidates.supervised_until >= self.begin
        return mask

    @cached_property
    def outside_area(self) -> Mask:
        """The work lies outside the area of supervision: the source's list, or else the province of return."""
        c, regency = self.candidates, self.vacancies.regency
        province = self.world.gazetteer.province
        listed = np.zeros(np.broadcast_shapes(c.home.shape, regency.shape), bool)
        for slot in c.supervision_area.T:
            if (slot != NOWHERE).any():
                listed |= slot == regency
        has_list = (c.supervision_area != NOWHERE).any(axis=1)
        inside = np.where(has_list, listed, province[c.home] == province[regency])
        outside: Mask = ~inside & ~self.abroad
        return outside

    @cached_property
    def licences_held(self) -> npt.NDArray[np.int64]:
        """Bits of licences in force today, with those that they stand in for."""
        return held_bits(self.candidates, self.today)


def held_bits(candidates: CandidateTable, day: int) -> npt.NDArray[np.int64]:
    """Bits of licences in force on `day`, shape (m,), each with the licences that it covers."""
    in_force = candidates.licence_expires >= day
    held: npt.NDArray[np.int64] = np.bitwise_or.reduce(in_force * _COVERS, axis=1)
    return held


_COVERS = np.array([bits(LICENCE_COVERS[licence]) for licence in Licence], np.int64)

_Value = TypeVar("_Value", bound=np.generic)


def _crossed(
    table: npt.NDArray[_Value], one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]
) -> npt.NDArray[_Value]:
    """`table[one, other]` of a symmetric table; where one of the two has length 1, a row of it, taken from."""
    if len(one) == len(other):
        return table[one, other]
    crossed: npt.NDArray[_Value] = table[one[0]].take(other) if len(one) == 1 else table[other[0]].take(one)
    return crossed
