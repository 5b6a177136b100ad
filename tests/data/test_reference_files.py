import csv
import math
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from api import wiring
from benchmarks import known_stems
from data import reference_files as reference
from data import trade_files
from data.reference_rows import Completeness
from matching.aliases import LEAST_CONFIDENCE
from matching.language import tokens
from matching.phrases import plain
from matching.reference import AppliesTo, Strength

FILES = sorted(entry.name for entry in (files("data") / "reference").iterdir() if entry.name.endswith(".csv"))


def header(name: str) -> list[str]:
    return (files("data") / "reference" / name).read_text(encoding="utf-8").splitlines()[0].split(",")


@pytest.mark.parametrize("name", FILES)
def test_every_file_names_its_source_and_its_number_of_rows(name: str) -> None:
    source = reference.sources()[name]
    rows = list(csv.reader((files("data") / "reference" / name).read_text(encoding="utf-8").splitlines()))
    assert source.source
    assert source.licence
    assert source.rows == len(rows) - 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_every_source_has_its_file() -> None:
    assert sorted(reference.sources()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_no_file_carries_descriptions(name: str) -> None:
    assert not {"deskripsi", "description", "tujuan"} & set(header(name))


def test_the_reference_data_stays_small() -> None:
    assert sum(len(entry.read_bytes()) for entry in (files("data") / "reference").iterdir()) < 2_000_000


def test_the_version_is_a_stable_digest() -> None:
    first = reference.version()
    reference.version.cache_clear()
    assert reference.version() == first
    assert len(first) == 16
    assert int(first, 16)


def test_there_are_38_provinces_and_514_regencies() -> None:
    gazetteer = reference.gazetteer()
    assert len(reference.provinces()) == 38
    assert len(gazetteer) == len({regency.code for regency in gazetteer.regencies}) == 514
    assert len({regency.bps_code for regency in gazetteer.regencies}) == 514
    assert len({regency.name for regency in gazetteer.regencies}) == 514
    names = {province.code: province.name for province in reference.provinces()}
    for regency in gazetteer.regencies:
        assert names[regency.province_code] == regency.province
        assert regency.code.startswith(regency.province_code + ".")
        assert regency.name.startswith(("Kabupaten ", "Kota "))
        assert -11.1 < regency.lat < 6.1
        assert 94.9 < regency.lon < 141.1


def test_the_two_code_systems_clash_and_are_joined_by_name() -> None:
    south_aceh = reference.gazetteer().get("11.01")
    assert (south_aceh.name, south_aceh.bps_code) == ("Kabupaten Aceh Selatan", "1103")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("35.28", "35.78"),  # Pamekasan, Surabaya: Suramadu bridge
        ("51.05", "51.71"),
        ("12.17", "12.12"),  # Samosir lies in a lake, with a bridge
        ("81.02", "81.72"),
        ("21.01", "21.72"),
        ("31.74", "36.74"),
        ("91.71", "96.71"),
        ("91.06", "91.19"),
    ],
)
def test_no_sea_lies_between(one: str, other: str) -> None:
    gazetteer = reference.gazetteer()
    assert gazetteer.get(one).island == gazetteer.get(other).island


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("21.71", "14.71"),  # Batam, Pekanbaru
        ("21.71", "21.72"),  # Batam, Tanjung Pinang
        ("31.01", "31.72"),
        ("11.72", "11.71"),
        ("12.78", "12.71"),
        ("51.71", "52.71"),
        ("52.71", "52.72"),
        ("19.71", "19.02"),
        ("64.71", "65.71"),
        ("81.71", "81.06"),
        ("82.71", "82.01"),
        ("74.71", "74.72"),
        ("74.03", "74.72"),
        ("36.72", "18.71"),
        ("53.71", "53.14"),
    ],
)
def test_a_sea_lies_between(one: str, other: str) -> None:
    gazetteer = reference.gazetteer()
    assert gazetteer.get(one).island != gazetteer.get(other).island


