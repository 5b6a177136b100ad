"""How titles are understood as trades: with our own small catalogue, and with the one that ships."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import trade_files
from matching.aliases import CONFIDENT, OccupationCatalogue
from matching.language.tokens import tokenise
from matching.reference import Occupation, SchemeAlias

LANGUAGES = ("Inggris", "Jepang", "Mandarin", "Korea", "Arab", "Jerman", "asing")
SHARED = frozenset({"CS", "ABK", "finishing", "3G", "4G", "cold storage", "bahasa"}) | {
    f"bahasa {language}" for language in LANGUAGES
}
"""Words of several trades: contexts decide."""


@pytest.fixture(scope="module")
def catalogue() -> OccupationCatalogue:
    return OccupationCatalogue(
        trade_files.occupations(),
        trade_files.scheme_aliases(),
        trade_files.generic_words(),
        tokenise,
    )


def best(catalogue: OccupationCatalogue, title: str) -> str:
    answers = catalogue.understand(title)
    return answers[0].occupation.key if answers else ""


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Dicari tukang las listrik, bisa 3G", "welder"),
        ("Teknisi BTS 3G", "telecom_technician"),
        ("Teknisi 3G", "telecom_technician"),
        ("Teknisi 4G LTE", "telecom_technician"),
        ("Teknisi sinyal 3G", "telecom_technician"),
        ("Engineer 5G", "telecom_technician"),
        ("Welder 3G", "welder"),
        ("Posisi las 4G", "welder"),
        ("Teknisi las 3G", "welder"),
        ("SMAW 3G", "welder"),
        ("Perawat Mesin", "machine_maintenance"),
        ("Perawat mesin produksi", "machine_maintenance"),
        ("Perawat peralatan", "machine_maintenance"),
        ("Perawat gedung", "building_maintenance"),
        ("Perawat taman", "gardener"),
        ("Perawat lansia", "care_worker"),
        ("Perawat klinik", "nurse"),
        ("Perawat kuda", "pet_groomer"),
        ("Petugas Cold Storage", "warehouse_worker"),
        ("Petugas Gudang Dingin", "warehouse_worker"),
        ("Staf cold storage", "warehouse_worker"),
        ("Checker cold storage", "warehouse_worker"),
        ("Karyawan gudang beku", "warehouse_worker"),
        ("Teknisi cold storage", "ac_technician"),
        ("Mekanik cold storage", "ac_technician"),
        ("Servis lemari pendingin", "ac_technician"),
        ("Guru bahasa Inggris", "teacher"),
        ("Instruktur bahasa Inggris", "language_instructor"),
        ("Pengajar bahasa Arab", "language_instructor"),
        ("Penerjemah bahasa Mandarin", "translator"),
        ("Kepala Koki Cabang", "chef_leader"),
        ("Kepala gudang cabang", "warehouse_manager"),
        ("Kepala mekanik cabang", "service_advisor"),
        ("Kepala cabang", "restaurant_manager"),
        ("Kepala toko cabang", "restaurant_manager"),
        ("Cook helper", "cook_helper"),
        ("Helper gudang", "warehouse_worker"),
        ("Steward", "kitchen_steward"),
        ("Tukang cuci piring", "kitchen_steward"),
        ("Flight steward maskapai", "flight_attendant"),
        ("CS hotel", "cleaning_service"),
        ("CS call center bank", "customer_service"),
        ("Teknisi AC", "ac_technician"),
        ("Finishing kayu", "wood_finisher"),
        ("Finishing garmen", "garment_finisher"),
        ("Operator warnet", "internet_cafe_operator"),
        ("Operator SPBU", "fuel_attendant"),
        ("Operator jahit", "sewing_operator"),
        ("Operator excavator", "excavator_operator"),
        ("Helper driver", "driver_helper"),
        ("Kernet truk", "driver_helper"),
        ("Kenek bangunan", "building_labourer"),
        ("Mekanik forklift", "heavy_equipment_mechanic"),
        ("Operator forklift", "forklift_operator"),
        ("ABK kapal ikan", "fisher"),
        ("Guru ABK", "teacher"),
        ("Art director", "graphic_designer"),
        ("Teknisi injeksi plastik", "plastic_operator"),
        ("Servis motor injeksi", "motorcycle_mechanic"),
        ("Penyangraian kopi", "coffee_roaster"),
        ("Resto pecel lele", ""),
        ("Pengelasan pagar besi", "welder"),
        ("Teknisi splicing FO", "fibre_technician"),
        ("Pelatihan kue kering", "baker"),
        ("Perawat", "nurse"),
        ("Perawatan AC", "ac_technician"),
        ("Sales bahan bangunan", "salesperson"),
        ("Staf pemasaran", "salesperson"),
        ("Pedagang pasar", "street_vendor"),
        ("Toko roti: kasir", "cashier"),
        ("Mekanik sepeda", "bicycle_repairer"),
        ("Mekanik sepeda motor", "motorcycle_mechanic"),
        ("Operator mesin bubut kayu", "wood_machine_operator"),
        ("Tukang las", "welder"),
        ("Tukang cukur", "barber"),
        ("Tukang kunci", "locksmith"),
        ("Keramik: pasang lantai", "tiler"),
        ("Pengrajin keramik", "potter"),
        ("Cuci sepatu", "laundry_worker"),
        ("Jahit sepatu", "shoe_maker"),
        ("Jahit gorden", "home_textile_maker"),
        ("Jahit jok", "upholsterer"),
    ],
)
def test_false_friends_are_told_apart(catalogue: OccupationCatalogue, title: str, key: str) -> None:
    assert best(catalogue, title) == key


def test_every_known_title_is_understood_as_it_stands_in_the_table(catalogue: OccupationCatalogue) -> None:
    for scheme in trade_files.scheme_aliases():
        fits = {answer.occupation.key: answer.confidence for answer in catalogue.understand(scheme.title)}
        assert fits[scheme.occupation] == scheme.fit, scheme.title
        assert max(fits.values()) == 1.0, scheme.title


def test_a_known_title_is_known_on_paper_too(catalogue: OccupationCatalogue) -> None:
    assert catalogue.understand("Sertifikat Kompetensi Barista") == catalogue.understand("Barista")
    assert catalogue.understand("SKKNI 2018-109 Hotel") == catalogue.understand("Hotel")


def test_a_scheme_of_one_telling_word_is_known_by_its_whole_title_only(
    catalogue: OccupationCatalogue,
) -> None:
    assert catalogue.understand("Hotel")
    assert catalogue.understand("Hotel baru") == []


def test_every_word_leads_back_to_its_own_trade_first_unless_it_is_shared(
    catalogue: OccupationCatalogue,
) -> None:
    strayed = {
        alias
        for occupation in trade_files.occupations()
        for alias in (*occupation.aliases, *occupation.hints)
        if best(catalogue, alias) != occupation.key
    }
    assert strayed <= SHARED, "aliases of another trade, or of none"


@pytest.mark.parametrize("title", ["operator", "Teknisi", "helper", "staff", "", "!!!", "pelatihan kerja"])
def test_a_word_without_its_object_is_not_understood(catalogue: OccupationCatalogue, title: str) -> None:
    assert catalogue.understand(title) == []
    assert catalogue.aliases_for(title) == ()


def test_an_ambiguous_abbreviation_is_shared_and_lends_no_aliases(catalogue: OccupationCatalogue) -> None:
    answers = catalogue.understand("CS")
    assert {answer.occupation.key for answer in answers} == {"cleaning_service", "customer_service"}
    assert all(answer.confidence < CONFIDENT for answer in answers)
    assert catalogue.aliases_for("CS") == ()


def test_a_misspelt_word_is_understood_with_less_confidence(catalogue: OccupationCatalogue) -> None:
    right, wrong = catalogue.understand("tukang pengelasan")[0], catalogue.understand("tukang pengelasn")[0]
    assert right.occupation.key == wrong.occupation.key == "welder"
    assert wrong.confidence < right.confidence


def test_the_words_of_the_process_come_before_those_of_the_trade(catalogue: OccupationCatalogue) -> None:
    aliases = catalogue.aliases_for("Plate Welder SMAW 3G-Up/PF")
    assert aliases.index("las listrik") < aliases.index("las argon")
    assert len({alias.casefold() for alias in aliases}) == len(aliases)


def words(text: str) -> Sequence[str]:
    return text.casefold().split()


def occupation(
    key: str, *aliases: str, not_with: tuple[str, ...] = (), hints: tuple[str, ...] = ()
) -> Occupation:
    return Occupation(key, key, key, ("0000",), aliases, (), not_with, "test", hints)


def test_a_hint_is_understood_and_never_searched() -> None:
    catalogue = OccupationCatalogue([occupation("a", "mawar", hints=("kebun bunga",))], [], [], words)
    assert best(catalogue, "kebun bunga") == "a"
    assert catalogue.aliases_for("kebun bunga") == ("a", "mawar")


def test_a_lone_word_that_names_no_trade_is_not_searched() -> None:
    catalogue = OccupationCatalogue([occupation("a", "mawar", "staf", "staf mawar")], [], ["staf"], words)
    assert catalogue.aliases_for("mawar") == ("a", "staf mawar")


def test_a_neighbouring_trade_is_understood_by_its_fit_and_lends_no_words() -> None:
    schemes = [
        SchemeAlias("Kursus Bunga", "b", (), "test", 0.6),
        SchemeAlias("Kursus Bunga", "a", (), "test"),
    ]
    catalogue = OccupationCatalogue([occupation("a", "mawar"), occupation("b", "melati")], schemes, [], words)
    answers = catalogue.understand("kursus bunga")
    assert [(answer.occupation.key, answer.confidence) for answer in answers] == [("a", 1.0), ("b", 0.6)]
    assert catalogue.aliases_for("kursus bunga") == ("a", "mawar")


def test_a_guard_phrase_rules_a_trade_out_but_not_as_part_of_a_word() -> None:
    catalogue = OccupationCatalogue([occupation("a", "mawar putih", not_with=("duri",))], [], [], words)
    assert best(catalogue, "mawar putih") == "a"
    assert best(catalogue, "mawar putih duri") == ""
    assert best(catalogue, "mawar putih durian") == "a"


def test_a_scheme_title_counts_whatever_the_guards_say() -> None:
    scheme = SchemeAlias("Mawar Duri", "a", ("kembang",), "test")
    catalogue = OccupationCatalogue([occupation("a", "mawar", not_with=("duri",))], [scheme], [], words)
    assert catalogue.understand("mawar duri")[0].confidence == 1.0
    assert catalogue.aliases_for("MAWAR-DURI")[0] == "kembang"


@pytest.mark.parametrize(
    "title",
    [
        *("Bahasa Inggris Dasar", "Bahasa Inggris", "Bahasa Inggris Lanjutan", "Kursus bahasa Arab"),
        *("Pelatihan bahasa Korea", "Bahasa Mandarin tingkat dasar", "3G", "Operator 3G", "Cold Storage"),
    ],
)
def test_a_word_that_several_trades_use_is_sure_of_none(catalogue: OccupationCatalogue, title: str) -> None:
    assert all(answer.confidence < CONFIDENT for answer in catalogue.understand(title))


@given(st.text(max_size=60))
def test_any_title_gets_ordered_confidences_between_the_least_and_one(title: str) -> None:
    catalogue = OccupationCatalogue(
        [occupation("a", "las listrik", "las"), occupation("b", "las argon", "juru api")], [], ["juru"], words
    )
    answers = catalogue.understand(f"{title} las")
    confidences = [answer.confidence for answer in answers]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0.3 <= confidence <= 1 for confidence in confidences)


@given(st.permutations(["operator", "las", "listrik", "proyek", "morowali"]))
def test_the_order_of_the_words_does_not_matter(order: list[str]) -> None:
    catalogue = OccupationCatalogue(
        [occupation("a", "las listrik"), occupation("b", "las argon")], [], ["operator"], words
    )
    expected = catalogue.understand("operator las listrik proyek morowali")
    assert catalogue.understand(" ".join(order)) == expected
