import pytest

from data import reference_files
from matching.fields_of_work import fields_of_description, fields_of_title


def fields_of(title: str, code: str = "", description: str = "") -> frozenset[str]:
    catalogue = reference_files.fields_of_work()
    countries = reference_files.countries()
    by_title = fields_of_title(title, code, catalogue, countries)
    return by_title | fields_of_description(description, catalogue, countries)


@pytest.mark.parametrize(
    "title",
    [
        "Satpam",
        "SECURITY",
        "Security (Bandung)",
        "Koordinator Lapangan Security",
        "Security & Office Boy",
        "Satpam dan Teknisi CCTV",
        "Anggota Sekuriti, wajib Gada Pratama",
        "Petugas Keamanan",
        "Satpam Data Center",
        "Anggota Satpam Kawasan IT",
        "Petugas Keamanan Gedung Data",
        "Sekuriti PT Google Contoh",
        "Satpam paham sistem keamanan",
        "Security Guard Data Center",
        "AVSEC Bandara",
        "Aviation Security",
        "Anggota Pengamanan",
        "Staf Pengamanan Aset",
        "Penjaga Malam",
        "Penjaga malam gudang",
        "Petugas Jaga Gudang",
        "Petugas Jaga Malam",
        "Waker Gudang",
        "Wakar proyek",
        "Jaga Malam Ruko",
        "Jaga malam",
        "Tenaga jaga malam",
        "Hansip perumahan",
        "Penjaga Lokasi Proyek",
        "Night guard",
    ],
)
def test_guarding_is_recognised_by_its_title(title: str) -> None:
    assert "FW01" in fields_of(title)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("IT Security Engineer", ""),
        ("Manager Cloud Infra & Security", ""),
        ("Cyber Security Analyst", ""),
        ("Food Security Officer", ""),
        ("Staf Keamanan Pangan", ""),
        ("Teknisi Security System", ""),
        ("Life Guard Kolam Renang", ""),
        ("Petugas Social Security", ""),
        ("Cleaning Service", "Berkoordinasi dengan satpam gedung."),
        ("Teknisi CCTV", "Memasang security system dan alarm."),
        ("Penjaga Toko", "Menjaga keamanan dan kebersihan toko."),
        ("Resepsionis", "Menyambut tamu bersama security."),
        ("Petugas Keamanan Pangan", ""),
        ("Tenaga Keamanan Siber", ""),
        ("IT Security Officer", ""),
        ("Perawat jaga malam", ""),
        ("Kasir jaga malam", ""),
        ("Jaga malam warnet", ""),
        ("Jaga malam lansia", ""),
        ("Operator jaga malam SPBU", ""),
        ("Penjaga kos", ""),
        ("Jaga toko", ""),
        ("Penjaga gudang", ""),
        ("Petugas jaga loket", ""),
        ("Petugas jaga stand", ""),
        ("Petugas jaga rumah makan", ""),
        ("Penjaga kolam renang", ""),
        ("Security Data Analyst", ""),
        ("Operator CCTV", "Berkoordinasi dengan 3 orang satpam gedung."),
        ("Admin LPK", "Mendata peserta diklat gada pratama."),
    ],
)
def test_what_only_mentions_guarding_is_not_guarding(title: str, description: str) -> None:
    assert "FW01" not in fields_of(title, "", description)


