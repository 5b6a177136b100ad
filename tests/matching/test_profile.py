"""Facets and texts: what is embedded, and what never is."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.model import Asks, Candidate, EmployerId, Experience, Preferences, UnitCode, Vacancy
from matching.profile import (
    MAX_BODY_CHARS,
    OCCUPATION_MARK,
    TITLE_MARK,
    UNIT_MARK,
    Facet,
    FacetKind,
    certificate_evidence,
    experience_evidence,
)
from matching.vocabulary import CertificateKind, Verification
from tests.people import TODAY, certificate, composer, in_days, person, someone, window, work
from tests.strategies import candidates, certificates, vacancies, windows

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SECRET = "Rahasia Lapas Contoh 4711"


@quick
@given(candidates)
def test_identity_and_issuer_are_in_no_text_and_no_term(candidate: Candidate) -> None:
    marked = tuple(
        replace(c, issuer=SECRET, number=SECRET, verified_by=SECRET, evidence_reference=SECRET)
        for c in candidate.certificates
    )
    facets = composer().facets(replace(candidate, certificates=marked), TODAY)
    assert facets == composer().facets(candidate, TODAY)
    for facet in facets:
        said = f"{facet.text} {' '.join(facet.terms())}".lower()
        assert not any(word in said for word in (*SECRET.lower().split(), str(candidate.id)))


@quick
@given(candidates, st.none() | windows(), st.integers(-500, 500))
def test_a_date_changes_no_digest_and_no_term(candidate: Candidate, other: object, days: int) -> None:
    moved = replace(candidate, window=other, supervision=None)  # type: ignore[arg-type]
    before = composer().facets(candidate, TODAY)
    after = composer().facets(moved, TODAY + timedelta(days))
    assert [(facet.digest, facet.terms()) for facet in before] == [
        (facet.digest, facet.terms()) for facet in after
    ]


@quick
@given(candidates)
def test_the_facts_beside_the_skills_change_no_facet(candidate: Candidate) -> None:
    bare = someone("bare", certificates=candidate.certificates, experience=candidate.experience)
    interests = Preferences(interests=candidate.preferences.interests)
    assert composer().facets(replace(bare, preferences=interests), TODAY) == composer().facets(
        candidate, TODAY
    )


@quick
@given(certificates())
def test_evidence_lies_between_zero_and_one_and_falls_on_expiry(some: object) -> None:
    assert isinstance(some, type(certificate("x")))
    in_force = certificate_evidence(replace(some, expires=None), TODAY)
    expired = certificate_evidence(replace(some, expires=in_days(-1)), TODAY)
    assert 0 <= expired <= in_force <= 1
    assert (expired == in_force) == (in_force == 0)


def test_kinds_and_states_rank_the_evidence() -> None:
    def evidence(kind: CertificateKind, state: Verification) -> float:
        return certificate_evidence(certificate("Las", kind=kind, verification=state), TODAY)

    kinds = [CertificateKind.TRAINING, CertificateKind.LSK, CertificateKind.COMPETENCE]
    states = [
        Verification.REJECTED,
        Verification.CLAIMED,
        Verification.ORIGINAL_SEEN,
        Verification.CONFIRMED_BY_ISSUER,
    ]
    for state in states[1:]:
        ranks = [evidence(kind, state) for kind in kinds]
        assert ranks == sorted(set(ranks))
    for kind in kinds:
        rising = [evidence(kind, state) for state in states]
        assert rising[0] == 0
        assert rising == sorted(set(rising))
    assert experience_evidence(Experience("Las", 1)) < experience_evidence(
        Experience("Las", 1, reviewed=True)
    )


def test_schooling_and_rejected_certificates_are_no_facet() -> None:
    candidate = someone(
        "one",
        certificates=(
            certificate("Paket C", kind=CertificateKind.EQUIVALENCY),
            certificate("Barista", verification=Verification.REJECTED),
            certificate("Tukang las"),
        ),
    )
    (facet,) = composer().facets(candidate, TODAY)
    assert (facet.kind, facet.source, facet.label) == (FacetKind.CERTIFICATE, 2, "Tukang las")


def test_facets_stand_in_the_order_of_the_record() -> None:
    kinds = [(facet.kind, facet.source) for facet in composer().facets(person("sari"), TODAY)]
    assert kinds == [(FacetKind.CERTIFICATE, 0), (FacetKind.EXPERIENCE, 0)]


def test_a_facet_is_looked_up_by_words_titles_trade_and_units() -> None:
    (facet,) = composer().facets(person("rahman"), TODAY)
    terms = set(facet.terms())
    assert {"las", TITLE_MARK + "las", f"{OCCUPATION_MARK}7212", f"{UNIT_MARK}C.24LAS01.001.1"} <= terms
    assert len(terms) == len(facet.terms())


def test_a_vacancy_marks_its_title_its_trade_and_the_units_that_it_requires() -> None:
    required = Asks(units=frozenset({"C.24LAS01.001.1"}), certificates=("Juru las",))
    preferred = Asks(units=frozenset({"OTO.SM01.001.01"}))
    offer = work("w", "Tukang las", required=required, preferred=preferred, description="Upah harian")
    text = composer().vacancy(offer)
    assert text.title == "Tukang las"
    assert f"{UNIT_MARK}C.24LAS01.001.1" in text.terms
    assert f"{UNIT_MARK}OTO.SM01.001.01" not in text.terms
    assert f"{OCCUPATION_MARK}7212" in text.terms
    assert f"{TITLE_MARK}las" in text.terms
    assert f"{TITLE_MARK}upah" not in text.terms
    assert text.body.index("Juru las") < text.body.index("Upah harian")
    assert text.whole.startswith("Tukang las\n")


@quick
@given(vacancies())
def test_dates_places_and_wages_of_a_vacancy_are_not_in_its_text(vacancy: Vacancy) -> None:
    other = replace(
        vacancy,
        starts=None,
        closes=None,
        place="35.19",
        wage=None,
        openings=9,
        held=0,
        employer_verified=True,
    )
    assert composer().vacancy(other) == composer().vacancy(vacancy)
    assert composer().vacancy(replace(other, employer=EmployerId(UUID(int=5)))) == composer().vacancy(vacancy)


def test_what_is_asked_comes_before_a_long_description_and_is_not_cut() -> None:
    offer = work(
        "long", "Tukang las", required=Asks(certificates=("Juru las SMAW",)), description="panjang " * 1_000
    )
    body = composer().vacancy(offer).body
    assert body.startswith("Juru las SMAW")
    assert len(body) == MAX_BODY_CHARS


def test_a_unit_is_named_by_the_title_of_its_year() -> None:
    known = composer().knowledge.unit_title("A.01TPG01.001.1", 2025)
    assert known is not None
    candidate = someone(
        "one", certificates=(certificate("Tebu", units=(UnitCode("A.01TPG01.001.1", 2025),)),)
    )
    (facet,) = composer().facets(candidate, TODAY)
    assert known in facet.text
    assert candidate.window == window(10, 40)


def facet_of(title: str, **facts: object) -> Facet:
    return composer().facets(someone("x", certificates=(certificate(title, **facts),)), TODAY)[0]


def test_a_title_that_says_nothing_is_understood_by_its_scheme_and_then_by_its_units() -> None:
    silent = "Sertifikat 2023"
    assert facet_of(silent).occupations == ()
    units = (UnitCode("F.43RAC01.010.1", None),)
    assert facet_of(silent, units=units).occupations[0][0] == "7127"
    assert facet_of(silent, units=units, scheme="Barista").occupations[0][0] == "5132"
    assert facet_of("Tukang las", units=units, scheme="Barista").occupations[0][0] == "7212"


def test_other_words_that_hold_shorter_ones_are_left_out_and_the_title_never_is() -> None:
    facet = facet_of("Barista kopi susu")
    assert frozenset(composer().tokenise("barista kopi susu")) in facet.phrases
    others = [phrase for phrase in facet.phrases if "barista" in phrase]
    assert frozenset({"barista"}) in others
    assert len(others) == 2
