"""The score: a sum of named contributions, each a pairwise feature in [0, 1] times a weight.

Every feature is a fixed-scale function of the pair, the day and the settings alone, never of the list it stands
in, so a pair scores the same in both directions and next to any neighbour. Learning may change the weights.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.columns import Column, Rows
from matching.errors import InvalidValue
from matching.features import (
    NEUTRAL,
    Floats,
    distance_feature,
    qualification_feature,
    schooling_feature,
    wage_feature,
    window_feature,
    wish_feature,
)
from matching.pairing import Pairing


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
ALIKE = (Feature.MEANING, Feature.WORDS, Feature.TRADE, Feature.FUNCTION)
"""How well a skill fits; evidence says how well it is supported."""
SKILL_FEATURES = (*ALIKE, Feature.EVIDENCE)


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
            raise InvalidValue(
                "weights",
                "setiap ciri punya satu bobot, dan tidak ada yang negatif"
                " / every feature has one weight, and none is negative",
            )
        if abs(sum(self.of.values()) - 1) > SUM_TOLERANCE:
            raise InvalidValue(
                "weights", f"jumlahnya {sum(self.of.values())}, bukan 1 / they sum to this, not to 1"
            )

    def as_document(self) -> dict[str, Any]:
        """These weights as plain values, of which `from_document` makes them again."""
        return {**asdict(self), "of": {str(feature): self.of[feature] for feature in FEATURES}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Weights":
        """Raises InvalidValue where they are those of another score."""
        try:
            return cls(**{**document, "of": {feature: document["of"][feature] for feature in FEATURES}})
        except (KeyError, TypeError):
            raise InvalidValue(
                "weights", "milik skor dengan bagian lain / they are of a score with other parts"
            ) from None

    def word(self, fit: float) -> FitWord:
        """What a skill fit is called (docs/matching.md says what each word has been worth)."""
        if fit >= self.strong_fit:
            return FitWord.STRONG
        return FitWord.POSSIBLE if fit >= self.possible_fit else FitWord.STRETCH

    def vector(self) -> Floats:
        """Weights in the order of FEATURES, shape (f,)."""
        return np.array([self.of[feature] for feature in FEATURES], np.float64)


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


@dataclass(frozen=True)
class Read:
    """What the texts of k vacancies say to a person's facets, whatever else there is to know of the two: `skill` (k, 5)
    has SKILL_FEATURES of the best `facet` (k,), `units` (k,) counts units held of those asked, `interest` (k,) is how
    the work agrees with a wish; `fit` as in Scored."""

    skill: Floats
    facet: Rows
    fit: Floats
    experience: Floats
    units: npt.NDArray[np.int64]
    interest: Floats

    def take(self, positions: Rows) -> "Read":
        """The same at `positions`."""
        return Read(**{name: column[positions] for name, column in vars(self).items()})

    def concat(self, *others: "Read") -> "Read":
        """These vacancies, then the others'."""
        return Read(
            **{
                name: np.concatenate([column, *(getattr(other, name) for other in others)])
                for name, column in vars(self).items()
            }
        )


def score(pairing: Pairing, texts: Read, weights: Weights) -> Scored:
    """Score one candidate against the pairing's k vacancies, whose texts have been read."""
    columns = {
        **dict(zip(SKILL_FEATURES, texts.skill.T, strict=True)),
        Feature.QUALIFICATIONS: qualification_feature(texts.units, pairing),
        Feature.SCHOOLING: schooling_feature(pairing),
        Feature.EXPERIENCE: texts.experience,
        Feature.DISTANCE: distance_feature(pairing),
        Feature.WAGE: wage_feature(pairing),
        Feature.WINDOW: window_feature(pairing),
        Feature.PREFERENCES: _preferences(pairing, texts.interest),
    }
    k = len(texts.fit)
    features: Floats = np.stack([np.broadcast_to(columns[feature], k) for feature in FEATURES], axis=1)
    features = features.astype(np.float64).round(5)
    return Scored(features, total(features, weights), texts.facet, texts.fit)


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
    columns = [FEATURES.index(feature) for feature in ALIKE]
    return skill_fit(features[:, columns], weights).round(5)


def order(scores: Floats, ids: Column) -> Rows:
    """Positions from best to worst, shape (k,); equal scores in the order of ids (V16), so the order is total."""
    halves = ids.view(">u8").reshape(-1, 2)
    return np.lexsort((halves[:, 1], halves[:, 0], -scores.round(9)))


def skill_fit(parts: Floats, weights: Weights) -> Floats:
    """How well skills fit, evidence apart, in [0, 1]: the weighted mean of the features of ALIKE, the first columns
    of `parts` (…, k, f); shape (…, k)."""
    vector = np.array([weights.of[feature] for feature in ALIKE], np.float64)
    fit: Floats = parts[..., : len(vector)] @ (vector / vector.sum())
    return fit


def _preferences(pairing: Pairing, interest: Floats) -> Floats:
    """Mean of what the person wishes: shifts, kinds of contract, lodging, interests; silence is NEUTRAL."""
    c, v = pairing.candidates, pairing.vacancies
    wishes = (
        wish_feature(c.shifts, v.shifts),
        wish_feature(c.contracts, v.contract),
        np.where(c.needs_lodging, v.lodging.astype(np.float64), NEUTRAL),
        interest,
    )
    mean: Floats = np.mean(np.broadcast_arrays(*wishes), axis=0)
    return mean
