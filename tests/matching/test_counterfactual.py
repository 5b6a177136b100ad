"""What would happen if: what is said is what ranking gives once it is so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from hypothesis import HealthCheck, given, settings

from matching.counterfactual import NearMiss, near_misses, openers, shown_ranks
from matching.model import Asks, Candidate, Experience, HeldLicence, Preferences, Vacancy, VacancyId
from matching.pipeline import rank_vacancies
from matching.rules import OPENABLE, Reason, failures
from matching.search import NEAR_POOL, Recipe
from matching.vocabulary import CertificateKind, Education, Licence, ReleaseMode, WorkSetting
from tests.people import (
    DENPASAR,
    KAB_MADIUN,
    NGAWI,
    SPACE,
    SURABAYA,
    TODAY,
    certificate,
    employer,
    in_days,
    pairing,
    people,
    person,
    profile,
    recipe,
    snapshot,
    someone,
    vacancies,
    window,
    work,
)
from tests.strategies import boards, skilled

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RECIPE = recipe()
ALL = len(OPENABLE)
"""Every rule that somebody could change is told of."""


def told(
    candidate: Candidate, offers: Sequence[Vacancy], rules: Recipe = RECIPE, size: int = 50
) -> tuple[NearMiss, ...]:
    known, shelf = profile(candidate), snapshot(offers)
    ranking = rank_vacancies(known, shelf, rules, today=TODAY, size=9)
    return near_misses(known, shelf, rules, ranking, today=TODAY, most=ALL, size=size)


def ranks(
    candidate: Candidate, offers: Sequence[Vacancy], rules: Recipe = RECIPE
) -> dict[int, tuple[int, float]]:
    """Rank as shown and score of every row that is ranked, from scratch."""
    known, shelf = profile(candidate), snapshot(offers)
    best = rank_vacancies(known, shelf, rules, today=TODAY, size=rules.pool).best
    if best is None:
        return {}
    found = dict(zip(best.rows.tolist(), best.scored.scores.round(5).tolist(), strict=True))
    return {row: (rank, found[row]) for row, rank in shown_ranks(best, shelf, rules).items()}


def made(
    candidate: Candidate, offers: Sequence[Vacancy], row: int, to: dict[str, Any]
) -> tuple[Candidate, list[Vacancy]]:
    """The records after somebody has done what is told, by the names that records have."""
    after = list(offers)
    for name, value in to.items():
        if name == "licences":
            held = tuple(HeldLicence(Licence(code)) for code in value)
            candidate = replace(candidate, licences=(*candidate.licences, *held))
        elif name == "education":
            candidate = replace(candidate, education=Education[value])
        elif name == "excluded_fields":
            wishes = replace(candidate.preferences, excluded_fields=frozenset(value))
            candidate = replace(candidate, preferences=wishes)
        elif name == "starts":
            after[row] = replace(after[row], starts=date.fromisoformat(value))
        elif name == "employer_verified":
            own = offers[row].employer
            after = [replace(one, employer_verified=True) if one.employer == own else one for one in offers]
        else:
            assert name in {"willing_to_move", "sea_crossing"}
            candidate = replace(candidate, **{name: value})
    return candidate, after


def check(candidate: Candidate, offers: Sequence[Vacancy], rules: Recipe = RECIPE) -> tuple[NearMiss, ...]:
    """Every near miss enters at the rank and with the score that is told, when its change has been made."""
    misses = told(candidate, offers, rules)
    before = ranks(candidate, offers, rules)
    for miss in misses:
        assert miss.row not in before
        after = ranks(*made(candidate, offers, miss.row, dict(miss.to)), rules)
        assert after[miss.row] == (miss.would_rank, miss.score), miss
    return misses


@pytest.mark.parametrize("name", people())
def test_the_nearest_vacancies_of_a_memorable_person_enter_at_their_rank(name: str) -> None:
    check(person(name), list(vacancies().values()))


@quick
@given(skilled, boards)
def test_any_near_miss_enters_at_its_rank(candidate: Candidate, some: list[Vacancy]) -> None:
    check(candidate, some)


@pytest.mark.parametrize("name", ["putra", "sari", "budi", "ningsih", "tono"])
def test_a_near_miss_enters_at_its_rank_where_the_pool_does_not_hold_all(name: str) -> None:
    """Far more work than is scored, much of it under one text, so that rows tie for the last place of every list."""
    outside = [offer for offer in vacancies().values() if offer.setting is WorkSetting.OUTSIDE]
    offers = [
        replace(
            offer,
            id=VacancyId(uuid5(SPACE, f"{i}")),
            employer=employer(f"{i % 7}"),
            employer_verified=i % 4 > 0,
            place=(KAB_MADIUN, NGAWI, SURABAYA, DENPASAR, None)[i % 5],
            starts=(None, in_days(15), in_days(30), in_days(300))[i % 11 % 4],
        )
        for i, offer in enumerate(offer for offer in outside for _ in range(12))
    ]
    assert len(offers) > 2 * NEAR_POOL
    assert check(person(name), offers, replace(RECIPE, pool=40))


FREE = window(-30, -30)
WELDER = someone("welder", certificates=(certificate("Plate Welder SMAW 3G-Up/PF"),), window=FREE)
DRIVER = someone(
    "driver", certificates=(certificate("Mengemudi Truk", kind=CertificateKind.TRAINING),), window=FREE
)
EACH: dict[Reason, tuple[Candidate, Vacancy, dict[str, Any]]] = {
    Reason.LICENCE_MISSING: (
        someone("gardener", certificates=(certificate("Sopir"),), window=FREE),
        work("driver", "Sopir truk B1"),
        {"licences": ["SIM_B1"]},
    ),
    Reason.EDUCATION_BELOW: (
        replace(WELDER, education=Education.SMP),
        work("schooled", "Tukang las", required=Asks(education=Education.SMA)),
        {"education": "SMA"},
    ),
    Reason.TOO_FAR: (WELDER, work("far", "Tukang las", place=SURABAYA), {"willing_to_move": True}),
    Reason.SEA_CROSSING: (
        replace(WELDER, willing_to_move=True),
        work("Bali", "Tukang las", place="51.71"),
        {"sea_crossing": True},
    ),
    Reason.ABROAD_NOT_WANTED: (
        WELDER,
        work("abroad", "Welder", place=None),
        {"willing_to_move": True, "sea_crossing": True},
    ),
    Reason.STARTS_BEFORE_RELEASE: (
        replace(WELDER, window=window(20, 50)),
        work("soon", "Tukang las", starts=in_days(5)),
        {"starts": in_days(20).isoformat()},
    ),
    Reason.STARTS_TOO_LATE: (
        WELDER,
        work("late", "Tukang las", starts=in_days(300)),
        {"starts": in_days(120).isoformat()},
    ),
    Reason.EXCLUDED_BY_CANDIDATE: (
        replace(WELDER, preferences=Preferences(excluded_fields=frozenset({"FW01", "FW07"}))),
        work("excluded", "Tukang las", fields=frozenset({"FW07"})),
        {"excluded_fields": ["FW01"]},
    ),
    Reason.EMPLOYER_NOT_VERIFIED: (
        WELDER,
        work("unknown", "Tukang las", employer_verified=False),
        {"employer_verified": True},
    ),
}


@pytest.mark.parametrize("reason", OPENABLE)
def test_each_rule_that_somebody_could_change_has_its_change(reason: Reason) -> None:
    candidate, offer, to = EACH[reason]
    beside = [work("near", "Tukang las", place=NGAWI), work("helper", "Helper gudang")]
    assert failures(pairing(candidate, offer)).at(0) == (reason,)
    [miss] = [miss for miss in check(candidate, [*beside, offer]) if miss.reason is reason]
    assert (miss.row, dict(miss.to)) == (2, to)


def test_a_change_that_opens_others_too_is_ranked_among_them() -> None:
    """Who would go abroad would move at home too, and finds there what fits better."""
    abroad = work("abroad", "Welder", place=None)
    far = work("far", "Welder", place=SURABAYA, lodging=True)
    assert {miss.row: miss.would_rank for miss in check(WELDER, [abroad])} == {0: 1}
    assert {miss.row: miss.would_rank for miss in check(WELDER, [abroad, far])} == {0: 2, 1: 1}


def test_what_would_stand_below_the_end_of_the_list_is_not_told() -> None:
    offers = [work("abroad", "Welder", place=None), work("far", "Welder", place=SURABAYA, lodging=True)]
    assert {miss.row: miss.would_rank for miss in told(WELDER, offers, size=1)} == {1: 1}


def test_a_licence_counts_in_the_score_that_is_told() -> None:
    candidate, offer, _ = EACH[Reason.LICENCE_MISSING]
    (miss,) = told(candidate, [offer])
    free = rank_vacancies(
        profile(candidate), snapshot([offer]), RECIPE, today=TODAY, size=1, with_rules=False
    ).best
    assert free is not None
    assert miss.score > float(free.scored.scores[0].round(5))


def test_a_start_that_another_rule_then_forbids_is_not_told() -> None:
    """Earlier, the work abroad would begin while supervision still runs."""
    candidate = replace(person("wira"), window=window(-40, -30, ReleaseMode.CONDITIONAL_RELEASE))
    until = in_days(200)
    assert candidate.supervision is not None
    candidate = replace(candidate, supervision=replace(candidate.supervision, until=until))
    offer = work("abroad", "Welder", place=None, starts=in_days(250))
    assert failures(pairing(candidate, offer)).at(0) == (Reason.STARTS_TOO_LATE,)
    assert told(candidate, [offer]) == ()


# --- licences that would open more ---


@quick
@given(skilled, boards)
def test_a_licence_opens_exactly_what_passes_with_it_and_did_not_before(
    candidate: Candidate, some: list[Vacancy]
) -> None:
    known, shelf = profile(candidate), snapshot(some)
    before, listed = failures(pairing(candidate, some)), ranks(candidate, some)
    found = openers(known, shelf, RECIPE, today=TODAY)
    assert [one.licence for one in found] == list(dict.fromkeys(one.licence for one in found))
    for licence in Licence:
        richer = replace(candidate, licences=(*candidate.licences, HeldLicence(licence)))
        after = failures(pairing(richer, some))
        opened = {row for row in range(len(some)) if before.at(row) and not after.at(row)}
        entering = {row: place for row, place in ranks(richer, some).items() if row in opened}
        one = next((one for one in found if one.licence is licence), None)
        if one is None:
            assert not opened
            continue
        assert (one.opens, one.ranked) == (len(opened), len(entering))
        assert not set(entering) & set(listed)
        if one.row is not None:
            assert entering[one.row] == (one.would_rank, one.score)
            assert one.would_rank == min(rank for rank, _ in entering.values())


def test_the_licence_that_opens_most_work_that_fits_comes_first() -> None:
    driver = someone("driver", experience=(Experience("Sopir truk", 60, reviewed=True),), window=FREE)
    offers = [
        work("truck", "Sopir truk B1"),
        work("box", "Driver box SIM B1"),
        work("car", "Sopir SIM A"),
        work("forklift", "Operator Forklift"),
    ]
    found = openers(profile(driver), snapshot(offers), RECIPE, today=TODAY)
    assert [one.licence for one in found][:2] == [Licence.SIM_B1, Licence.SIM_A]
    assert (found[0].opens, found[1].opens) == (3, 1)  # SIM B1 stands in for SIM A
    assert (found[-1].licence, found[-1].opens) == (Licence.SIO_FORKLIFT, 1)


def test_who_lacks_no_licence_is_told_of_none() -> None:
    assert openers(profile(WELDER), snapshot([work("las", "Tukang las")]), RECIPE, today=TODAY) == ()