def test_regencies_of_one_island_hang_together() -> None:
    """A wrong group, or a wrong coordinate, shows as a regency far from all others of its island."""
    gazetteer = reference.gazetteer()
    distance = gazetteer.distance_m + np.diag(np.full(len(gazetteer), np.inf, np.float32))
    for row, regency in enumerate(gazetteer.regencies):
        same = gazetteer.island == gazetteer.island[row]
        if same.sum() > 1:
            assert distance[row, same].min() < 260_000, regency.name


def test_neighbours_are_near_and_the_ends_of_the_country_far() -> None:
    gazetteer = reference.gazetteer()
    metres = gazetteer.distance_m
    assert metres[gazetteer.index("35.19"), gazetteer.index("35.77")] < 20_000
    assert math.isclose(metres[gazetteer.index("11.72"), gazetteer.index("93.01")], 5_085_000, rel_tol=0.02)


def test_place_aliases_mean_one_regency_and_no_ambiguous_name_is_among_them() -> None:
    aliases = reference.place_aliases()
    gazetteer = reference.gazetteer()
    assert set(aliases.values()) <= {regency.code for regency in gazetteer.regencies}
    assert gazetteer.get(aliases["jogja"]).name == "Kota Yogyakarta"
    assert gazetteer.get(aliases["solo"]).name == "Kota Surakarta"
    assert gazetteer.get(aliases["tangsel"]).name == "Kota Tangerang Selatan"
    bare = Counter(regency.name.split(" ", 1)[1].casefold() for regency in gazetteer.regencies)
    assert not {name for name, count in bare.items() if count > 1} & set(aliases)


def test_the_keys_of_classifications_schemes_and_units_are_unique() -> None:
    assert len(reference.kbji()) == 2766
    assert len(reference.kbli()) == 2712
    for keys in (
        [scheme.code for scheme in reference.schemes()],
        [(unit.code, unit.decree_year) for unit in reference.units()],
        [job.code for job in reference.construction_jobs()],
    ):
        assert len(keys) == len(set(keys)) > 100


def test_missing_minimum_wages_are_absent_and_never_zero() -> None:
    wages = {(wage.place_code, wage.year): wage for wage in reference.minimum_wages()}
    assert len(wages) == len(reference.minimum_wages())
    assert all(wage.monthly_idr > 500_000 for wage in wages.values())
    assert wages["31", 2026].monthly_idr == 5_729_876
    assert wages["32", 2026].monthly_idr == 2_317_601
    assert ("35", 2026) not in wages
    assert reference.sources()["minimum_wages.csv"].completeness is Completeness.UNVERIFIED


def test_facilities_are_marked_partial() -> None:
    provinces = {province.code for province in reference.provinces()}
    assert {facility.province_code for facility in reference.facilities()} <= provinces
    assert reference.sources()["facilities.csv"].completeness is Completeness.PARTIAL


def test_occupations_point_to_codes_of_the_classification() -> None:
    occupations = trade_files.occupations()
    assert len({occupation.key for occupation in occupations}) == len(occupations) >= 90
    for occupation in occupations:
        assert set(occupation.kbji) <= set(reference.kbji()), occupation.key
        assert len(occupation.aliases) >= 5, occupation.key
        assert len(set(occupation.aliases)) == len(occupation.aliases), occupation.key


NOT_MAPPED = {
    "5161": "fortune telling is nothing that a certificate is about",
    "5169": "escorts and taxi dancers: the same",
    "5413": "prison guards: closed by law (FW16)",
    "6224": "hunting and trapping needs arms",
}
"""Unit groups of major groups 5 to 9 that no trade stands for, with the reason."""


def test_every_unit_group_of_service_and_manual_work_has_its_trade() -> None:
    held = {code for occupation in trade_files.occupations() for code in occupation.kbji}
    groups = {code for code in reference.kbji() if len(code) == 4 and code[0] in "56789"}
    assert groups - held == set(NOT_MAPPED)


