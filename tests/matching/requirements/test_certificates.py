"""Certificates: those that a candidate is to bring, and not what is given, seen to, known, or of another kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.requirements.items import Strength
from matching.requirements.reading import read_requirements
from matching.vocabulary import Licence
from tests.matching.requirements.test_denial import read

SCHEMES = (  # as they are named after the word
    "Gada Pratama",
    "K3 Umum",
    "AK3 Umum",
    "BNSP",
    "Brevet A & B",
    "food handler",
    "penjamah makanan",
    "welder 3G",
    "6G",
    "TKBT 2",
    "barista",
    "menjahit garmen",
    "teknisi AC",
    "auditor ISO 9001",
)
KNOWN = (
    "Gada Madya",
    "Ahli K3 Umum",
    "AK3",
    "Brevet A/B",
    "STR",
    "STRTTK",
    "SKK",
    "TKBT 1",
    "BTCLS",
    "CCNA",
    "SIO rigger",
)
ASKS = ("Memiliki {}", "Wajib memiliki {}", "- Mempunyai {} yang masih berlaku", "Must have {}", "Punya {}.")
PAPERS = (
    "sertifikat {}",
    "sertifikasi {}",
    "sertifikat kompetensi {}",
    "sertifikat pelatihan {}",
    "certificate {}",
)
OTHER = (  # papers of another kind
    "vaksin dosis 3",
    "vaksinasi",
    "tanah",
    "pendidikan terakhir",
    "pendidikan formal",
    "bebas narkoba",
    "magang",
    "kelulusan",
    "halal produk",
    "penghargaan",
    "rumah",
)
schemes, known = st.sampled_from(SCHEMES), st.sampled_from(KNOWN)
papers, asks = st.sampled_from(PAPERS), st.sampled_from(ASKS)


def named(text: str) -> list[tuple[str, Strength]]:
    return [(item.value, item.strength) for item in read(text).certificates]


@given(asks, papers, schemes)
def test_a_named_certificate_that_a_candidate_is_to_hold_is_asked(ask: str, paper: str, scheme: str) -> None:
    ((name, strength),) = named(ask.format(paper.format(scheme)))
    assert name in scheme.lower()
    assert strength is Strength.REQUIRED


@given(
    st.sampled_from(("Memiliki {}", "Punya {}", "- {} yang masih berlaku")),
    known,
    st.sampled_from(("", " (diutamakan)", " menjadi nilai plus", " tidak wajib")),
)
def test_a_known_scheme_is_asked_without_the_word_as_strongly_as_its_clause_says(
    ask: str, scheme: str, said: str
) -> None:
    ((name, strength),) = named(f"{ask}{said}".format(scheme))
    assert name == scheme.lower()
    weaker = Strength.NOT_NEEDED if "tidak" in said else Strength.PREFERRED
    assert strength is (weaker if said else Strength.REQUIRED)


@given(asks, papers, st.sampled_from(OTHER))
def test_a_paper_of_another_kind_is_no_certificate(ask: str, paper: str, other: str) -> None:
    if "pelatihan" not in paper:
        assert named(ask.format(paper.format(other))) == []


@given(
    schemes,
    st.sampled_from(
        (
            "Anda akan mendapatkan sertifikat {}",
            "Setelah pelatihan diberikan sertifikat {}",
            "Sertifikasi {} ditanggung perusahaan",
            "Bersedia mengikuti sertifikasi {}",
            "Mengurus sertifikat {} karyawan",
            "Proses penerbitan sertifikat {}",
            "Perusahaan kami telah memiliki sertifikat {}",
            "PT Contoh Jaya adalah lembaga dengan sertifikasi {}",
            "You will receive a certificate {}",
            "Benefit:\n- Sertifikat {}",
            "Tugas:\n- Memeriksa sertifikat {}",
        )
    ),
)
def test_what_is_given_seen_to_or_a_firms_own_is_not_asked(scheme: str, sentence: str) -> None:
    assert named(sentence.format(scheme)) == []


@given(
    known,
    st.sampled_from(
        ("Memahami ketentuan {}", "Pengetahuan tentang {}", "Mengajar materi {}", "Knowledge of {}")
    ),
)
def test_what_is_known_or_taught_is_not_asked_to_be_held(scheme: str, sentence: str) -> None:
    assert named(sentence.format(scheme)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Memiliki sertifikat TOEFL", ["toefl"]),
        ("TOEFL minimal 500", ["toefl"]),
        ("Lulus JLPT N3", ["jlpt n3"]),
        ("Guru TOEFL dan IELTS", []),
        ("Menguasai bahasa Mandarin minimal HSK 4", []),
        ("Memiliki sertifikat kompetensi", []),
        ("Memiliki sertifikasi yang relevan", []),
        ("Sertifikasi terkait menjadi nilai tambah", []),
        ("Sertifikasi seperti CCNA", ["ccna"]),
        ("Sertifikat AK3 dan TKBT 2", ["ak3", "tkbt 2"]),
        ("Pernah mengikuti pelatihan menjahit", ["menjahit"]),
        ("Sertifikat 3G/6G masih berlaku", ["3g/6g"]),
        ("Certified welder required", ["welder"]),
        ("Certificate of competence in scaffolding", ["scaffolding"]),
    ],
)
def test_tests_of_a_language_lists_and_names(text: str, expected: list[str]) -> None:
    assert [name for name, _ in named(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sertifikat Gada Pratama atau pengalaman 2 tahun",
        "Pendidikan D3 atau memiliki sertifikat barista",
        "Sudah mengikuti pelatihan pijat (jika belum, dilatih)",
    ],
)
def test_a_certificate_that_something_else_may_stand_in_for_is_a_wish(text: str) -> None:
    assert [strength for _, strength in named(text)] == [Strength.PREFERRED]


def test_a_wish_carries_over_a_list_and_not_over_a_must() -> None:
    wish, must = Strength.PREFERRED, Strength.REQUIRED
    assert [strength for _, strength in named("Diutamakan sertifikat CCNA, MTCNA")] == [wish, wish]
    said = named("Sertifikat barista nilai plus, sertifikat K3 wajib")
    assert [strength for _, strength in said] == [wish, must]


def test_a_title_that_is_called_by_a_scheme_asks_for_none_and_an_sio_of_another_trade_is_no_licence() -> None:
    assert read_requirements("Ahli K3 Umum\nRajin dan jujur").certificates == ()
    found = read_requirements("Operator forklift\nMemiliki SIO rigger")
    assert (found.licences, [item.value for item in found.certificates]) == ((), ["sio rigger"])
    both = read("SIO forklift dan sertifikat welder dan TKBT Kemnaker")
    assert [item.value.licences for item in both.licences] == [{Licence.SIO_FORKLIFT}, {Licence.SIO_WELDER}]
    assert [item.value for item in both.certificates] == ["tkbt"]
