import pytest

from data import reference_files
from matching.fields_of_work import fields_of_description, fields_of_title


def fields_of(title: str, code: str = "", description: str = "") -> frozenset[str]:
    catalogue = reference_files.fields_of_work()
    return fields_of_title(title, code, catalogue) | fields_of_description(description, catalogue)


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
    ],
)
def test_what_only_mentions_guarding_is_not_guarding(title: str, description: str) -> None:
    assert "FW01" not in fields_of(title, "", description)


def test_a_strong_phrase_of_the_description_is_enough() -> None:
    assert fields_of("Lowongan baru", "", "Dibutuhkan satpam untuk pabrik.") == {"FW01"}


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
