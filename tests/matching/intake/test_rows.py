"""What cells and rows mean, and how a problem speaks of them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.intake.cells import CellReader
from matching.intake.columns import ImportKind, column, columns
from matching.intake.place_cells import WorkPlace
from matching.intake.problems import MASK
from matching.intake.rows import SheetRow
from matching.model import Blocker, Experience, HeldLicence
from matching.vocabulary import BlockerKind, BlockerStatus, Licence
from tests.matching.intake.sheets import cell, example, read, reader, reading

C, V, W = ImportKind.CANDIDATES, ImportKind.VACANCIES, ImportKind.WINDOWS
SENSITIVE = [(kind, one) for kind in ImportKind for one in columns(kind) if one.sensitive]
READ_AS: list[tuple[ImportKind, str, str, Any]] = [
    (C, "max_travel_m", "30 km", 30_000),
    (C, "max_travel_m", "2,5", 2_500),
    (C, "accepted_places", "Kab. Madiun; Prov. Jawa Tengah; 34", ("35.19", "33", "34")),
    (C, "accepted_places", "Jawa Timur, Bali", ("35", "51")),
    (C, "accepted_places", "Kota Madiun & Sleman", ("35.77", "34.04")),
    (C, "minimum_wage", "150rb/hari", 3_750_000),
    (C, "guarantor_kind", "Yayasan", "foundation"),
    (C, "excluded_fields", "FW01; satuan pengamanan (satpam)", frozenset({"FW01"})),
    (W, "report_every_days", "Bulanan", 30),
    (W, "report_every_days", "setiap 14 hari", 14),
    (ImportKind.CERTIFICATES, "kkni_level", "Jenjang III", 3),
    (ImportKind.CERTIFICATES, "kkni_level", "KKNI Level 2", 2),
    (ImportKind.CERTIFICATES, "training_hours", "240 JP", 240),
    (V, "place", "Luar Negeri: Jepang", WorkPlace(None, "Jepang")),
    (V, "place", "Kab. Madiun", WorkPlace("35.19")),
    (V, "starts", "segera", None),
    (V, "starts", "1 Maret 2027", date(2027, 3, 1)),
    (V, "closes", "sampai terisi", None),
    (V, "age", "maks. 35 th", (None, 35)),
    (V, "age", "usia 18 - 35 tahun", (18, 35)),
    (V, "age", "min 18, maks 40", (18, 40)),
    (V, "hours_per_week", "40 jam/minggu", 40),
]
REFUSED: list[tuple[ImportKind, str, str, str]] = [
    (C, "home", "Madiun", "Kota Madiun"),
    (C, "home", "Jawa Timur", "kabupaten"),
    (C, "accepted_places", "Bengkulu", "Prov."),
    (C, "accepted_places", "Prov. Atlantis", "provinsi tidak dikenal"),
    (C, "birth_date", "12/31/1990", "hari/bulan/tahun"),
    (C, "birth_date", "22/11/2027", "belum tiba"),
    (C, "birth_date", "17 Agustus -1990", "tanda minus"),
    (C, "birth_date", "17 -08-1990", "tanda minus"),
    (C, "birth_date", "-17 Agustus 1990", "tanda minus"),
    (C, "experience", "juru las -3 bln", "tanda minus"),
    (C, "experience", "juru las - -3 bln", "tanda minus"),
    (C, "minimum_wage", "UMK Surabaya", "UMK saja"),
    (C, "minimum_wage", "di atas UMK", "jumlah per bulan"),
    (C, "nik", "3,51901010190000E+15", "Excel"),
    (C, "key", "1,23457E+11", "Teks"),
    (C, "experience", "juru las", "lamanya"),
    (C, "licences", "SIM B", "B1"),
    (C, "blockers", "KTP", "keadaan"),
    (C, "blockers", "KTP: selesai; KTP: belum", "dua kali"),
    (C, "excluded_fields", "astronot", "bidang kerja"),
    (C, "max_travel_m", "30.000 km", "kilometer"),
    (V, "place", "luar negeri", "negara mana"),
    (V, "age", "muda", "contoh"),
    (V, "occupation", "9999", "KBJI 2014"),
    (W, "mode", "bebas", "pembebasan bersyarat"),
    (ImportKind.CERTIFICATES, "kkni_level", "12", "1 sampai 9"),
    (C, "experience", "las -3 bln", "negatif"),
    (C, "experience", "penjahit: -1 tahun", "negatif"),
    (C, "blockers", "SKCK: proses -14 hari", "negatif"),
    (C, "max_travel_m", "-30 km", "negatif"),
    (C, "minimum_wage", "-2,5 jt", "negatif"),
    (C, "minimum_wage", "Rp-2.500.000", "negatif"),
    (V, "openings", "-4 orang", "negatif"),
    (V, "hours_per_week", "-40 jam", "negatif"),
    (V, "experience", "-6 bln", "negatif"),
    (W, "report_every_days", "-14 hari", "negatif"),
    (ImportKind.CERTIFICATES, "kkni_level", "-2", "negatif"),
    (ImportKind.CERTIFICATES, "training_hours", "-240 JP", "negatif"),
    (V, "title", "\N{HAMMER}" * 50, "huruf"),
    (C, "name", "12345", "huruf"),
]


@pytest.mark.parametrize(("kind", "key", "text", "value"), READ_AS)
def test_a_cell_is_read_as_people_write_it(kind: ImportKind, key: str, text: str, value: Any) -> None:
    assert cell(kind, key, text) == value


@pytest.mark.parametrize(("kind", "key", "text", "right"), REFUSED)
def test_a_refused_cell_says_what_would_be_right(kind: ImportKind, key: str, text: str, right: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        cell(kind, key, text)
    assert right in caught.value.problem
    assert " / " in caught.value.problem


def test_experience_is_read_with_its_length_and_its_mark() -> None:
    assert cell(C, "experience", "Juru las 3G 24 bln; sopir truk: 1 tahun 6 bulan; kenek setahun") == (
        Experience("Juru las 3G", 24),
        Experience("sopir truk", 18),
        Experience("kenek", 12),
    )
    assert cell(C, "experience_inside", "Bengkel las (8 bulan) (dinilai)") == (
        Experience("Bengkel las", 8, inside=True, reviewed=True),
    )


@pytest.mark.parametrize("text", ["Juru las-24 bln", "Juru las - 24 bln", "Juru las \N{EN DASH} 24 bln"])
def test_a_dash_before_a_length_is_no_minus(text: str) -> None:
    assert cell(C, "experience", text) == (Experience("Juru las", 24),)


def test_licences_keep_their_last_day() -> None:
    assert cell(
        C, "licences", "SIM A/C s/d 17/08/2029; SIO forklift kelas 1 (berlaku sampai 1 Mei 2027)"
    ) == (
        HeldLicence(Licence.SIM_A, date(2029, 8, 17)),
        HeldLicence(Licence.SIM_C, date(2029, 8, 17)),
        HeldLicence(Licence.SIO_FORKLIFT_1, date(2027, 5, 1)),
    )


def test_a_blocker_takes_the_days_that_are_written_or_usual() -> None:
    kinds = BlockerKind.IDENTITY_CARD, BlockerKind.POLICE_RECORD_LETTER, BlockerKind.BANK_ACCOUNT
    assert cell(C, "blockers", "SKCK: proses 21 hari; KTP: selesai 3 hari; rekening: belum") == (
        Blocker(kinds[0], BlockerStatus.DONE, 0),
        Blocker(kinds[1], BlockerStatus.IN_PROGRESS, 21),
        Blocker(kinds[2], BlockerStatus.OPEN, 14),
    )


def test_a_bare_p_is_read_by_the_legend_of_its_header() -> None:
    assert cell(C, "sex", "P", header="Jenis Kelamin (L/P)") == "female"
    assert cell(C, "sex", "P", header="Jenis Kelamin (P/W)") == "male"
    with pytest.raises(InvalidValue):
        cell(C, "sex", "P", header="Jenis Kelamin")


def test_a_problem_names_the_row_of_the_sheet_and_the_header_as_written() -> None:
    rows = [SheetRow(7, example(C)), SheetRow(9, example(C, home="Madiun", education="pintar"))]
    good, problems = reader(C).read(rows)
    assert [row.number for row in good] == [7]
    assert [(one.row, one.column, one.value) for one in problems] == [
        (9, "tempat kembali", "Madiun"),
        (9, "pendidikan", "pintar"),
    ]


def test_a_text_out_of_word_is_taken_in_with_its_bullets() -> None:
    pasted = read(V, description="Syarat:\n\uf0b7 Bisa las 3G")
    assert pasted.values["description"] == "Syarat:\n• Bisa las 3G"


def test_a_blank_required_cell_is_a_problem_and_any_other_says_nothing() -> None:
    _, problems = reader(C).read([SheetRow(2, example(C, name="-"))])
    assert [one.column for one in problems] == ["nama"]
    assert "phone" not in read(C, phone="n/a").values


@given(
    st.sampled_from(SENSITIVE),
    st.text(st.characters(categories=("L", "N", "P"), max_codepoint=0x2FF), min_size=6),
)
def test_no_problem_ever_quotes_a_sensitive_cell(place: tuple[ImportKind, Any], secret: str) -> None:
    kind, sensitive = place
    _, problems = reader(kind).read([SheetRow(2, example(kind, **{sensitive.key: secret}))])
    for one in problems:
        assert one.value == MASK
        assert secret not in one.problem


def test_texts_of_sensitive_columns_are_not_remembered() -> None:
    cells = CellReader(reading())
    cells.read(column(C, "name"), "nama", "Contoh Satu")
    cells.read(column(C, "education"), "pendidikan", "SMA")
    assert "Contoh Satu" not in str(vars(cells))
    assert "SMA" in str(vars(cells))


@pytest.mark.parametrize("text", ["Madiun", "Kab. Madiun"])
def test_remembering_changes_no_answer(text: str) -> None:
    cells, home = CellReader(reading()), column(C, "home")

    def answer() -> Any:
        try:
            return cells.read(home, "tempat kembali", text)
        except InvalidValue as error:
            return error.problem

    assert answer() == answer()
