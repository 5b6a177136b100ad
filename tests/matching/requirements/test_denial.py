"""Denials: what is not asked for bars nobody, what is asked for stays a must, and doubt bars nobody either."""

from collections.abc import Iterable
from typing import TypeVar

import pytest

from matching.requirements.filling import BARRING
from matching.requirements.items import Item, Requirements, Strength
from matching.requirements.reading import least_education, read_requirements
from matching.vocabulary import Education, Language, Licence

T = TypeVar("T")
TITLE = "Dibutuhkan segera\nKualifikasi:\n"


def read(text: str) -> Requirements:
    return read_requirements(TITLE + text)


def surely_asked(items: Iterable[Item[T]]) -> list[T]:
    """What is asked so surely that it may close a vacancy."""
    return [item.value for item in items if item.required and item.confidence >= BARRING and item.value]


def bars(found: Requirements) -> list[object]:
    """What of schooling and licences may close a vacancy."""
    return [*surely_asked(found.education), *surely_asked(found.licences)]


@pytest.mark.parametrize(
    "text",
    [
        "Bukan lulusan S1. Maksimal SMA.",
        "Lowongan ini bukan untuk lulusan S1",
        "Bukan untuk lulusan D3 maupun S1",
        "Tidak harus lulusan SMA",
        "Lulusan S1 jangan melamar",
        "Lulusan S1 Teknik Sipil mohon tidak melamar",
        "Sarjana tidak kami terima",
        "Lulusan S1 tidak dapat diproses",
        "Untuk lulusan D3, mohon jangan melamar",
        "Selain lulusan S1 dipersilakan",
        "Kecuali SMA, semua jenjang boleh",
        "Tidak menerima lulusan SD",
        "Tidak menerima lulusan SD dan SMP",
        "Tidak menerima lulusan SD, SMP",
        "Kami tidak mencari lulusan S1",
        "Ijazah SMA bukan syarat mutlak",
        "Ijazah SMA bukan merupakan syarat",
        "Lulusan SMA tidak wajib asalkan terampil",
        "Tidak perlu ijazah SMA",
        "Tanpa ijazah SMA boleh melamar",
        "Tidak memiliki ijazah SMA tidak masalah",
        "Belum punya ijazah SMA? Tidak apa-apa",
        "Lulusan SMA ditolak",
        "Non S1 diutamakan",
        "Not for bachelor graduates",
        "No bachelor degree needed",
        "Bachelor's degree is not a must",
        "Bachelor graduates need not apply",
        "High school diploma isn't required",
        "We don't require a bachelor's degree",
        "S1 holders please do not apply",
        "You do not need a master's degree",
        "Tidak mensyaratkan ijazah SMA",
        "Ijazah SMA tidak diutamakan",
        "Tanpa memandang ijazah SMA",
        "Lulusan SMA ke bawah",
        "Lulusan di bawah SMA juga boleh",
        "Pendidikan terakhir bukan S1",
        "Lulusan selain S1 boleh melamar",
        "Lulusan S1 mohon maaf belum bisa kami terima",
        "Tidak lulus SMA boleh",
    ],
)
def test_schooling_that_is_denied_bars_nobody(text: str) -> None:
    assert bars(read(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "tidak menerima SIM B1 saja",
        "SIO crane bukan syarat",
        "SIO bukan crane",
        "SIM B1 bukan keharusan",
        "SIM B1 bukan suatu keharusan untuk posisi ini",
        "SIM A tidak menjadi syarat utama",
        "SIM A untuk posisi ini tidak wajib",
        "Tidak punya SIM C boleh",
        "Belum punya SIM B1? Tetap boleh melamar!",
        "Belum memiliki SIM A dan SIM C tidak masalah",
        "Nggak punya SIM C gak masalah",
        "Tanpa SIM A",
        "Tanpa harus memiliki SIM A",
        "Tidak diwajibkan memiliki SIM A atau SIM C",
        "Pemegang SIM B2 Umum jangan melamar",
        "SIO forklift tidak dipersyaratkan",
        "SIO forklift tidak terlalu penting",
        "Tak perlu SIO forklift",
        "Punya SIM B1?",
        "SIM A not needed",
        "SIM A is not required for this role",
        "No SIM A needed",
        "No SIM A required",
        "Without SIM A",
        "SIO forklift isn't mandatory",
        "You don't need SIM C",
        "SIM C is not necessary",
        "SIM B1 kayaknya belum tentu perlu",
        "SIM A gak harus punya",
        "SIM A - tidak wajib",
        "SIM A (bukan syarat mutlak)",
        "Punya atau tidak punya SIM C silakan melamar",
        "SIM B1 (bila tidak ada boleh menyusul)",
        "SIM B1 boleh menyusul",
        "Tidak punya SIO akan dibuatkan SIO forklift",
        "SIO forklift akan dibantu perusahaan",
        "Neither SIM A nor SIM C is needed",
        "SIM A won't be required",
    ],
)
def test_a_licence_that_is_denied_bars_nobody(text: str) -> None:
    assert bars(read(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tanpa SIM A jangan melamar",
        "Tidak punya SIM A dilarang melamar",
        "Tidak memiliki SIM A ditolak",
        "Jangan melamar jika tidak memiliki SIM A",
        "Tidak boleh tidak memiliki SIM A",
        "Belum punya SIM A, jangan melamar",
        "No SIM A, no entry",
        "Without SIM A please do not apply",
        "SIM A atau surat yang tidak kami sebut",
        "SIM A belum tentu",
    ],
)
def test_what_is_asked_for_by_two_denials_or_beside_an_unclear_one_is_shown_but_bars_nobody(
    text: str,
) -> None:
    (item,) = read(text).licences
    assert item.value.licences == {Licence.SIM_A}
    assert item.strength is Strength.REQUIRED
    assert 0.75 <= item.confidence < BARRING


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("Memiliki SIM A, bukan SIM B2", Licence.SIM_A),
        ("SIM A bukan SIM C", Licence.SIM_A),
        ("Memiliki SIM A yang tidak mati", Licence.SIM_A),
        ("Wajib SIM A, tidak perlu SIM C", Licence.SIM_A),
        ("Tidak bertato, memiliki SIM A", Licence.SIM_A),
        ("Memiliki SIM A, tidak merokok dan tidak buta warna", Licence.SIM_A),
        ("Belum menikah, SIM A aktif", Licence.SIM_A),
        ("Memiliki SIM A, tanpa pengalaman boleh melamar", Licence.SIM_A),
        ("SIM A wajib, SIM C tidak wajib", Licence.SIM_A),
        ("SIM A required, SIM C not required", Licence.SIM_A),
        ("SIM A, no experience needed", Licence.SIM_A),
    ],
)
def test_a_denial_of_something_else_leaves_a_licence_a_must(text: str, barred: Licence) -> None:
    found = read(text).licences
    assert [item.value.licences for item in found if item.required and item.confidence >= BARRING] == [
        {barred}
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Lulusan SMA tanpa pengalaman", Education.SMA),
        ("Pendidikan minimal SMA, tidak sedang kuliah", Education.SMA),
        ("Pria, tidak bertindik, pendidikan minimal SMA", Education.SMA),
        ("Lulusan SMA, bukan Paket C", Education.SMA),
        ("Lulusan SMA tidak wajib berpengalaman", Education.SMA),
        ("Lulusan D3, fresh graduate tidak masalah", Education.D3),
        ("Tidak wajib berpengalaman, lulusan SMP", Education.SMP),
        ("Minimum high school, no experience required", Education.SMA),
        ("Pendidikan minimal SMA, belum menikah", Education.SMA),
        ("Tidak hanya lulusan S1, lulusan SMA juga boleh", Education.SMA),
    ],
)
def test_a_denial_of_something_else_leaves_schooling_asked(text: str, level: Education) -> None:
    item = least_education(read(text))
    assert item is not None
    assert (item.value, item.confidence >= BARRING) == (level, True)


