"""What would happen if: a change is made and everything is asked again, so what is said is what will be seen.

A list under a change is made by the functions that make every list: rules, pool, score, the order shown. Nothing is
extrapolated from the list before the change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from matching.changes import Change, change_behind, licences_known, with_licences
from matching.columns import CandidateTable, Mask
from matching.hidden import hidden_in
from matching.pairing import Pairing
from matching.pipeline import Asked, Ranking, places, rank_vacancies, shown_rank
from matching.ports import Snapshot
from matching.rules import Reason, failures, failures_by_kind
from matching.search import Found, Profile, Ranked, Recipe, Search
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
    profile: Profile,
    snapshot: Snapshot,
    recipe: Recipe,
    ranking: Ranking,
    *,
    today: date,
    most: int,
    size: int,
) -> tuple[NearMiss, ...]:
    """At most so many of the nearest rows behind single rules, each with the rank that it takes when that rule's change
    is made.

    A row that stands behind a better one that it is like has the rank of that one. A change that would not bring the
    row into the list of `size` rows (another rule fails then, or enough others fit better) is not told.
    """
    if not ranking.nearest or not most:
        return ()
    changes = _Changes(profile, snapshot, recipe, today, ranking.asked)
    nearest, told = iter(ranking.nearest.items()), list[NearMiss]()
    while len(told) < most and (some := tuple(islice(nearest, most - len(told)))):
        told += (miss for miss in changes.near_misses(some) if miss.would_rank <= size)
    return tuple(told)


def openers(profile: Profile, snapshot: Snapshot, recipe: Recipe, *, today: date) -> tuple[Opener, ...]:
    """Licences whose lack is all that closes some vacancy, the one that opens most work that fits first."""
    asked = rank_vacancies(profile, snapshot, recipe, today=today, size=0, with_nearest=False).asked
    closed = snapshot.alive & asked.failed.only([Reason.LICENCE_MISSING])
    missing = snapshot.vacancies.licences_by_law & ~licences_known(asked.search.pairing)
    wanted = from_bits(Licence, int(np.bitwise_or.reduce(missing[closed], initial=0)))
    changes = _Changes(profile, snapshot, recipe, today, asked)
    found = [
        changes.opener(licence, closed & (missing & ~bits(LICENCE_COVERS[licence]) == 0))
        for licence in wanted
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
class _Changes:
    """Lists of one person after a change, by the functions that make every list. What no change can touch is taken from
    the list before: answers of rules about nothing that differs, the best of the rows that were there, words and
    meaning."""

    profile: Profile
    snapshot: Snapshot
    recipe: Recipe
    today: date
    asked: Asked

    def near_misses(self, nearest: Sequence[tuple[Reason, int]]) -> Iterator[NearMiss]:
        """Those of some rows, each behind one rule, that its change brings into the list."""
        person, pairing = self.profile.candidate, self.asked.search.pairing
        changes = [change_behind(reason, person, pairing, row) for reason, row in nearest]
        for (reason, row), change, listed in zip(nearest, changes, self.listed(changes), strict=True):
            for at in np.flatnonzero(listed.rows == row).tolist():
                yield NearMiss(row, reason, _score(listed, at), self.rank(listed, at), change.to)

    def opener(self, licence: Licence, opened: Mask) -> Opener:
        """What a licence does that opens the rows of a mask (n,)."""
        candidate = with_licences(self.profile.candidate, frozenset({licence}))
        (listed,) = self.listed([Change(candidate, self.snapshot.vacancies, {})])
        count, among = int(np.count_nonzero(opened)), np.flatnonzero(opened[listed.rows])
        if not among.size:
            return Opener(licence, count, 0)
        first = int(among[0])
        row = int(listed.rows[first])
        return Opener(licence, count, among.size, row, _score(listed, first), self.rank(listed, first))

    def listed(self, changes: Sequence[Change]) -> Iterator[Ranked]:
        """The lists when each of some changes alone has been made."""
        searches = [self.search(change) for change in changes]
        pools = [
            search.pool(self.found(search, change)) for search, change in zip(searches, changes, strict=True)
        ]
        # No change is one of a text or of what a person can do.
        new = np.setdiff1d(np.concatenate(pools), self.asked.rows)
        rows, texts = np.append(self.asked.rows, new), self.asked.texts.concat(self.asked.search.read(new))
        by_row = np.argsort(rows)
        for search, pool in zip(searches, pools, strict=True):
            ranked = search.scored(pool, texts.take(by_row[np.searchsorted(rows, pool, sorter=by_row)]))
            yield ranked.take(search.best(ranked))

    def search(self, change: Change) -> Search:
        person = CandidateTable.of([change.candidate], self.recipe.world)
        return replace(self.asked.search, pairing=self.recipe.pairing(person, change.vacancies, self.today))

    def found(self, search: Search, change: Change) -> Found:
        """What is found when the change has been made."""
        return search.widened(self.asked.found, self.snapshot.alive & self.passes(search.pairing, change))

    def rank(self, listed: Ranked, position: int) -> int:
        return shown_rank(listed, self.snapshot, self.recipe.display, position)

    def passes(self, pairing: Pairing, change: Change) -> Mask:
        """Rows that fail no rule after the change, shape (n,). Kinds are of the vacancies as they are, so those that
        differ are asked one by one."""
        failed = self.asked.failed
        if change.candidate is not self.profile.candidate:
            before = replace(pairing, vacancies=self.snapshot.vacancies)
            failed = failures_by_kind(before, self.snapshot.kinds, failed)
        mask = failed.none
        if change.rows.size:
            mask[change.rows] = failures(pairing.at(change.rows)).none
        return mask & ~hidden_in(self.asked.failed)


def _score(listed: Ranked, position: int) -> float:
    return round(float(listed.scored.scores[position]), 5)
