"""Pairwise features in [0, 1]: fixed-scale functions of one pair, never of the list that it stands in."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from matching.pairing import Pairing
from matching.profile import TITLE_MARK, Phrase
from matching.release import ANY_TIME

Floats = npt.NDArray[np.float64]
Idf = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Rarity of terms, shape (len(terms),), in [0, 1]."""
Uses = Callable[[Sequence[str]], npt.NDArray[np.bool_]]
"""Whether each of k vacancies has each term, shape (k, len(terms))."""


LEAST_PHRASE_RARITY = 1.0
"""Rarity that a phrase must have to count whole: a short everyday word ("3G", "CS") alone says little."""


def word_feature(phrases: Sequence[Phrase], uses: Uses, idf: Idf, title_share: float) -> Floats:
    """Idf-weighted share of a phrase's words that a vacancy uses, the best phrase counting, shape (k,).

    Words in the vacancy's title decide `title_share` of it, words anywhere in it the rest; the text may call the trade
    by another phrase than the title does.
    """
    vocabulary = sorted(frozenset().union(*phrases))
    anywhere = uses(vocabulary)
    if not vocabulary:
        return np.zeros(len(anywhere))
    in_title = uses([TITLE_MARK + term for term in vocabulary])
    row = {term: i for i, term in enumerate(vocabulary)}
    belongs = np.zeros((len(vocabulary), len(phrases)), bool)
    of = np.repeat(np.arange(len(phrases)), [len(phrase) for phrase in phrases])
    belongs[[row[term] for phrase in phrases for term in phrase], of] = True
    weight = belongs * np.asarray(idf(vocabulary), np.float64)[:, None]
    whole = np.maximum(weight.sum(axis=0), LEAST_PHRASE_RARITY)
    share = weight / whole
    titles, texts = (in_title @ share).max(axis=1), (anywhere @ share).max(axis=1)
    used_share: Floats = title_share * titles + (1 - title_share) * texts
    return used_share


def function_feature(functions: int, pairing: Pairing) -> Floats:
    """How far the vacancy's function in its trade is open to whoever has these `functions` (bits), shape (k,)."""
    agreement: Floats = pairing.world.functions.agreement(functions)[pairing.vacancies.functions]
    return agreement


_AGREEMENT = np.array([0, 0.3, 0.6, 1])
"""Of two unit groups that agree in fewer than the first two digits of KBJI 2014 (ISCO-08), in two, in three or in all
four of them."""


def trade_feature(occupations: Sequence[tuple[str, float]], pairing: Pairing) -> Floats:
    """Agreement of occupations in the state classification times both confidences, shape (k,)."""
    theirs, confidence = pairing.vacancies.occupation, pairing.vacancies.occupation_confidence
    # All codes at once, shape (codes, 1, 1), against (k, slots).
    groups = np.array([int(code) for code, _ in occupations], theirs.dtype)[:, None, None]
    certainty = np.array([sure for _, sure in occupations], np.float64)[:, None, None]
    digits = sum((theirs // divisor == groups // divisor).astype(np.int8) for divisor in (100, 10, 1))
    agreement = _AGREEMENT.take(digits * (theirs > 0))
    best: Floats = (agreement * confidence * certainty).max(axis=0, initial=0).max(axis=1)
    return best


NEUTRAL = 0.5
"""Value of a feature about which the vacancy, or the candidate, says nothing."""
HALVING_DISTANCE_M = 25_000.0


def distance_feature(pairing: Pairing) -> Floats:
    """1 at home, halved every 25 km of daily travel; where one would move, lodging decides."""
    daily = 0.5 ** (pairing.distance_m.astype(np.float64) / HALVING_DISTANCE_M)
    moving = np.where(pairing.vacancies.lodging, 0.4, 0.2)
    return np.where(pairing.within_travel, np.maximum(daily, moving), moving).astype(np.float64)


def wage_feature(pairing: Pairing) -> Floats:
    """Offer against the candidate's minimum and the region's, 1 when it reaches both; NEUTRAL where unknown."""
    offer = pairing.vacancies.wage_upper.astype(np.float64)
    regional = pairing.world.minimum_wage_idr(pairing.today)[pairing.vacancies.regency]
    wanted = np.fmax(pairing.candidates.minimum_wage, np.where(pairing.abroad, np.nan, regional))
    return np.where(np.isnan(offer) | np.isnan(wanted), NEUTRAL, np.clip(offer / wanted, 0, 1))


def window_feature(pairing: Pairing) -> Floats:
    """Share of the release window that lies before the start; "any time" waits for the whole of it. NEUTRAL for work
    inside a facility, which does not wait for release."""
    c = pairing.candidates
    width = np.maximum(c.latest.astype(np.float64) - c.earliest + 1, 1)
    share = np.clip((pairing.begin - c.earliest + 1) / width, 0, 1)
    patient = np.where(pairing.vacancies.starts == ANY_TIME, 1.0, 0.9)
    return np.where(c.has_window & ~pairing.vacancies.inside, share * patient, NEUTRAL)


def wish_feature(wanted: npt.NDArray[np.int32], offered: npt.NDArray[np.int32]) -> Floats:
    """1 where an offer meets the wish, 0 where it does not, NEUTRAL where one of them is silent."""
    met = (wanted & offered) != 0
    return np.where((wanted == 0) | (offered == 0), NEUTRAL, met.astype(np.float64))


_LEVELS_OUT_OF_REACH = 3


def schooling_feature(pairing: Pairing) -> Floats:
    """1 where the schooling asked is reached, a third less for each level above it; NEUTRAL where none is asked."""
    asked, held = pairing.vacancies.education.astype(np.float64), pairing.candidates.education
    reached = 1 - np.clip((asked - held) / _LEVELS_OUT_OF_REACH, 0, 1)
    return np.where(asked > 0, reached, NEUTRAL)


def qualification_feature(units: npt.NDArray[np.int64], pairing: Pairing) -> Floats:
    """Share of the required units of competency and licences that are held, shape (k,); NEUTRAL where none is asked.
    `units` (k,) counts the units held of those asked."""
    v = pairing.vacancies
    licences = v.licences | v.licences_by_law
    asked = v.units_asked + np.bitwise_count(licences)
    met = units + np.bitwise_count(licences & pairing.licences_held)
    return np.where(asked > 0, met / np.maximum(asked, 1), NEUTRAL)
