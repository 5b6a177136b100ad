"""Papers as PDF: everything in them is read back, whatever was typed."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import BooleanObject, Destination, DictionaryObject

from api.pdf import pdf_of
from api.shortlist_sheet import Part
from matching.messages import Tongue
from tests.pdfs import text_of, without_space


def paper(*lines: str, tongue: Tongue = Tongue.INDONESIAN) -> str:
    return text_of(pdf_of([Part(1, "Judul", lines)], tongue), tongue)


def kinds_of(node: Any) -> Iterator[str]:
    """The kind of every part of a structure tree (ISO 32000-1, 14.7.2)."""
    if "/S" in node:
        yield str(node["/S"])
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        if isinstance(whole := one.get_object(), DictionaryObject):
            yield from kinds_of(whole)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_a_long_paper_holds_every_part_in_order(tongue: Tongue) -> None:
    parts = [Part(2, f"{n}. Tukang", (f"baris {n} “…” – ×",) * 9, listed=True) for n in range(40)]
    text = text_of(pdf_of([Part(1, "Judul"), *parts], tongue), tongue)
    places = [text.index(f"{n}. Tukang") for n in range(40)]
    assert places == sorted(places)
    assert text.count("“…” – ×") == 360


def test_headings_lists_and_lines_are_told_to_whoever_has_it_read_aloud() -> None:
    parts = [
        Part(1, "Judul", ("Nama: …", "Tanggal: …")),
        Part(2, "1. Tukang", ("PT Contoh",)),
        Part(3, "Mengapa", ("satu", "dua", "tiga"), listed=True),
    ]
    said: Any = PdfReader(io.BytesIO(pdf_of(parts, Tongue.INDONESIAN))).root_object
    assert "<pdfuaid:part>1</pdfuaid:part>" in said["/Metadata"].get_object().get_data().decode()
    assert said["/MarkInfo"]["/Marked"] == BooleanObject(value=True)
    told = Counter(kinds_of(said["/StructTreeRoot"]))
    assert {one: told[one] for one in ("/H1", "/H2", "/H3", "/P", "/L", "/LI")} == {
        "/H1": 1, "/H2": 1, "/H3": 1, "/P": 3, "/L": 1, "/LI": 3,
    }  # fmt: skip


def test_each_section_has_its_bookmark_and_the_title_is_shown() -> None:
    parts = [Part(level, f"{n}.{level} Tukang", ("baris",) * 9) for n in range(5) for level in (2, 3)]
    read = PdfReader(io.BytesIO(pdf_of([Part(1, "Judul “…”"), *parts], Tongue.INDONESIAN)))
    preferences = read.root_object["/ViewerPreferences"]
    assert isinstance(preferences, DictionaryObject)
    assert preferences["/DisplayDocTitle"] == BooleanObject(value=True)
    title, sections = read.outline
    assert isinstance(title, Destination)
    assert isinstance(sections, list)
    assert title.title == "Judul “…”"
    bookmarks = [one for one in sections if isinstance(one, Destination)]
    assert [one.title for one in bookmarks] == [f"{n}.2 Tukang" for n in range(5)]
    pages = [read.get_destination_page_number(one) or 0 for one in bookmarks]
    assert pages == sorted(pages)
    assert pages[-1] == len(read.pages) - 1 > 0


def test_a_part_longer_than_a_page_is_broken() -> None:
    assert paper(*[f"baris {n}" for n in range(300)]).count("baris") == 300


def test_what_was_typed_is_text_and_never_markup(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    typed = [f'#read("{secret}")', "*R&D* $x$ @y <z> ~", "= a", "- b", "+ c", "/ d: e", "// f"]
    written = without_space(paper(*typed))
    assert all(without_space(one) in written for one in typed)


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("Ahli las ā 溶", "Ahli las ā ?"),
        ("Ṩ e\u0301", "Ṩ é"),
        ("0\u1dc0 1", "0 1"),
        ("kiri\u202enanak", "kirinanak"),
        ("satu\ndua\t tiga\x00", "satu dua tiga?"),
    ],
)
def test_signs_without_a_font_lose_their_accents_or_become_question_marks(typed: str, set_as: str) -> None:
    assert set_as in paper(typed)


@settings(deadline=None)  # fonts are read once
@given(st.lists(st.builds(Part, st.integers(2, 3), st.text(), st.lists(st.text()).map(tuple), st.booleans())))
def test_whatever_was_typed_there_is_a_paper(parts: list[Part]) -> None:
    whole = [Part(1, "Judul"), Part(2, "Bagian"), *parts]
    assert text_of(pdf_of(whole, Tongue.ENGLISH), Tongue.ENGLISH).startswith("Judul")


def test_a_heading_that_leaves_out_a_level_is_refused_without_its_text() -> None:
    with pytest.raises(ValueError, match="leaves out a level") as refused:
        pdf_of([Part(1, "Judul"), Part(3, "Rahasia")], Tongue.INDONESIAN)
    assert "Rahasia" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_line_to_be_ticked_has_its_box() -> None:
    assert "☐ Saya berminat" in paper("☐ Saya berminat")
