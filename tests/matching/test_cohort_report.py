"""What the report of a plan tells of provinces."""

import numpy as np

from matching.allocation import NOBODY, Market
from matching.cohort_report import Outcome, spread


def told(placed: dict[str, tuple[int, int]]) -> dict[str, dict[str, object]]:
    """By province: how many have a proposal, and how many of those who have a viable opening have none."""
    chosen = [has for few, rest in placed.values() for has in [True] * few + [False] * rest]
    homes = [code for code, some in placed.items() for _ in range(sum(some))]
    pairs = np.arange(len(chosen))
    market = Market(
        len(chosen),
        pairs,
        np.zeros_like(pairs),
        np.ones(len(pairs)),
        np.array([len(pairs)]),
        np.zeros(1, int),
    )
    way = Outcome.of(np.where(chosen, pairs, NOBODY))
    shares: dict[str, dict[str, object]] = spread(market, {"assigned": way}, homes, 0)["provinces"]["shares"]
    return shares


def test_a_share_is_not_told_where_those_with_a_proposal_or_without_are_few() -> None:
    shares = told({"31": (19, 1), "32": (20, 20), "33": (40, 20), "34": (2, 2)})
    assert shares["31"] == {"people": None}  # hidden with the four of 34, which the sum would give away
    assert shares["34"] == {"people": None}
    assert shares["33"] == {"people": 60, "assigned": 0.67}
    assert told({"31": (19, 1), "32": (20, 20)}) == {"31": {"people": 20}, "32": {"people": 40}}
    assert told({"31": (20, 0), "32": (0, 20)})["31"] == {"people": 20, "assigned": 1.0}
