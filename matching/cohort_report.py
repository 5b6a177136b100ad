"""What a plan comes to, beside what greedy and independent lists would: people, fit, crowding and spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.allocation import NOBODY, Independent, Market
from matching.columns import Rows
from matching.features import Floats
from matching.small_numbers import LEAST, hidden

ASSIGNED, GREEDY, INDEPENDENT = "assigned", "greedy", "independent"


@dataclass(frozen=True)
class Outcome:
    """One way to propose: the pair `chosen` for each person (people,), NOBODY for none, and all pairs `proposed`."""

    chosen: Rows
    proposed: Rows

    @classmethod
    def of(cls, chosen: Rows) -> "Outcome":
        """Where nothing is proposed but what is chosen."""
        return cls(chosen, chosen[chosen != NOBODY])


def outcomes(assigned: Rows, greedy: Rows, alone: Independent) -> Mapping[str, Outcome]:
    """The three ways under their names."""
    return {
        ASSIGNED: Outcome.of(assigned),
        GREEDY: Outcome.of(greedy),
        INDEPENDENT: Outcome(alone.kept, alone.proposed),
    }


def figures(market: Market, ways: Mapping[str, Outcome], openings: int, seconds: float) -> dict[str, Any]:
    """The head of a report: how many people, openings and proposals there are, and how well these fit."""
    placed = {name: way.chosen[way.chosen != NOBODY] for name, way in ways.items()}
    return {
        "people": market.people,
        "openings": openings,
        "with_viable": int(np.count_nonzero(market.options)),
        "with_proposal": {name: len(pairs) for name, pairs in placed.items()},
        "total_fit": {name: round(float(market.fit[pairs].sum()), 3) for name, pairs in placed.items()},
        "seconds": round(seconds, 3),
    }


def spread(
    market: Market, ways: Mapping[str, Outcome], homes: Sequence[str], standing: int
) -> dict[str, Any]:
    """The rest of it. `homes` are the provinces to which the people (people,) return; `standing` is how many of them
    the plan before had proposed something to.

    Of provinces small numbers are left out (`matching.small_numbers`). Inequality is a Gini coefficient: 0 where all
    have the same, near 1 where one has everything.
    """
    assigned = ways[ASSIGNED].chosen
    return {
        "openings_viable": int(market.openings.sum()),
        "left_out": int(np.count_nonzero((assigned == NOBODY) & (market.options > 0))),
        "plan_before": {
            "proposals": standing,
            "kept": int(np.count_nonzero(market.standing[assigned[assigned != NOBODY]]))
            if market.standing.any()
            else 0,
        },
        "proposals_per_opening": {name: _crowding(market, way) for name, way in ways.items()},
        "employers": {name: _employers(market, way) for name, way in ways.items()},
        "provinces": _provinces(market, ways, homes),
    }


def gini(amounts: Floats) -> float:
    """Gini coefficient of amounts (n,) that are not negative; 0 where there is nothing to share.

    Source: Sen, "On Economic Inequality", 1973: the mean difference of all pairs over twice the mean.
    """
    total = float(amounts.sum())
    if total <= 0:
        return 0.0
    ordered = np.sort(amounts)
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))


def _crowding(market: Market, way: Outcome) -> dict[str, float]:
    """Proposals for each opening that stands in anybody's list: on average, and where they are most."""
    there = market.openings > 0
    per_vacancy = np.bincount(market.vacancy[way.proposed], minlength=len(market.openings))
    if not there.any():
        return {"mean": 0.0, "most": 0.0}
    ratio = per_vacancy[there] / market.openings[there]
    return {
        "mean": round(float(per_vacancy.sum() / market.openings.sum()), 3),
        "most": round(float(ratio.max()), 3),
    }


def _employers(market: Market, way: Outcome) -> dict[str, Any]:
    """How many employers somebody is proposed to, and how unequally, among those who have a viable opening."""
    chosen = way.chosen[way.chosen != NOBODY]
    people = np.bincount(market.employer[market.vacancy[chosen]], minlength=market.employers)
    return {
        "reached": int(np.count_nonzero(people)),
        "of": len(people),
        "gini": round(gini(people.astype(np.float64)), 3),
    }


def _provinces(market: Market, ways: Mapping[str, Outcome], homes: Sequence[str]) -> dict[str, Any]:
    """Of the people who return to a province and have a viable opening, the share with a proposal, where neither those
    with one nor those without are few; and how unequal these shares are among provinces that are told."""
    viable = np.flatnonzero(market.options > 0)
    names, at = np.unique(np.array([homes[i] for i in viable.tolist()], str), return_inverse=True)
    people = np.bincount(at, minlength=len(names))
    few = _few(people)
    rows: dict[str, dict[str, Any]] = {
        name: {"people": None if i in few else int(people[i])} for i, name in enumerate(names.tolist())
    }
    unequal = {}
    for way, outcome in ways.items():
        placed = np.bincount(at[outcome.chosen[viable] != NOBODY], minlength=len(names))
        secret = few | _few(placed) | _few(people - placed)
        shown = [i for i in range(len(names)) if i not in secret]
        share = placed / np.maximum(people, 1)
        for i in shown:
            rows[str(names[i])][way] = round(float(share[i]), 2)
        unequal[way] = round(gini(share[shown]), 3) if shown else 0.0
    return {"shares": rows, "gini": unequal}


def _few(counts: Rows) -> set[int]:
    """Provinces (n,) of which a count is not told. They add up to what the head of the report tells."""
    return hidden(dict(enumerate(counts.tolist())), [range(len(counts))], least=LEAST)
