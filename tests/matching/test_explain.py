"""Explanations: parts that add up, lines that support, gaps that are real."""

from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings

from matching.explain import Gap, GapKind, Match, gaps, supports
from matching.model import Asks, Candidate, Experience, HeldLicence, UnitCode, Vacancy
from matching.vocabulary import Education, Language, Licence, Verification
from tests.people import (
    TODAY,
    certificate,
    composer,
    in_days,
    person,
    ranked,
    reader,
    someone,
    vacancies,
    work,
)
from tests.strategies import boards, skilled

quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(skilled, boards)
def test_shares_sum_to_score_and_rows_are_ranked_without_gaps(
    candidate: Candidate, board: list[Vacancy]
) -> None:
    _, matches = ranked(candidate, board, rules=False)
    for match in matches:
        assert sum(match.contributions.values()) == pytest.approx(match.score, abs=1e-9)
        assert all(0 <= value <= 1 for value in match.features.values())
        assert 0 <= match.score <= 1
        assert 0 <= match.fit <= 1
    assert [match.rank for match in matches] == list(range(1, len(matches) + 1))
    shown = [match.score for match in matches]
    assert shown == sorted(shown, reverse=True)


def test_the_line_that_shares_most_supports_the_certificate() -> None:
    (facet, *_) = composer().facets(person("rahman"), TODAY)
    description = "Perusahaan keluarga\n- Mampu las SMAW posisi 3G\n- Jujur dan rajin"
    offer = work("w", "Dibutuhkan segera", description=description)
    (support,) = supports(facet, person("rahman"), offer, reader())
    assert support.line == "Mampu las SMAW posisi 3G"
    assert support.label == "Plate Welder SMAW 3G-Up/PF"
    assert support.verification is Verification.CONFIRMED_BY_ISSUER
    assert "smaw" in support.terms


def test_where_no_line_shares_a_word_the_title_is_named_and_no_word_claimed() -> None:
    (facet, *_) = composer().facets(person("rahman"), TODAY)
    (support,) = supports(facet, person("rahman"), work("w", "Kasir toko"), reader())
    assert (support.label, support.line, support.terms) == (facet.label, "Kasir toko", ())


def test_experience_supports_without_a_state_of_verification() -> None:
    facet = composer().facets(person("sari"), TODAY)[1]
    (support,) = supports(facet, person("sari"), vacancies()["sewing"], reader())
    assert support.verification is None


def asked(candidate: Candidate, required: Asks, preferred: Asks | None = None) -> set[Gap]:
    offer = work("w", "Kasir toko", required=required, preferred=preferred or Asks())
    return set(gaps(candidate, offer, TODAY, reader()))


@pytest.mark.parametrize(
    ("required", "gap", "closed"),
    [
        (
            Asks(licences=frozenset({Licence.SIM_A})),
            Gap(GapKind.LICENCE, "SIM_A", required=True),
            {"licences": (HeldLicence(Licence.SIM_B1),)},
        ),
        (
            Asks(certificates=("Barista",)),
            Gap(GapKind.CERTIFICATE, "Barista", required=True),
            {"certificates": (certificate("Barista Level II"),)},
        ),
        (
            Asks(units=frozenset({"C.24LAS01.001.1"})),
            Gap(GapKind.UNIT, "C.24LAS01.001.1", required=True),
            {"certificates": (certificate("Las", units=(UnitCode("C.24LAS01.001.1", 2018),)),)},
        ),
        (
            Asks(experience_months=12),
            Gap(GapKind.EXPERIENCE, "12", required=True),
            {"experience": (Experience("Kasir", 5), Experience("Pramuniaga", 7))},
        ),
        (
            Asks(education=Education.D3),
            Gap(GapKind.EDUCATION, "D3", required=True),
            {"education": Education.S1},
        ),
        (
            Asks(languages=frozenset({Language.ENGLISH, Language.INDONESIAN})),
            Gap(GapKind.LANGUAGE, "en", required=True),
            {"languages": frozenset({Language.ENGLISH, Language.INDONESIAN})},
        ),
    ],
)
def test_what_is_asked_and_not_held_is_a_gap_until_it_is_held(
    required: Asks, gap: Gap, closed: dict[str, object]
) -> None:
    assert asked(someone("one"), required) == {gap}
    assert asked(someone("one"), Asks(), required) == {replace(gap, required=False)}
    assert asked(replace(someone("one"), **closed), required) == set()  # type: ignore[arg-type]


def test_a_rejected_certificate_and_an_expired_licence_close_no_gap() -> None:
    refused = certificate("Barista", verification=Verification.REJECTED)
    over = HeldLicence(Licence.SIM_A, in_days(-1))
    candidate = someone("one", certificates=(refused,), licences=(over,))
    both = Asks(certificates=("Barista",), licences=frozenset({Licence.SIM_A}))
    assert {gap.kind for gap in asked(candidate, both)} == {GapKind.CERTIFICATE, GapKind.LICENCE}


def test_a_licence_that_the_law_asks_is_one_gap_even_if_the_employer_asks_it_too() -> None:
    offer = work("w", "Operator Forklift", required=Asks(licences=frozenset({Licence.SIO_FORKLIFT})))
    found = gaps(person("budi"), offer, TODAY, reader())
    assert found == (Gap(GapKind.LICENCE, "SIO_FORKLIFT", required=True, by_law=True),)


def test_a_match_holds_nothing_that_identifies() -> None:
    names = {field.name for field in fields(Match)}
    assert not names & {"name", "issuer", "number", "facility", "window", "reason"}
