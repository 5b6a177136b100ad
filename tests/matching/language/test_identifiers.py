from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.language import identifiers as ids

NIKS = st.builds(
    "{:02d}{:02d}{:02d}{:02d}{:02d}{:02d}{:04d}".format,
    st.integers(11, 97), st.integers(1, 79), st.integers(1, 60), st.integers(1, 28) | st.integers(41, 68),
    st.integers(1, 12), st.integers(0, 99), st.integers(1, 9999),
)  # fmt: skip


@given(NIKS, st.sampled_from(["", " ", ".", "-"]))
def test_a_plausible_nik_reads_back_whatever_groups_it(nik: str, gap: str) -> None:
    assert ids.parse_nik(gap.join([nik[:6], nik[6:12], nik[12:]])) == nik
    assert ids.parse_nik("'" + nik) == nik


@pytest.mark.parametrize(
    "text",
    [
        "3519013201900001",
        "3519010113900001",
        "3519010101900000",
        "0019010101900001",
        "3519000101900001",
        "35190",
        "abc",
        "-",
    ],
)
def test_refuses_an_impossible_nik_without_quoting_it(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        ids.parse_nik(text)
    assert text not in refused.value.problem or text == "-"


@pytest.mark.parametrize("text", ["3,51E+15", "3.51901010190000E+15", "3,51901010190000E+15"])
@pytest.mark.parametrize(
    "parse", [ids.parse_nik, ids.parse_phone, ids.parse_nib, ids.parse_certificate_number]
)
def test_digits_that_a_spreadsheet_lost_are_asked_for_again(text: str, parse: Callable[[str], str]) -> None:
    with pytest.raises(InvalidValue, match="Teks"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "0812-3456-7890",
        "+62 812 3456 7890",
        "6281234567890",
        "81234567890",
        "(0812) 34567890",
        "WA: 0812.3456.7890",
    ],
)
def test_one_telephone_number_has_one_spelling(text: str) -> None:
    assert ids.parse_phone(text) == "+6281234567890"


@pytest.mark.parametrize("text", ["+60123456789", "0812", "123", "", "08123456789012345"])
def test_refuses_what_is_no_indonesian_number(text: str) -> None:
    with pytest.raises(InvalidValue):
        ids.parse_phone(text)


@given(st.from_regex(r"8[1-9][0-9]{7,10}", fullmatch=True))
def test_the_spelling_of_a_telephone_number_reads_back(national: str) -> None:
    once = ids.parse_phone("0" + national)
    assert once == "+62" + national
    assert ids.parse_phone(once) == once


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("BI 123/2024", "B.I 123/2024"),
        ("B.I.N 0175/2021", "B.I.N 175/2021"),
        ("BIIa.12/2024", "B.IIa 12/2024"),
        ("B.IIb N 4/2023", "B.IIb.N 4/2023"),
    ],
)
def test_register_numbers_get_one_spelling(text: str, number: str) -> None:
    assert ids.parse_register_number(text) == number
    assert ids.parse_register_number(number) == number


def test_people_on_remand_are_refused_with_the_reason() -> None:
    for text in ("A.III 12/2024", "AI 1/2024"):
        with pytest.raises(InvalidValue, match="Register A"):
            ids.parse_register_number(text)
    for text in ("B.Ia 1/2024", "123/2024", "B.IV 1/2024"):
        with pytest.raises(InvalidValue, match="bukan nomor Register B"):
            ids.parse_register_number(text)


def test_codes_of_occupations_and_industries() -> None:
    assert [ids.parse_kbji(text) for text in ("7212", "7212.01", "721201", "72")] == [
        "7212",
        "7212.01",
        "7212.01",
        "72",
    ]
    assert [ids.parse_kbli(text) for text in ("24109", "C.24", "c", "C24109")] == [
        "24109",
        "24",
        "C",
        "24109",
    ]
    assert ids.parse_nib("9900 0000 00017") == "9900000000017"
    for parse, text in (
        (ids.parse_kbji, "72123"),
        (ids.parse_kbji, "72.01"),
        (ids.parse_kbli, "Z"),
        (ids.parse_nib, "1"),
    ):
        with pytest.raises(InvalidValue):
            parse(text)


@pytest.mark.parametrize(
    "number", ["1111111111111", "0000000000000", "1234567890123", "0123456789012", "9876543210987"]
)
def test_what_evidently_stands_in_for_a_business_number_is_none(number: str) -> None:
    with pytest.raises(InvalidValue, match=r"berurutan bukan NIB.*are no NIB"):
        ids.parse_nib(number)


@pytest.mark.parametrize("number", ["1111111111112", "1234567890124", "8120000000001", "9900000000017"])
def test_a_business_number_that_may_have_been_issued_is_taken(number: str) -> None:
    assert ids.parse_nib(number) == number


def test_a_certificate_number_is_kept_as_written() -> None:
    assert ids.parse_certificate_number(" 62010 2512  3 0001234 2024 ") == "62010 2512 3 0001234 2024"
    with pytest.raises(InvalidValue):
        ids.parse_certificate_number("x" * 121)
