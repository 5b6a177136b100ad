"""A block of people ranked: as `match` ranks each of them, within supervision, and the same wherever it is done."""

import pickle
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from matching.cohort import EMPTY, Block, RankedList, Ranker, leaving, order_of, rows_of
from matching.columns import CandidateTable, Rows, uuid_at
from matching.model import Gates
from matching.pipeline import rank_vacancies
from matching.ports import Snapshot
from matching.release import Supervision
from matching.search import Profile
from matching.vocabulary import ReleaseMode
from tests.people import (
    KAB_MADIUN,
    SURABAYA,
    TODAY,
    certificate,
    in_days,
    people,
    profile,
    recipe,
    snapshot,
    someone,
    vacancies,
    window,
    work,
    world,
)


@cache
def known() -> Snapshot:
    return snapshot(tuple(vacancies().values()))


@cache
def profiles() -> tuple[Profile, ...]:
    return tuple(profile(person) for person in people().values())


def a_ranker(there: Snapshot | None = None, size: int = 100) -> Ranker:
    return Ranker(there or known(), recipe(), TODAY, size)


def told(lists: list[RankedList]) -> list[list[tuple[object, float]]]:
    return [[(uuid_at(one.ids, i), float(score)) for i, score in enumerate(one.scores)] for one in lists]


def test_a_list_of_a_block_is_the_list_of_match() -> None:
    lists = a_ranker()(Block(profiles()))
    assert sum(len(one.ids) for one in lists) > 20
    for one, ranked in zip(profiles(), lists, strict=True):
        alone = rank_vacancies(one, known(), recipe(), today=TODAY, size=300)
        if alone.best is None:
            assert ranked is EMPTY
            continue
        rows = {known().vacancies.ids[row].tobytes(): i for i, row in enumerate(alone.best.rows)}
        places = [rows[i.tobytes()] for i in ranked.ids]
        assert places == sorted(places)
        assert ranked.scores.tolist() == alone.best.scored.scores[places].round(5).tolist()
        if one.candidate.supervision is None:
            assert len(places) == len(rows)


def test_a_list_is_no_longer_than_asked_and_holds_nothing_taken() -> None:
    whole = a_ranker()(Block(profiles()))
    short = a_ranker(size=2)(Block(profiles()))
    assert [one.ids.tolist() for one in short] == [one.ids[:2].tolist() for one in whole]
    longest = max(whole, key=lambda one: len(one.ids))
    taken = rows_of(known().vacancies.ids, longest.ids[:1])
    without = a_ranker()(Block(profiles(), taken))
    gone = {one.tobytes() for one in longest.ids[:1]}
    assert [{i.tobytes() for i in one.ids} for one in without] == [
        {i.tobytes() for i in one.ids} - gone for one in whole
    ]


@pytest.mark.parametrize(
    ("starts", "kept"), [(None, {"near", "far"}), (in_days(45), {"near", "far"}), (in_days(11), {"near"})]
)
def test_who_is_supervised_goes_out_of_the_area_only_with_time_for_the_transfer(
    starts: object, kept: set[str]
) -> None:
    welder = someone(
        "welder",
        certificates=(certificate("Juru Las SMAW 3G"),),
        window=window(1, 60, ReleaseMode.CONDITIONAL_RELEASE),
        supervision=Supervision(in_days(700), (KAB_MADIUN,)),
        willing_to_move=True,
    )
    near = work("near", "Tukang las listrik SMAW", starts=starts)
    far = work("far", "Tukang las listrik SMAW", place=SURABAYA, starts=starts)
    there = snapshot((near, far))
    names = {near.id: "near", far.id: "far"}
    (ranked,) = a_ranker(there)(Block([profile(welder)]))
    assert {names[uuid_at(ranked.ids, i)] for i in range(len(ranked.ids))} == kept  # type: ignore[index]
    at_full_term = replace(welder, window=window(1, 60), supervision=None)
    (ranked,) = a_ranker(there)(Block([profile(at_full_term)]))
    assert len(ranked.ids) == 2


def test_a_ranker_that_has_travelled_ranks_alike() -> None:
    travelled: Ranker = pickle.loads(pickle.dumps(a_ranker()))  # noqa: S301 - our own
    assert told(travelled(Block(profiles()))) == told(a_ranker()(Block(profiles())))


def test_keys_change_with_what_a_list_depends_on_and_with_nothing_else() -> None:
    ranker = a_ranker()
    assert ranker.key("d") == a_ranker().key("d")
    other_order = snapshot(tuple(reversed(vacancies().values())))
    assert a_ranker(other_order).key("d") == ranker.key("d")
    fewer = snapshot(tuple(vacancies().values())[1:])
    taken = replace(known(), alive=known().alive & (np.arange(len(known().alive)) > 0))
    others = (ranker.key("e"), a_ranker(size=9).key("d"), a_ranker(fewer).key("d"), a_ranker(taken).key("d"))
    assert len({ranker.key("d"), *others}) == 4  # the last two know the same vacancies
    tomorrow = replace(ranker, today=in_days(1))
    assert tomorrow.key("d") != ranker.key("d")


def test_a_persons_key_changes_with_the_person() -> None:
    ranker = a_ranker()
    keys = {ranker.key_of(one) for one in profiles()}
    assert len(keys) == len(profiles())
    assert ranker.key_of(profiles()[0]) == a_ranker().key_of(profile(profiles()[0].candidate))
    moved = replace(profiles()[0].candidate, window=window(20, 50))
    assert ranker.key_of(profile(moved)) != ranker.key_of(profiles()[0])


def test_who_leaves_has_an_open_gate_and_a_window_that_meets_the_horizon() -> None:
    asked = {
        "in time": someone("a", window=window(10, 40)),
        "out already, perhaps": someone("b", window=window(-20, 40)),
        "on the last day": someone("c", window=window(90, 120)),
        "a day too late": someone("d", window=window(91, 120)),
        "long since": someone("e", window=window(-40, -1)),
        "no window": someone("f", window=None),
        "gate closed": someone("g", window=window(10, 40), gates=Gates(consented=False)),
    }
    table = CandidateTable.of(list(asked.values()), world())
    mask = leaving(table, TODAY.toordinal(), 90)
    assert [name for name, there in zip(asked, mask, strict=True) if there] == list(asked)[:3]


def test_rows_are_found_by_id() -> None:
    ids = np.frombuffer(np.random.default_rng(1).bytes(16 * 50), "V16")
    mixed: Rows = np.random.default_rng(2).permutation(50)
    assert rows_of(ids, ids[mixed]).tolist() == mixed.tolist()
    stranger = np.frombuffer(bytes(15) + b"\1", "V16")
    assert rows_of(ids, stranger).tolist() == [-1]
    assert rows_of(ids[:0], stranger).tolist() == [-1]
    assert sorted(one.tobytes() for one in ids) == [ids[i].tobytes() for i in order_of(ids)]
