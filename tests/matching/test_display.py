"""The step after scoring: what is shown first. It loses nothing, and it knows no score."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.columns import Column
from matching.display import LEAST_TERMS, PLAIN, Display, Place, arranged, deferred
from matching.model import Candidate, Vacancy
from matching.pipeline import places, rank_vacancies, shown_rank
from matching.profile import TITLE_MARK, Phrase
from tests.people import TODAY, employer, person, profile, recipe, snapshot, work
from tests.strategies import boards, skilled

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Row = tuple[int, Phrase]
"""Employer and terms."""


def row(owner: int, title: str, text: str = "") -> Row:
    words = frozenset(title.split())
    return owner, words | {TITLE_MARK + word for word in words} | frozenset(text.split())


def text(number: int, of: str = "word") -> str:
    return " ".join(f"{of}{i}" for i in range(number))


def shown(rows: Sequence[Row], display: Display, regencies: Sequence[int] | None = None) -> tuple[Place, ...]:
    owners: Column = np.array([owner.to_bytes(16) for owner, _ in rows], "V16")
    places = np.zeros(len(rows), np.int16) if regencies is None else np.array(regencies, np.int16)
    return arranged(owners, places, [terms for _, terms in rows], display)


titles = st.sampled_from(["welder", "welder smaw", "cook"])
texts = st.sampled_from(["", text(40), text(39), text(40, "other"), text(20)])
rows = st.lists(st.builds(row, st.integers(0, 3), titles, texts), max_size=25)
displays = st.builds(Display, st.booleans(), st.integers(0, 3), st.integers(1, 8))


@given(rows, displays)
def test_every_row_is_shown_or_stands_behind_one_that_scores_better(
    some: list[Row], display: Display
) -> None:
    places = shown(some, display)
    everything = [i for place in places for i in (place.position, *place.behind)]
    assert sorted(everything) == list(range(len(some)))
    assert all(place.position < i for place in places for i in place.behind)
    assert all(list(place.behind) == sorted(place.behind) for place in places)


def test_the_same_work_in_another_regency_is_another_offer() -> None:
    twins = [row(1, "driver", text(40)), row(1, "driver", text(40))]
    assert len(shown(twins, Display(), [3, 3])) == 1
    assert len(shown(twins, Display(), [3, 4])) == 2


@given(rows)
def test_without_the_step_the_list_is_in_the_order_of_scores(some: list[Row]) -> None:
    assert shown(some, PLAIN) == tuple(Place(i) for i in range(len(some)))


@given(rows, displays)
def test_rows_that_were_not_moved_keep_the_order_of_their_scores(some: list[Row], display: Display) -> None:
    places = shown(some, display)
    standing = [place.position for place in places if not place.moved]
    assert standing == sorted(standing)


@given(rows, displays)
def test_an_employer_has_no_more_than_its_rows_as_long_as_there_are_others(
    some: list[Row], display: Display
) -> None:
    places = shown(some, display)
    first = [place for place in places[: display.within] if not place.moved]
    owners = [some[place.position][0] for place in first]
    if display.employer_rows:
        assert all(owners.count(owner) <= display.employer_rows for owner in owners)
        if any(place.moved for place in places[: display.within]):
            assert all(place.moved for place in places[len(first) :])
    else:
        assert not any(place.moved for place in places)


@given(rows, displays)
def test_what_is_shown_is_shown_the_same_again(some: list[Row], display: Display) -> None:
    """Of any first part of a list, put in the order of scores, the step makes that part again: so a run replays."""
    places = shown(some, display)
    for size in range(len(places) + 1):
        part = sorted(place.position for place in places[:size])
        again = shown([some[i] for i in part], display)
        assert [part[place.position] for place in again] == [place.position for place in places[:size]]
        assert not any(place.behind for place in again)
        moved = frozenset(place.position for place in places[:size] if place.moved)
        assert deferred(part, moved, display.within) == [place.position for place in places[:size]]


def test_one_offer_of_one_employer_is_shown_once() -> None:
    some = [row(1, "welder"), row(2, "welder"), row(1, "welder", text(40)), row(1, "cook")]
    assert shown(some, Display()) == (Place(0, (2,)), Place(1), Place(3))


def test_one_text_is_shown_once_whoever_posts_it_and_whichever_town_its_title_names() -> None:
    some = [
        row(1, "welder madiun", text(40)),
        row(2, "welder ngawi", text(40)),
        row(3, "welder", text(40, "other")),
    ]
    assert shown(some, Display()) == (Place(0, (1,)), Place(2))


def test_two_employers_who_say_little_are_two_openings() -> None:
    assert shown([row(1, "welder", text(9)), row(2, "welder", text(9))], Display()) == (Place(0), Place(1))


@given(st.integers(0, 60), st.integers(0, 20), st.integers(0, 20))
def test_a_text_is_the_same_from_four_terms_in_five(both: int, one: int, other: int) -> None:
    mine = frozenset(f"{text(both)} {text(one, 'mine')} {TITLE_MARK}mine".split())
    theirs = frozenset(f"{text(both)} {text(other, 'theirs')} {TITLE_MARK}theirs".split())
    alike = both >= LEAST_TERMS and 5 * both >= 4 * len(mine | theirs)
    assert len(shown([(1, mine), (2, theirs)], Display())) == (1 if alike else 2)


def test_rows_of_one_employer_beyond_its_share_stand_behind_the_first_others() -> None:
    some = [row(1, f"title{i}") for i in range(4)] + [row(2, "welder"), row(3, "cook"), row(4, "sewing")]
    places = shown(some, Display(employer_rows=2, within=4))
    assert [place.position for place in places] == [0, 1, 4, 5, 2, 3, 6]
    assert [place.position for place in places if place.moved] == [2, 3]


def test_the_step_reads_titles_and_texts_of_a_snapshot() -> None:
    own, other = employer("own"), employer("other")
    offers = [
        work("one", "Tukang las", employer=own),
        work("two", "Tukang las", employer=own, description="Las pagar dan kanopi"),
        work("three", "Tukang las", employer=other),
    ]
    shelf = snapshot(offers)
    best = rank_vacancies(profile(person("rahman")), shelf, recipe(), today=TODAY, size=9).best
    assert best is not None
    places_shown = places(best, shelf, Display())
    groups = [{best.rows[i] for i in (place.position, *place.behind)} for place in places_shown]
    assert sorted(map(sorted, groups)) == [[0, 1], [2]]
    assert [place.position for place in places(best, shelf, replace(PLAIN))] == [0, 1, 2]


@quick
@given(skilled, boards, displays, st.integers(1, 6))
def test_looking_only_as_far_down_as_one_must_shows_the_same(
    candidate: Candidate, some: list[Vacancy], display: Display, size: int
) -> None:
    shelf = snapshot(some)
    best = rank_vacancies(profile(candidate), shelf, recipe(), today=TODAY, size=9, with_rules=False).best
    assume(best is not None)
    assert best is not None
    whole, first = places(best, shelf, display), places(best, shelf, display, size)
    assert [place.position for place in first] == [place.position for place in whole[:size]]
    for one, other in zip(first, whole, strict=False):
        assert one.behind == other.behind[: len(one.behind)]
    for rank, place in enumerate(whole, start=1):
        for position in (place.position, *place.behind):
            assert shown_rank(best, shelf, display, position) == rank
