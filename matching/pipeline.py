"""Filter → retrieve → score: from one person to vacancies, and from one vacancy to people, by the same score.

Pure and synchronous; use cases run it in a thread and fetch the texts of the rows that are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from matching.columns import Mask, Rows, uuid_at
from matching.display import Display, Place, arranged
from matching.explain import Match, Reader, explain
from matching.fusion import reciprocal_rank_fusion
from matching.hidden import without_hidden
from matching.model import Vacancy, VacancyId
from matching.ports import ProfileSnapshot, Snapshot
from matching.rules import OPENABLE, Failures, Reason, failures, failures_by_kind, no_failures
from matching.scoring import Read, Scored, contributions, fits
from matching.search import Found, Profile, Ranked, Recipe, Search

FACETS_PER_PERSON = 3
"""Facet rows fetched for every person wanted, since one person holds several."""


@dataclass(frozen=True)
class Asked:
    """What a list was made of: which rules each row of the table `failed`, what the search `found`, and what has been
    read of the `texts` of `rows` (k,)."""

    search: Search
    failed: Failures
    found: Found
    rows: Rows
    texts: Read


@dataclass(frozen=True)
class Ranking:
    """A ranked list before its texts are read.

    `asked` is for whoever asks again after a change; `dropped` counts live vacancies by every rule that each fails, so
    its sum may exceed their number; `weak` is how many of the pool fit too little to be ranked; `nearest` is the best
    row behind each single rule that somebody could change, best first; `not_enough` says that the person has no skill
    facet at all.
    """

    best: Ranked | None
    asked: Asked
    live: int
    eligible: int
    dropped: Mapping[Reason, int]
    weak: int = 0
    nearest: Mapping[Reason, int] = field(default_factory=dict)

    @property
    def not_enough(self) -> bool:
        return self.best is None


def rank_vacancies(
    profile: Profile,
    snapshot: Snapshot,
    recipe: Recipe,
    *,
    today: date,
    size: int,
    with_rules: bool = True,
    with_nearest: bool = True,
) -> Ranking:
    """Rank live vacancies for one person. Without rules only dead rows are out; without the nearest behind a rule,
    which take an eighth of the time, none are looked for."""
    search = Search.of(profile, snapshot, recipe, today)
    failed = (
        without_hidden(failures_by_kind(search.pairing, snapshot.kinds), profile, snapshot)
        if with_rules
        else no_failures(len(snapshot.vacancies))
    )
    eligible: Mask = snapshot.alive & failed.none
    counts = (int(np.count_nonzero(snapshot.alive)), int(np.count_nonzero(eligible)))
    found = search.found(eligible)
    pool = search.pool(found)
    # A pair scores the same beside any other, so both pools are scored in one go.
    near = search.nearby(found, snapshot.alive & failed.only(OPENABLE)) if with_nearest else pool[:0]
    rows = np.concatenate([pool, near])
    texts = search.read(rows)
    both = search.scored(rows, texts)
    places = search.best(both)
    within = eligible[rows[places]]
    strong, nearby = places[within], places[~within]
    return Ranking(
        both.take(strong[:size]) if len(search.skills) else None,
        Asked(search, failed, found, rows, texts),
        *counts,
        failed.count,
        weak=len(pool) - len(strong),
        nearest=_nearest(failed, rows[nearby]),
    )


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
        *profiles.lexical.weighed([terms]).best(size, mask),
    ]
    pool = reciprocal_rank_fusion([_first_seen(profiles.owner[rows]) for rows, _ in hits], recipe.pool)
    return pool, failed.count


def score_one(
    profile: Profile, vacancy_row: int, snapshot: Snapshot, recipe: Recipe, *, today: date
) -> Ranked | None:
    """Score one pair; None when the person has no skill facet, the fit is too weak to rank or it is hidden for them."""
    if VacancyId(uuid_at(snapshot.vacancies.ids, vacancy_row)) in profile.hidden:
        return None
    ranked = pair_one(profile, vacancy_row, snapshot, recipe, today=today)
    return ranked if ranked and ranked.scored.fit[0] >= recipe.weights.least_fit else None


def pair_one(
    profile: Profile, vacancy_row: int, snapshot: Snapshot, recipe: Recipe, *, today: date
) -> Ranked | None:
    """Score one pair that somebody has put together, however little it fits; None without a skill facet."""
    search = Search.of(profile, snapshot, recipe, today)
    return _scored(search, np.array([vacancy_row], np.int64)) if len(search.skills) else None


def score_rows(
    profile: Profile, rows: Rows, snapshot: Snapshot, recipe: Recipe, *, today: date
) -> Scored | None:
    """Score the person against `rows` of the snapshot, in their order; None when there is no skill facet."""
    search = Search.of(profile, snapshot, recipe, today)
    return _scored(search, rows).scored if len(search.skills) else None


def _scored(search: Search, rows: Rows) -> Ranked:
    return search.scored(rows, search.read(rows))


def explained(
    ranked: Ranked,
    profile: Profile,
    vacancies: Sequence[Vacancy],
    recipe: Recipe,
    reader: Reader,
) -> tuple[Match, ...]:
    """The rows of a ranked list with their reasons; `vacancies` are their full records, in the same order."""
    contributed = contributions(ranked.scored.features, recipe.weights).tolist()
    fit = fits(ranked.scored.features, recipe.weights).tolist()
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
            fit=fit[position],
            fit_word=recipe.weights.word(fit[position]),
            reader=reader,
        )
        for position, vacancy in enumerate(vacancies)
    )


def places(best: Ranked, snapshot: Snapshot, display: Display, size: int | None = None) -> tuple[Place, ...]:
    """Positions of a ranked list in the order in which they are shown, the first `size` or all.

    For the first few, rows are looked at only as far down as these can come from, and rows further down stand behind
    none of them: they would not be in the list either.
    """
    rows = len(best.rows)
    depth = rows if size is None else min(2 * size, rows)
    while True:
        shown = _arranged(best, snapshot, display, depth)
        standing = sum(not place.moved for place in shown)
        if size is None or depth == rows or (standing >= min(size, display.within) and len(shown) >= size):
            return shown[:size]
        depth = min(2 * depth, rows)


def shown_rank(best: Ranked, snapshot: Snapshot, display: Display, position: int) -> int:
    """Rank, as shown, of one position of a ranked list; of one that stands behind another, that one's."""

    def found(depth: int) -> tuple[int, Place]:
        ranks = enumerate(_arranged(best, snapshot, display, depth), start=1)
        return next((rank, at) for rank, at in ranks if position in (at.position, *at.behind))

    # What is above decides it, unless it is moved below others that score less.
    rank, place = found(position + 1)
    return found(len(best.rows))[0] if place.moved else rank


def _arranged(best: Ranked, snapshot: Snapshot, display: Display, depth: int) -> tuple[Place, ...]:
    """Places of the first `depth` rows, as if there were no others."""
    terms = snapshot.lexical.terms(best.rows[:depth]) if display.similar else [frozenset()] * depth
    vacancies = best.pairing.vacancies
    return arranged(vacancies.employer[:depth], vacancies.regency[:depth], terms, display)


def _nearest(failed: Failures, nearby: Rows) -> Mapping[Reason, int]:
    """The best of some rows, best first, behind each rule that somebody could change, best first."""
    # Each is behind one rule alone, so that rows behind the same rule have the same bits.
    _, best = np.unique(failed.bits[nearby], return_index=True)
    rows = nearby[np.sort(best)].tolist()
    return {reason: row for row in rows for reason in failed.at(row)}


def _first_seen(rows: Rows) -> Rows:
    """Distinct rows in the order in which they come first."""
    distinct, first = np.unique(rows, return_index=True)
    return distinct[np.argsort(first)]
