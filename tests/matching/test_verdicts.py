"""Verdicts of many pairs at once, and what follows when one stands otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.messages import Tongue, words
from matching.model import Candidate, Certificate, CertificateId, Vacancy
from matching.rules import failures
from matching.verdicts import LASTING, as_ranked, consequences, lasting, standings
from matching.vocabulary import CertificateKind
from tests.people import TODAY, pairing, recipe, someone, work
from tests.strategies import candidates, vacancies

FINE: dict[str, Any] = {
    "open": True, "failed": [], "verdict": "fits", "window": ["2027-01-01", "2027-02-01"], "expired": [],
    "holder": "a/b",
}  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    people=st.lists(candidates, min_size=1, max_size=5),
    offers=st.lists(vacancies(), min_size=1, max_size=5),
    data=st.data(),
)
def test_a_pair_stands_beside_others_as_it_stands_alone(
    people: list[Candidate], offers: list[Vacancy], data: st.DataObject
) -> None:
    rows = st.tuples(st.integers(0, len(people) - 1), st.integers(0, len(offers) - 1))
    pairs = np.array(data.draw(st.lists(rows, min_size=1, max_size=12)), np.int64)
    together = standings(people, offers, pairs, recipe(), TODAY)
    for (who, what), stands in zip(pairs.tolist(), together, strict=True):
        alone = failures(pairing(people[who], offers[what])).at(0)
        assert stands["failed"] == [str(reason) for reason in alone]
        assert (stands["window"] is None) == (people[who].window is None)


def test_no_pairs_stand_nohow() -> None:
    assert standings([], [], np.zeros((0, 2), np.int64), recipe(), TODAY) == []


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"window": ["2027-03-01", "2027-04-01"]}, ["window_moved"]),
        (
            {"window": ["2029-03-01", "2029-04-01"], "failed": ["starts_before_release"]},
            ["start_before_release"],
        ),
        ({"window": ["2027-01-09", "2027-09-01"], "verdict": "tight"}, ["start_in_window"]),
        ({"failed": ["starts_too_late"]}, ["start_too_late"]),
        ({"window": None, "verdict": None, "failed": ["release_date_unknown"]}, ["window_unknown"]),
        ({"failed": ["vacancy_closed", "no_openings_left"]}, ["vacancy_closed", "openings_filled"]),
        ({"failed": ["employer_not_verified"]}, ["employer_not_verified"]),
        ({"expired": ["x"]}, ["certificate_expired"]),
        ({"failed": ["licence_missing", "too_far"]}, ["no_longer_fits"]),
        ({"holder": "c/d"}, ["person_transferred"]),
        ({"open": False, "window": None, "verdict": None}, ["gate_closed"]),
    ],
)
def test_what_follows_from_a_change(changed: dict[str, Any], codes: list[str]) -> None:
    now = FINE | changed
    found = consequences(FINE, now)
    assert [one.code for one in found] == codes
    assert consequences(now, now) == ()
    assert consequences(None, now) == ()
    ruled = {"start_in_window", "window_moved", "certificate_expired", "person_transferred"}
    assert [one.code for one in consequences(as_ranked(now), now)] == [
        code for code in codes if code not in ruled
    ]
    assert lasting(FINE) == frozenset()
    assert lasting(now) == set(codes) & set(LASTING)
    for code in codes:
        assert all(words(f"consequence.{code}", tongue) for tongue in Tongue)


def test_another_rule_or_certificate_is_told_again() -> None:
    before = FINE | {"failed": ["too_far"], "expired": ["x"]}
    now = FINE | {"failed": ["too_far", "licence_missing"], "expired": ["x", "y"]}
    assert [one.code for one in consequences(before, now)] == ["certificate_expired", "no_longer_fits"]
    assert consequences(before, FINE) == ()


def test_an_expired_certificate_is_named_by_its_id() -> None:
    anna = someone("anna")
    held = Certificate(
        CertificateId(UUID(int=1)), CertificateKind.COMPETENCE, "Las", expires=date(2026, 1, 1)
    )
    (stands,) = standings(
        [replace(anna, certificates=(held,))],
        [work("welding", "Tukang las")],
        np.zeros((1, 2), np.int64),
        recipe(),
        TODAY,
    )
    assert stands["expired"] == [str(held.id)]
