import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.language.text import split_lines, tidy


@given(st.text(alphabet=st.sampled_from("ab Z.-•\n\r1)✅!"), max_size=80) | st.text(max_size=80))
def test_lines_stand_where_they_say_in_order_and_lose_no_word(text: str) -> None:
    lines = split_lines(text)
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert all(before.end <= after.start for before, after in pairwise(lines))
    assert all(line.text == line.text.strip() != "" for line in lines)


@given(st.text(alphabet=st.sampled_from("ab LZ.-•;\n\r1)✅PT "), max_size=80))
def test_a_line_is_split_alone_as_within_its_text(text: str) -> None:
    whole = [(line.start, line.end) for line in split_lines(text)]
    alone: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\r\n]+", text):
        before = max(match.start() - 1, 0)  # with the line break before it, as `clauses` remembers lines
        alone += [
            (before + line.start, before + line.end) for line in split_lines(text[before : match.end()])
        ]
    assert alone == whole


def test_bullets_are_told_from_prose() -> None:
    lines = split_lines("Syarat:\n- Pria\n2. SMA/SMK\n✅ Bisa las 3G\nKirim CV ke kami")
    assert [line.text for line in lines] == ["Syarat:", "Pria", "SMA/SMK", "Bisa las 3G", "Kirim CV ke kami"]
    assert [line.bullet for line in lines] == [False, True, True, True, False]


def test_bullets_copied_from_word_are_bullets_once_taken_in() -> None:
    """Symbol and Wingdings have code points of their own, and a break within a paragraph is none of a line's."""
    pasted = "Syarat:\x0b\uf0b7\tBisa las 3G\u2028\uf0a7 SMA/SMK\no\tSehat\n\uf0d8 Pe\u00adngelasan"
    lines = split_lines(tidy(pasted))
    assert [line.text for line in lines] == ["Syarat:", "Bisa las 3G", "SMA/SMK", "Sehat", "Pengelasan"]
    assert [line.bullet for line in lines] == [False, True, True, True, True]
    assert tidy("Cafe\u0301") == "Café"
    assert tidy("Juru las\n- baja ringan") == "Juru las\n- baja ringan"


@pytest.mark.parametrize(
    "sign", [*map(chr, (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069))]
)
def test_nothing_typed_turns_the_direction_of_what_stands_after_it(sign: str) -> None:
    assert tidy(f"Juru {sign}las") == "Juru las"


def test_sentences_are_told_apart_but_not_at_abbreviations() -> None:
    lines = split_lines("Pengalaman min. 1 tahun di PT. Maju. Bersedia lembur! Lokasi Kab. Madiun")
    assert [line.text for line in lines] == [
        "Pengalaman min. 1 tahun di PT. Maju.",
        "Bersedia lembur!",
        "Lokasi Kab. Madiun",
    ]


def test_bullets_on_one_line_are_told_apart_and_ranges_are_not() -> None:
    assert [line.text for line in split_lines("Syarat: - Pria - Lulusan SMA - Jujur")] == [
        "Syarat:",
        "Pria",
        "Lulusan SMA",
        "Jujur",
    ]
    assert [line.text for line in split_lines("• Pria • SMA")] == ["Pria", "SMA"]
    assert [line.text for line in split_lines("Senin - Jumat, 3jt - 4jt")] == ["Senin - Jumat, 3jt - 4jt"]
    assert [line.text for line in split_lines("Gaji 4.500.000 (nego)")] == ["Gaji 4.500.000 (nego)"]


def test_a_long_run_of_blanks_costs_no_more_than_its_length() -> None:
    assert split_lines(
        "a" + " " * 200_000 + "b" + "\t" * 200_000 + "- c"
    )  # a quadratic pattern would take minutes
