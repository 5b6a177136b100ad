"""Verdicts in a sentence of their own, and licences that may have expired: what is asked, and what of it may bar."""

import pytest

from matching.requirements.items import Item, Requirements, Strength
from matching.requirements.reading import READERS
from matching.vocabulary import Education, Licence
from tests.matching.requirements.test_denial import bars, read, surely_asked

SIM_B1, SIM_A, SIM_C = Licence.SIM_B1, Licence.SIM_A, Licence.SIM_C
REQUIRED, PREFERRED, NOT_NEEDED = Strength.REQUIRED, Strength.PREFERRED, Strength.NOT_NEEDED
ASKED = (  # what each field is asked for by
    ("licences", "SIM B1"),
    ("licences", "Memiliki SIO forklift aktif"),
    ("education", "Min S1 Teknik"),
    ("education", "Bachelor's degree in any field"),
    ("certificates", "Sertifikat AK3 Umum"),
    ("languages", "Bahasa Inggris aktif"),
    ("police_record_letter", "SKCK"),
)
APART = (". ", ".\n", "\n", "\n- ", "\n• ", ".\n* ", "\n\n")
DENIED = (
    "Tidak wajib.",
    "tidak harus",
    "Bukan keharusan.",
    "Tapi tidak wajib ya.",
    "Ini bukan syarat mutlak!",
    "Not required.",
    "Not a must",
    "This is not mandatory.",
)
WISHED = (
    "Nilai tambah.",
    "Nilai plus!",
    "Diutamakan.",
    "Lebih disukai.",
    "Nice to have.",
    "A plus.",
    "Optional.",
)


def strengths(found: Requirements, field: str) -> list[Strength]:
    items: tuple[Item[object], ...] = getattr(found, field)
    return [item.strength for item in items]


@pytest.mark.parametrize(("field", "asked"), ASKED)
def test_a_verdict_in_a_sentence_of_its_own_is_of_the_demand_just_before_it(field: str, asked: str) -> None:
    assert field in READERS
    for said, strength in (*((s, NOT_NEEDED) for s in DENIED), *((s, PREFERRED) for s in WISHED)):
        for words in (*(f"{apart}{said}" for apart in APART), f" ({said})", f"\n({said})"):
            text = f"Jujur dan rajin\n{asked}{words}\nRapi"
            assert strengths(read(text), field) == [strength], text


@pytest.mark.parametrize(
    ("text", "must", "spared"),
    [
        ("SIM A\nSIM C\nTidak wajib", {SIM_A}, {SIM_C}),
        ("1. SIM B1\n2. Tidak wajib\n3. SIM A", {SIM_A}, {SIM_B1}),
        ("SIM C. Tidak wajib. Memiliki SIM A.", {SIM_A}, {SIM_C}),
        ("SIM C\nTidak wajib berpengalaman", {SIM_C}, set()),
        ("SIM C\nTidak merokok.", {SIM_C}, set()),
        ("SIM C.\nWajib.", {SIM_C}, set()),
        ("SIM A\nNilai plus:\nSIM C", {SIM_A}, {SIM_C}),
        ("SIM A\nNilai plus\nSIM C", {SIM_A}, {SIM_C}),
        ("SIM A\nTidak wajib:\n- SIM C", {SIM_A}, {SIM_C}),
        ("SIM A\nNot required:\n- SIM C", {SIM_A}, {SIM_C}),
        ("- SIM C\n- Nilai plus\n- SIM B1", set(), {SIM_C, SIM_B1}),  # of which of the two? so of both
        ("SIM C.\nNilai plus", set(), {SIM_C}),
    ],
)
def test_a_verdict_reaches_no_further_than_the_demand_just_before_it(
    text: str, must: set[Licence], spared: set[Licence]
) -> None:
    found = read(text)
    assert surely_asked(found.education) == []
    assert {one for asked in surely_asked(found.licences) for one in asked.licences} == must
    assert {one for item in found.licences if not item.required for one in item.value.licences} == spared


@pytest.mark.parametrize(
    "text",
    [
        "SIM B1. Kalau tidak punya juga tidak apa-apa.",
        "SIM B1\nTidak ada? Tidak masalah.",
        "SIM B1. Boleh menyusul.",
        "SIM B1. Opsional saja.",
        "SIM C, lulusan SMA. Tidak wajib.",
        "Memiliki SIM A dan pengalaman 2 tahun. Nilai plus.",
        "SIM B1. If available.",
    ],
)
def test_what_shares_its_sentence_with_the_demand_that_is_spared_bars_nobody(text: str) -> None:
    assert bars(read(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "SIM A mati boleh",
        "SIM A mati tidak masalah",
        "SIM A boleh mati",
        "SIM A (mati boleh)",
        "SIM A yang sudah mati tetap diterima",
        "SIM A kedaluwarsa tidak apa-apa",
        "SIM A hidup atau mati",
        "SIM A meskipun mati",
        "SIM A tidak aktif tidak masalah",
        "SIM A\nMati juga boleh",
        "SIM A.\nYang mati juga boleh.",
        "Expired SIM A is fine",
        "SIM A may be expired",
        "SIM A. Expired is fine.",
    ],
)
def test_a_licence_that_may_have_expired_is_asked_and_bars_nobody(text: str) -> None:
    found = read(text)
    assert [(item.value.licences, item.strength) for item in found.licences] == [
        (frozenset({SIM_A}), REQUIRED)
    ]
    assert bars(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "SIM A mati ditolak",
        "SIM A mati tidak diterima",
        "SIM A tidak boleh mati",
        "Memiliki SIM A yang tidak mati",
        "SIM A must not be expired",
        "SIM A, boleh fresh graduate",
    ],
)
def test_a_licence_that_may_not_have_expired_is_a_must(text: str) -> None:
    found = read(text)
    assert surely_asked(found.education) == []
    assert [asked.licences for asked in surely_asked(found.licences)] == [{SIM_A}]


def test_schooling_that_is_spared_in_the_next_line_leaves_the_lower_level_asked() -> None:
    found = read("Pendidikan minimal SMA\nMin S1 Teknik.\nBukan keharusan.")
    assert bars(found) == [Education.SMA]
