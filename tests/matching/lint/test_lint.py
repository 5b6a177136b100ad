"""Sentences of our own: what is found, and what only sounds like it."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.language.places import PlaceParser
from matching.lint.catalogue import Code, Finding, Severity, catalogue
from matching.lint.patterns import Wording
from matching.lint.reading import Linter
from matching.lint.wording import EVERY
from matching.messages import Tongue
from matching.model import Asks, EmployerId, Vacancy, VacancyId, Wage
from matching.model.records import PersonLimits, VacancyRecord
from matching.requirements.filling import filled, text_of
from matching.vocabulary import ContractKind, Education, Shift, WageUnit
from tests.people import gazetteer, world

TODAY = date(2026, 11, 22)
MADIUN = "35.19"
GOOD = Vacancy(
    VacancyId(UUID(int=1)),
    EmployerId(UUID(int=2)),
    "Tukang Las SMAW",
    MADIUN,
    description="Mengelas rangka baja di bengkel kami setiap hari.",
    wage=Wage(3_000_000, 3_500_000, WageUnit.MONTH, 3_000_000, 3_500_000),
    shifts=frozenset({Shift.DAY}),
    contract=ContractKind.FIXED_TERM,
    required=Asks(education=Education.SMA),
)


@cache
def linter() -> Linter:
    return Linter(world(), PlaceParser(gazetteer()))


def lint(description: str = "", *, limits: PersonLimits | None = None, **own: Any) -> tuple[Finding, ...]:
    text = f"{GOOD.description}\n{description}" if description else GOOD.description
    vacancy = filled(replace(GOOD, **{"description": text} | own))
    return linter().lint(VacancyRecord(vacancy, limits=limits or PersonLimits()), TODAY)


def codes(description: str = "", **own: Any) -> set[str]:
    return {str(one.code) for one in lint(description, **own)}


def test_a_good_advertisement_has_no_findings() -> None:
    assert lint() == ()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("record_demanded", "- Tidak pernah terlibat tindak kriminal"),
        ("record_demanded", "Bebas dari catatan kriminal dan narkoba"),
        ("record_demanded", "Wajib SKCK bersih"),
        ("record_demanded", "Surat pernyataan belum pernah dihukum penjara"),
        ("skck_demanded", "Persyaratan:\n- Melampirkan SKCK"),
        ("tattoo", "Tidak bertato dan tidak bertindik"),
        ("looks", "Berpenampilan rapi dan menarik"),
        ("looks", "Good looking dan ramah"),
        ("body", "Tinggi badan minimal 165 cm"),
        ("body", "Tidak buta warna"),
        ("disability", "Sehat dan tidak cacat fisik"),
        ("marital_status", "Belum menikah"),
        ("marital_status", "Wanita, single, ramah"),
        ("pregnancy", "Bersedia menunda kehamilan selama kontrak"),
        ("religion", "Diutamakan muslim"),
        ("religion", "Wajib berhijab"),
        ("religion", "Khusus wanita tidak berhijab"),
        ("ethnicity", "Diutamakan chinese"),
        ("ethnicity", "Berkulit putih"),
        ("age_without_reason", "Usia maksimal 30 tahun"),
        ("sex_without_reason", "Khusus pria"),
        ("fee_demanded", "Peserta membayar biaya pendaftaran Rp 150.000"),
        ("fee_demanded", "Menyerahkan uang jaminan sebesar Rp500.000"),
        ("fee_demanded", "Wajib deposit Rp 1.000.000 sebelum bekerja"),
        ("fee_demanded", "Biaya seragam ditanggung pelamar"),
        ("documents_held", "Ijazah asli ditahan selama kontrak"),
        ("documents_held", "Bersedia menitipkan ijazah"),
        ("passport_held", "Paspor disimpan oleh agen"),
        ("unpaid", "Training 2 minggu tidak dibayar"),
        ("leaving_fined", "Denda 5 juta bila mengundurkan diri sebelum kontrak selesai"),
        ("probation_in_fixed_term", "Masa percobaan 3 bulan"),
        # shut out in so many words, in either language
        ("record_demanded", "Mantan nara" + "pidana dilarang melamar"),
        ("record_demanded", "Tidak pernah masuk penjara"),
        ("record_demanded", "Bersih dari catatan kepolisian"),
        ("record_demanded", "Applicants with a prison record will not be considered"),
        ("tattoo", "Yang bertato dilarang melamar"),
        ("tattoo", "Visible tattoos are not allowed"),
        ("looks", "Ramah, cantik dan energik"),
        ("looks", "Attractive, pretty and friendly"),
        ("body", "Height at least 165 cm"),
        ("disability", "Difabel mohon tidak melamar"),
        ("disability", "Healthy and without any disability"),
        ("marital_status", "Status janda/gadis"),
        ("pregnancy", "Siap mengundurkan diri bila hamil"),
        ("pregnancy", "Must not get pregnant during the contract"),
        ("religion", "Non muslim dilarang melamar"),
        ("religion", "Christians only"),
        ("ethnicity", "Bukan orang Madura"),
        ("ethnicity", "Javanese only"),
        ("fee_demanded", "Peserta wajib membeli starter kit Rp 350.000 sebelum mulai bekerja"),
        ("fee_demanded", "Ada biaya jasa penyalur 2 juta setelah lolos"),
        ("fee_demanded", "Tiket wawancara dibayar dulu oleh pelamar"),
        ("fee_demanded", "Calon karyawan transfer ke rekening HRD untuk seragam"),
        ("fee_demanded", "A deposit of Rp 500.000 is required before the first day"),
        ("fee_demanded", "Every applicant pays Rp 100.000 for the test"),
        ("documents_held", "Ijasah asli sebagai jaminan"),
        ("documents_held", "Ijazah asli dikumpulkan ke HRD dan dikembalikan setelah kontrak"),
        ("documents_held", "KTP asli ditinggal di kantor"),
        ("documents_held", "We keep your original diploma"),
        ("passport_held", "Your passport will be kept by the employer"),
        ("trafficking_sign", "Utang keberangkatan dicicil dari gaji"),
        ("trafficking_sign", "Tidak boleh keluar mess selama kontrak"),
        ("trafficking_sign", "HP dikumpulkan selama tinggal di asrama"),
        ("trafficking_sign", "Workers may not leave the compound"),
        ("child_work", "Usia 15-20 tahun"),
        ("unpaid", "Tanpa gaji pokok, hanya komisi"),
        ("unpaid", "Bulan pertama belum mendapat upah"),
        ("leaving_fined", "Resign sebelum kontrak habis wajib membayar 10 juta"),
        ("leaving_fined", "A penalty applies to employees who quit early"),
        ("contradiction", "Dibutuhkan 25 orang"),
        # cut short, as it is spoken, or the other way round
        ("record_demanded", "Eks na" + "pi mohon maaf tidak bisa kami terima"),
        ("record_demanded", "Belum pernah masuk bui"),
        ("record_demanded", "Applicants who have been in prison need not apply"),
        ("record_demanded", "Yang pernah dihukum mohon tidak apply"),
        ("skck_demanded", "Good conduct letter from the police is needed"),
        ("tattoo", "Tato & tindik: NO"),
        ("tattoo", "Body free from tattoos and piercings"),
        ("looks", "Dicari cewek kece buat jaga stand"),
        ("looks", "Muka enak dilihat"),
        ("looks", "Nice looking and charming"),
        ("body", "Mata normal (tdk minus / silinder)"),
        ("body", "Min height 158cm"),
        ("body", "Bukan buta warna"),
        ("body", "BB/TB proporsional"),
        ("disability", "Tdk memiliki keterbatasan fisik"),
        ("disability", "Sehat jasmani rohani, ga cacat"),
        ("disability", "Tuna rungu tidak dapat kami terima"),
        ("marital_status", "Status: single / blm nikah"),
        ("marital_status", "Diutamakan yg sdh berkeluarga"),
        ("marital_status", "Belum menikah dan bersedia lembur"),
        ("pregnancy", "Tdk sedang hamil / menyusui"),
        ("pregnancy", "Karyawati yg hamil dianggap mengundurkan diri"),
        ("religion", "Wanita non hijab"),
        ("ethnicity", "Lebih disukai orang Jawa"),
        ("age_without_reason", "Kelahiran 2002 ke atas"),
        ("age_without_reason", "Kelahiran tahun 1998-2004"),
        ("age_without_reason", "Lahir setelah 2000"),
        ("age_without_reason", "Born after 2000"),
        ("age_without_reason", "male, under 30"),
        ("age_without_reason", "pria maks 30 th"),
        ("age_without_reason", "wanita 18-25"),
        ("age_without_reason", "Usia 20an"),
        ("child_work", "Lowongan untuk remaja umur 14-17 tahun"),
        ("child_work", "Kelahiran 2008 - 2012"),
        ("sex_without_reason", "Waiters, women only"),
        ("sex_without_reason", "Dibutuhkan mbak-mbak buat admin"),
        ("fee_demanded", "Pay Rp 250,000 for training materials before starting"),
        ("fee_demanded", "DP seragam Rp 150rb dipotong gaji pertama"),
        ("fee_demanded", "Medical check up ditanggung calon karyawan"),
        ("documents_held", "Ijazah SMA asli ditinggal di kantor"),
        ("passport_held", "Company holds passports of all workers"),
        ("trafficking_sign", "Ongkos berangkat dipotong gaji 6 bulan"),
        ("trafficking_sign", "Tidak bisa berhenti sebelum hutang tiket lunas"),
        ("trafficking_sign", "Dorm doors are locked at night"),
        ("unpaid", "Masa percobaan 3 hari tdk digaji"),
        ("unpaid", "Magang 3 bln, blm ada uang saku"),
        ("leaving_fined", "Mundur sebelum 6 bulan wajib ganti biaya training"),
        ("probation_in_fixed_term", "Percobaan 3 bulan"),
        ("contradiction", "Status karyawan tetap"),
        ("contradiction", "Lokasi kerja di Surabaya"),
    ],
)
def test_words_are_found_where_they_stand(code: str, sentence: str) -> None:
    (found,) = [one for one in lint(sentence) if one.code == code]
    said = text_of(replace(GOOD, description=f"{GOOD.description}\n{sentence}"))
    assert found.start is not None
    assert found.end is not None
    assert 0 <= found.start < found.end <= len(said)
    assert said[found.start : found.end].strip() in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Lamaran tanpa biaya apa pun",
        "Proses rekrutmen tidak dipungut biaya",
        "Hati-hati penipuan: kami tidak pernah meminta uang jaminan",
        "Gratis biaya pendaftaran",
        "Biaya pelatihan ditanggung perusahaan",
        "Benefit:\n- Uang makan dan uang training",
        "Kami tidak menahan ijazah",
        "Ijazah tidak ditahan",
        "Melampirkan fotokopi ijazah dan KTP",
        "Menawarkan pinjaman dengan jaminan BPKB kepada nasabah",
        "Terbuka untuk semua agama dan suku",
        "Pria dan wanita dipersilakan melamar",
        "Belum menikah atau sudah menikah",
        "Penyandang disabilitas dipersilakan melamar",
        "Tidak harus berpenampilan menarik",
        "Usia minimal 18 tahun",
        "Tugas:\n- Memastikan produk tidak cacat\n- Mengganti suku cadang",
        "Mantan warga binaan dipersilakan melamar, kami tidak meminta catatan kriminal",
        "SKCK tidak diperlukan",
        "Menjual produk kecantikan dan busana muslim",
        "Membuat laporan hukum pidana",
        "We welcome applicants with a crimi" + "nal record",
        "Tato boleh, status bebas",
        "Applicants of every religion and origin are welcome",
        "Perusahaan menanggung biaya training dan seragam",
        "Melayani penyandang disabilitas dan lansia di panti",
        "Membantu lansia laki-laki dan perempuan",
        "Menjahit seragam pria dan wanita",
        "Menerima pembayaran biaya pendaftaran dari orang tua siswa",
        "Membeli seragam untuk hotel dari vendor",
        "Menyerahkan dokumen asli kendaraan kepada pembeli",
        "KTP asli ditunjukkan saat wawancara",
        "Tinggal di mess, bebas keluar masuk setelah jam kerja",
        "HP dikumpulkan di loker selama jam kerja",
        "Mengantar siswa putra dan putri ke sekolah",
        "Mencatat keluar masuk barang dan denda keterlambatan pelanggan",
        "Gaji dan bonus menarik: attractive salary",
        "Masakan Padang dan Jawa",
        "PKWT, dapat menjadi PKWTT setelah setahun",
        "Melayani pelanggan wanita usia 18-25 sebagai target pasar",
        "Produk untuk pria di bawah 30 tahun",
        "Our shop sells shoes for men and women",
        "Kami lahir di Madiun tahun 2001 sebagai bengkel kecil",
        "Perusahaan berdiri 1998-2004 di Solo",
        "Lahir sebelum 2008",
        "Pernah dipenjara bukan halangan",
        "Tidak menolak pelamar bertato",
        "Lajang atau menikah sama saja bagi kami",
        "Bahan tidak mengandung babi",
        "Guru agama Islam",
        "Berhijab atau tidak, hijab boleh",
        "Menyimpan ijazah siswa di lemari sekolah",
        "Pelanggan wajib membayar deposit saat menyewa alat",
        "Suhu ruang 18-25 derajat",
    ],
)
def test_what_only_sounds_like_it_is_no_finding(sentence: str) -> None:
    assert codes(sentence) == set()


def test_a_hint_stands_wherever_its_wording_does() -> None:
    """A wording is looked for only where one of its hints stands: that must find what looking everywhere finds."""
    for one in EVERY:
        for word in sorted(
            set(re.findall("[a-z][a-z ]+", re.sub(r"\\[bdwsWS]|\(\?<?[:!=]", "|", one.pattern.pattern)))
        ):
            for words in (
                word,
                f"tidak {word}",
                f"wajib {word}",
                f"{word} dilarang",
                f"khusus {word}",
                f"no {word}",
            ):
                assert (one.pattern.search(words) is None) or (one.search(words) is not None), (
                    one.code,
                    words,
                )


@pytest.mark.parametrize("one", EVERY, ids=lambda one: str(one.code))
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_hint_stands_in_whatever_its_wording_matches(one: Wording, data: st.DataObject) -> None:
    matched = data.draw(st.from_regex(one.pattern, fullmatch=True))
    assert (one.pattern.search(matched.lower()) is None) or (one.search(matched.lower()) is not None)


def test_guarding_is_asked_for_a_record_by_law() -> None:
    assert "record_demanded" not in codes("Tidak pernah dipidana", fields=frozenset({"FW01"}))


def test_a_reason_lifts_limits_of_age_and_sex_and_both_are_found_in_fields() -> None:
    stated = PersonLimits(18, 30, "male")
    assert codes(limits=stated) == {"age_without_reason", "sex_without_reason"}
    assert codes(limits=replace(stated, reason="angkat beban di kapal, aturan keselamatan")) == set()


@pytest.mark.parametrize(
    "reason", ["-", "ya", "tidak ada", "Kebijakan perusahaan", "sesuai ketentuan toko", "company policy"]
)
def test_a_dash_or_the_companys_wish_is_no_reason(reason: str) -> None:
    limits = PersonLimits(18, 30, "male", reason)
    assert codes(limits=limits) == {"age_without_reason", "sex_without_reason"}


def test_no_reason_lets_children_work() -> None:
    assert codes(limits=PersonLimits(16, None, None, "pekerjaan ringan di kebun")) == {"child_work"}


@pytest.mark.parametrize(
    "sentence", ["Work in Poipet, operator online", "Kerja di Phnom Penh sebagai customer service"]
)
def test_towns_of_scam_compounds_are_places_abroad(sentence: str) -> None:
    found = codes(sentence, place=None)
    assert "trafficking_sign" in found
    assert "missing_place" not in found


def test_obligatory_parts_that_neither_field_nor_text_has_block() -> None:
    found = lint(description="", wage=None, shifts=frozenset(), required=Asks())
    assert {(str(one.code), one.severity) for one in found} == {
        ("missing_wage", Severity.BLOCKS),
        ("missing_hours", Severity.BLOCKS),
        ("missing_conditions", Severity.BLOCKS),
    }
    text = "Jam kerja 08.00 - 16.00, gaji sesuai UMK, pendidikan minimal SMA"
    assert codes(text, wage=None, shifts=frozenset(), required=Asks()) == set()
    bare = replace(GOOD, description="", title="Karyawan")
    assert "missing_work" in {one.code for one in linter().lint(VacancyRecord(bare), TODAY)}


def test_a_place_that_is_empty_by_mistake_is_told_from_work_abroad() -> None:
    assert "missing_place" in codes(place=None)
    abroad = codes("Penempatan di Malaysia, hubungi WA 0812 3456 7890", place=None)
    assert abroad >= {"abroad_unlicensed", "abroad_private_number"}
    assert "missing_place" not in abroad
    assert codes("Penempatan di Malaysia melalui P3MI berizin, nomor SIP2MI 12/2026", place=None) == set()


@pytest.mark.parametrize(
    "sentence", ["Penempatan Taiwan, berangkat dengan visa turis", "Admin online penempatan di Kamboja"]
)
def test_signs_of_trafficking_block_whatever_else_is_said(sentence: str) -> None:
    found = [one for one in lint(sentence, place=None) if one.code is Code.TRAFFICKING_SIGN]
    assert [one.severity for one in found] == [Severity.BLOCKS]


def test_a_teacher_of_japanese_at_home_does_not_work_abroad() -> None:
    assert codes("Pengajar bahasa Jepang bagi calon peserta magang ke Jepang") == set()


def offered(lower: int, upper: int) -> Wage:
    return Wage(lower, upper, WageUnit.MONTH, lower, upper)


def test_a_wage_is_held_against_the_newest_minimum_on_record() -> None:
    minimum = int(world().minimum_wages[TODAY.year][gazetteer().index(MADIUN)])
    (below,) = lint(wage=offered(minimum - 1, minimum))
    assert (below.code, below.details["minimum_idr"], below.severity) == (
        Code.WAGE_BELOW_MINIMUM, minimum, Severity.WARNING,
    )  # fmt: skip
    assert codes(wage=offered(minimum, minimum)) == set()
    assert codes(wage=offered(minimum - 1, minimum), contract=ContractKind.PARTNERSHIP) == set()
    later = linter().lint(VacancyRecord(replace(GOOD, wage=offered(1, minimum))), date(2027, 2, 1))
    assert later[0].details["year"] == TODAY.year


def test_part_time_work_is_held_against_its_part_of_the_minimum() -> None:
    minimum = int(world().minimum_wages[TODAY.year][gazetteer().index(MADIUN)])
    part = int(minimum * 20 * 52 / 12 / 126)
    assert codes(wage=offered(part, part), hours_per_week=20) == set()
    assert codes(wage=offered(part - 1, part), hours_per_week=20) == {"wage_below_minimum"}
    assert codes(wage=offered(part, part), hours_per_week=40) == {"wage_below_minimum"}


def test_a_wage_that_nobody_pays_for_such_work_is_a_reason_to_look() -> None:
    assert "wage_unrealistic" in codes(wage=offered(30_000_000, 40_000_000))
    skilled = Asks(education=Education.S1, experience_months=60)
    assert "wage_unrealistic" not in codes(wage=offered(30_000_000, 40_000_000), required=skilled)


@pytest.mark.parametrize(
    ("sentence", "field", "own"),
    [
        ("Pendidikan minimal S1", "required.education", {}),
        (
            "Pengalaman minimal 3 tahun",
            "required.experience_months",
            {"required": Asks(experience_months=12)},
        ),
        ("Gaji Rp 5.000.000 - 6.000.000 per bulan", "wage", {}),
        ("Status karyawan: karyawan tetap", "contract", {}),
        ("Langsung diangkat PKWTT", "contract", {}),
        ("Dibutuhkan 25 orang", "openings", {"openings": 2}),
        ("Penempatan di Kota Surabaya", "place", {}),
    ],
)
def test_text_and_fields_that_contradict_each_other(sentence: str, field: str, own: dict[str, Any]) -> None:
    found = [one for one in lint(sentence, **own) if one.code is Code.CONTRADICTION]
    assert [one.details["field"] for one in found] == [field]


def test_limits_that_contradict_each_other() -> None:
    stated = PersonLimits(18, 40, "male", "kerja di kapal")
    found = lint("Wanita, usia maksimal 30 tahun", limits=stated)
    assert {one.details["field"] for one in found} == {"limits.age_max", "limits.sex"}


def test_a_place_among_several_or_a_name_of_two_regencies_is_no_contradiction() -> None:
    assert codes("Penempatan di Madiun") == set()
    assert codes("Penempatan di Surabaya dan Madiun") == set()


def test_blocking_findings_come_first_and_every_code_has_words_in_two_languages() -> None:
    found = lint("Berpenampilan menarik\nUang jaminan sebesar Rp 1 juta wajib\nMelampirkan SKCK")
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=list(Severity).index
    )
    for code, entry in catalogue().items():
        assert entry.rule, code
        assert len({*entry.message.values(), *entry.suggestion.values()}) == 2 * len(Tongue), code


@pytest.mark.parametrize(
    ("closes", "starts", "found"),
    [
        (None, None, set()),
        (date(2026, 12, 15), date(2027, 2, 1), set()),
        (date(2026, 11, 1), date(2027, 2, 1), {"day_passed"}),
        (None, date(2025, 2, 1), {"day_passed"}),
        (date(2026, 12, 15), date(2029, 2, 1), {"starts_far_off"}),
        (None, date(2029, 2, 1), {"starts_far_off"}),
    ],
)
def test_days_that_cannot_be_meant_are_found(
    closes: date | None, starts: date | None, found: set[str]
) -> None:
    assert codes(closes=closes, starts=starts) == found
