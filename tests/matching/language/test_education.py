import pytest

from matching.errors import InvalidValue
from matching.language.education import parse_education
from matching.vocabulary import Education


@pytest.mark.parametrize(
    ("level", "texts"),
    [
        (Education.NONE, ["Tidak sekolah", "belum pernah sekolah", "tidak tamat SD"]),
        (Education.SD, ["SD", "SD/MI", "Paket A", "sekolah dasar"]),
        (Education.SMP, ["SMP/SLTP/MTs", "SLTP", "minimal SMP", "Paket B", "Sekolah Menengah Pertama"]),
        (
            Education.SMA,
            ["SMA/SMK sederajat", "SLTA", "STM", "SMEA", "MA", "Paket C", "SMK Teknik Mesin", "sma / smk"],
        ),
        (Education.D1, ["D1", "D-I", "Diploma 1"]),
        (Education.D3, ["D3", "D-III", "Diploma 3", "D III", "d.3"]),
        (Education.S1, ["S1/D4", "Sarjana", "S-1", "Diploma IV", "Strata 1 (S1)"]),
        (Education.S2, ["S2", "Magister"]),
    ],
)
def test_reads_the_many_names_of_a_level(level: Education, texts: list[str]) -> None:
    assert {text: parse_education(text) for text in texts} == dict.fromkeys(texts, level)


@pytest.mark.parametrize("text", ["SMA - S1", "D1-D3", "SMP sd SMA", "SD, SMP, SMA", "Diploma/D1/D2/D3"])
def test_a_range_is_its_lowest_level_for_a_requirement_only(text: str) -> None:
    lowest = {
        "SMA - S1": Education.SMA,
        "D1-D3": Education.D1,
        "SMP sd SMA": Education.SMP,
        "SD, SMP, SMA": Education.SD,
        "Diploma/D1/D2/D3": Education.D1,
    }
    assert parse_education(text, several="lowest") is lowest[text]
    with pytest.raises(InvalidValue, match="beberapa jenjang"):
        parse_education(text)


@pytest.mark.parametrize(
    "text", ["", "Diploma", "SMA kelas 2", "maks SMA", "tidak tamat SMA", "mahasiswa S1", "bebas", "usd"]
)
def test_refuses_what_is_no_completed_level(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_education(text, several="lowest")


@pytest.mark.parametrize("level", list(Education)[1:])
def test_codes_read_back(level: Education) -> None:
    assert parse_education(level.name) is level
