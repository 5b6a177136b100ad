"""Reading of requirements: own sentences with what each says, and laws that hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.language.choices import Sex
from matching.requirements.items import AgeLimits, Item, Requirements, Strength, Willingness
from matching.requirements.reading import (
    age_limits,
    experience_asked,
    least_education,
    only_sex,
    read_requirements,
    wage_offered,
)
from matching.vocabulary import Education, Language, Licence, WageUnit

TITLE = "Dibutuhkan segera\n"
BOILERPLATE = "PT Contoh Sejahtera bergerak di bidang boga dan berdiri sejak 25 tahun yang lalu.\n"
CLOSING = "\nKirim lamaran lewat pos ke alamat kami.\nSenin - Jumat"


def read(text: str) -> Requirements:
    return read_requirements(TITLE + text)


def every(found: Requirements) -> list[Item[object]]:
    return [item for name in found.__slots__ for item in getattr(found, name)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Pendidikan minimal SMA/SMK sederajat", Education.SMA),
        ("Pendidikan min.SMU", Education.SMA),
        ("- SMA/SMK", Education.SMA),
        ("Lulusan SMP, SMA atau D3", Education.SMP),
        ("Pendidikan minimal SD", Education.SD),
        ("Ijazah minimal Paket C", Education.SMA),
        ("Pendidikan minimal SMK, diutamakan D3/S1", Education.SMA),
        ("Pendidikan minimal SMA (D3 lebih disukai)", Education.SMA),
        ("D3 (Diploma) atau Sarjana (S1)", Education.D3),
        ("Pendidikan minimal Diploma", Education.D1),
        ("Minimum Diploma or Bachelor's degree in any field", Education.D1),
        ("Bachelor degree in Accounting", Education.S1),
        ("Pendidikan minimal S1, namun terbuka bagi SMA berpengalaman", Education.SMA),
        ("Pendidikan tidak dibatasi", Education.NONE),
        ("Diutamakan S1 Manajemen, S1 Akuntansi", None),
        ("Pendidikan minimal SMA / SMK (perhotelan, tata boga lebih disukai)", Education.SMA),
        ("Lulusan D3 dan memiliki pengalaman lebih diutamakan", Education.D3),
        ("Pendidikan minimal S1Jurusan Akuntansi", Education.S1),
        ("Lulusan Profesi Apoteker", Education.S1),
        ("Pendidikan maksimal SMA/SMK", None),
        ("Bersedia bekerja di lapangan", None),
        ("Pengajar untuk siswa SD dan SMP", None),
        ("Jam kerja 08.00 sd 16.00", None),
        ("SMK Harapan Bangsa membuka lowongan", None),
        ("Gaji s/d 1.750.000", None),
    ],
)
def test_the_lowest_level_that_is_accepted_is_read(text: str, level: Education | None) -> None:
    item = least_education(read(text))
    assert (item.value if item else None) is level


@pytest.mark.parametrize(
    ("text", "months", "must"),
    [
        ("Pengalaman minimal 1 tahun", 12, True),
        ("pengalaman min. 1 th di bidang mebel", 12, True),
        ("Minimal 2 (dua) tahun sebagai kasir", 24, True),
        ("Berpengalaman 1-2 tahun", 12, True),
        ("Pengalaman menjahit 6 bulan", 6, True),
        ("Min. 2 years experience in cooking", 24, True),
        ("Pengalaman minimal\n3 tahun", 36, True),
        ("D3 Teknik, pengalaman 2 thn, usia 25 - 40 thn", 24, True),
        ("Pengalaman sebagai kepala dapur 5 tahun atau koki 1 tahun", 12, True),
        ("Berpengalaman di bidang las", None, True),
        ("Pengalaman mengelas 1 tahun lebih disukai", 12, False),
        ("Diutamakan memiliki pengalaman", None, False),
        ("Pengalaman sebagai kasir, pelayan, atau serupa menjadi nilai tambah", None, False),
        ("Pengalaman memasak (2 tahun jika memungkinkan)", 24, False),
        ("Nilai plus:\n- Pengalaman di hotel", None, False),
        ("[Opsional] Memiliki pengalaman mengecat", None, False),
        ("Memiliki pengalaman atau minat di bidang batik", None, False),
        ("Pengalaman kerja min.2 tahun", 24, True),
        ("Pengalaman minimal 2 tahun, memahami percetakan menjadi nilai plus", 24, True),
        ("Pengalaman 1 tahun di bidang jasa (perhotelan, boga lebih diutamakan)", 12, True),
        ("Pengalaman 1 tahun (lebih disukai)", 12, False),
        ("Pengalaman sebagai kasir, pelayan, atau pernah berdagang (nilai plus)", None, False),
        ("Pengalaman di bidang mebel 1 tahun / bidang lain 2 tahun", 12, True),
        ("Pengalaman minimal 5 tahun, dengan minimal 2 tahun sebagai mandor", 60, True),
        ("Memiliki pengalaman mengajar (tidak wajib asalkan mau belajar)", None, False),
        ("Pengalaman minimal 2 tahun (tidak harus di bidang yang sama)", 24, True),
        ("Pengalaman minimal 1 tahun. Tidak terbuka untuk fresh graduate", 12, True),
        ("Pengalaman minimal\n1 tahun\nsebagai kasir lebih disukai", 12, False),
        (
            "Kami mencari juru masak yang berpengalaman.\nSyarat:\n- Diutamakan memiliki pengalaman",
            None,
            False,
        ),
        ("Tanpa pengalaman", 0, False),
        ("Tidak harus berpengalaman", 0, False),
        ("Pengalaman tidak wajib", 0, False),
        ("Fresh graduate dipersilakan melamar", 0, False),
        ("Pengalaman minimal 1 tahun (freshgraduate boleh melamar)", 0, False),
        ("Pengalaman/Non Pengalaman", 0, False),
        ("Pengalaman kurang dari 1 tahun boleh", 0, False),
        ("Pengalaman di bawah 1 tahun dipersilakan melamar", 0, False),
        ("Pengalaman <1 tahun tetap dipertimbangkan", 0, False),
        ("Pengalaman maksimal 2 tahun", 0, False),
        ("Pengalaman paling lama 2 tahun", 0, False),
        ("Maximum 2 years of experience", 0, False),
        ("Experience of no more than 3 years", 0, False),
        ("Pengalaman tidak lebih dari 2 tahun", 0, False),
        ("Tidak mengutamakan pengalaman", None, False),
        ("Kami tidak mementingkan pengalaman", None, False),
        ("Pengalaman tidak diutamakan", 0, False),
        ("Pengalaman bukan hal utama", None, False),
        ("Pengalaman bukan merupakan syarat mutlak", None, False),
        ("Experience is not a must", None, False),
        ("We do not require experience", None, False),
        ("Pengalaman tidak kurang dari 2 tahun", 24, True),
        ("Pengalaman lebih dari 2 tahun", 24, True),
        ("Pengalaman minimal 1 tahun, maksimal 3 tahun", 12, True),
        ("Pengalaman minimal 1 tahun\nPengalaman maksimal 3 tahun", 12, True),
        ("Berpengalaman mengasuh anak di bawah 6 tahun", None, True),
        ("No experience needed", 0, False),
        ("Usia maksimal 30 tahun", None, None),
        ("Kontrak kerja selama 1 tahun", None, None),
        ("Kami menghadirkan pengalaman belanja yang menyenangkan", None, None),
        ("Gaji sesuai pengalaman", None, None),
    ],
)
def test_experience_is_told_from_age_contracts_and_customers(
    text: str, months: int | None, must: bool | None
) -> None:
    item = experience_asked(read(text))
    assert (item.value if item else None, item.required if item else None) == (months, must)


@pytest.mark.parametrize(
    ("text", "licences", "strength", "any_of"),
    [
        ("Memiliki SIM A", {Licence.SIM_A}, Strength.REQUIRED, False),
        (
            "Memiliki SIM B1, A, dan C",
            {Licence.SIM_B1, Licence.SIM_A, Licence.SIM_C},
            Strength.REQUIRED,
            False,
        ),
        ("SIM A/C aktif", {Licence.SIM_A, Licence.SIM_C}, Strength.REQUIRED, True),
        ("SIM B1 Umum", {Licence.SIM_B1_UMUM}, Strength.REQUIRED, False),
        ("SIM aktif (A)", {Licence.SIM_A}, Strength.REQUIRED, False),
        ("Sertifikat Operator Forklift (SIO)", {Licence.SIO_FORKLIFT}, Strength.REQUIRED, False),
        ("SIO forklift kelas 1", {Licence.SIO_FORKLIFT_1}, Strength.REQUIRED, False),
        ("SIM C (jika diperlukan)", {Licence.SIM_C}, Strength.PREFERRED, False),
        ("Diutamakan yang punya SIM B2", {Licence.SIM_B2}, Strength.PREFERRED, False),
        ("SIM A tidak wajib", {Licence.SIM_A}, Strength.NOT_NEEDED, False),
        ("Surat Izin Mengemudi (SIM) Kelas B1", {Licence.SIM_B1}, Strength.REQUIRED, False),
        ("SIM B (I atau II)", {Licence.SIM_B1, Licence.SIM_B2}, Strength.REQUIRED, True),
        ("SIO crane / pengalaman", {Licence.SIO_CRANE}, Strength.PREFERRED, False),
        (
            "Sehat.\nLebih disukai\nmemiliki sertifikat\nK3 Listrik",
            {Licence.K3_ELECTRICIAN},
            Strength.PREFERRED,
            False,
        ),
        ("🚗 Memiliki SIM C 📊 Menguasai Excel (nilai tambah)", {Licence.SIM_C}, Strength.REQUIRED, False),
        ("Sertifikat welder dan rigger Kemnaker", {Licence.SIO_WELDER}, Strength.REQUIRED, False),
    ],
)
def test_licences_are_read_with_their_strength(
    text: str, licences: set[Licence], strength: Strength, any_of: bool
) -> None:
    (item,) = read(text).licences
    assert item.value.licences == licences
    assert (item.value.any_of, item.strength) == (any_of, strength)


def test_a_licence_that_is_a_plus_leaves_the_one_beside_it_a_must() -> None:
    must, plus = read("Memiliki SIM C (dan SIM A menjadi nilai tambah)").licences
    assert (must.strength, plus.strength) == (Strength.REQUIRED, Strength.PREFERRED)
    assert not read("Memiliki kendaraan dan SIM, bersedia lembur").licences


def test_an_operators_licence_without_its_machine_is_for_the_one_of_the_title() -> None:
    (item,) = read_requirements("Operator Forklift\nMemiliki SIO aktif").licences
    assert item.value.licences == {Licence.SIO_FORKLIFT}
    assert not read_requirements("Operator Produksi\nMemiliki SIO aktif").licences


FORM = "\n- Pria/Wanita- Tanpa Pengalaman Bekerja- SMA/SMK- 17 - 30 Tahun- Kandidat wajib upload foto- Radius 10 km"
LINE = "\nDiperlukan 2-3 tahun pengalaman kerja yang relevan untuk posisi ini"


@pytest.mark.parametrize(
    ("own", "months", "must"),
    [
        ("Pengalaman minimal 1 tahun" + FORM, 12, True),
        ("Berpengalaman di bidang las" + FORM, None, True),
        ("Pengalaman di bidang las lebih disukai" + FORM, 0, False),
        ("Sehat" + FORM, 0, False),
        ("Pengalaman minimal 1 tahun" + LINE, 12, True),
        ("Berpengalaman di bidang las" + LINE, 24, True),
        ("Fresh graduate dipersilakan" + LINE, 0, False),
        ("Pengalaman di bidang las lebih disukai" + LINE, None, False),
    ],
)
def test_what_a_portal_writes_yields_to_the_employers_words(own: str, months: int | None, must: bool) -> None:
    item = experience_asked(read(own))
    assert item is not None
    assert (item.value, item.required) == (months, must)


def test_a_portals_ages_count_for_the_end_that_the_employer_leaves_open() -> None:
    assert age_limits(read("Usia 20 - 35 tahun" + FORM)) == AgeLimits(20, 35)
    assert age_limits(read("Usia maksimal 40 tahun" + FORM)) == AgeLimits(17, 40)
    assert age_limits(read("Sehat" + FORM)) == AgeLimits(17, 30)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Usia maksimal 35 tahun", AgeLimits(None, 35)),
        ("Pria, max.28 th", AgeLimits(None, 28)),
        ("Umur antara 18 s/d 25 tahun", AgeLimits(18, 25)),
        ("Usia minimal 18 tahun dan maksimal 40 tahun", AgeLimits(18, 40)),
        ("20 - 33 Tahun", AgeLimits(20, 33)),
        ("Max 35 years old", AgeLimits(None, 35)),
        ("Usia 30 tahun", AgeLimits(None, 30)),
        ("Usia min 21 thn", AgeLimits(21, None)),
        ("Usia 17 tahun ke atas", AgeLimits(17, None)),
        ("Usia 17 tahun keatas", AgeLimits(17, None)),
        ("Umur 20 ke atas", AgeLimits(20, None)),
        ("Pria 18 th dan ke atas", AgeLimits(18, None)),
        ("Aged 18 and above", AgeLimits(18, None)),
        ("18 years and over", AgeLimits(18, None)),
        ("Usia 18 tahun atau lebih", AgeLimits(18, None)),
        ("At least 18 years old", AgeLimits(18, None)),
        ("At least 18 years of age", AgeLimits(18, None)),
        ("lebih dari 18 tahun", AgeLimits(18, None)),
        ("Usia lebih dari 18 tahun", AgeLimits(18, None)),
        ("Older than 18 years", AgeLimits(18, None)),
        ("Umur sekurang-kurangnya 21", AgeLimits(21, None)),
        ("Usia setidak-tidaknya 19 tahun", AgeLimits(19, None)),
        ("Usia paling rendah 18 tahun", AgeLimits(18, None)),
        ("Usia tidak kurang dari 18 tahun", AgeLimits(18, None)),
        ("18+", AgeLimits(18, None)),
        ("Wanita 25+ tahun", AgeLimits(25, None)),
        ("Usia 35 tahun ke bawah", AgeLimits(None, 35)),
        ("Usia 30 kebawah", AgeLimits(None, 30)),
        ("max 28 y.o", AgeLimits(None, 28)),
        ("Max. 28 y.o.", AgeLimits(None, 28)),
        ("maks. 35 th", AgeLimits(None, 35)),
        ("Usia paling tinggi 40 tahun", AgeLimits(None, 40)),
        ("Usia kurang dari 30 tahun", AgeLimits(None, 30)),
        ("Usia tidak lebih dari 30 tahun", AgeLimits(None, 30)),
        ("Not older than 35 years", AgeLimits(None, 35)),
        ("No older than 35", AgeLimits(None, 35)),
        ("Younger than 30", AgeLimits(None, 30)),
        ("Lebih dari 20 tahun kami melayani", None),
        ("Kami berdiri lebih dari 20 tahun", None),
        ("Mengelola 18+ gerai", None),
        ("Gaji 18+ juta", None),
        ("Tidak ada batasan usia", None),
        ("Mengajar anak usia 4-12 tahun", None),
        ("Pengalaman 15 tahun", None),
        ("Berdiri sejak 25 tahun lalu", None),
    ],
)
def test_limits_of_age_are_told_from_other_lengths(text: str, limits: AgeLimits | None) -> None:
    assert age_limits(read(text)) == limits


@pytest.mark.parametrize("bound", ["max 28 y.o", "(maks. 28 th)", "max. 28 tahun"])
def test_a_title_may_state_an_age(bound: str) -> None:
    assert age_limits(read_requirements(f"Perakit {bound}")) == AgeLimits(None, 28)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Laki-laki", Sex.MALE),
        ("Wanita maks 30 tahun", Sex.FEMALE),
        ("Jenis kelamin: Perempuan", Sex.FEMALE),
        ("Khusus pria", Sex.MALE),
        ("Female only", Sex.FEMALE),
        ("Pria/Wanita", None),
        ("P/W", None),
        ("L/P maks 40 th", None),
        ("Laki - laki dan perempuan", None),
        ("Tugas:\n- Menjual barang\n- Wanita/Pria (19 - 30 tahun)", None),
        ("Pria & Wanita20-35 tahun", None),
        ("Toko pakaian wanita", None),
        ("Penempatan Gunung Putri", None),
    ],
)
def test_one_sex_is_read_only_where_the_other_is_not_welcome(text: str, sex: Sex | None) -> None:
    assert only_sex(read(text)) is sex


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    [
        ("Gaji Rp4,5 jt", 4_500_000, 4_500_000, WageUnit.MONTH),
        ("Gaji: 3-4 juta/bulan", 3_000_000, 4_000_000, WageUnit.MONTH),
        ("Gaji Rp3,000,000 - Rp5,000,000 per bulan", 3_000_000, 5_000_000, WageUnit.MONTH),
        ("Gaji Rp. 85.000,- / hari", 85_000, 85_000, WageUnit.DAY),
        ("Gaji mulai 2,5 juta", 2_500_000, None, WageUnit.MONTH),
        ("Gaji hingga 4 juta", None, 4_000_000, WageUnit.MONTH),
        ("Gaji pokok 80.000/hari", 80_000, 80_000, WageUnit.DAY),
        (
            "Gaji:\nSenior: Rp 3.000.000 / bulan\nYunior: Rp 2.000.000 / bulan",
            2_000_000,
            3_000_000,
            WageUnit.MONTH,
        ),
        ("Gaji awal 4 juta, lalu menjadi 5-7 juta", 4_000_000, 7_000_000, WageUnit.MONTH),
        ("Gaji pokok, bonus, uang makan = 9-11 juta", 9_000_000, 11_000_000, WageUnit.MONTH),
        ("Gaji yang diinginkan: $2,000,000 per bulan", 2_000_000, 2_000_000, WageUnit.MONTH),
        ("Besaran gaji :\n3,5 - 5 Juta", 3_500_000, 5_000_000, WageUnit.MONTH),
    ],
)
def test_the_base_wage_is_read_with_its_unit(
    text: str, lower: int | None, upper: int | None, unit: WageUnit
) -> None:
    item = wage_offered(read(text))
    assert item is not None
    assert (item.value.lower, item.value.upper, item.value.unit) == (lower, upper, unit)


@pytest.mark.parametrize(
    "text", ["Gaji pokok + uang makan", "Gaji UMK 2026", "Bonus Rp 500.000", "Gaji $2.000", "Gaji 13"]
)
def test_what_is_no_wage_in_rupiah_is_not_read_as_one(text: str) -> None:
    assert wage_offered(read(text)) is None


def test_conditions_are_read_beside() -> None:
    found = read(
        "Memiliki SKCK aktif\nBersedia kerja shift dan lembur\nBersedia ditempatkan di luar kota\n"
        "Dibutuhkan 3 orang\nMenguasai bahasa Inggris (Mandarin nilai plus)\nSertifikat Barista menjadi nilai tambah"
    )
    assert [item.value for item in found.police_record_letter] == [True]
    assert {item.value for item in found.willingness} >= {
        Willingness.SHIFT,
        Willingness.OVERTIME,
        Willingness.ELSEWHERE,
    }
    assert [item.value for item in found.openings] == [3]
    assert [(item.value, item.strength) for item in found.languages] == [
        (Language.ENGLISH, Strength.REQUIRED),
        (Language.MANDARIN, Strength.PREFERRED),
    ]
    assert [(item.value, item.strength) for item in found.certificates] == [("barista", Strength.PREFERRED)]
    assert [item.value for item in read("SKCK tidak wajib").police_record_letter] == [False]


def test_lists_glued_into_one_line_are_read_as_lists() -> None:
    found = read("- Pria/Wanita- Tanpa Pengalaman- SMA/SMK- 20 - 35 Tahun- Sehat")
    assert age_limits(found) == AgeLimits(20, 35)
    assert least_education(found) is not None
    assert [item.value for item in found.experience] == [0]


SENTENCES = st.sampled_from(
    [
        "Pendidikan minimal SMA/SMK",
        "Pengalaman minimal 1 tahun",
        "SIM B1 Umum wajib, SIM C nilai plus",
        "Wanita, usia maks 30 th",
        "Gaji 3-4 juta/bulan",
        "Bersedia lembur",
        "Kualifikasi :",
        "(diutamakan)",
    ]
)
TEXTS = st.lists(SENTENCES | st.text(max_size=30), max_size=12).map("\n".join) | st.text(max_size=200)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    for item in every(read_requirements(text)):
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip()
        assert 0 < item.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES.filter(lambda sentence: sentence[-1] not in ":)"), min_size=1, max_size=6))
def test_boilerplate_around_the_text_changes_nothing_that_is_read(sentences: list[str]) -> None:
    body = "Kualifikasi :\n" + "\n".join(f"- {sentence}" for sentence in sentences)
    shift = len(BOILERPLATE)
    alone, around = read(body), read(BOILERPLATE + body + CLOSING)
    assert [(i.value, i.strength, i.start + shift, i.end + shift) for i in every(alone)] == [
        (i.value, i.strength, i.start, i.end) for i in every(around)
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "SIM A/",
        "pengalaman ",
        "usia max ",
        "a ",
        "1 ",
        "gaji ",
        "(",
        "- ",
        "1-2 tahun ",
        ", diutamakan",
        "\n-",
        "sertifikat a",
        "sim a tidak ",
        "tidak wajib sma, ",
        "salah satu sim a ",
    ],
)
def test_a_long_repetition_costs_no_more_than_its_length(piece: str) -> None:
    read_requirements(piece * (20_000 // len(piece)))  # a quadratic pattern would take minutes
