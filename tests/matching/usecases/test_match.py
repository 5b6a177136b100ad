"""Asking in both directions, over the stores."""

from dataclasses import replace
from uuid import UUID

import pytest

from matching.errors import GateClosed, NotFound
from matching.model import Actor, CandidateId, Gates, UnitId, VacancyId
from matching.model.cohorts import Work
from matching.model.ids import AccountId
from matching.rules import Reason
from matching.trail import Act
from matching.vocabulary import Role
from tests.matching.usecases.conftest import Office
from tests.people import TODAY, employer, people, person, vacancies, work

ACTOR = Actor(AccountId(UUID(int=1)), Role.CASE_WORKER, UnitId(UUID(int=2)), "placement")


async def test_a_pair_has_the_same_score_whoever_asks(opened: Office) -> None:
    there: dict[tuple[object, object], object] = {}
    for candidate in people().values():
        if candidate.gates.open:
            answer = await opened.matcher.vacancies_for(ACTOR, candidate.id, today=TODAY, size=99)
            there |= {(m.candidate, m.vacancy): (m.score, m.contributions) for m in answer.matches}
    back: dict[tuple[object, object], object] = {}
    for vacancy in vacancies().values():
        people_for = await opened.matcher.candidates_for(ACTOR, vacancy.id, today=TODAY, size=99)
        back |= {(m.candidate, m.vacancy): (m.score, m.contributions) for m in people_for.matches}
        assert [match.rank for match in people_for.matches] == list(range(1, len(people_for.matches) + 1))
    assert there == back
    assert there


async def test_matches_and_records_stand_in_step(opened: Office) -> None:
    answer = await opened.matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=5)
    assert [match.vacancy for match in answer.matches] == [vacancy.id for vacancy in answer.vacancies]
    assert [match.rank for match in answer.matches] == [1, 2, 3, 4, 5]
    people_for = await opened.matcher.candidates_for(ACTOR, vacancies()["welder"].id, today=TODAY, size=5)
    assert [match.candidate for match in people_for.matches] == [
        person.id for person in people_for.candidates
    ]


async def test_of_people_for_a_vacancy_all_are_noted_as_ranked_and_those_shown_as_read(
    opened: Office,
) -> None:
    answer = await opened.matcher.candidates_for(ACTOR, vacancies()["welder"].id, today=TODAY, size=2)
    noted = opened.gateway.noted
    assert [one for act, one in noted if act is Act.READ] == [person.id for person in answer.candidates]
    assert len([one for act, one in noted if act is Act.RANK]) > 2


async def test_whoever_has_found_work_is_counted_and_left_out_for_a_vacancy(opened: Office) -> None:
    welder = vacancies()["welder"].id
    before = await opened.matcher.candidates_for(ACTOR, welder, today=TODAY, size=5)
    first, *others = (match.candidate for match in before.matches)
    opened.gateway.working = {first: Work.ACCEPTED}
    after = await opened.matcher.candidates_for(ACTOR, welder, today=TODAY, size=5)
    assert [match.candidate for match in after.matches][: len(others)] == others
    assert (before.dropped[Reason.HAS_WORK], after.dropped[Reason.HAS_WORK]) == (0, 1)
    assert before.people == after.people


async def test_for_whom_a_vacancy_is_hidden_is_counted_and_left_out_for_it(opened: Office) -> None:
    welder = vacancies()["welder"].id
    before = await opened.matcher.candidates_for(ACTOR, welder, today=TODAY, size=5)
    first, *others = (match.candidate for match in before.matches)
    opened.store.hidings = {first: {welder}, others[0]: {vacancies()["kitchen"].id}}
    after = await opened.matcher.candidates_for(ACTOR, welder, today=TODAY, size=5)
    assert [match.candidate for match in after.matches][: len(others)] == others
    assert (before.dropped[Reason.HIDDEN], after.dropped[Reason.HIDDEN]) == (0, 1)
    assert before.people == after.people


async def test_a_closed_gate_is_refused_and_the_unknown_not_found(opened: Office) -> None:
    with pytest.raises(GateClosed):
        await opened.matcher.vacancies_for(ACTOR, person("hasan").id, today=TODAY, size=5)
    with pytest.raises(NotFound):
        await opened.matcher.vacancies_for(ACTOR, CandidateId(UUID(int=9)), today=TODAY, size=5)
    with pytest.raises(NotFound):
        await opened.matcher.candidates_for(ACTOR, VacancyId(UUID(int=9)), today=TODAY, size=5)


async def test_who_withdraws_between_two_refreshes_is_not_shown(opened: Office) -> None:
    rahman = person("rahman")
    opened.store.put_candidate(replace(rahman, gates=Gates(consented=False)))
    answer = await opened.matcher.candidates_for(ACTOR, vacancies()["welder"].id, today=TODAY, size=99)
    assert rahman.id not in {match.candidate for match in answer.matches}


async def test_a_vacancy_removed_between_two_refreshes_is_not_shown(opened: Office) -> None:
    gone = vacancies()["welder"].id
    opened.store.remove(gone)
    answer = await opened.matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=99)
    assert gone not in {match.vacancy for match in answer.matches}
    assert answer.matches
    with pytest.raises(NotFound):
        await opened.matcher.candidates_for(ACTOR, gone, today=TODAY, size=5)


async def test_what_one_change_would_open_carries_its_title(opened: Office) -> None:
    answer = await opened.matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=20)
    titles = {vacancy.id: vacancy.title for vacancy in vacancies().values()}
    assert answer.would_open
    assert all(row.title == titles[row.vacancy] for row in answer.would_open)


async def crowded(opened: Office) -> tuple[VacancyId, ...]:
    """Besides the known work, five offers of one employer, two of them under one title."""
    own = employer("own")
    titles = ("Welder SMAW", "Welder SMAW", "Tukang las pagar", "Juru las listrik", "Las kapal")
    offers = [work(f"own {i}", title, employer=own) for i, title in enumerate(titles)]
    for offer in offers:
        opened.store.put_vacancy(offer)
    await opened.embed()
    await opened.catalogue.refresh()
    return tuple(offer.id for offer in offers)


async def test_the_display_step_changes_no_score_and_loses_no_row(opened: Office) -> None:
    await crowded(opened)
    shown = await opened.matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=99)
    plain = await opened.matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=99, plain=True)
    scores = {match.vacancy: match.score for match in plain.matches}
    assert [place.score_rank for place in plain.shown] == list(range(1, len(plain.matches) + 1))
    for match, place in zip(shown.matches, shown.shown, strict=True):
        assert match.score == scores[match.vacancy]
        assert plain.matches[place.score_rank - 1].vacancy == match.vacancy
    everything = [
        vacancy
        for match, place in zip(shown.matches, shown.shown, strict=True)
        for vacancy in (match.vacancy, *place.similar)
    ]
    assert sorted(everything) == sorted(scores)


async def test_like_offers_of_an_employer_stand_behind_one_and_the_rest_do_not_fill_the_list(
    opened: Office,
) -> None:
    own = await crowded(opened)
    answer = await opened.matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=99)
    placed = dict(zip((match.vacancy for match in answer.matches), answer.shown, strict=True))
    (pair,) = [{vacancy, *placed[vacancy].similar} for vacancy in placed if placed[vacancy].similar]
    assert pair == set(own[:2])
    rows = [vacancy for vacancy in placed if vacancy in own]
    assert [placed[vacancy].moved for vacancy in rows] == [False, False, False, True]
    assert list(placed)[-1] == rows[-1]  # fewer than twenty others: behind all of them