@pytest.mark.parametrize(
    "description",
    [
        "Dibutuhkan satpam untuk pabrik.",
        "Gada pratama wajib",
        "Sertifikat Gada Madya diutamakan",
        "dibutuhkan 5 orang satpam",
        "Butuh dua orang satpam untuk gudang",
    ],
)
def test_a_strong_phrase_of_the_description_is_enough(description: str) -> None:
    assert fields_of("Lowongan baru", "", description) == {"FW01"}


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Juru las SMAW 3G untuk proyek Malaysia", ""),
        ("Tukang las, penempatan: Malaysia", ""),
        ("Juru las dikirim ke Jepang", ""),
        ("Welder di Jepang", ""),
        ("Las di Polandia", ""),
        ("Operator jahit penempatan Korea Selatan", ""),
        ("Perawat lansia ke Hong Kong", ""),
        ("Sales penempatan Malaysia", ""),  # whoever is placed abroad works abroad
        ("Cook restoran kapal pesiar", ""),
        ("Tukang las", "Penempatan: Malaysia, kontrak dua tahun."),
        ("Tukang las", "Akan ditempatkan di Arab Saudi."),
        ("Tukang las", "Bersedia dikirim ke Jepang setelah pelatihan."),
        ("Tukang las", "Program magang ke Jepang selama tiga tahun."),
        ("Tukang las", "Siap kerja di Taiwan."),
    ],
)
def test_work_abroad_is_recognised_wherever_the_vacancy_is_listed(title: str, description: str) -> None:
    assert "FW11" in fields_of(title, "", description)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Operator produksi", "Perusahaan asal Jepang di Karawang."),
        ("Penerjemah Bahasa Jepang", "Menguasai bahasa Jepang N3."),
        ("Cook restoran Jepang", "Restoran Jepang di Surabaya."),
        ("Operator CNC", "Mengoperasikan mesin buatan Jerman."),
        ("Staf ekspor ke Jepang", "Mengurus ekspor ke Jepang."),
        ("Tukang las", "Las menurut standar Jepang; produk dikirim ke Jepang."),
        ("Tukang las", "Diutamakan pernah bekerja di Malaysia."),
        ("Instruktur magang ke Jepang", "Mendampingi peserta magang ke Jepang."),
        ("Guru Bahasa Korea", ""),
        ("Tukang las proyek Malang", "Penempatan: Madiun."),
        ("Barista di Nagoya Batam", ""),
    ],
)
def test_what_only_mentions_another_country_is_not_work_abroad(title: str, description: str) -> None:
    assert "FW11" not in fields_of(title, "", description)


@pytest.mark.parametrize(
    ("code", "field"),
    [("5414.01", "FW01"), ("541404", "FW01"), ("7542.01", "FW07"), ("2262", "FW06"), ("0115", "FW04")],
)
def test_a_classification_code_is_enough(code: str, field: str) -> None:
    assert field in fields_of("Lowongan", code)


@pytest.mark.parametrize("code", ["", "5414.03", "7212", "5419.02"])
def test_other_codes_name_no_guarding(code: str) -> None:
    assert "FW01" not in fields_of("Lowongan", code)


@pytest.mark.parametrize(
    ("title", "field", "holds"),
    [
        ("Magang ke Jepang", "FW11", True),
        ("Welder penempatan Taiwan", "FW11", True),
        ("Cook restoran Jepang", "FW11", False),
        ("Guru Bahasa Jepang", "FW11", False),
        ("Staff Marketing Overseas Agent", "FW11", False),
        ("Guru TK", "FW02", True),
        ("Anak kandang ayam", "FW02", False),
        ("ABK (anak buah kapal)", "FW02", False),
        ("Penjahit baju anak", "FW02", False),
        ("ART menginap", "FW10", True),
        ("Art Director", "FW10", False),
        ("Nail Art", "FW10", False),
        ("Juru ledak tambang", "FW07", True),
        ("Sandblaster dan painting", "FW07", False),
        ("Sopir bus pariwisata", "FW08", True),
        ("Kernet bus", "FW08", False),
        ("Seleksi PPPK guru", "FW03", True),
        ("Penjaga kantin Polri", "FW04", False),
    ],
)
def test_fields_are_told_from_their_false_friends(title: str, field: str, holds: bool) -> None:
    assert (field in fields_of(title)) is holds


def test_an_ordinary_trade_lies_in_no_field() -> None:
    for title in (
        "Tukang las",
        "Operator jahit",
        "Barista",
        "Montir motor",
        "Cook helper",
        "Tukang kayu",
        "",
    ):
        assert fields_of(title) == frozenset()
