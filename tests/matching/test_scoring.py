"""The score: laws of its parts, and of what moves it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.model import Candidate, Certificate, Vacancy
from matching.pipeline import rank_vacancies
from matching.reading import _best_facet
from matching.scoring import FEATURES, Feature, FitWord, Weights, contributions, order, total
from matching.vocabulary import CertificateKind, Verification
from tests.people import (
    TODAY,
    certificate,
    in_days,
    profile,
    recipe,
    scores,
    snapshot,
    someone,
    work,
)
from tests.strategies import boards, certificates, skilled

quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEN = st.sampled_from([Verification.CLAIMED, Verification.ORIGINAL_SEEN, Verification.CONFIRMED_BY_ISSUER])
RANKS = [Verification.CLAIMED, Verification.ORIGINAL_SEEN, Verification.CONFIRMED_BY_ISSUER]


def all_scores(candidate: Candidate, board: Sequence[Vacancy], today: date = TODAY) -> dict[object, float]:
    """Scores of every vacancy, however weak its fit."""
    everything = replace(recipe(), weights=replace(recipe().weights, least_fit=0.0))
    ranking = rank_vacancies(
        profile(candidate, today), snapshot(board), everything, today=today, size=len(board), with_rules=False
    )
    if ranking.best is None:
        return {}
    return {
        board[row].id: float(score)
        for row, score in zip(ranking.best.rows, ranking.best.scored.scores, strict=True)
    }


@quick
@given(skilled, boards)
def test_scores_and_features_lie_between_zero_and_one_and_parts_sum_to_the_score(
    candidate: Candidate, board: list[Vacancy]
) -> None:
    best = rank_vacancies(
        profile(candidate), snapshot(board), recipe(), today=TODAY, size=9, with_rules=False
    ).best
    assume(best is not None)
    assert best is not None
    scored = best.scored
    assert not np.isnan(scored.features).any()
    assert ((scored.features >= 0) & (scored.features <= 1)).all()
    assert ((scored.scores >= 0) & (scored.scores <= 1)).all()
    parts = contributions(scored.features, recipe().weights)
    assert parts.sum(axis=1) == pytest.approx(scored.scores, abs=1e-9)


@quick
@given(skilled, boards)
def test_a_pair_scores_the_same_next_to_any_neighbour(candidate: Candidate, board: list[Vacancy]) -> None:
    """Rarity of words is the index's, so it is the same index, asked for one row only."""
    known, shelf = profile(candidate), snapshot(board)
    together = rank_vacancies(known, shelf, recipe(), today=TODAY, size=9, with_rules=False).best
    assume(together is not None)
    assert together is not None
    rows = together.rows.tolist()
    for row, score in zip(rows, together.scored.scores, strict=True):
        only = np.zeros(len(board), bool)
        only[row] = True
        alone = rank_vacancies(
            known, replace(shelf, alive=only), recipe(), today=TODAY, size=9, with_rules=False
        ).best
        assert alone is not None
        assert alone.scored.scores.tolist() == [score]


@quick
@given(skilled, boards, certificates())
def test_adding_a_certificate_never_lowers_a_score(
    candidate: Candidate, board: list[Vacancy], more: Certificate
) -> None:
    before = all_scores(candidate, board)
    after = all_scores(replace(candidate, certificates=(*candidate.certificates, more)), board)
    assert all(after[vacancy] >= score for vacancy, score in before.items())


@quick
@given(skilled, boards, certificates())
def test_adding_a_certificate_takes_nothing_from_the_list(
    candidate: Candidate, board: list[Vacancy], more: Certificate
) -> None:
    richer = replace(candidate, certificates=(*candidate.certificates, more))
    assert set(scores(candidate, board)) <= set(scores(richer, board))


@quick
@given(skilled, boards, certificates(SEEN))
def test_verification_up_never_lowers_a_score(
    candidate: Candidate, board: list[Vacancy], shown: Certificate
) -> None:
    def at(state: Verification) -> dict[object, float]:
        return all_scores(
            replace(candidate, certificates=(*candidate.certificates, replace(shown, verification=state))),
            board,
        )

    rising = [at(state) for state in RANKS]
    for lower, higher in pairwise(rising):
        assert all(higher[vacancy] >= score for vacancy, score in lower.items())


@pytest.mark.parametrize(
    "kind", [kind for kind in CertificateKind if kind is not CertificateKind.EQUIVALENCY]
)
def test_a_verified_certificate_stands_before_a_claimed_one_and_one_in_force_before_an_expired_one(
    kind: CertificateKind,
) -> None:
    offer = [work("welding", "Tukang las listrik")]

    def score_with(**facts: object) -> float:
        known = certificate("Plate Welder SMAW 3G-Up/PF", kind=kind, **facts)
        (score,) = all_scores(someone("one", certificates=(known,)), offer).values()
        return score

    states = [score_with(verification=state) for state in RANKS]
    assert states == sorted(set(states))
    assert score_with(expires=in_days(-1)) < score_with(expires=in_days(0)) == score_with()


def test_better_evidence_of_a_weaker_fit_pushes_no_vacancy_out() -> None:
    """The fit that decides whether a vacancy is ranked is the best of all facets, evidence apart."""
    claimed, confirmed = [0.16] * 4 + [0.02], [0.0, 0.2, 0.0, 0.0, 0.9]
    best, fit = _best_facet(np.array([[claimed], [confirmed]]), Weights())
    assert best.tolist() == [1]
    assert fit.tolist() == [pytest.approx(0.16)]


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6).map(sorted))
def test_a_better_fit_never_gets_a_weaker_word(fits: list[float]) -> None:
    strength = [FitWord.STRETCH, FitWord.POSSIBLE, FitWord.STRONG]
    words = [strength.index(Weights().word(fit)) for fit in fits]
    assert words == sorted(words)


def test_equal_scores_stand_in_the_order_of_ids_as_bytes() -> None:
    ids = np.array(
        [bytes([9] + [0] * 15), bytes([0] * 15 + [2]), bytes([200] + [0] * 15), bytes([0] * 16)], "V16"
    )
    assert order(np.array([0.5, 0.5, 0.5, 0.4]), ids).tolist() == [1, 0, 2, 3]
    assert order(np.array([0.1, 0.1 + 1e-12, 0.1, 0.4]), ids).tolist() == [3, 1, 0, 2]
    assert order(np.zeros(0), ids[:0]).tolist() == []


@given(
    st.lists(st.tuples(st.integers(0, 3), st.uuids()), unique_by=lambda pair: pair[1], max_size=8), st.data()
)
def test_the_order_is_total_and_knows_nothing_of_rows(
    pairs: list[tuple[int, object]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(pairs))

    def ranked(some: Sequence[tuple[int, object]]) -> list[object]:
        ids = np.array([pair[1].bytes for pair in some], "V16")  # type: ignore[attr-defined]
        return [some[i][1] for i in order(np.array([pair[0] / 4 for pair in some], np.float64), ids)]

    assert ranked(mixed) == ranked(pairs)


def test_weights_are_all_positive_and_sum_to_one() -> None:
    weights = Weights()
    assert set(weights.of) == set(FEATURES) == set(Feature)
    assert all(weight > 0 for weight in weights.of.values())
    assert sum(weights.of.values()) == pytest.approx(1)
    assert total(np.ones((1, len(FEATURES))), weights)[0] == pytest.approx(1)
    assert total(np.zeros((0, len(FEATURES))), weights).shape == (0,)
