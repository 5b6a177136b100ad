"""A whole cohort against limited openings: to whom which opening is proposed, so that together most is gained.

Everybody's list is made alone, so that the best openings stand in hundreds of lists and most in none. `assigned` weighs
them together: a minimum-cost flow from people over vacancies and employers. Capacities are whole numbers and nest (an
opening belongs to one vacancy, a vacancy to one employer), so that the best flow is whole and the best there is (Ahuja,
Magnanti and Orlin, "Network Flows", 1993, theorem 9.10). Solved by OR-tools' cost scaling (docs/adr/0019).

`greedy` and `independent` are what is done without it, to compare with.
"""

from dataclasses import dataclass, field

import numpy as np

from matching.columns import Mask, Rows
from matching.errors import InvalidValue
from matching.features import Floats

UNIT = 100_000
"""Whole numbers of gain in a fit of 1: scores have five decimals."""
HARD_TO_PLACE = 0.005
"""Fit that a person with a single option is given ahead of one with very many, shared by the number of options: it
decides where fits are equal for every practical purpose, and never against a hundredth."""
STANDING = 0.02
"""Fit that a proposal of the plan before is given ahead: one moves only where that gains more than two hundredths."""
OWN_CHOICES = 5
NOBODY = -1


@dataclass(frozen=True)
class Market:
    """Possible pairs (e,) of `people` many people and v vacancies: `person` and `vacancy` are their numbers, `fit` is
    in [0, 1]. `openings` (v,) are free, `employer` (v,) is whose they are; `most` (employers,) is how many proposals
    each employer may get, None: as many as it has openings. `standing` (e,) are the pairs of the plan before.

    Pairs come person by person and name no pair twice.
    """

    people: int
    person: Rows
    vacancy: Rows
    fit: Floats
    openings: Rows
    employer: Rows
    most: Rows | None = None
    standing: Mask = field(default_factory=lambda: np.zeros(0, bool))

    def __post_init__(self) -> None:
        if not len(self.person) == len(self.vacancy) == len(self.fit):
            raise InvalidValue(
                "market",
                "setiap pasangan punya orang, lowongan dan kecocokan / every pair has a person, a vacancy and a fit",
            )
        if len(self.openings) != len(self.employer) or (self.openings < 0).any():
            raise InvalidValue(
                "market",
                "setiap lowongan punya pemberi kerja dan kuota tidak di bawah nol"
                " / every vacancy has an employer and no less than no openings",
            )

    @property
    def employers(self) -> int:
        """How many employers there are."""
        return int(self.employer.max(initial=-1)) + 1

    @property
    def limits(self) -> Rows:
        """How many proposals every employer may get, shape (employers,)."""
        has = np.bincount(self.employer, weights=self.openings, minlength=self.employers).astype(np.int64)
        return has if self.most is None else np.minimum(has, self.most[: self.employers])

    @property
    def options(self) -> Rows:
        """How many pairs each person stands in, shape (people,)."""
        return np.bincount(self.person, minlength=self.people)

    @property
    def gain(self) -> Rows:
        """What proposing each pair gains, in units of 1/UNIT fit, shape (e,)."""
        hard = np.rint(HARD_TO_PLACE * UNIT / np.maximum(self.options, 1)).astype(np.int64)
        gain: Rows = np.rint(self.fit * UNIT).astype(np.int64) + hard[self.person]
        if self.standing.any():
            gain += np.where(self.standing, round(STANDING * UNIT), 0)
        return gain


def assigned(market: Market) -> Rows:
    """The pair proposed to each person, shape (people,); NOBODY where there is none.

    As many people as can be have one; among all ways to do that, the one that gains most (`Market.gain`). The same
    market gives the same answer. Raises RuntimeError where the solver fails, which it has no reason to.
    """
    from ortools.graph.python import min_cost_flow

    chosen = np.full(market.people, NOBODY, np.int64)
    if not len(market.person):
        return chosen
    flow = min_cost_flow.SimpleMinCostFlow()
    people, vacancies, employers = market.people, len(market.openings), market.employers
    source = people + vacancies + employers
    sink = source + 1

    def arcs(tail: Rows | int, head: Rows | int, capacity: Rows | int, cost: Rows | int) -> Rows:
        ends = np.broadcast_arrays(tail, head, capacity, cost)
        kinds = (np.int32, np.int32, np.int64, np.int64)
        added: Rows = flow.add_arcs_with_capacity_and_unit_cost(
            *(np.ascontiguousarray(end, kind) for end, kind in zip(ends, kinds, strict=True))
        )
        return added

    gain, who = market.gain, np.arange(people)
    pairs = arcs(market.person, people + market.vacancy, 1, int(gain.max()) - gain)
    arcs(source, who, 1, 0)
    arcs(people + np.arange(vacancies), people + vacancies + market.employer, market.openings, 0)
    arcs(people + vacancies + np.arange(employers), sink, market.limits, 0)
    flow.set_nodes_supplies(np.array([source, sink], np.int32), np.array([people, -people], np.int64))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the assignment was not solved: {status}")
    taken = np.flatnonzero(flow.flows(pairs))
    chosen[market.person[taken]] = taken
    return chosen


def greedy(market: Market) -> Rows:
    """The best pair first, then the best that is still possible, and so on; shape and limits as `assigned`."""
    chosen = np.full(market.people, NOBODY, np.int64)
    left = market.openings.tolist()
    employer = market.employer.tolist()
    limits = market.limits.tolist()
    person, vacancy = market.person.tolist(), market.vacancy.tolist()
    for pair in np.lexsort((market.vacancy, market.person, -market.fit)).tolist():
        who, where = person[pair], vacancy[pair]
        if chosen[who] == NOBODY and left[where] > 0 and limits[employer[where]] > 0:
            chosen[who] = pair
            left[where] -= 1
            limits[employer[where]] -= 1
    return chosen


@dataclass(frozen=True)
class Independent:
    """What comes of everybody proposing alone: `proposed` pairs, and the best pair `kept` of each person (people,)."""

    proposed: Rows
    kept: Rows


def independent(market: Market, own: int = OWN_CHOICES) -> Independent:
    """Everybody proposes to the `own` best of their list, every vacancy keeps the best for its openings, every employer
    the best of these that it may have. Who is kept twice holds two openings, as it happens."""
    everything = np.arange(len(market.person))
    proposed = _best(everything, market.person, market, np.full(market.people, own))
    kept = _best(proposed, market.vacancy, market, market.openings)
    if market.most is not None and len(market.employer):
        kept = _best(kept, market.employer[market.vacancy], market, market.most)
    chosen = np.full(market.people, NOBODY, np.int64)
    best_last = kept[np.lexsort((-market.vacancy[kept], market.fit[kept]))]
    chosen[market.person[best_last]] = best_last
    return Independent(proposed, chosen)


def _best(pairs: Rows, of: Rows, market: Market, most: Rows) -> Rows:
    """Of some pairs the best of every group, as many as it may have; `of` (e,) is the group of every pair."""
    group = of[pairs]
    order = np.lexsort((market.vacancy[pairs], market.person[pairs], -market.fit[pairs], group))
    group = group[order]
    first = np.searchsorted(group, group)
    return pairs[order[np.arange(len(group)) - first < most[group]]]
