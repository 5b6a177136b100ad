"""Features of a pair: fixed scales, neutral where nothing is said."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.features import (
    HALVING_DISTANCE_M,
    LEAST_PHRASE_RARITY,
    NEUTRAL,
    Uses,
    distance_feature,
    function_feature,
    qualification_feature,
    schooling_feature,
    trade_feature,
    wage_feature,
    window_feature,
    wish_feature,
    word_feature,
)
from matching.model import Asks, Candidate, HeldLicence, Preferences, Vacancy, Wage
from matching.profile import TITLE_MARK
from matching.vocabulary import Education, Licence, ReleaseMode, WageUnit, WorkSetting
from tests.people import (
    BANDUNG,
    KAB_MADIUN,
    MAKASSAR,
    SURABAYA,
    in_days,
    pairing,
    someone,
    trade,
    window,
    work,
)
from tests.strategies import boards, candidates

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(candidates, boards)
def test_features_are_numbers_between_zero_and_one(candidate: Candidate, board: list[Vacancy]) -> None:
    question = pairing(candidate, board)
    for feature in (distance_feature, wage_feature, window_feature):
        values = np.broadcast_to(feature(question), len(board))
        assert ((values >= 0) & (values <= 1)).all(), feature.__name__


def uses(*texts: str) -> Uses:
    """Which of these vacancies, given by their terms, has each term."""
    documents = [set(text.split()) for text in texts]
    return lambda terms: np.array([[term in words for term in terms] for words in documents]).reshape(
        len(documents), len(terms)
    )


def words(phrases: list[str], *texts: str) -> list[float]:
    rarity = {"las": 0.6, "smaw": 0.9}
    found = word_feature(
        [frozenset(phrase.split()) for phrase in phrases],
        uses(*texts),
        lambda terms: np.array([rarity.get(term, 0.8) for term in terms], np.float32),
        0.7,
    )
    return [round(float(value), 5) for value in found]


def test_words_in_the_title_weigh_more_than_words_below_and_rare_ones_more_than_common_ones() -> None:
    phrase = "las smaw tig"
    everything = f"{phrase} title:las title:smaw title:tig"
    assert words([phrase], everything, phrase, "kue") == [1.0, 0.3, 0.0]
    common, rare = words([phrase], "las", "smaw")
    assert 0 < common < rare < 0.3


def test_the_best_wording_counts_and_not_their_sum() -> None:
    assert words(["las smaw tig", "kue basah manis"], "las smaw tig") == [0.3]
    assert words([], "las") == [0.0]


def test_the_text_may_call_the_trade_by_another_name_than_the_title() -> None:
    assert words(["las smaw tig", "kue basah manis"], "las smaw tig title:kue title:basah title:manis") == [
        1.0
    ]


def test_one_everyday_word_alone_does_not_count_whole() -> None:
    (alone,) = words(["las"], f"las {TITLE_MARK}las")
    assert alone == pytest.approx(min(1.0, 0.6 / LEAST_PHRASE_RARITY), abs=1e-5)


@pytest.mark.parametrize(
    ("theirs", "expected"), [("7212", 1.0), ("7213", 0.6), ("7223", 0.3), ("8212", 0.0), ("", 0.0)]
)
def test_trades_agree_by_the_digits_of_the_state_classification(theirs: str, expected: float) -> None:
    understood = ((theirs, 1.0),) if theirs else ()
    question = pairing(someone("one"), replace(work("w", "Barista"), understood=understood))
    assert trade_feature([("7212", 1.0)], question).tolist() == [pytest.approx(expected)]
    assert trade_feature([("7212", 0.5)], question).tolist() == [pytest.approx(expected / 2)]
    assert trade_feature([], question).tolist() == [0.0]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Education.NONE, NEUTRAL),
        (Education.SD, 1.0),
        (Education.SMA, 1.0),
        (Education.D1, 2 / 3),
        (Education.S1, 0.0),
    ],
)
def test_schooling_counts_less_for_every_level_out_of_reach(asked: Education, expected: float) -> None:
    person = someone("one", education=Education.SMA)
    offer = work("w", "Barista", required=Asks(education=asked))
    assert schooling_feature(pairing(person, offer)).tolist() == [pytest.approx(expected)]


def test_work_of_another_function_in_the_trade_agrees_less() -> None:
    board = [work(title, title) for title in ("Juru Las", "Helper Las", "Supervisor Las", "Sales Mesin Las")]
    trained = trade().functions_trained("Juru Las SMAW")
    values = function_feature(trained, pairing(someone("one"), board)).tolist()
    assert values == sorted(values, reverse=True)
    assert values[0] == 1
    assert len(set(values)) == len(values)


def test_distance_is_one_at_home_and_halves_with_every_length() -> None:
    here = work("w", "Barista", place=KAB_MADIUN)
    assert distance_feature(pairing(someone("one"), here)).tolist() == [1.0]
    question = pairing(someone("one", max_travel_m=500_000), replace(here, place=SURABAYA))
    metres = float(question.distance_m[0])
    expected = max(0.2, 0.5 ** (metres / HALVING_DISTANCE_M))
    assert distance_feature(question).tolist() == [pytest.approx(expected)]


def test_where_one_would_move_lodging_decides() -> None:
    far = work("w", "Barista", place=BANDUNG)
    values = distance_feature(
        pairing(someone("one"), [far, replace(far, lodging=True), replace(far, place=None)])
    )
    assert values.tolist() == [0.2, 0.4, 0.2]


def test_work_inside_one_s_own_facility_is_no_way_to_go() -> None:
    inside = work("w", "Barista", place=BANDUNG, setting=WorkSetting.INSIDE_FACILITY)
    question = pairing(someone("one", custody_regency=BANDUNG, window=window(300, 400)), inside)
    assert question.distance_m.tolist() == [0]
    assert distance_feature(question).tolist() == [1.0]
    assert window_feature(question).tolist() == [NEUTRAL]


def test_from_an_unknown_facility_there_is_no_distance() -> None:
    at_work = window(60, 90, ReleaseMode.ASSIMILATION)
    for place in (KAB_MADIUN, MAKASSAR):
        question = pairing(
            someone("one", custody_regency=None, window=at_work), work("w", "Barista", place=place)
        )
        assert np.isinf(question.distance_m).all()
        assert not question.same_island.any()


@quick
@given(candidates, boards, st.integers(0, 500_000))
def test_more_travel_never_lowers_the_feature_of_distance(
    candidate: Candidate, board: list[Vacancy], metres: int
) -> None:
    farther = replace(candidate, max_travel_m=candidate.max_travel_m + metres)
    assert (distance_feature(pairing(farther, board)) >= distance_feature(pairing(candidate, board))).all()


def wage(offer: int | None, wish: int | None, place: str | None) -> float:
    monthly = Wage(offer, offer, WageUnit.MONTH, offer, offer) if offer else None
    candidate = someone("one", preferences=Preferences(minimum_wage_idr=wish))
    (value,) = wage_feature(pairing(candidate, work("w", "Barista", wage=monthly, place=place)))
    return float(value)


def test_a_wage_is_held_against_the_wish_and_the_region_s_minimum() -> None:
    assert wage(2_400_000, None, KAB_MADIUN) == 1.0
    assert wage(1_200_000, None, KAB_MADIUN) == pytest.approx(0.5)
    assert wage(2_400_000, 4_800_000, KAB_MADIUN) == pytest.approx(0.5)
    assert wage(1_200_000, 600_000, KAB_MADIUN) == pytest.approx(0.5)


def test_an_unknown_wage_or_minimum_is_neutral_and_never_guessed() -> None:
    assert wage(None, 2_000_000, KAB_MADIUN) == NEUTRAL
    assert wage(2_000_000, None, BANDUNG) == NEUTRAL
    assert wage(2_000_000, None, None) == NEUTRAL
    assert wage(2_000_000, 2_000_000, None) == 1.0


@pytest.mark.parametrize(
    ("start", "expected"), [(10, 0.9 / 31), (40, 0.9), (100, 0.9), (9, 0.0), (None, 1.0)]
)
def test_the_window_is_the_share_of_it_that_lies_before_the_start(start: int | None, expected: float) -> None:
    offer = work("w", "Barista", starts=None if start is None else in_days(start))
    assert window_feature(pairing(someone("one"), offer)).tolist() == [pytest.approx(expected)]
    assert window_feature(pairing(someone("one", window=None), offer)).tolist() == [NEUTRAL]


def test_a_wish_is_met_or_not_and_silence_is_neutral() -> None:
    wanted, offered = np.array([1, 1, 0, 1], np.int32), np.array([3, 2, 1, 0], np.int32)
    assert wish_feature(wanted, offered).tolist() == [1.0, 0.0, NEUTRAL, NEUTRAL]


def test_qualifications_are_the_share_of_the_units_and_licences_that_are_asked() -> None:
    asked = Asks(units=frozenset({"A", "B"}), licences=frozenset({Licence.SIM_A, Licence.SIM_C}))
    offer = work("w", "Las", required=asked)
    holder = someone("one", licences=(HeldLicence(Licence.SIM_B1),))
    question = pairing(holder, [offer, replace(offer, required=Asks())])
    assert qualification_feature(np.array([1, 0]), question).tolist() == [0.5, NEUTRAL]
    assert qualification_feature(np.zeros(2, np.int64), question).tolist() == [0.25, NEUTRAL]
    expired = replace(holder, licences=(HeldLicence(Licence.SIM_B1, in_days(-1)),))
    assert qualification_feature(np.zeros(2, np.int64), pairing(expired, [offer, offer])).tolist() == [
        0.0,
        0.0,
    ]
