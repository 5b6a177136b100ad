"""The score: a sum of named contributions, each a pairwise feature in [0, 1] times a weight.

Every feature is a fixed-scale function of the pair, the day and the settings alone, never of the list it stands
in, so a pair scores the same in both directions and next to any neighbour. Learning may change the weights.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from matching.columns import Column, Rows
from matching.errors import InvalidValue
from matching.features import (
    NEUTRAL,
    Floats,
    Idf,
    Uses,
    distance_feature,
    function_feature,
    qualification_feature,
    schooling_feature,
    trade_feature,
    wage_feature,
    window_feature,
    wish_feature,
    word_feature,
)
from matching.pairing import Pairing
from matching.profile import TITLE_MARK, UNIT_MARK, Facet, FacetKind


class Feature(StrEnum):
    """Named parts of the score, in the order of the columns of a feature matrix."""

    MEANING = "meaning"  # the skill facet's vector against the vacancy's
    WORDS = "words"  # share of the words of a name for the trade, the paper's own among them, that the vacancy uses
    TRADE = "trade"  # same occupation in the state classification
    FUNCTION = "function"  # same part in the trade: the work itself, helping, supervising, teaching, selling
    EVIDENCE = "evidence"  # how well the best facet is supported, verified before claimed
    QUALIFICATIONS = "qualifications"  # share of the units and licences asked that are held
    SCHOOLING = "schooling"
    EXPERIENCE = "experience"
    DISTANCE = "distance"
    WAGE = "wage"
    WINDOW = "window"
    PREFERENCES = "preferences"


class FitWord(StrEnum):
    """How well the skills fit, in words with a measured meaning (`benchmarks.calibration`)."""

    STRONG = "strong"
    POSSIBLE = "possible"
    STRETCH = "stretch"


FEATURES = tuple(Feature)
_ALIKE = (Feature.MEANING, Feature.WORDS, Feature.TRADE, Feature.FUNCTION)
"""How well a skill fits; evidence says how well it is supported."""
SKILL_FEATURES = (*_ALIKE, Feature.EVIDENCE)


SUM_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Weights:
    """Weights of the features, all positive, summing to 1, so that a score lies in [0, 1]."""

    version: str = "2026-11-b"
    of: Mapping[Feature, float] = field(
        default_factory=lambda: {
            Feature.MEANING: 0.17,
            Feature.WORDS: 0.211,
            Feature.TRADE: 0.17,
            Feature.FUNCTION: 0.035,
            Feature.EVIDENCE: 0.10,
            Feature.QUALIFICATIONS: 0.04,
            Feature.SCHOOLING: 0.014,
            Feature.EXPERIENCE: 0.08,
            Feature.DISTANCE: 0.07,
            Feature.WAGE: 0.04,
            Feature.WINDOW: 0.03,
            Feature.PREFERENCES: 0.04,
        }
    )
    cosine_floor: float = 0.78  # cosine that means "nothing in common" for the encoder in use
    cosine_ceiling: float = 0.92  # cosine that means "the same"
    title_share: float = 0.5  # of the word feature, what the vacancy's title decides
    strong_fit: float = 0.85  # from these skill fits on, in [0, 1], a vacancy is called strong, or possible
    possible_fit: float = 0.70
    least_fit: float = 0.35  # below it a vacancy is not ranked at all

    def __post_init__(self) -> None:
        if set(self.of) != set(FEATURES) or min(self.of.values()) < 0:
            raise InvalidValue("weights", "every feature has one weight, and none is negative")
        if abs(sum(self.of.values()) - 1) > SUM_TOLERANCE:
            raise InvalidValue("weights", f"they sum to {sum(self.of.values())}, not to 1")

    def word(self, fit: float) -> FitWord:
        """What a skill fit is called (docs/matching.md says what each word has been worth)."""
        if fit >= self.strong_fit:
            return FitWord.STRONG
        return FitWord.POSSIBLE if fit >= self.possible_fit else FitWord.STRETCH

    def vector(self) -> Floats:
        """Weights in the order of FEATURES, shape (f,)."""
        return np.array([self.of[feature] for feature in FEATURES], np.float64)


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


@dataclass(frozen=True)
class Scored:
    """Scores of k pairs: `features` (k, f) in [0, 1], `scores` (k,), `facet` (k,) index of the best skill facet,
    `fit` (k,) skill fit in [0, 1]."""

    features: Floats
    scores: Floats
    facet: Rows
    fit: Floats

    def take(self, positions: Rows) -> "Scored":
        """The same at `positions`."""
        return Scored(
            self.features[positions], self.scores[positions], self.facet[positions], self.fit[positions]
        )


def score(pairing: Pairing, skills: "Skills", evidence: Evidence, weights: Weights) -> Scored:
    """Score one candidate, who has at least one skill facet, against the pairing's k vacancies."""
    # In double precision: in single, a product depends on how many rows stand beside it.
    cosines: Floats = evidence.vectors.astype(np.float64) @ skills.vectors.T.astype(np.float64)
    words = [word_feature(facet.phrases, evidence.uses, skills.idf, weights.title_share) for facet in skills]
    parts = np.stack(
        [_skill_parts(facet, cosines[:, i], words[i], pairing, weights) for i, facet in enumerate(skills)]
    )
    best, fit = _best_facet(parts, weights)
    k = len(fit)
    columns = {
        **{feature: parts[best, np.arange(k), i] for i, feature in enumerate(SKILL_FEATURES)},
        Feature.QUALIFICATIONS: qualification_feature(skills.units, evidence.uses, pairing),
        Feature.SCHOOLING: schooling_feature(pairing),
        Feature.EXPERIENCE: _experience(pairing, skills, parts, weights),
        Feature.DISTANCE: distance_feature(pairing),
        Feature.WAGE: wage_feature(pairing),
        Feature.WINDOW: window_feature(pairing),
        Feature.PREFERENCES: _preferences(pairing, skills, evidence, weights),
    }
    features: Floats = np.stack([np.broadcast_to(columns[feature], k) for feature in FEATURES], axis=1)
    features = features.astype(np.float64).round(5)
    return Scored(features, total(features, weights), skills.positions[best], fit)


