"""What would happen if: a change is made and everything is asked again, so what is said is what will be seen.

A list under a change is made by the functions that make every list: rules, pool, score, the order shown. Nothing is
extrapolated from the list before the change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from matching.changes import Change, change_behind, licences_known, with_licences
from matching.columns import CandidateTable, Mask
from matching.pairing import Pairing
from matching.pipeline import Ranking, places, shown_rank
from matching.ports import Snapshot
from matching.rules import Failures, Reason, failures, failures_by_kind
from matching.search import Profile, Ranked, Recipe, Search
from matching.vocabulary import LICENCE_COVERS, Licence, bits, from_bits

NEAR_MISSES = 3
"""Rows behind a single rule that a list tells, where nobody asks for fewer."""


@dataclass(frozen=True)
class NearMiss:
    """A row that one change would open, with its score and its rank in the list that is shown after the change `to`."""

    row: int
    reason: Reason
    score: float
    would_rank: int
    to: Mapping[str, Any]


@dataclass(frozen=True)
class Opener:
    """A licence that would open `opens` vacancies. `ranked` of them fit enough to be ranked; the first of these is
    `row`, with its score and its rank in the list that is shown with the licence (None where none is ranked)."""

    licence: Licence
    opens: int
    ranked: int
    row: int | None = None
    score: float | None = None
    would_rank: int | None = None


def near_misses(
    profile: Profile, snapshot: Snapshot, recipe: Recipe, ranking: Ranking, *, today: date, most: int
) -> tuple[NearMiss, ...]:
    """At most so many of the nearest rows behind single rules, each with the rank that it takes when that rule's change
    is made.

    A row that stands behind a better one that it is like has the rank of that one. A change that would not bring the
    row into the list (another rule fails then, or enough others that fit better are opened too) is not told.
    """
    if not ranking.nearest or not most:
        return ()
    asked = _Asked.of(profile, snapshot, recipe, today, ranking.failed)
    told = (asked.near_miss(reason, row) for reason, row in ranking.nearest.items())
    return tuple(islice((miss for miss in told if miss), most))


def openers(profile: Profile, snapshot: Snapshot, recipe: Recipe, *, today: date) -> tuple[Opener, ...]:
    """Licences whose lack is all that closes some vacancy, the one that opens most work that fits first."""
    asked = _Asked.of(profile, snapshot, recipe, today)
    closed = snapshot.alive & asked.failed.only([Reason.LICENCE_MISSING])
    missing = snapshot.vacancies.licences_by_law & ~licences_known(asked.pairing)
    wanted = from_bits(Licence, int(np.bitwise_or.reduce(missing[closed], initial=0)))
    found = [
        asked.opener(licence, closed & (missing & ~bits(LICENCE_COVERS[licence]) == 0)) for licence in wanted
    ]
    told = [opener for opener in found if opener.opens]
    return tuple(sorted(told, key=lambda one: (-one.ranked, -(one.score or 0), -one.opens, one.licence)))


def shown_ranks(best: Ranked, snapshot: Snapshot, recipe: Recipe) -> Mapping[int, int]:
    """Rank, as shown, of every row of a ranked list, by row; of a row that stands behind another, that one's."""
    return {
        int(best.rows[i]): rank
        for rank, place in enumerate(places(best, snapshot, recipe.display), start=1)
        for i in (place.position, *place.behind)
    }


@dataclass(frozen=True)
class _Asked:
    """What was asked before any change: one person of the vacancies of a snapshot."""

    profile: Profile
    snapshot: Snapshot
    recipe: Recipe
    today: date
    pairing: Pairing
    failed: Failures

    @classmethod
    def of(
        cls,
        profile: Profile,
        snapshot: Snapshot,
        recipe: Recipe,
        today: date,
        failed: Failures | None = None,
    ) -> "_Asked":
        """`failed` is the answer of the rules, where it is known."""
        person = CandidateTable.of([profile.candidate], recipe.world)
        pairing = recipe.pairing(person, snapshot.vacancies, today)
        return cls(
            profile, snapshot, recipe, today, pairing, failed or failures_by_kind(pairing, snapshot.kinds)
        )

    def near_miss(self, reason: Reason, row: int) -> NearMiss | None:
        change = change_behind(reason, self.profile.candidate, self.pairing, row)
        listed = self.listed(change)
        if row not in listed.rows:
            return None
        at = int(np.flatnonzero(listed.rows == row)[0])
        return NearMiss(row, reason, _score(listed, at), self.rank(listed, at), change.to)

    def opener(self, licence: Licence, opened: Mask) -> Opener:
        """What a licence does that opens the rows of a mask (n,)."""
        candidate = with_licences(self.profile.candidate, frozenset({licence}))
        listed = self.listed(Change(candidate, self.snapshot.vacancies, {}))
        count, among = int(np.count_nonzero(opened)), np.flatnonzero(opened[listed.rows])
        if not among.size:
            return Opener(licence, count, 0)
        first = int(among[0])
        row = int(listed.rows[first])
        return Opener(licence, count, among.size, row, _score(listed, first), self.rank(listed, first))

    def listed(self, change: Change) -> Ranked:
        """The list when the change has been made."""
        snapshot = replace(self.snapshot, vacancies=change.vacancies)
        profile = replace(self.profile, candidate=change.candidate)
        search = Search.of(profile, snapshot, self.recipe, self.today)
        eligible = self.snapshot.alive & self.passes(search.pairing, change)
        return search.strong(search.scored(search.pool(eligible)))

    def rank(self, listed: Ranked, position: int) -> int:
        return shown_rank(listed, self.snapshot, self.recipe.display, position)

    def passes(self, pairing: Pairing, change: Change) -> Mask:
        """Rows that fail no rule after the change, shape (n,). Kinds are of the vacancies as they are, so those that
        differ are asked one by one."""
        before = replace(pairing, vacancies=self.snapshot.vacancies)
        same_person = change.candidate is self.profile.candidate
        failed = self.failed if same_person else failures_by_kind(before, self.snapshot.kinds)
        mask = failed.none
        mask[change.rows] = failures(pairing.at(change.rows)).none
        return mask


def _score(listed: Ranked, position: int) -> float:
    return round(float(listed.scored.scores[position]), 5)
