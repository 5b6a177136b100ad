"""What is hidden for a person leaves their list alone, is counted, and no change of what is written opens it."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.cohort import Block, Ranker
from matching.columns import uuid_at
from matching.counterfactual import near_misses
from matching.hidden import hidden_in
from matching.model import Candidate, Vacancy, VacancyId
from matching.pipeline import Ranking, rank_vacancies, score_one
from matching.rules import OPENABLE, Reason
from matching.search import Profile
from tests.people import TODAY, person, profile, recipe, snapshot, vacancies
from tests.strategies import boards, skilled

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BOARD = list(vacancies().values())


def listed(known: Profile, offers: list[Vacancy]) -> tuple[Ranking, list[VacancyId]]:
    ranking = rank_vacancies(known, snapshot(offers), recipe(), today=TODAY, size=99)
    if ranking.best is None:
        return ranking, []
    ids = ranking.best.pairing.vacancies.ids
    return ranking, [VacancyId(uuid_at(ids, i)) for i in range(len(ids))]


@quick
@given(skilled, boards, st.data())
def test_the_others_keep_their_order_and_scores(
    who: Candidate, offers: list[Vacancy], data: st.DataObject
) -> None:
    whole, before = listed(profile(who), offers)
    some = (
        data.draw(st.frozensets(st.sampled_from([one.id for one in offers]), max_size=3))
        if offers
        else frozenset()
    )
    without, after = listed(replace(profile(who), hidden=some), offers)
    assert after == [one for one in before if one not in some]
    assert without.dropped.get(Reason.HIDDEN, 0) == len(some)
    assert {why: count for why, count in without.dropped.items() if why is not Reason.HIDDEN} == whole.dropped
    assert without.live == whole.live


def test_nothing_that_somebody_could_change_opens_what_is_hidden() -> None:
    for name in ("sari", "wira", "eko"):
        known, shelf = profile(person(name)), snapshot(BOARD)
        ranking = rank_vacancies(known, shelf, recipe(), today=TODAY, size=9)
        near = near_misses(known, shelf, recipe(), ranking, today=TODAY, most=len(OPENABLE), size=50)
        hidden = frozenset(BOARD[miss.row].id for miss in near)
        silent = replace(known, hidden=hidden)
        again = rank_vacancies(silent, shelf, recipe(), today=TODAY, size=9)
        told = near_misses(silent, shelf, recipe(), again, today=TODAY, most=len(OPENABLE), size=50)
        assert not hidden & {BOARD[miss.row].id for miss in told}
        assert int(hidden_in(again.asked.failed).sum()) == len(hidden)


def test_no_plan_lists_it_and_a_list_that_was_stored_holds_no_longer() -> None:
    known = profile(person("rahman"))
    first = VacancyId(listed(known, BOARD)[1][0])
    silent = replace(known, hidden=frozenset({first}))
    rank = Ranker(snapshot(BOARD), recipe(), TODAY, 50)
    before, after = (
        [uuid_at(one.ids, i) for i in range(len(one.ids))] for one in rank(Block([known, silent]))
    )
    assert after == [one for one in before if one != first]
    assert rank.key_of(known) != rank.key_of(silent)
    row = next(i for i, one in enumerate(BOARD) if one.id == first)
    assert score_one(known, row, snapshot(BOARD), recipe(), today=TODAY)
    assert score_one(silent, row, snapshot(BOARD), recipe(), today=TODAY) is None
