import pytest

from matching.errors import InvalidValue
from matching.geo import Gazetteer, Regency
from matching.language.places import Place, PlaceParser, common_aliases

REGENCIES = [
    ("35.19", "KABUPATEN MADIUN", "35", "JAWA TIMUR"),
    ("35.77", "Kota Madiun", "35", "Jawa Timur"),
    ("35.78", "KOTA SURABAYA", "35", "JAWA TIMUR"),
    ("35.21", "Kabupaten Ngawi", "35", "Jawa Timur"),
    ("32.04", "Kabupaten Bandung", "32", "Jawa Barat"),
    ("32.73", "Kota Bandung", "32", "Jawa Barat"),
    ("32.79", "Kota Banjar", "32", "Jawa Barat"),
    ("63.03", "Kabupaten Banjar", "63", "Kalimantan Selatan"),
    ("63.02", "Kabupaten Kotabaru", "63", "Kalimantan Selatan"),
    ("34.71", "Kota Yogyakarta", "34", "Daerah Istimewa Yogyakarta"),
    ("34.04", "Kabupaten Sleman", "34", "Daerah Istimewa Yogyakarta"),
    ("34.03", "KABUPATEN GUNUNGKIDUL", "34", "DAERAH ISTIMEWA YOGYAKARTA"),
    ("33.72", "Kota Surakarta", "33", "Jawa Tengah"),
    ("31.73", "KOTA ADMINISTRASI JAKARTA BARAT", "31", "DKI JAKARTA"),
    ("31.74", "KOTA ADMINISTRASI JAKARTA SELATAN", "31", "DKI JAKARTA"),
    ("31.01", "KABUPATEN ADMINISTRASI KEPULAUAN SERIBU", "31", "DKI JAKARTA"),
]
GAZETTEER = Gazetteer(
    [Regency(code, name, number, province, 0, 110, "JAWA") for code, name, number, province in REGENCIES]
)
PARSER = PlaceParser(GAZETTEER, common_aliases())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kab. Madiun", "35.19"),
        ("KABUPATEN MADIUN", "35.19"),
        ("kab madiun", "35.19"),
        ("Kota Madiun", "35.77"),
        ("Madiun Kota", "35.77"),
        ("Kodya Madiun", "35.77"),
        ("Jogja", "34.71"),
        ("Kota Jogja", "34.71"),
        ("Yogyakarta", "34.71"),
        ("Solo", "33.72"),
        ("Jakarta Barat", "31.73"),
        ("Jakbar", "31.73"),
        ("Kota Adm. Jakarta Selatan, DKI Jakarta", "31.74"),
        ("Kep. Seribu", "31.01"),
        ("Gunung Kidul", "34.03"),
        ("Kota Baru", "63.02"),
        ("Sleman, DIY", "34.04"),
        ("Sleman, Yogyakarta", "34.04"),
        ("Banjar, Kalsel", "63.03"),
        ("35.19", "35.19"),
        ("35,19", "35.19"),
        ("Kode Kemendagri 35.19", "35.19"),
    ],
)
def test_reads_places_as_people_write_them(text: str, code: str) -> None:
    assert PARSER.parse(text) == Place(code)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Madiun", {"Kabupaten Madiun", "Kota Madiun"}),
        ("Bandung, Jawa Barat", {"Kabupaten Bandung", "Kota Bandung"}),
        ("Banjar", {"Kota Banjar", "Kabupaten Banjar"}),
        ("Jakarta", {"Jakarta Barat", "Jakarta Selatan"}),
        ("Kab. Madiun, Kab. Ngawi", {"Kabupaten Madiun", "Kabupaten Ngawi"}),
    ],
)
def test_what_may_be_several_places_is_refused_and_all_are_named(text: str, named: set[str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        PARSER.parse(text)
    assert all(name in refused.value.problem for name in named)


def test_a_near_miss_is_suggested_but_never_taken() -> None:
    with pytest.raises(InvalidValue, match=r"mungkin Kota Surabaya \(35.78\)"):
        PARSER.parse("Suarabaya")


@pytest.mark.parametrize(
    "text", ["", "Atlantis", "99.99", "Jawa Timur", "Kab. Madiun, Jawa Barat", "Kab. Surabaya", "3519"]
)
def test_refuses_what_is_no_regency_of_ours(text: str) -> None:
    with pytest.raises(InvalidValue):
        PARSER.parse(text)


def test_the_district_is_kept_as_text() -> None:
    assert PARSER.parse("Kec. Mejayan, Kab. Madiun, Jawa Timur") == Place("35.19", "Kec. Mejayan")
    assert PARSER.parse("Mejayan (Kab. Madiun)") == Place("35.19", "Mejayan")


@pytest.mark.parametrize("regency", GAZETTEER.regencies, ids=lambda regency: regency.code)
def test_every_official_name_reads_back(regency: Regency) -> None:
    for text in (regency.name, regency.name.title(), f"{regency.name}, {regency.province}"):
        assert PARSER.parse(text) == Place(regency.code)


def test_lists_of_places_keep_districts_and_provinces_with_their_regency() -> None:
    places = PARSER.parse_many("Kec. Mejayan, Kab. Madiun, Jatim, Ngawi; Surabaya / Sleman, DIY dan Solo")
    assert [place.regency_code for place in places] == ["35.19", "35.21", "35.78", "34.04", "33.72"]
    assert places[0].district == "Kec. Mejayan"
    with pytest.raises(InvalidValue):
        PARSER.parse_many("Ngawi, Madiun")


def test_what_may_be_several_places_can_be_offered_as_a_choice() -> None:
    assert PARSER.possible("Madiun") == ("35.19", "35.77")
    assert PARSER.possible("Kota Madiun") == ("35.77",)
    with pytest.raises(InvalidValue):
        PARSER.possible("Atlantis")


def test_aliases_of_regencies_outside_the_gazetteer_are_left_out() -> None:
    with pytest.raises(InvalidValue):
        PARSER.parse("Ujung Pandang")
