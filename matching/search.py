"""Rows to be scored, and their scores: what every ranked list, and every "what if", is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from matching.columns import CandidateTable, Mask, Rows, VacancyTable
from matching.display import Display
from matching.features import Idf
from matching.fusion import merged, reciprocal_rank_fusion
from matching.model import Candidate, VacancyId
from matching.pairing import Pairing, Policy
from matching.ports import Hits, Snapshot, Vectors, Weighed
from matching.profile import Facet
from matching.reading import NOTHING_READ, Evidence, Skills, looked_up, read
from matching.reference import LegalBar
from matching.scoring import Read, Scored, Weights, order, score
from matching.world import World

NEAR_POOL = 100
"""How many rows behind a single rule are scored to find the nearest that a change would open."""


@dataclass(frozen=True)
class Bars:
    """What the law says of fields of work (data/reference/legal_bars.csv): bit masks of those that it closes, and
    the bars that close nothing and are to be checked."""

    everyone: int = 0
    supervised: int = 0
    checks: tuple[LegalBar, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """What, beside the data, decides a list: stored with every run so that it can be replayed."""

    world: World
    rarity: Idf  # of words, from a fixed table (`matching.rarity`), so that no score depends on an index
    weights: Weights = field(default_factory=Weights)
    policy: Policy = field(default_factory=Policy)
    bars: Bars = field(default_factory=Bars)
    pool: int = 300  # candidates for scoring, after fusion
    display: Display = field(default_factory=Display)

    def pairing(self, candidates: CandidateTable, vacancies: VacancyTable, today: date) -> Pairing:
        """The question of these candidates and vacancies on this day."""
        return Pairing(
            candidates,
            vacancies,
            self.world,
            today.toordinal(),
            self.policy,
            self.bars.everyone,
            self.bars.supervised,
            self.bars.checks,
        )


@dataclass(frozen=True)
class Ranked:
    """Scored rows of a table, best first: `rows` (k,) in the table, `pairing` and `scored` in the same order."""

    rows: Rows
    pairing: Pairing
    scored: Scored

    def take(self, positions: Rows) -> "Ranked":
        """The same at `positions`."""
        return Ranked(self.rows[positions], self.pairing.at(positions), self.scored.take(positions))


@dataclass(frozen=True)
class Profile:
    """A person with the facets composed of what they can do, the vectors (F, d) of those facets, and the vacancies that
    are hidden for them."""

    candidate: Candidate
    facets: Sequence[Facet]
    vectors: Vectors
    hidden: frozenset[VacancyId] = frozenset()


@dataclass(frozen=True)
class Found:
    """What a search found among the `eligible` rows (n,): `lists`, two for every skill facet, and the facets' words,
    `weighed`."""

    eligible: Mask
    weighed: Weighed
    lists: tuple[Hits, ...]


@dataclass(frozen=True)
class Search:
    """One person's search among the vacancies of a snapshot."""

    skills: Skills
    pairing: Pairing
    snapshot: Snapshot
    recipe: Recipe

    @classmethod
    def of(cls, profile: Profile, snapshot: Snapshot, recipe: Recipe, today: date) -> "Search":
        person = CandidateTable.of([profile.candidate], recipe.world)
        skills = Skills(profile.facets, profile.vectors, recipe.rarity)
        return cls(skills, recipe.pairing(person, snapshot.vacancies, today), snapshot, recipe)

    def found(self, eligible: Mask) -> Found:
        """What is found among the eligible rows: nothing for who has no skill facet."""
        weighed = self.snapshot.lexical.weighed([facet.terms() for facet in self.skills])
        return Found(eligible, weighed, self._lists(weighed, eligible))

    def widened(self, found: Found, eligible: Mask) -> Found:
        """What is found among more rows than before: what is among the best of all was among the best of those that
        were there, or is among the best of those that have come, and no others are looked at."""
        if (found.eligible & ~eligible).any():
            return Found(eligible, found.weighed, self._lists(found.weighed, eligible))
        came = self._lists(found.weighed, eligible & ~found.eligible)
        both = (merged(*pair, self._depth) for pair in zip(found.lists, came, strict=True))
        return Found(eligible, found.weighed, tuple(both))

    @property
    def _depth(self) -> int:
        """How many rows a list holds. Two lists a facet: together twice what the pool holds."""
        return max(NEAR_POOL, self.recipe.pool // max(1, len(self.skills)))

    def _lists(self, weighed: Weighed, mask: Mask) -> tuple[Hits, ...]:
        by_meaning = self.snapshot.dense.search(self.skills.vectors, self._depth, mask)
        return (*by_meaning, *weighed.best(self._depth, mask))

    def nearby(self, found: Found, openable: Mask) -> Rows:
        """Of the openable rows the few that share most words with a facet, and by meaning only where none shares one.

        Most vacancies fail a single rule, and looking at the meaning of all of them for three hints would cost more
        than the list itself.
        """
        near = _fused(found.weighed.best(NEAR_POOL, openable), NEAR_POOL)
        if near.size or not openable.any():
            return near
        return _fused(self.snapshot.dense.search(self.skills.vectors, NEAR_POOL, openable), NEAR_POOL)

    def pool(self, found: Found) -> Rows:
        """The rows that are scored of those found."""
        return _fused(found.lists, self.recipe.pool)

    def read(self, rows: Rows) -> Read:
        """What the texts of rows say to the person's facets, in the order of the rows."""
        if not rows.size:
            return NOTHING_READ
        uses = looked_up(self.skills.terms, partial(self.snapshot.lexical.contains, rows=rows))
        evidence = Evidence(self.snapshot.dense.vectors(rows), uses)
        return read(self.pairing.at(rows), self.skills, evidence, self.recipe.weights)

    def scored(self, rows: Rows, texts: Read) -> Ranked:
        """Rows scored, in their order, by what has been read of them."""
        pairing = self.pairing.at(rows)
        return Ranked(rows, pairing, score(pairing, texts, self.recipe.weights))

    def best(self, ranked: Ranked) -> Rows:
        """Positions of those of some scored rows that fit enough to be ranked, best first."""
        places = order(ranked.scored.scores, ranked.pairing.vacancies.ids)
        return places[ranked.scored.fit[places] >= self.recipe.weights.least_fit]


def _fused(lists: Sequence[Hits], size: int) -> Rows:
    return reciprocal_rank_fusion([rows for rows, _ in lists], size)
