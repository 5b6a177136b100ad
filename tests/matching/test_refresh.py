"""A snapshot after changes is the snapshot built from scratch, row numbers apart."""

from dataclasses import fields, replace
from uuid import UUID

import numpy as np
import numpy.typing as npt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.columns import Mask, Table, uuid_at
from matching.model import Candidate, CandidateId, Vacancy
from matching.model.indexed import IndexedCandidate, IndexedFacet, IndexedVacancy, MovedWindow
from matching.pipeline import rank_candidates, rank_vacancies
from matching.ports import ProfileSnapshot, Snapshot
from matching.refresh import left, with_candidates, with_vacancies, with_windows
from matching.release import Supervision
from tests.people import (
    TODAY,
    composer,
    in_days,
    people,
    person,
    profile,
    profiles,
    recipe,
    snapshot,
    vacancies,
    vector_of,
    work,
    world,
)
from tests.strategies import TITLES, boards, crowds

quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def indexed(vacancy: Vacancy, version: int = 1) -> IndexedVacancy:
    return IndexedVacancy(vacancy, version, vector_of(vacancy), composer().vacancy(vacancy).terms)


def indexed_person(candidate: Candidate, version: int = 1) -> IndexedCandidate:
    known = profile(candidate)
    facets = [
        IndexedFacet(i, facet.digest, known.vectors[i].astype(np.float16), facet.terms())
        for i, facet in enumerate(known.facets)
    ]
    return IndexedCandidate(candidate, version, tuple(facets))


def living(table: Table, ids: npt.NDArray[np.void], alive: Mask) -> dict[UUID, list[bytes]]:
    """The columns of every living row, by id."""
    names = [field.name for field in fields(table)]  # type: ignore[arg-type]
    return {
        uuid_at(ids, int(row)): [getattr(table, name)[row].tobytes() for name in names]
        for row in np.flatnonzero(alive)
    }


def ranking(shelf: Snapshot, candidate: Candidate) -> list[tuple[UUID, float]]:
    best = rank_vacancies(profile(candidate), shelf, recipe(), today=TODAY, size=99).best
    assert best is not None
    ids = [uuid_at(best.pairing.vacancies.ids, row) for row in range(len(best.rows))]
    return list(zip(ids, best.scored.scores.tolist(), strict=True))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Vacancy], list[tuple[str, Vacancy]]]:
    """A board, and what happens to it: texts that change, dates that move, work that comes and goes."""
    board, coming = draw(boards), draw(boards)
    step = st.tuples(st.sampled_from(["text", "date", "gone", "come"]), st.sampled_from([*board, *coming]))
    return board, draw(st.lists(step, min_size=1, max_size=6))


@quick
@given(histories(), st.sampled_from(["rahman", "sari", "joko"]))
def test_after_any_changes_the_snapshot_is_the_one_built_from_scratch(
    history: tuple[list[Vacancy], list[tuple[str, Vacancy]]], named: str
) -> None:
    board, steps = history
    shelf = snapshot(board)
    now: dict[UUID, tuple[Vacancy, int]] = {vacancy.id: (vacancy, 1) for vacancy in board}
    for number, (what, vacancy) in enumerate(steps):
        current, version = now.get(vacancy.id, (vacancy, 1))
        if what == "gone":
            now.pop(vacancy.id, None)
            shelf = with_vacancies(shelf, [], [vacancy.id], world(), f"@{number}")
            continue
        if what == "text":
            current, version = replace(current, title=TITLES[number]), version + 1
        if what == "date":
            current = replace(current, starts=in_days(number * 30))
        now[vacancy.id] = (current, version)
        shelf = with_vacancies(shelf, [indexed(current, version)], [], world(), f"@{number}")
    fresh = snapshot([vacancy for vacancy, _ in now.values()])
    assert living(shelf.vacancies, shelf.vacancies.ids, shelf.alive) == living(
        fresh.vacancies, fresh.vacancies.ids, fresh.alive
    )
    assert len(shelf.dense) == len(shelf.lexical) == len(shelf.alive) == len(shelf.vacancies)
    assert ranking(shelf, person(named)) == ranking(fresh, person(named))


def found(persons: ProfileSnapshot, vacancy: Vacancy) -> set[UUID]:
    pool, _ = rank_candidates(0, snapshot([vacancy]), persons, recipe(), today=TODAY)
    return {uuid_at(persons.candidates.ids, int(row)) for row in pool}


@quick
@given(crowds, crowds, st.booleans())
def test_people_after_changes_are_the_people_built_from_scratch(
    crowd: list[Candidate], coming: list[Candidate], text_too: bool
) -> None:
    changed = replace(crowd[0], willing_to_move=not crowd[0].willing_to_move)
    if text_too:
        changed = replace(changed, certificates=())
    now = {candidate.id: candidate for candidate in [*crowd, *coming, changed]}
    news = [indexed_person(now[i], 2 if text_too and i == changed.id else 1) for i in now]
    after = with_candidates(profiles(crowd), news, world(), "@1")
    fresh = profiles(now.values())
    assert living(after.candidates, after.candidates.ids, after.alive) == living(
        fresh.candidates, fresh.candidates.ids, fresh.alive
    )
    assert len(after.dense) == len(after.lexical) == len(after.owner)
    for vacancy in list(vacancies().values())[:3]:
        assert found(after, vacancy) == found(fresh, vacancy)


def test_nothing_changed_is_the_same_snapshot() -> None:
    shelf, persons = snapshot(vacancies().values()), profiles([person("sari")])
    assert with_vacancies(shelf, [], [], world(), "@1") is shelf
    assert with_candidates(persons, [], world(), "@1") is persons


def test_removing_what_is_not_there_removes_nothing() -> None:
    shelf = snapshot([vacancies()["welder"]])
    assert with_vacancies(shelf, [], [work("other", "Barista").id], world(), "@1").alive.tolist() == [True]


def test_what_has_gone_can_come_back() -> None:
    welder = vacancies()["welder"]
    shelf = with_vacancies(snapshot([welder]), [], [welder.id], world(), "@1")
    assert with_vacancies(shelf, [indexed(welder)], [], world(), "@2").alive.tolist() == [False, True]


def test_the_snapshot_before_is_left_as_it_was() -> None:
    welder = vacancies()["welder"]
    shelf = snapshot([welder])
    with_vacancies(shelf, [indexed(replace(welder, starts=in_days(9)))], [], world(), "@1")
    with_vacancies(shelf, [], [welder.id], world(), "@1")
    assert shelf.alive.tolist() == [True]
    assert shelf.vacancies.starts.tolist() == [0]


def test_a_window_alone_changes_what_the_whole_person_would() -> None:
    shelf = profiles(people().values())
    window = person("rahman").window
    assert window
    moved = replace(
        person("rahman"),
        window=replace(window, earliest=in_days(3), expected=in_days(3), latest=in_days(400)),
        supervision=Supervision(in_days(500), ("35.19",), 30),
    )
    whole = with_candidates(shelf, [indexed_person(moved)], world(), "2")
    alone = with_windows(shelf, [MovedWindow(moved.id, moved.window, moved.supervision)], world(), "2")
    assert living(alone.candidates, alone.candidates.ids, alone.alive) == living(
        whole.candidates, whole.candidates.ids, whole.alive
    )
    assert alone.dense is shelf.dense
    stranger = UUID(int=99)
    assert with_windows(shelf, [MovedWindow(CandidateId(stranger), None, None)], world(), "2") is shelf
    assert (left(shelf, [stranger]), left(shelf, [stranger, moved.id])) == (False, True)
