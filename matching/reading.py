"""What the texts of vacancies say to what a person can do, facet by facet: the part of a score that dates, places and
schooling change nothing about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.columns import Rows
from matching.features import (
    NEUTRAL,
    Floats,
    Idf,
    Uses,
    function_feature,
    trade_feature,
    word_feature,
)
from matching.pairing import Pairing
from matching.profile import TITLE_MARK, UNIT_MARK, Facet, FacetKind
from matching.scoring import SKILL_FEATURES, Read, Weights, skill_fit


class Skills:
    """The candidate's side: skill facets (certificates, experience) with their vectors (F, d), and interests."""

    def __init__(self, facets: Sequence[Facet], vectors: npt.NDArray[np.float32], idf: Idf) -> None:
        self.idf = idf
        self.interests = tuple(facet for facet in facets if facet.kind is FacetKind.INTEREST)
        self.positions: Rows = np.array(
            [i for i, facet in enumerate(facets) if facet.kind is not FacetKind.INTEREST], np.int64
        )
        self.units = frozenset().union(*(facet.units for facet in facets))
        self._facets = facets
        self.vectors = vectors[self.positions]

    @property
    def terms(self) -> list[str]:
        """Every term that a feature may ask for."""
        words = frozenset().union(*(facet.words for facet in self._facets))
        return [*words, *(TITLE_MARK + word for word in words), *(UNIT_MARK + unit for unit in self.units)]

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[Facet]:
        return (self._facets[i] for i in self.positions)


@dataclass(frozen=True)
class Evidence:
    """What indexes know of the k vacancies to be scored: `vectors` (k, d) unit rows, and which terms they use."""

    vectors: npt.NDArray[np.float32]
    uses: Uses


def looked_up(terms: Sequence[str], uses: Uses) -> Uses:
    """The same answers about `terms`, and about no others, found in one go."""
    column = {term: i for i, term in enumerate(terms)}
    known = uses(terms)
    return lambda asked: known[:, [column[term] for term in asked]]


NOTHING_READ = Read(
    skill=np.empty((0, len(SKILL_FEATURES))),
    facet=np.empty(0, np.int64),
    fit=np.empty(0),
    experience=np.empty(0),
    units=np.empty(0, np.int64),
    interest=np.empty(0),
)


def read(pairing: Pairing, skills: Skills, evidence: Evidence, weights: Weights) -> Read:
    """The pairing's k vacancies read with the eyes of one candidate, who has at least one skill facet."""
    # In double precision: in single, a product depends on how many rows stand beside it.
    cosines: Floats = evidence.vectors.astype(np.float64) @ skills.vectors.T.astype(np.float64)
    words = [word_feature(facet.phrases, evidence.uses, skills.idf, weights.title_share) for facet in skills]
    parts = np.stack(
        [_skill_parts(facet, cosines[:, i], words[i], pairing, weights) for i, facet in enumerate(skills)]
    )
    best, fit = _best_facet(parts, weights)
    return Read(
        skill=parts[best, np.arange(len(fit))],
        facet=skills.positions[best],
        fit=fit,
        experience=_experience(pairing, skills, parts, weights),
        units=evidence.uses([UNIT_MARK + unit for unit in sorted(skills.units)]).sum(axis=1),
        interest=_interest(pairing, skills, evidence, weights),
    )


def _skill_parts(facet: Facet, cosine: Floats, words: Floats, pairing: Pairing, weights: Weights) -> Floats:
    """Features of SKILL_FEATURES for one facet, shape (k, 5)."""
    span = weights.cosine_ceiling - weights.cosine_floor
    meaning = np.clip((cosine - weights.cosine_floor) / span, 0, 1)
    trade = trade_feature(facet.occupations, pairing)
    function = function_feature(facet.functions, pairing)
    alike = np.stack([meaning, words, trade, function], axis=1).astype(np.float64)
    parts: Floats = np.column_stack([alike, facet.evidence * skill_fit(alike, weights)])
    return parts.round(5)


def _best_facet(parts: Floats, weights: Weights) -> tuple[Rows, Floats]:
    """Per vacancy the facet that contributes most, (k,), and the best skill fit (k,) in [0, 1], evidence apart.

    Choosing by contribution, rounded as it is shown, makes another certificate unable to lower a score; taking the
    best fit of all facets makes it unable to push a vacancy below the fit that is ranked.
    """
    vector = np.array([weights.of[feature] for feature in SKILL_FEATURES], np.float64)
    contributed = np.round(parts * vector, 5).sum(axis=2).round(5)
    best = np.argmax(contributed, axis=0)
    return best, skill_fit(parts, weights).max(axis=0).round(5)


def _experience(pairing: Pairing, skills: Skills, parts: Floats, weights: Weights) -> Floats:
    """Months of experience that fit, against the months asked (at least a year), shape (k,)."""
    asked = np.maximum(pairing.vacancies.experience_months, 12).astype(np.float64)
    fit = skill_fit(parts, weights)
    best = np.zeros(parts.shape[1], np.float64)
    for i, facet in enumerate(skills):
        if facet.kind is FacetKind.EXPERIENCE:
            best = np.maximum(best, fit[i] * facet.evidence * np.minimum(facet.months / asked, 1))
    return best


def _interest(pairing: Pairing, skills: Skills, evidence: Evidence, weights: Weights) -> Floats:
    """How the work agrees with what the person is interested in, shape (k,); NEUTRAL where nothing is stated."""
    if not skills.interests:
        return np.full(len(pairing.vacancies), NEUTRAL)
    phrases = [phrase for facet in skills.interests for phrase in facet.phrases]
    words = word_feature(phrases, evidence.uses, skills.idf, weights.title_share)
    trades = [trade_feature(facet.occupations, pairing) for facet in skills.interests]
    agreed: Floats = np.maximum.reduce([words, *trades])
    return agreed
