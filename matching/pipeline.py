"""Filter → retrieve → score: from one person to vacancies, and from one vacancy to people, by the same score.

Pure and synchronous; use cases run it in a thread and fetch the texts of the rows that are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from matching.columns import CandidateTable, Mask, Rows, VacancyTable
from matching.explain import Match, Reader, explain
from matching.features import Idf
from matching.fusion import reciprocal_rank_fusion
from matching.model import Candidate, Vacancy
from matching.pairing import Pairing, Policy
from matching.ports import ProfileSnapshot, Snapshot, Vectors
from matching.profile import Facet
from matching.reference import LegalBar
from matching.rules import OPENABLE, Failures, Reason, failures, failures_by_kind, no_failures
from matching.scoring import Evidence, Scored, Skills, Weights, contributions, looked_up, order, score
from matching.world import World

NEAR_POOL = 100
"""How many rows behind a single rule are scored to find the nearest that a change would open."""

FACETS_PER_PERSON = 3
"""Facet rows fetched for every person wanted, since one person holds several."""


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
    near_misses: int = 3

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
class NearMiss:
    """A row that one change would open, and the rank that it would take."""

    row: int
    reason: Reason
    score: float
    would_rank: int


@dataclass(frozen=True)
class Ranking:
    """A ranked list before its texts are read.

    `dropped` counts live vacancies by every rule that each fails, so its sum may exceed their number; `weak` is how
    many of the pool fit too little to be ranked; `not_enough` says that the person has no skill facet at all.
    """

    best: Ranked | None
    live: int
    eligible: int
    dropped: Mapping[Reason, int]
    weak: int = 0
    near: tuple[NearMiss, ...] = ()

    @property
    def not_enough(self) -> bool:
        return self.best is None


@dataclass(frozen=True)
class Profile:
    """A person with the facets composed of what they can do and the vectors (F, d) of those facets."""

    candidate: Candidate
    facets: Sequence[Facet]
    vectors: Vectors


def rank_vacancies(
    profile: Profile,
    snapshot: Snapshot,
    recipe: Recipe,
    *,
    today: date,
    size: int,
    with_rules: bool = True,
) -> Ranking:
    """Rank live vacancies for one person. Without rules only dead rows are out."""
    search = _Search.of(profile, snapshot, recipe, today)
    failed = (
        failures_by_kind(search.pairing, snapshot.kinds)
        if with_rules
        else no_failures(len(snapshot.vacancies))
    )
    eligible: Mask = snapshot.alive & failed.none
    counts = (int(np.count_nonzero(snapshot.alive)), int(np.count_nonzero(eligible)))
    if len(search.skills) == 0:
        return Ranking(None, *counts, failed.count)
    # A pair scores the same beside any other, so both pools are scored in one go.
    both = search.scored(search.pools(eligible, snapshot.alive & failed.only(OPENABLE)))
    fits = both.scored.fit >= recipe.weights.least_fit
    within = eligible[both.rows]
    strong, nearby = (both.take(np.flatnonzero(side & fits)) for side in (within, ~within))
    weak = int(np.count_nonzero(within)) - len(strong.rows)
    near = search.near_misses(failed, nearby, strong)
    return Ranking(strong.take(np.arange(min(size, len(strong.rows)))), *counts, failed.count, weak, near)


def rank_candidates(
    vacancy_row: int, snapshot: Snapshot, profiles: ProfileSnapshot, recipe: Recipe, *, today: date
) -> tuple[Rows, Mapping[Reason, int]]:
    """Rows of the people to be scored for one vacancy (at most the pool), and how many fell out by which rule."""
    vacancy = snapshot.vacancies.take([vacancy_row])
    failed = failures(recipe.pairing(profiles.candidates, vacancy, today), profiles.alive)
    eligible = profiles.alive & failed.none
    at = np.array([vacancy_row], np.int64)
    terms = sorted(snapshot.lexical.terms(at)[0])
    mask: Mask = eligible[profiles.owner]
    few = (
        np.count_nonzero(eligible) <= recipe.pool
    )  # then all of them are wanted, however many facets one has
    size = int(np.count_nonzero(mask)) if few else recipe.pool * FACETS_PER_PERSON
    hits = [
        *profiles.dense.search(snapshot.dense.vectors(at), size, mask),
        *(hits[0] for hits in profiles.lexical.search([terms], size, [mask])),
    ]
    pool = reciprocal_rank_fusion([_first_seen(profiles.owner[rows]) for rows, _ in hits], recipe.pool)
    return pool, failed.count


def score_one(
    profile: Profile, vacancy_row: int, snapshot: Snapshot, recipe: Recipe, *, today: date
) -> Ranked | None:
    """Score one pair; None when the person has no skill facet or the fit is too weak to rank."""
    search = _Search.of(profile, snapshot, recipe, today)
    if len(search.skills) == 0:
        return None
    ranked = search.scored(np.array([vacancy_row], np.int64))
    return ranked if ranked.scored.fit[0] >= recipe.weights.least_fit else None


def score_rows(
    profile: Profile, rows: Rows, snapshot: Snapshot, recipe: Recipe, *, today: date
) -> Scored | None:
    """Score the person against `rows` of the snapshot, in their order; None when there is no skill facet."""
    search = _Search.of(profile, snapshot, recipe, today)
    return search.score(rows)[1] if len(search.skills) else None


def explained(
    ranked: Ranked,
    profile: Profile,
    vacancies: Sequence[Vacancy],
    recipe: Recipe,
    reader: Reader,
) -> tuple[Match, ...]:
    """The rows of a ranked list with their reasons; `vacancies` are their full records, in the same order."""
    contributed = contributions(ranked.scored.features, recipe.weights).tolist()
    return tuple(
        explain(
            rank=position + 1,
            position=position,
            candidate=profile.candidate,
            vacancy=vacancy,
            facets=profile.facets,
            pairing=ranked.pairing,
            scored=ranked.scored,
            contributed=contributed[position],
            fit_word=recipe.weights.word(float(ranked.scored.fit[position])),
            reader=reader,
        )
        for position, vacancy in enumerate(vacancies)
    )


@dataclass(frozen=True)
class _Search:
    """One person's search among the vacancies of a snapshot."""

    skills: Skills
    pairing: Pairing
    snapshot: Snapshot
    recipe: Recipe

    @classmethod
    def of(cls, profile: Profile, snapshot: Snapshot, recipe: Recipe, today: date) -> "_Search":
        person = CandidateTable.of([profile.candidate], recipe.world)
        skills = Skills(profile.facets, profile.vectors, recipe.rarity)
        return cls(skills, recipe.pairing(person, snapshot.vacancies, today), snapshot, recipe)

    def pools(self, eligible: Mask, openable: Mask) -> Rows:
        """Rows to be scored: of the eligible, those of a dense and a lexical list per skill facet, fused; of the
        openable, the few that share most words with a facet, and by meaning only where none shares one.

        Most vacancies fail a single rule, and looking at the meaning of all of them for three hints would cost more
        than the list itself.
        """
        size, dense, lexical = self.recipe.pool, self.snapshot.dense, self.snapshot.lexical
        depth = max(
            NEAR_POOL, size // len(self.skills)
        )  # two lists a facet: together twice what the pool holds
        by_words = lexical.search([facet.terms() for facet in self.skills], depth, [eligible, openable])
        by_meaning = [rows for rows, _ in dense.search(self.skills.vectors, depth, eligible)]
        pool = reciprocal_rank_fusion([*by_meaning, *(hits[0][0] for hits in by_words)], size)
        near = reciprocal_rank_fusion([hits[1][0][:NEAR_POOL] for hits in by_words], NEAR_POOL)
        if not near.size and openable.any():
            hits = dense.search(self.skills.vectors, NEAR_POOL, openable)
            near = reciprocal_rank_fusion([rows for rows, _ in hits], NEAR_POOL)
        return np.concatenate([pool, near])

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

    def near_misses(self, failed: Failures, nearby: Ranked, strong: Ranked) -> tuple[NearMiss, ...]:
        """The best row behind each rule that somebody could change, best first, with its rank among the strong."""
        # Each is behind one rule alone, so that rows behind the same rule have the same bits.
        _, best = np.unique(failed.bits[nearby.rows], return_index=True)
        found = []
        for at in np.sort(best)[: self.recipe.near_misses].tolist():
            row, value = int(nearby.rows[at]), round(float(nearby.scored.scores[at]), 5)
            (reason,) = failed.at(row)
            found.append(NearMiss(row, reason, value, _rank_among(strong, nearby, at)))
        return tuple(found)


def _rank_among(strong: Ranked, ranked: Ranked, at: int) -> int:
    """Rank that the row at a position of `ranked` would take among the strong ones."""
    scores = np.append(strong.scored.scores, ranked.scored.scores[at])
    ids = np.concatenate([strong.pairing.vacancies.ids, ranked.pairing.vacancies.ids[at : at + 1]])
    return 1 + int(np.flatnonzero(order(scores, ids) == len(strong.rows))[0])


def _first_seen(rows: Rows) -> Rows:
    """Distinct rows in the order in which they come first."""
    distinct, first = np.unique(rows, return_index=True)
    return distinct[np.argsort(first)]