@pytest.mark.parametrize(
    "text",
    [
        "SKCK tidak wajib",
        "No SKCK required",
        "No SKCK needed",
        "No SKCK",
        "Without SKCK",
        "Tanpa SKCK",
        "Tidak pakai SKCK",
        "Tidak perlu melampirkan SKCK",
        "Tidak usah SKCK",
        "Gak perlu bawa SKCK",
        "Police record not needed",
        "Police clearance is not required",
        "SKCK isn't necessary",
        "SKCK belum diperlukan saat melamar",
        "Surat keterangan catatan kepolisian bukan syarat",
    ],
)
def test_a_police_letter_that_is_denied_is_not_asked(text: str) -> None:
    assert [item.value for item in read(text).police_record_letter] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "SKCK aktif",
        "Wajib SKCK",
        "Tidak bertato, memiliki SKCK",
        "Memiliki SKCK dan tidak merokok",
        "Tanpa SKCK jangan melamar",
        "No SKCK, no interview",
        "SKCK, SIM C tidak wajib",
        "Tidak terlibat narkoba dibuktikan dengan SKCK",
    ],
)
def test_a_police_letter_beside_another_denial_is_asked(text: str) -> None:
    assert [item.value for item in read(text).police_record_letter] == [True]


ENGLISH, MANDARIN, JAPANESE = Language.ENGLISH, Language.MANDARIN, Language.JAPANESE


