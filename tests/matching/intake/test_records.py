"""Rows → records: what a row does not say stays, and what contradicts itself is refused."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from matching.errors import InvalidValue
from matching.intake import vacancies
from matching.intake.certificates import certificate
from matching.intake.columns import ImportKind
from matching.intake.employers import employer_record, require_key
from matching.intake.persons import candidate_record, person_keys, remarks
from matching.intake.vacancies import vacancy_record
from matching.intake.windows import window
from matching.model import CandidateId, CertificateId, EmployerId, Gates, VacancyId
from matching.model.records import CandidateRecord, PersonLimits, VacancyRecord
from matching.release import Supervision
from matching.requirements.filling import filled
from matching.vocabulary import DateBasis, Education, ReleaseMode, WageUnit
from tests.matching.intake.sheets import read, reading

C, W, V = ImportKind.CANDIDATES, ImportKind.WINDOWS, ImportKind.VACANCIES
SOMEONE, PAPER = CandidateId(UUID(int=1)), CertificateId(UUID(int=2))
NO_DATES = {"earliest": "", "expected": "", "latest": "", "basis": ""}


def person(known: CandidateRecord | None = None, /, **changed: str) -> CandidateRecord:
    row = read(C, **changed)
    return candidate_record(row, known, SOMEONE, person_keys(row), reading())


def offer(known: VacancyRecord | None = None, /, **changed: str) -> VacancyRecord:
    return vacancy_record(
        read(V, **changed), known, VacancyId(UUID(int=3)), EmployerId(UUID(int=4)), reading()
    )


def test_a_row_read_twice_gives_the_same_record() -> None:
    assert person(person()) == person()
    assert offer(offer()) == offer()


def test_blank_cells_keep_what_is_known() -> None:
    blank = {
        "phone": "",
        "nik": "",
        "consent": "",
        "licences": "",
        "experience": "",
        "sex": "",
        "guarantor_name": "",
    }
    assert person(person(), **blank, guarantor_kind="", guarantor_phone="") == person()


def test_a_new_reference_is_added_and_none_is_lost() -> None:
    moved = person(person(), source="SDP-NGAWI", key="N-1")
    assert [one.key for one in moved.references] == ["C-0001", "N-1"]


def test_each_column_of_experience_replaces_its_own_kind() -> None:
    after = person(person(), experience="Satu 3 bln", experience_inside="")
    assert [(work.title, work.inside) for work in after.candidate.experience] == [
        ("Satu", False),
        ("Bengkel las", True),
    ]


def test_consent_and_objection_are_two_gates() -> None:
    assert person(objection="ya").candidate.gates == Gates(consented=True, objected=True)


def test_a_guarantor_has_a_name_and_a_kind() -> None:
    for missing in ("guarantor_name", "guarantor_kind"):
        with pytest.raises(InvalidValue) as caught:
            person(**{missing: ""})
        assert caught.value.field == missing


def test_a_key_needs_its_system_and_a_row_some_key() -> None:
    for changed, column in (
        ({"source": ""}, "source"),
        (dict.fromkeys(("key", "nik", "register_number", "name", "birth_date"), ""), "key"),
    ):
        with pytest.raises(InvalidValue) as caught:
            person_keys(read(ImportKind.WINDOWS, **changed))
        assert caught.value.field == column


def test_a_nik_that_speaks_of_another_birthday_is_remarked() -> None:
    assert not list(remarks(read(C), reading()))
    assert [key for key, _ in remarks(read(C, birth_date="18/08/1995"), reading())] == ["nik"]


def test_a_certificate_is_known_by_its_number_or_else_by_what_it_says() -> None:
    first = certificate(read(ImportKind.CERTIFICATES), [], PAPER)
    other = CertificateId(UUID(int=9))
    assert certificate(read(ImportKind.CERTIFICATES, title="Lain"), [first], other).id == PAPER
    assert certificate(read(ImportKind.CERTIFICATES, number=""), [first], other).id == PAPER
    assert certificate(read(ImportKind.CERTIFICATES, number="X 2"), [first], other).id == other


def test_a_certificate_does_not_expire_before_it_is_issued() -> None:
    with pytest.raises(InvalidValue) as caught:
        certificate(read(ImportKind.CERTIFICATES, expires="01/01/2025"), [], PAPER)
    assert caught.value.field == "expires"


def test_one_date_with_its_basis_stands_for_all_three() -> None:
    found, _ = window(read(W, earliest="", latest=""))
    assert found.earliest == found.expected == found.latest == date(2027, 3, 15)


def test_two_dates_leave_the_third_open() -> None:
    with pytest.raises(InvalidValue) as caught:
        window(read(W, latest=""))
    assert caught.value.field == "latest"


def test_dates_out_of_order_and_dates_without_a_basis_are_refused() -> None:
    for changed, column in (({"earliest": "01/05/2027"}, "expected"), ({"basis": ""}, "basis")):
        with pytest.raises(InvalidValue) as caught:
            window(read(W, **changed))
        assert caught.value.field == column


def test_the_two_thirds_date_of_the_source_opens_the_window_and_the_sentence_ends_it() -> None:
    found, supervision = window(read(W, **NO_DATES, two_thirds="01/02/2027", expiry="01/08/2027"))
    assert (found.earliest, found.expected, found.latest) == (
        date(2027, 2, 1),
        date(2027, 2, 1),
        date(2027, 8, 1),
    )
    assert found.basis is DateBasis.SOURCE_TWO_THIRDS
    assert supervision == Supervision(date(2029, 4, 30), ("35.19", "35.77"), 30)


def test_supervision_under_pb_lasts_while_its_end_is_not_known_and_full_term_has_none() -> None:
    none = {"supervision_until": "", "area": "", "report_every_days": ""}
    assert window(read(W, **none))[1] == Supervision(None)
    found, supervision = window(read(W, **none, **NO_DATES, mode="bebas murni", expiry="01/08/2027"))
    assert (found.mode, found.basis, supervision) == (ReleaseMode.FULL_TERM, DateBasis.SOURCE_EXPIRY, None)
    with pytest.raises(InvalidValue) as caught:
        window(read(W, mode="bebas murni"))
    assert caught.value.field == "supervision_until"


def test_no_date_at_all_is_never_made_up() -> None:
    with pytest.raises(InvalidValue):
        window(read(W, **NO_DATES))


def test_an_employer_without_a_key_and_a_nib_cannot_be_known_again() -> None:
    with pytest.raises(InvalidValue):
        require_key(read(ImportKind.EMPLOYERS, key="", business_number=""))
    record = employer_record(read(ImportKind.EMPLOYERS, contact=""), None, EmployerId(UUID(int=4)))
    again = employer_record(read(ImportKind.EMPLOYERS, sector="24"), record, EmployerId(UUID(int=5)))
    assert again == replace(
        record, employer=replace(record.employer, sector="24", contact=again.employer.contact)
    )


def test_a_wage_keeps_its_words_and_becomes_a_range_where_it_says_one() -> None:
    wage = offer(wage="150-200rb", wage_unit="hari").vacancy.wage
    assert wage is not None
    assert (wage.lower_idr, wage.upper_idr, wage.unit) == (150_000, 200_000, WageUnit.DAY)
    assert wage.monthly_lower_idr == 3_750_000
    for words in ("nego", "hingga 5 jt"):
        record = offer(wage=words, wage_unit="")
        assert (record.vacancy.wage, record.wage_text) == (None, words)


def test_a_wage_that_cannot_be_read_is_a_problem_of_its_column() -> None:
    for changed in ({"wage": "USD 500"}, {"wage": "150rb/hari", "wage_unit": "bulan"}):
        with pytest.raises(InvalidValue) as caught:
            offer(**changed)
        assert caught.value.field == "wage"


def test_the_minimum_wage_is_taken_where_it_is_known_and_nowhere_else() -> None:
    wage = offer(wage="UMK", wage_unit="").vacancy.wage
    assert wage is not None
    assert wage.lower_idr == 2_400_000
    assert offer(wage="UMK", wage_unit="", place="Kota Madiun").vacancy.wage is None


def test_work_abroad_has_no_regency_and_keeps_its_country_in_words() -> None:
    record = offer(place="luar negeri: Jepang")
    assert record.vacancy.abroad
    assert "Jepang" in record.source_text
    with pytest.raises(InvalidValue):
        offer(place="luar negeri: Jepang", setting="dalam lapas")


def test_limits_of_age_and_sex_stand_beside_the_vacancy_and_want_a_reason() -> None:
    row = read(V, age="18-35", sex="pria")
    record = offer(age="18-35", sex="pria")
    assert record.limits == PersonLimits(18, 35, "male")
    assert [key for key, _ in vacancies.remarks(row)] == ["age", "sex"]
    assert not list(vacancies.remarks(read(V, age="18-35", limit_reason="kerja di ketinggian", sex="P/W")))


def test_a_text_that_says_otherwise_than_a_column_is_remarked_there() -> None:
    text = "Wanita, pendidikan minimal S1"
    stated = offer(description=text, education="SMP").vacancy
    remarked = dict(vacancies.remarks_on_text(stated))
    assert set(remarked) == {"education", "sex"}
    assert "S1" in remarked["education"]
    assert not list(vacancies.remarks_on_text(offer(description="", education="SMP").vacancy))


def test_what_the_text_had_filled_is_silent_again_in_the_next_file() -> None:
    known = offer(description="Pendidikan minimal S1", education="")
    read = replace(known, vacancy=filled(known.vacancy))
    assert read.vacancy.required.education is Education.S1
    assert offer(read, description="Kerja ringan", education="").vacancy.required.education is Education.NONE


def test_what_is_required_and_what_is_preferred_stand_apart() -> None:
    vacancy = offer(units="C.24LAS01.001.1 (2018)").vacancy
    assert (vacancy.required.education, vacancy.preferred.education) == (Education.SMP, Education.SMA)
    assert vacancy.required.units == {"C.24LAS01.001.1"}


def test_openings_do_not_fall_below_what_is_held() -> None:
    held = offer()
    held = replace(held, vacancy=replace(held.vacancy, held=3))
    with pytest.raises(InvalidValue) as caught:
        offer(held, openings="2")
    assert caught.value.field == "openings"


@pytest.mark.parametrize(
    ("words", "home", "amount", "which"),
    [
        ("UMK", "Kab. Madiun", 2_400_000, "UMK Kabupaten Madiun 2026"),
        ("sesuai UMK", "Kab. Madiun", 2_400_000, "UMK Kabupaten Madiun 2026"),
        ("UMR 2026", "Kab. Madiun", 2_400_000, "UMK Kabupaten Madiun 2026"),
        ("minimal UMK per bulan", "Kab. Madiun", 2_400_000, "UMK Kabupaten Madiun 2026"),
        ("UMP", "Kota Madiun", 2_300_000, "UMP Jawa Timur 2026"),
        ("UMK", "Jakarta Barat", 5_700_000, "UMP"),
    ],
)
def test_a_wish_for_the_minimum_wage_is_that_of_the_place_of_return_and_says_so(
    words: str, home: str, amount: int, which: str
) -> None:
    assert person(minimum_wage=words, home=home).candidate.preferences.minimum_wage_idr == amount
    said = dict(remarks(read(C, minimum_wage=words, home=home), reading()))["minimum_wage"]
    assert which in said
    assert "data acuan" in said


@pytest.mark.parametrize("words", ["UMK 2019", "UMK"])
def test_a_minimum_wage_that_is_not_known_is_asked_for_and_never_guessed(words: str) -> None:
    home = {"UMK": "Kota Madiun", "UMK 2019": "Kab. Madiun"}[words]  # its province's is known, and is not it
    with pytest.raises(InvalidValue) as caught:
        person(minimum_wage=words, home=home)
    assert caught.value.field == "minimum_wage"
    assert "Rp2.500.000" in caught.value.problem
    assert "Madiun" in caught.value.problem
