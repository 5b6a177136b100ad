"""Rows to be scored, and their scores: what every ranked list, and every "what if", is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from matching.columns import CandidateTable, Mask, Rows, VacancyTable
from matching.display import Display
from matching.features import Idf
from matching.fusion import reciprocal_rank_fusion
from matching.model import Candidate
from matching.pairing import Pairing, Policy
from matching.ports import Hits, Snapshot, Vectors
from matching.profile import Facet
from matching.reference import LegalBar
from matching.scoring import Evidence, Scored, Skills, Weights, looked_up, order, score
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
    """A person with the facets composed of what they can do and the vectors (F, d) of those facets."""

    candidate: Candidate
    facets: Sequence[Facet]
    vectors: Vectors


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

    def pools(self, eligible: Mask, openable: Mask) -> Rows:
        """Rows to be scored: of the eligible, those of a dense and a lexical list per skill facet, fused; of the
        openable, the few that share most words with a facet, and by meaning only where none shares one.

        Most vacancies fail a single rule, and looking at the meaning of all of them for three hints would cost more
        than the list itself.
        """
        by_words, pool = self._pool(eligible, openable)
        near = reciprocal_rank_fusion([hits[1][0][:NEAR_POOL] for hits in by_words], NEAR_POOL)
        if not near.size and openable.any():
            hits = self.snapshot.dense.search(self.skills.vectors, NEAR_POOL, openable)
            near = reciprocal_rank_fusion([rows for rows, _ in hits], NEAR_POOL)
        return np.concatenate([pool, near])

    def pool(self, eligible: Mask) -> Rows:
        """The eligible rows to be scored, and no others."""
        return self._pool(eligible)[1]

    def _pool(self, *masks: Mask) -> tuple[Sequence[Sequence[Hits]], Rows]:
        """What was found by words under each mask, and the pool of the first."""
        if len(self.skills) == 0:
            return [], np.empty(0, np.int64)
        # Two lists a facet: together twice what the pool holds.
        size = self.recipe.pool
        depth = max(NEAR_POOL, size // len(self.skills))
        by_words = self.snapshot.lexical.search([facet.terms() for facet in self.skills], depth, masks)
        by_meaning = [rows for rows, _ in self.snapshot.dense.search(self.skills.vectors, depth, masks[0])]
        return by_words, reciprocal_rank_fusion([*by_meaning, *(hits[0][0] for hits in by_words)], size)

    def scored(self, rows: Rows) -> Ranked:
        """Rows scored and ordered, best first."""
        pairing, scored = self.score(rows)
        return Ranked(rows, pairing, scored).take(order(scored.scores, pairing.vacancies.ids))

    def score(self, rows: Rows) -> tuple[Pairing, Scored]:
        """Rows scored, in their order."""
        pairing = self.pairing.at(rows)
        uses = looked_up(self.skills.terms, partial(self.snapshot.lexical.contains, rows=rows))
        evidence = Evidence(self.snapshot.dense.vectors(rows), uses)
        return pairing, score(pairing, self.skills, evidence, self.recipe.weights)

    def strong(self, ranked: Ranked) -> Ranked:
        """Those of some scored rows that fit enough to be ranked."""
        return ranked.take(np.flatnonzero(self.fits(ranked)))

    def fits(self, ranked: Ranked) -> Mask:
        """Which of some scored rows fit enough to be ranked."""
        mask: Mask = ranked.scored.fit >= self.recipe.weights.least_fit
        return mask