@pytest.mark.parametrize(
    ("text", "must", "wish"),
    [
        ("Wajib bisa bahasa Inggris, Mandarin nilai plus", {ENGLISH}, {MANDARIN}),
        ("Bahasa Inggris pasif wajib, Mandarin nilai plus", {ENGLISH}, {MANDARIN}),
        ("Bahasa Inggris aktif (wajib), Mandarin (diutamakan)", {ENGLISH}, {MANDARIN}),
        ("Wajib bahasa Inggris dan bahasa Mandarin nilai plus", {ENGLISH}, {MANDARIN}),
        ("Bahasa Mandarin lebih disukai, bahasa Inggris harus", {ENGLISH}, {MANDARIN}),
        ("Diutamakan bahasa Mandarin, wajib bahasa Inggris", {ENGLISH}, {MANDARIN}),
        ("Spoken English is a must, Mandarin would be a plus", {ENGLISH}, {MANDARIN}),
        ("English (required), Mandarin language (preferred)", {ENGLISH}, {MANDARIN}),
        ("Bahasa Inggris [wajib], bahasa Jepang [opsional]", {ENGLISH}, {JAPANESE}),
        ("Harus fasih bahasa Inggris, Jepang menjadi nilai tambah", {ENGLISH}, {JAPANESE}),
        ("Bahasa Inggris tidak wajib, Mandarin wajib", {MANDARIN}, set()),
        ("Bahasa Inggris, Mandarin nilai plus", set(), {ENGLISH, MANDARIN}),
        ("Bahasa Inggris tidak wajib tetapi diutamakan", set(), {ENGLISH}),
    ],
)
def test_a_must_in_its_own_words_is_no_wish_because_a_wish_follows(
    text: str, must: set[Language], wish: set[Language]
) -> None:
    found = read(text).languages
    assert {item.value for item in found if item.required} == must
    assert {item.value for item in found if item.strength is Strength.PREFERRED} == wish