def test_every_scheme_programme_and_construction_job_has_its_row() -> None:
    keys = {occupation.key for occupation in trade_files.occupations()}
    mapped = {plain(alias.title) for alias in trade_files.scheme_aliases()}
    assert {alias.occupation for alias in trade_files.scheme_aliases()} <= keys
    lists = (reference.schemes(), reference.programmes(), reference.construction_jobs())
    assert {plain(entry.title) for entries in lists for entry in entries} <= mapped


def test_a_title_stands_once_for_an_occupation_and_is_wholly_something() -> None:
    fits: dict[str, dict[str, float]] = {}
    for row in trade_files.scheme_aliases():
        assert LEAST_CONFIDENCE <= row.fit <= 1, row.title
        assert row.source, row.title
        assert row.occupation not in fits.setdefault(plain(row.title), {}), row.title
        fits[plain(row.title)][row.occupation] = row.fit
    assert all(max(of_one.values()) == 1 for of_one in fits.values())


def test_the_units_at_hand_have_a_group_whose_title_is_known() -> None:
    titles = {plain(row.title) for row in trade_files.scheme_aliases()}
    groups = trade_files.unit_groups()
    assert {plain(group.title) for group in groups} <= titles
    for unit in reference.units():
        assert any(unit.code.startswith(group.prefix) for group in groups), unit.code


NO_TRADE = (
    *("Tenaga Sensor Film", "Peneliti", "Kurator Koleksi", "Sejarah", "Ahli Warisan Budaya Takbenda"),
    *("Pelestarian Cagar Budaya", "Verifikator Tingkat Komponen Dalam Negeri"),
)
"""Standards for censors, scholars, curators, historians and auditors of content: none that our people train for."""


def test_every_standard_is_understood_or_is_no_trade_for_us() -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "skkni_documents.csv"
    if not path.exists():
        pytest.skip("needs the list of standards in ../shared")
    knowledge = wiring.trade().catalogue
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        title = row["judul_skkni"]
        answers = knowledge.understand(title)
        if not any(words in title for words in NO_TRADE):
            assert answers, title
            assert answers[0].confidence >= 0.6, title


def test_what_the_stemmer_says_is_remembered_of_every_word_and_as_it_says_it() -> None:
    assert {word: tokens.stem_anew(word) for word in known_stems.words()} == known_stems.remembered()


def test_legal_bars_name_known_fields_and_their_source() -> None:
    fields = {field.code for field in reference.fields_of_work()}
    for bar in reference.legal_bars():
        assert bar.fields
        assert bar.fields <= fields
        assert bar.source
        assert bar.words_id
        assert bar.words_en


def test_guarding_is_closed_for_everyone_and_work_abroad_under_supervision() -> None:
    bars = {bar.code: bar for bar in reference.legal_bars()}
    for code, field, applies_to in (
        ("LB01", "FW01", AppliesTo.EVERYONE),
        ("LB02", "FW11", AppliesTo.UNDER_SUPERVISION),
    ):
        assert bars[code].fields == frozenset({field})
        assert bars[code].strength is Strength.HARD
        assert bars[code].applies_to is applies_to


def test_what_only_company_practice_asks_for_closes_nothing() -> None:
    for bar in reference.legal_bars():
        if "ompany" in bar.source:
            assert bar.strength is Strength.FLAG


def test_a_flag_is_the_same_for_every_person() -> None:
    assert {bar.applies_to for bar in reference.legal_bars() if bar.strength is Strength.FLAG} == {
        AppliesTo.EVERYONE
    }


def test_no_country_is_called_as_a_regency_here_is() -> None:
    here = {regency.name.split(" ", 1)[1].casefold() for regency in reference.gazetteer().regencies}
    names = [name.casefold() for name in reference.countries()]
    assert not set(names) & (here | set(reference.place_aliases()))


def test_classification_prefixes_of_rules_exist() -> None:
    codes = [code.replace(".", "") for code in reference.kbji()]
    prefixes = [prefix for field in reference.fields_of_work() for prefix in field.kbji_prefixes]
    prefixes += [prefix for rule in reference.required_licences() for prefix in rule.kbji_prefixes]
    for prefix in prefixes:
        assert any(code.startswith(prefix.replace(".", "")) for code in codes), prefix
