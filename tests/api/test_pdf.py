"""Papers as PDF: everything in them is read back, whatever was typed."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import BooleanObject, Destination, DictionaryObject

from api.pdf import pdf_of
from api.shortlist_sheet import Part
from matching.messages import Tongue
from tests.pdfs import text_of, without_space


def paper(*lines: str, tongue: Tongue = Tongue.INDONESIAN) -> str:
    return text_of(pdf_of([Part(1, "Judul", lines)], tongue), tongue)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_a_long_paper_holds_every_part_in_order(tongue: Tongue) -> None:
    parts = [Part(2, f"{n}. Tukang", (f"baris {n} “…” – ×",) * 9, listed=True) for n in range(40)]
    text = text_of(pdf_of([Part(1, "Judul"), *parts], tongue), tongue)
    places = [text.index(f"{n}. Tukang") for n in range(40)]
    assert places == sorted(places)
    assert text.count("“…” – ×") == 360


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
    secret = tmp_path / "rahasia.png"
    typed = [f'<img src="{secret}"/>', "<b>R&D</b> &amp; <para>", "a < b"]
    written = without_space(paper(*typed))
    assert all(without_space(one) in written for one in typed)


def test_signs_that_the_font_lacks_lose_their_accents_or_become_question_marks() -> None:
    assert "Ahli las a ?" in paper("Ahli las ā 溶")


def test_a_line_to_be_ticked_has_its_box() -> None:
    assert "Saya berminat" in paper("☐ Saya berminat")