@pytest.mark.parametrize(
    ("text", "must", "wish"),
    [
        ("Wajib SIM B1, B2 Umum nilai plus", {Licence.SIM_B1}, {Licence.SIM_B2_UMUM}),
        ("Wajib SIM A, nilai plus punya SIM C", {Licence.SIM_A}, {Licence.SIM_C}),
        ("SIM A (wajib), SIM C (nilai plus)", {Licence.SIM_A}, {Licence.SIM_C}),
        ("SIM A is required; SIM C would be a plus", {Licence.SIM_A}, {Licence.SIM_C}),
        ("Nilai plus:\n- SIM C\n- SIM A wajib", {Licence.SIM_A}, {Licence.SIM_C}),
        ("SIM C diutamakan, SIM A mutlak", {Licence.SIM_A}, {Licence.SIM_C}),
        ("Harus punya SIM A dan SIM C lebih disukai", {Licence.SIM_A}, {Licence.SIM_C}),
        ("SIM A must have, SIM C preferred", {Licence.SIM_A}, {Licence.SIM_C}),
    ],
)
def test_a_licence_that_must_be_held_stays_a_must_beside_a_wish(
    text: str, must: set[Licence], wish: set[Licence]
) -> None:
    found = read(text).licences
    assert {one for item in found if item.required for one in item.value.licences} == must
    assert {
        one for item in found if item.strength is Strength.PREFERRED for one in item.value.licences
    } == wish


def test_a_certificate_that_is_required_stays_so_beside_a_wish() -> None:
    (item,) = read("Certificate 3G is required; 6G would be a plus.").certificates
    assert item.required


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("SIM B II Umum & SIO Excavator (salah satu)", {Licence.SIM_B2_UMUM, Licence.SIO_EXCAVATOR}),
        ("Memiliki SIM A, SIM C (salah satu)", {Licence.SIM_A, Licence.SIM_C}),
        ("Salah satu dari SIM A, SIM B1", {Licence.SIM_A, Licence.SIM_B1}),
        ("Punya salah satu: SIO forklift dan SIO crane", {Licence.SIO_FORKLIFT, Licence.SIO_CRANE}),
        ("SIM B1 atau SIO forklift", {Licence.SIM_B1, Licence.SIO_FORKLIFT}),
        ("SIO forklift / SIO loader", {Licence.SIO_FORKLIFT, Licence.SIO_LOADER}),
        (
            "SIO crane, SIO loader atau SIO excavator",
            {Licence.SIO_CRANE, Licence.SIO_LOADER, Licence.SIO_EXCAVATOR},
        ),
        ("SIM C & SIM A aktif, salah satu", {Licence.SIM_A, Licence.SIM_C}),
        ("One of SIM A and SIM C", {Licence.SIM_A, Licence.SIM_C}),
    ],
)
def test_of_licences_of_which_one_is_enough_any_will_do(text: str, licences: set[Licence]) -> None:
    (item,) = read(text).licences
    assert item.value.licences == licences
    assert item.value.any_of
    assert item.required


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("SIM  B I  Umum", Licence.SIM_B1_UMUM),
        ("SIM\u00a0B I\u00a0Umum", Licence.SIM_B1_UMUM),
        ("SIM B\u00a0II  Umum", Licence.SIM_B2_UMUM),
        ("SIM   B1   Umum", Licence.SIM_B1_UMUM),
        ("SIM  B1-Umum", Licence.SIM_B1_UMUM),
        ("SIM  B  2", Licence.SIM_B2),
        ("SIM  A  Umum", Licence.SIM_A_UMUM),
        ("SIM\u00a0\u00a0C", Licence.SIM_C),
        ("SIO  forklift", Licence.SIO_FORKLIFT),
    ],
)
def test_blanks_of_any_kind_and_number_part_no_licence_from_its_class(text: str, licence: Licence) -> None:
    (item,) = read(text).licences
    assert item.value.licences == {licence}


def test_what_something_else_may_stand_in_for_is_a_wish() -> None:
    (item,) = read("Memiliki salah satu dari SIM A, motor pribadi").licences
    assert item.strength is Strength.PREFERRED
