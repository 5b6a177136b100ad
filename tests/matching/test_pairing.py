"""What rules and features need of two sides: the same whichever side is many."""

import numpy as np
from hypothesis import HealthCheck, given, settings

from matching.model import Candidate, Vacancy
from matching.pairing import held_bits
from matching.standing import held_licences
from matching.vocabulary import bits
from tests.people import BATAM, KAB_MADIUN, MAKASSAR, SURABAYA, TODAY, pairing, someone, work
from tests.strategies import boards, crowds

quick = settings(max_examples=18, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PROPERTIES = (
    "abroad",
    "distance_m",
    "same_island",
    "place_accepted",
    "within_travel",
    "begin",
    "verdict",
    "supervised_at_start",
    "outside_area",
)


@quick
@given(crowds, boards)
def test_both_directions_broadcast_the_same(crowd: list[Candidate], board: list[Vacancy]) -> None:
    for name in PROPERTIES:
        shape = (len(crowd), len(board))
        there = [np.broadcast_to(getattr(pairing(one, board), name), shape[1]) for one in crowd]
        back = [np.broadcast_to(getattr(pairing(crowd, one), name), shape[0]) for one in board]
        assert np.array_equal(np.array(there), np.array(back).T), name


@quick
@given(crowds, boards)
def test_some_of_the_rows_are_the_same_question(crowd: list[Candidate], board: list[Vacancy]) -> None:
    rows = np.arange(len(board))[::-1].astype(np.int64)
    for name in PROPERTIES:
        whole = np.broadcast_to(getattr(pairing(crowd[0], board), name), len(board))
        some = np.broadcast_to(getattr(pairing(crowd[0], board).at(rows), name), len(board))
        assert np.array_equal(whole[rows], some), name


@quick
@given(crowds)
def test_licences_in_columns_are_those_of_the_record(crowd: list[Candidate]) -> None:
    columns = pairing(crowd, work("w", "Barista")).candidates
    expected = [bits(held_licences(candidate, TODAY)) for candidate in crowd]
    assert held_bits(columns, TODAY.toordinal()).tolist() == expected


def test_abroad_is_no_regency_and_lies_at_no_distance() -> None:
    everywhere = someone("one", accepted_places=("21", "35", "73", BATAM, MAKASSAR), max_travel_m=10**9)
    question = pairing(everywhere, [work("w", "Barista", place=None), work("v", "Barista", place=MAKASSAR)])
    assert question.abroad.tolist() == [True, False]
    assert np.isinf(question.distance_m).tolist() == [True, False]
    assert question.place_accepted.tolist() == [False, True]
    assert question.within_travel.tolist() == [False, True]
    assert question.same_island.tolist() == [False, False]
    assert question.outside_area.tolist() == [False, True]


def test_a_named_province_holds_its_regencies_and_no_other() -> None:
    question = pairing(
        someone("one", home=MAKASSAR, accepted_places=("35",)),
        [work("w", "Barista", place=place) for place in (KAB_MADIUN, SURABAYA, BATAM)],
    )
    assert question.place_accepted.tolist() == [True, True, False]
