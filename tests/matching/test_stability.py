"""Small changes that mean nothing move a score little or not at all. That more evidence never lowers one is tested with
the score (`test_scoring`); what the real encoder adds to these changes, with the golden set."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.model import Candidate, Vacancy
from matching.pipeline import rank_vacancies
from tests.people import TODAY, profile, recipe, snapshot
from tests.strategies import boards, skilled

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def scores(candidate: Candidate, board: list[Vacancy]) -> dict[object, float]:
    """Score of every vacancy, however weak its fit."""
    everything = replace(recipe(), weights=replace(recipe().weights, least_fit=0.0))
    best = rank_vacancies(
        profile(candidate), snapshot(board), everything, today=TODAY, size=99, with_rules=False
    ).best
    assert best is not None
    return {board[row].id: float(score) for row, score in zip(best.rows, best.scored.scores, strict=True)}


@quick
@given(skilled, boards, st.data())
def test_the_order_of_certificates_jobs_and_vacancies_changes_no_score(
    candidate: Candidate, board: list[Vacancy], data: st.DataObject
) -> None:
    if not any(facet.evidence for facet in profile(candidate).facets):
        return
    shuffled = replace(
        candidate,
        certificates=tuple(data.draw(st.permutations(candidate.certificates))),
        experience=tuple(data.draw(st.permutations(candidate.experience))),
    )
    assert scores(shuffled, data.draw(st.permutations(board))) == scores(candidate, board)