def total(features: Floats, weights: Weights) -> Floats:
    """Scores (k,) of features (k, f): the sum of the contributions, in [0, 1]."""
    scores: Floats = contributions(features, weights).sum(axis=1)
    return scores


def contributions(features: Floats, weights: Weights) -> Floats:
    """What each feature adds to the score, shape (k, f), rounded to five decimals so that the parts shown add up."""
    parts: Floats = np.round(features * weights.vector(), 5)
    return parts


def fits(features: Floats, weights: Weights) -> Floats:
    """Skill fits (k,) in [0, 1] of the facets that features (k, f) are of."""
    columns = [FEATURES.index(feature) for feature in _ALIKE]
    return _fit(features[:, columns], weights).round(5)


def order(scores: Floats, ids: Column) -> Rows:
    """Positions from best to worst, shape (k,); equal scores in the order of ids (V16), so the order is total."""
    halves = ids.view(">u8").reshape(-1, 2)
    return np.lexsort((halves[:, 1], halves[:, 0], -scores.round(9)))


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


def _skill_parts(facet: Facet, cosine: Floats, words: Floats, pairing: Pairing, weights: Weights) -> Floats:
    """Features of SKILL_FEATURES for one facet, shape (k, 5)."""
    span = weights.cosine_ceiling - weights.cosine_floor
    meaning = np.clip((cosine - weights.cosine_floor) / span, 0, 1)
    trade = trade_feature(facet.occupations, pairing)
    function = function_feature(facet.functions, pairing)
    alike = np.stack([meaning, words, trade, function], axis=1).astype(np.float64)
    parts: Floats = np.column_stack([alike, facet.evidence * _fit(alike, weights)])
    return parts.round(5)


def _fit(parts: Floats, weights: Weights) -> Floats:
    """How well skills fit, evidence apart, in [0, 1]: the weighted mean of the features of _ALIKE, the first columns
    of `parts` (…, k, f); shape (…, k)."""
    vector = np.array([weights.of[feature] for feature in _ALIKE], np.float64)
    fit: Floats = parts[..., : len(vector)] @ (vector / vector.sum())
    return fit


def _best_facet(parts: Floats, weights: Weights) -> tuple[Rows, Floats]:
    """Per vacancy the facet that contributes most, (k,), and the best skill fit (k,) in [0, 1], evidence apart.

    Choosing by contribution, rounded as it is shown, makes another certificate unable to lower a score; taking the
    best fit of all facets makes it unable to push a vacancy below the fit that is ranked.
    """
    vector = np.array([weights.of[feature] for feature in SKILL_FEATURES], np.float64)
    contributed = np.round(parts * vector, 5).sum(axis=2).round(5)
    best = np.argmax(contributed, axis=0)
    return best, _fit(parts, weights).max(axis=0).round(5)


def _experience(pairing: Pairing, skills: Skills, parts: Floats, weights: Weights) -> Floats:
    """Months of experience that fit, against the months asked (at least a year), shape (k,)."""
    asked = np.maximum(pairing.vacancies.experience_months, 12).astype(np.float64)
    fit = _fit(parts, weights)
    best = np.zeros(parts.shape[1], np.float64)
    for i, facet in enumerate(skills):
        if facet.kind is FacetKind.EXPERIENCE:
            best = np.maximum(best, fit[i] * facet.evidence * np.minimum(facet.months / asked, 1))
    return best


def _preferences(pairing: Pairing, skills: Skills, evidence: Evidence, weights: Weights) -> Floats:
    """Mean of what the person wishes: shifts, kinds of contract, lodging, interests; silence is NEUTRAL."""
    c, v = pairing.candidates, pairing.vacancies
    wishes = [
        wish_feature(c.shifts, v.shifts),
        wish_feature(c.contracts, v.contract),
        np.where(c.needs_lodging, v.lodging.astype(np.float64), NEUTRAL),
        np.full(len(v), NEUTRAL),
    ]
    if skills.interests:
        phrases = [phrase for facet in skills.interests for phrase in facet.phrases]
        words = word_feature(phrases, evidence.uses, skills.idf, weights.title_share)
        trades = [trade_feature(facet.occupations, pairing) for facet in skills.interests]
        wishes[-1] = np.maximum.reduce([words, *trades])
    mean: Floats = np.mean(np.broadcast_arrays(*wishes), axis=0)
    return mean
